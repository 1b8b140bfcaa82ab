package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes the short way, and what does not. Tunnels of TEIDs 1 to 9 have been seen, with a container that of 9. */
class ExpediteTest {
    private static final int SLOT = 512;
    private static final int HEADROOM = 128;
    private static final int SIZE = 4;
    private static final int ACCESS = 1;
    private static final int RULE = 7;
    private static final int CORE = 2;
    private static final int APPLICATION = 3;
    private static final long APPLICATION_MAC = 0x0200_0000_00a1L;
    private static final long SWITCH_MAC = 0x0211_0000_0052L;
    private static final int CONTAINED = 9;
    private static final int QFI = 5;
    private static final int UNSEEN = 10;
    private static final byte[] NONE = {};

    private final ArrayMemory memory = new ArrayMemory(SIZE, SLOT);
    private final TunnelTable table = new TunnelTable();
    private final StatusFile status = StatusFile.inMemory();
    private final PacketVector vector = new PacketVector(SIZE);
    private boolean headersWanted;
    private int headroom = HEADROOM;
    private int parsed;
    private final Expedite expedite = new Expedite(table, memory,
        new Expedite.Decision[] {null, new Expedite.Decision(RULE, status.ruleCounters("pop").packets(),
            status.ruleCounters("pop").bytes(), APPLICATION, APPLICATION_MAC, SWITCH_MAC), null, null},
        new Expedite.Ruled(new boolean[4], null),
        new Expedite.Answers(new boolean[] {false, false, false, true}, new int[] {-1, CORE, ACCESS, -1}, null),
        () -> headersWanted, new Counting(), SIZE);

    /** In the place of Parse. */
    private final class Counting extends Stage {
        @Override
        public StageName name() {
            return StageName.PARSE;
        }

        @Override
        public void process(final PacketVector vector) {
            parsed++;
        }
    }

    private static Frames gpdu(final int teid) {
        return gpdu(Frames.ethernet(), teid);
    }

    private static Frames gpdu(final Frames ethernet, final int teid) {
        final Frames tunnel = ethernet.ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(teid);
        return teid == CONTAINED ? tunnel.pduSessionContainer(1, QFI) : tunnel;
    }

    private static byte[] tpdu(final Frames tunnel) {
        return tunnel.ipv4("10.0.0.1", "203.0.113.5").udp(1, 2).payload(40).bytes();
    }

    private static byte[] ordinary(final int teid) {
        return tpdu(gpdu(teid));
    }

    @BeforeEach
    void letTunnelsBeSeen() {
        final int path = table.paths().intern(Frames.DESTINATION_MAC << 16 | Frames.SOURCE_MAC >>> 32,
            PathTable.macAndTags((int) Frames.SOURCE_MAC, 0), (long) ACCESS << 32);
        for (int teid = 1; teid <= UNSEEN; teid++) {
            table.put(new BearerConfig("bearer-" + teid, IpAddress.ofIpv4(0x0a00_0000 + teid),
                IpAddress.parse("192.0.2.100"), teid, IpAddress.parse("192.0.2.1"), 100 + teid, OptionalInt.empty(),
                Optional.empty()));
            if (teid != UNSEEN) {
                table.learn(reference(teid), Learned.of(path, 0, teid == CONTAINED, teid == CONTAINED ? QFI : 0));
            }
        }
        vector.ingress = ACCESS;
    }

    /** Where a frame is put, unless a test says otherwise. */
    private long start(final int i) {
        return (long) i * SLOT + headroom;
    }

    private int reference(final int teid) {
        return table.findTunnel(TunnelTable.key(0xc000_0264, teid));
    }

    private void process(final byte[]... frames) {
        process(expedite, frames);
    }

    private void process(final Expedite expedite, final byte[]... frames) {
        for (int i = 0; i < frames.length; i++) {
            MemorySegment.copy(frames[i], 0, memory.bytes(), ValueLayout.JAVA_BYTE, start(i), frames[i].length);
            vector.add(i + 1, start(i), frames[i].length, 0);
        }
        expedite.process(vector);
    }

    private void assertPopped(final int i, final byte[] frame, final int inner, final int type) {
        assertEquals(start(i) + inner - Ethernet.HEADER_LENGTH, vector.position[i], "position");
        assertEquals(frame.length - inner + Ethernet.HEADER_LENGTH, vector.length[i], "length");
        assertEquals(APPLICATION_MAC, Ethernet.destination(memory.bytes(), vector.position[i]));
        assertEquals(SWITCH_MAC, Ethernet.source(memory.bytes(), vector.position[i]));
        assertEquals(type, Ethernet.type(memory.bytes(), vector.position[i]));
        for (int offset = inner; offset < frame.length; offset++) {
            assertEquals(frame[offset] & 0xff, Wire.u8(memory.bytes(), start(i) + offset), "octet " + offset);
        }
    }

    @Test
    void shouldPopOrdinaryGpdus() {
        final byte[] first = ordinary(1);
        final byte[] contained = ordinary(CONTAINED);
        final byte[] ipv6 = gpdu(2).ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).payload(NONE).bytes();
        process(first, contained, ipv6);
        assertPopped(0, first, 50, Ethernet.TYPE_IPV4);
        assertPopped(1, contained, 58, Ethernet.TYPE_IPV4);
        assertPopped(2, ipv6, 50, Ethernet.TYPE_IPV6);
        assertEquals(0, parsed);
        assertTrue(vector.moved);
    }

    @Test
    void shouldSayWhatTheStagesItSparesWouldSay() {
        final byte[] first = ordinary(1);
        process(first, ordinary(2));
        for (int i = 0; i < 2; i++) {
            assertEquals(RULE, vector.rule[i]);
            assertEquals(Action.DECAPSULATE, vector.action[i]);
            assertEquals(APPLICATION, vector.egress[i]);
            assertEquals(reference(i + 1), vector.bearer[i]);
        }
        assertTrue(vector.mayHave(Action.DECAPSULATE));
        assertFalse(vector.mayHave(Action.NONE));
        assertEquals(StageName.DECAPSULATE.ordinal(), vector.through);
        assertFalse(vector.hasHeaders());
        assertEquals(2, status.ruleCounters("pop").packets().get());
        assertEquals(2 * first.length, status.ruleCounters("pop").bytes().get());
    }

    @Test
    void shouldPopNoMoreThanThePacketOfAPaddedFrame() {
        final byte[] frame = gpdu(1).ipv4("10.0.0.1", "203.0.113.5").protocol(253).payload(NONE).bytes();
        process(gpdu(1).ipv4("10.0.0.1", "203.0.113.5").protocol(253).payload(NONE).trailer(new byte[9]).bytes());
        assertPopped(0, frame, 50, Ethernet.TYPE_IPV4);
    }

    @Test
    void shouldLeavePortsWithoutDecisionToParse() {
        vector.ingress = 0;
        assertLeftToParse(ordinary(1));
    }

    @Test
    void shouldLeaveAllToParseWhereHeadersAreWanted() {
        headersWanted = true;
        assertLeftToParse(ordinary(1));
    }

    // Where rules ask for more than the port.

    /** Gives all packets an action, and every second one another. */
    private Expedite ruled(final int action, final int other) {
        final Stage classify = new Stage() {
            @Override
            public StageName name() {
                return StageName.CLASSIFY;
            }

            @Override
            public void process(final PacketVector vector) {
                vector.beginActions();
                for (int i = 0; i < vector.size; i++) {
                    vector.act(i, i % 2 == 0 ? action : other);
                }
            }
        };
        return new Expedite(table, memory, new Expedite.Decision[4],
            new Expedite.Ruled(new boolean[] {false, true, false, false}, classify),
            new Expedite.Answers(new boolean[4], new int[4], null), () -> headersWanted, new Counting(), SIZE);
    }

    @Test
    void shouldFindTunnelsOfWhatRulesPop() {
        process(ruled(Action.DECAPSULATE, Action.DECAPSULATE), ordinary(1), ordinary(CONTAINED));
        assertEquals(StageName.MATCH_BEARER.ordinal(), vector.through);
        assertEquals(reference(1), vector.bearer[0]);
        assertEquals(reference(CONTAINED), vector.bearer[1]);
        assertEquals(0, parsed);
        assertEquals(start(0), vector.position[0], "Decapsulate pops");
    }

    @Test
    void shouldWriteWhatParseFinds() {
        process(ruled(Action.PASS, Action.PASS), ordinary(1), ordinary(CONTAINED));
        final int layers = Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS | Layer.GTPU | Layer.GPDU | Layer.INNER_IP
            | Layer.INNER_IPV4;
        assertTrue(vector.hasHeaders());
        for (int i = 0; i < 2; i++) {
            final boolean contained = i == 1;
            assertEquals(Headers.link(ACCESS, 0, Ethernet.TYPE_IPV4), vector.link[i]);
            assertEquals(Headers.tunnel(contained ? CONTAINED : 1, contained ? layers | Layer.CONTAINER : layers,
                contained ? QFI : 0, Gtpu.GPDU), vector.tunnel[i]);
            assertEquals(Headers.protocols(68, 0, IpProtocol.UDP, 0), vector.protocols[i]);
            assertEquals(Headers.offsets(14, 0, 34, 42, contained ? 58 : 50), vector.offsets[i]);
        }
    }

    @Test
    void shouldFindTunnelsThoughSomePass() {
        process(ruled(Action.DECAPSULATE, Action.PASS), ordinary(1), ordinary(2));
        assertEquals(StageName.MATCH_BEARER.ordinal(), vector.through);
        assertEquals(reference(1), vector.bearer[0]);
    }

    @Test
    void shouldLeaveToMatchBearerWhereMoreIsWantedOfTunnels() {
        process(ruled(Action.DECAPSULATE, Action.ENTER), ordinary(1), ordinary(2));
        assertEquals(StageName.CLASSIFY.ordinal(), vector.through);
        assertEquals(0, parsed);
    }

    @ParameterizedTest
    @ValueSource(ints = {UNSEEN, UNSEEN + 1})
    void shouldLeaveToMatchBearerWhatIsNews(final int teid) {
        process(ruled(Action.DECAPSULATE, Action.DECAPSULATE), ordinary(1), ordinary(teid));
        assertEquals(StageName.CLASSIFY.ordinal(), vector.through);
    }

    @Test
    void shouldLeaveIpv6ToParseWhereRulesAskForMore() {
        process(ruled(Action.DECAPSULATE, Action.DECAPSULATE),
            gpdu(2).ipv6("2001:db8::1", "2001:db8::2").udp(1, 2).payload(NONE).bytes());
        assertEquals(1, parsed);
        assertEquals(PacketVector.AT_THE_BEGINNING, vector.through);
    }

    static Stream<byte[]> extraordinary() {
        final byte[] frame = ordinary(1);
        return Stream.concat(Stream.of(
            tpdu(gpdu(Frames.ethernet().vlan(100), 1)),
            tpdu(gpdu(Frames.ethernet(Frames.SOURCE_MAC + 1, Frames.DESTINATION_MAC), 1)),
            tpdu(gpdu(Frames.ethernet(Frames.SOURCE_MAC, Frames.DESTINATION_MAC + 1), 1)),
            tpdu(gpdu(99)), tpdu(gpdu(UNSEEN)), tpdu(gpdu(0)),
            tpdu(gpdu(1).pduSessionContainer(1, QFI)), tpdu(gpdu(CONTAINED).pduSessionContainer(1, QFI)),
            tpdu(gpdu(1).sequence(3)), tpdu(gpdu(1).messageType(Gtpu.END_MARKER)),
            tpdu(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2153).gtpu(1)),
            tpdu(Frames.ethernet().ipv4("192.0.2.1", "224.0.0.1").udp(2152, 2152).gtpu(1)),
            tpdu(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").trafficClass(0x10).udp(2152, 2152).gtpu(1)),
            tpdu(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").options((byte) 1, (byte) 1, (byte) 1, (byte) 1)
                .udp(2152, 2152).gtpu(1)),
            tpdu(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").fragment(0, true, 1).udp(2152, 2152).gtpu(1)),
            tpdu(Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2").udp(2152, 2152).gtpu(1)),
            gpdu(1).ipv4("10.0.0.1", "203.0.113.5").options((byte) 1, (byte) 1, (byte) 1, (byte) 1).udp(1, 2)
                .payload(8).bytes(), NONE),
            // Lengths of IPv4, UDP and GTP-U one octet longer, then shorter; and versions of the T-PDU.
            Stream.concat(
                Stream.of(17, 39, 45).flatMap(at -> Stream.of(-1, 1).map(by -> changed(frame, at, frame[at] + by))),
                Stream.of(0x00, 0x44, 0x46, 0x55, 0x70, 0xf5).map(octet -> changed(frame, 50, octet))));
    }

    private static byte[] changed(final byte[] frame, final int offset, final int octet) {
        final byte[] changed = frame.clone();
        changed[offset] = (byte) octet;
        return changed;
    }

    @ParameterizedTest
    @MethodSource("extraordinary")
    void shouldLeaveVectorsWithAnythingElseToParse(final byte[] frame) {
        assertLeftToParse(ordinary(1), frame, ordinary(2));
    }

    @Test
    void shouldLeaveFramesToParseThatAreCutOffAnywhere() {
        final byte[] frame = ordinary(1);
        for (int length = 0; length < frame.length; length++) {
            vector.size = 0;
            parsed = 0;
            assertLeftToParse(Arrays.copyOf(frame, length));
        }
    }

    // What applications send.

    private static Frames answer(final int ue) {
        return Frames.ethernet().ipv4("203.0.113.5", "10.0.0." + ue);
    }

    private static byte[] ordinaryAnswer(final int ue) {
        return answer(ue).udp(53, ue).payload(ue).bytes();
    }

    private void assertPushed(final int i, final int ue, final byte[] frame) {
        final int outer = 20 + 8 + 8 + (ue == CONTAINED ? 8 : 0);
        final long ip = vector.position[i] + Ethernet.HEADER_LENGTH;
        assertEquals(start(i) - outer, vector.position[i], "position");
        assertEquals(frame.length + outer, vector.length[i], "length");
        assertEquals(ACCESS, vector.egress[i]);
        assertEquals(Action.ENCAPSULATE, vector.action[i]);
        assertEquals(reference(ue) ^ 1, vector.bearer[i]);
        assertEquals(Frames.SOURCE_MAC, Ethernet.destination(memory.bytes(), vector.position[i]));
        assertEquals(Frames.DESTINATION_MAC, Ethernet.source(memory.bytes(), vector.position[i]));
        assertEquals(Ethernet.TYPE_IPV4, Ethernet.type(memory.bytes(), vector.position[i]));
        assertEquals(frame.length - Ethernet.HEADER_LENGTH + outer, Ipv4.totalLength(memory.bytes(), ip));
        assertEquals(0, InternetChecksum.of(memory.bytes(), ip, Ipv4.MINIMUM_HEADER_LENGTH));
        assertEquals(100 + ue, Wire.u32(memory.bytes(), ip + 20 + 8 + Gtpu.TEID_OFFSET));
        for (int offset = Ethernet.HEADER_LENGTH; offset < frame.length; offset++) {
            assertEquals(frame[offset] & 0xff, Wire.u8(memory.bytes(), start(i) + offset), "octet " + offset);
        }
    }

    @Test
    void shouldPushOrdinaryAnswers() {
        vector.ingress = APPLICATION;
        final byte[] udp = ordinaryAnswer(1);
        final byte[] contained = ordinaryAnswer(CONTAINED);
        final byte[] tcp = answer(2).tcp(80, 2).payload(3).bytes();
        final byte[] other = answer(3).trafficClass(0xb8).ttl(1).protocol(253).payload(NONE).bytes();
        process(udp, contained, tcp, other);
        assertPushed(0, 1, udp);
        assertPushed(1, CONTAINED, contained);
        assertPushed(2, 2, tcp);
        assertPushed(3, 3, other);
        assertEquals(0, parsed);
        assertEquals(StageName.ENCAPSULATE.ordinal(), vector.through);
        assertEquals(PacketVector.NO_RULE, vector.rule[3]);
        assertTrue(vector.moved);
        assertTrue(vector.mayHave(Action.ENCAPSULATE));
        assertFalse(vector.mayHave(Action.NONE));
    }

    @Test
    void shouldPushNoPadding() {
        vector.ingress = APPLICATION;
        process(answer(1).protocol(253).payload(NONE).trailer(new byte[9]).bytes());
        assertPushed(0, 1, answer(1).protocol(253).payload(NONE).bytes());
    }

    static Stream<byte[]> extraordinaryAnswers() {
        final byte[] frame = ordinaryAnswer(1);
        return Stream.concat(Stream.of(NONE,
            Frames.ethernet().vlan(100).ipv4("203.0.113.5", "10.0.0.1").udp(53, 1).payload(1).bytes(),
            Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2").udp(53, 1).payload(1).bytes(),
            answer(99).udp(53, 1).payload(1).bytes(), answer(UNSEEN).udp(53, 1).payload(1).bytes(),
            Frames.ethernet().ipv4("10.0.0.1", "203.0.113.5").udp(53, 1).payload(1).bytes(),
            answer(1).options((byte) 1, (byte) 1, (byte) 1, (byte) 1).udp(53, 1).payload(1).bytes(),
            answer(1).fragment(0, true, 1).udp(53, 1).payload(8).bytes(),
            answer(1).fragment(8, false, 1).payload(8).bytes()),
            // Longer than the frame, shorter than its own header, and other versions.
            Stream.of(changed(frame, 17, frame[17] + 1), changed(frame, 17, 19), changed(frame, 14, 0x55),
                changed(frame, 14, 0x44)));
    }

    @ParameterizedTest
    @MethodSource("extraordinaryAnswers")
    void shouldLeaveVectorsWithOtherAnswersToParse(final byte[] frame) {
        vector.ingress = APPLICATION;
        assertLeftToParse(ordinaryAnswer(1), frame, ordinaryAnswer(2));
    }

    @Test
    void shouldLeaveAnswersToParseThatAreCutOffAnywhere() {
        vector.ingress = APPLICATION;
        final byte[] frame = answer(1).protocol(253).payload(NONE).bytes();
        for (int length = 0; length < frame.length; length++) {
            vector.size = 0;
            parsed = 0;
            assertLeftToParse(Arrays.copyOf(frame, length));
        }
    }

    @Test
    void shouldLeaveAnswersToParseWithoutRoomForTheLongestHeaders() {
        vector.ingress = APPLICATION;
        headroom = OuterHeaders.MAX_LENGTH - Ethernet.HEADER_LENGTH - 1;
        assertLeftToParse(ordinaryAnswer(1));
        headroom++;
        vector.size = 0;
        process(ordinaryAnswer(1));
        assertPushed(0, 1, ordinaryAnswer(1));
    }

    @Test
    void shouldLeaveAnswersToParseWherePushesAreParticular() {
        vector.ingress = APPLICATION;
        final PushConfig numbered = new PushConfig(true, PushConfig.SourcePort.FIXED, PushConfig.Dscp.LEARNED, 64);
        table.put(new BearerConfig("bearer-1", IpAddress.ofIpv4(0x0a00_0001), IpAddress.parse("192.0.2.100"), 1,
            IpAddress.parse("192.0.2.1"), 101, OptionalInt.empty(), Optional.empty(), numbered));
        assertLeftToParse(ordinaryAnswer(1));
    }

    @Test
    void shouldLeaveAnswersToParseOfPortsThatHaveRules() {
        vector.ingress = CORE;
        assertLeftToParse(ordinaryAnswer(1));
    }

    private void assertLeftToParse(final byte[]... frames) {
        process(frames);
        assertEquals(1, parsed);
        assertTrue(vector.hasHeaders());
        for (int i = 0; i < frames.length; i++) {
            assertEquals(start(i), vector.position[i]);
            assertEquals(frames[i].length, vector.length[i]);
            final byte[] bytes = new byte[frames[i].length];
            MemorySegment.copy(memory.bytes(), ValueLayout.JAVA_BYTE, start(i), bytes, 0, bytes.length);
            assertArrayEquals(frames[i], bytes);
        }
        assertEquals(0, status.ruleCounters("pop").packets().get());
    }
}
