package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.LearningConfig.Handover;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.LearningEvent;
import io.mecvswitch.traffic.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bearers that nobody tells the switch of: it sees them in traffic that passes. */
class LearningTest {
    private static final String ENB = "192.0.2.1";
    private static final String OTHER_ENB = "192.0.2.2";
    private static final String SGW = "192.0.2.100";
    private static final String UE = "10.45.0.2";
    private static final String OTHER_UE = "10.45.0.3";
    private static final String SERVER = "203.0.113.5";
    private static final String EDGE = "198.51.100.7";
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final long UPLINK = 0x8000_0001L;
    private static final long DOWNLINK = 0xffff_fffeL;
    private static final int MAXIMUM = 50;
    private static final int AGEING_S = 60;
    private static final int WAIT_MS = 500;

    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination(EDGE + "/32").match());

    private final SteppedSwitch vswitch =
        new SteppedSwitch(new Placement(EnumSet.of(StageName.PARSE, StageName.MATCH_BEARER)), 8, 1);

    LearningTest() {
        vswitch.apply(learning(Handover.AT_ONCE));
        vswitch.stopClock();
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static SwitchConfig learning(final Handover handover, final BearerConfig... bearers) {
        return Configs.wired(List.of(TO_EDGE), List.of(bearers)).withGtpu(
            GtpuConfig.NONE.withLearning(new LearningConfig(MAXIMUM, AGEING_S, handover, WAIT_MS)));
    }

    private static Frames uplink(final String enb, final long teid) {
        return Frames.ethernet(ENB_MAC, SGW_MAC).ipv4(enb, SGW).udp(2152, 2152).gtpu(teid);
    }

    private static Frames downlink(final String enb, final long teid) {
        return Frames.ethernet(SGW_MAC, ENB_MAC).ipv4(SGW, enb).udp(2152, 2152).gtpu(teid);
    }

    /** A packet of the UE's passes to the core. */
    private void up(final String enb, final long teid, final String ue) {
        vswitch.send("access", uplink(enb, teid).ipv4(ue, SERVER).udp(1, 2).payload(9).bytes());
        assertEquals(1, vswitch.sent("core").size(), "what no rule concerns passes");
    }

    /** A packet for the UE passes to the access node. */
    private void down(final String enb, final long teid, final String ue) {
        vswitch.send("core", downlink(enb, teid).ipv4(SERVER, ue).udp(2, 1).payload(9).bytes());
        assertEquals(1, vswitch.sent("access").size(), "what no rule concerns passes");
    }

    private void endMarker(final String enb, final long teid) {
        vswitch.send("core", downlink(enb, teid).messageType(Gtpu.END_MARKER).bytes());
        assertEquals(1, vswitch.sent("access").size(), "signalling passes");
    }

    /** Whether a packet in this tunnel for the edge gets there. */
    private boolean isServed(final long teid, final String ue) {
        vswitch.send("access", uplink(ENB, teid).ipv4(ue, EDGE).udp(1, 2).payload(9).bytes());
        return !vswitch.sent("app").isEmpty();
    }

    private static byte[] fromEdge(final String ue) {
        return Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4(EDGE, ue).udp(53, 4000).payload(30).bytes();
    }

    /** Where an answer of the edge's goes: "access node, TEID", or nothing. */
    private String answered(final String ue) {
        vswitch.send("app", fromEdge(ue));
        final List<byte[]> frames = vswitch.sent("access");
        assertEquals(List.of(), vswitch.sent("core"));
        return frames.isEmpty() ? "" : tunnel(frames.getFirst());
    }

    private static String tunnel(final byte[] frame) {
        return (frame[30] & 0xff) + "." + (frame[31] & 0xff) + "." + (frame[32] & 0xff) + "." + (frame[33] & 0xff)
            + ", " + Integer.toUnsignedLong(ByteBuffer.wrap(frame).getInt(46));
    }

    private Map<LearningEvent, Long> events() {
        final Map<LearningEvent, Long> events = new EnumMap<>(LearningEvent.class);
        for (final LearningEvent event : LearningEvent.values()) {
            final long count = vswitch.status().learningCounter(event).get();
            if (count > 0) {
                events.put(event, count);
            }
        }
        return events;
    }

    private void learn(final String ue, final long uplinkTeid, final long downlinkTeid) {
        up(ENB, uplinkTeid, ue);
        down(ENB, downlinkTeid, ue);
        isServed(uplinkTeid, ue);
    }

    @Test
    void shouldServeAUeAfterBothDirectionsWereSeen() {
        up(ENB, UPLINK, UE);
        down(ENB, DOWNLINK, UE);
        vswitch.send("access", uplink(ENB, UPLINK).ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes());
        assertFrame(Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits())
            .ipv4(UE, EDGE).udp(4000, 53).payload(20).bytes(), vswitch.sent("app").getFirst());
        vswitch.send("app", fromEdge(UE));
        assertFrame(Golden.gpdu(downlink(ENB, DOWNLINK).ipv4(EDGE, UE).udp(53, 4000).payload(30)),
            vswitch.sent("access").getFirst());
        assertEquals(Map.of(), vswitch.drops());
        assertEquals(Map.of(LearningEvent.LEARNED, 1L), events());
    }

    @Test
    void shouldServeA5gUeOverIpv6WithItsQosFlow() {
        final String edge6 = "2001:db8:ed::7";
        final String ue6 = "2001:db8:45::2";
        final RuleConfig six = rule("six", 1, new RuleAction.ForwardDecapsulated("app"),
            ask().innerDestination(edge6 + "/128").match());
        vswitch.apply(Configs.with(vswitch.running(), _ -> List.of(six)));
        final Frames up = Frames.ethernet(ENB_MAC, SGW_MAC).ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152)
            .gtpu(5).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9);
        vswitch.send("access", up.ipv6(ue6, edge6).udp(9, 10).payload(8).bytes());
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L), vswitch.drops());
        vswitch.send("core", Frames.ethernet(SGW_MAC, ENB_MAC).ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152)
            .gtpu(6).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 9).ipv6(edge6, ue6).udp(1, 2).payload(8).bytes());
        assertEquals(1, vswitch.sent("access").size());
        vswitch.send("access", Frames.ethernet(ENB_MAC, SGW_MAC).ipv6("2001:db8::1", "2001:db8::100").udp(2152, 2152)
            .gtpu(5).pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9).ipv6(ue6, edge6).udp(9, 10).payload(8).bytes());
        assertEquals(1, vswitch.sent("app").size());
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv6(edge6, ue6).udp(10, 9).payload(33).bytes());
        assertFrame(Golden.gpdu(Frames.ethernet(SGW_MAC, ENB_MAC).ipv6("2001:db8::100", "2001:db8::1").udp(2152, 2152)
            .gtpu(6).pduSessionContainer(Gtpu.PDU_TYPE_DOWNLINK, 9).ipv6(edge6, ue6).udp(10, 9).payload(33)),
            vswitch.sent("access").getFirst());
    }

    @Test
    void shouldNameWhatComesBeforeABearerIsKnown() {
        assertEquals(false, isServed(UPLINK, UE), "the first packet teaches");
        assertEquals(true, isServed(UPLINK, UE), "the next one is served");
        assertEquals("", answered(UE));
        down(ENB, DOWNLINK, UE);
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L, DropReason.TUNNEL_NOT_SEEN, 1L), vswitch.drops());
    }

    /** What an inline application sends on needs the access node's address, which any uplink packet has. */
    @Test
    void shouldReInsertOnTheUplinkBeforeTheDownlinkWasSeen() {
        isServed(UPLINK, UE);
        isServed(UPLINK, UE);
        vswitch.send("app", Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits())
            .ipv4(UE, SERVER).udp(1, 2).payload(5).bytes());
        assertFrame(Golden.gpdu(uplink(ENB, UPLINK).ipv4(UE, SERVER).udp(1, 2).payload(5)),
            vswitch.sent("core").getFirst());
    }

    @Test
    void shouldLearnTheDownlinkFirst() {
        down(ENB, DOWNLINK, UE);
        assertEquals("", answered(UE));
        up(ENB, UPLINK, UE);
        assertEquals(true, isServed(UPLINK, UE));
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        assertEquals(Map.of(DropReason.PATH_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldFollowAHandoverAtOnce() {
        learn(UE, UPLINK, DOWNLINK);
        down(OTHER_ENB, 7, UE);
        assertEquals(OTHER_ENB + ", 7", answered(UE));
        endMarker(ENB, DOWNLINK);
        assertEquals(OTHER_ENB + ", 7", answered(UE), "the End Marker was of the tunnel that was left");
        assertEquals(Map.of(LearningEvent.LEARNED, 1L, LearningEvent.HANDOVER, 1L), events());
        up(OTHER_ENB, UPLINK, UE);
        assertEquals(true, isServed(UPLINK, UE));
    }

    @Test
    void shouldFollowTheUplinkWhereTheCoreHasMovedTheUe() {
        learn(UE, UPLINK, DOWNLINK);
        up(OTHER_ENB, 21, UE);
        down(OTHER_ENB, 7, UE);
        up(ENB, 22, UE);
        assertEquals(Map.of(LearningEvent.LEARNED, 1L, LearningEvent.HANDOVER, 1L, LearningEvent.SPOOFED, 2L),
            events(), "too early, and from the wrong node");
        up(OTHER_ENB, 23, UE);
        up(OTHER_ENB, 24, UE);
        assertEquals(3, events().get(LearningEvent.SPOOFED), "once only");
        assertEquals(true, isServed(23, UE));
        assertEquals(false, isServed(UPLINK, UE));
    }

    @Test
    void shouldKeepTheFormerTunnelUntilItsEndMarker() {
        vswitch.apply(learning(Handover.AFTER_END_MARKER));
        learn(UE, UPLINK, DOWNLINK);
        down(OTHER_ENB, 7, UE);
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        endMarker(ENB, DOWNLINK);
        assertEquals(OTHER_ENB + ", 7", answered(UE));
        assertEquals(Map.of(LearningEvent.LEARNED, 1L, LearningEvent.HANDOVER, 1L, LearningEvent.ENDED, 1L), events());
    }

    @Test
    void shouldWaitForAnEndMarkerNoLongerThanConfigured() {
        vswitch.apply(learning(Handover.AFTER_END_MARKER));
        learn(UE, UPLINK, DOWNLINK);
        down(OTHER_ENB, 7, UE);
        vswitch.passTime(TimeUnit.MILLISECONDS.toNanos(WAIT_MS) - 1);
        down(OTHER_ENB, 7, UE);
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        vswitch.passTime(1);
        down(OTHER_ENB, 7, UE);
        assertEquals(OTHER_ENB + ", 7", answered(UE));
    }

    @Test
    void shouldPushNothingIntoATunnelThatHasEnded() {
        learn(UE, UPLINK, DOWNLINK);
        endMarker(ENB, DOWNLINK);
        assertEquals("", answered(UE));
        assertEquals(1, vswitch.drops().get(DropReason.TUNNEL_NOT_SEEN));
        down(ENB, DOWNLINK, UE);
        assertEquals("", answered(UE), "a straggler does not bring it back");
        down(OTHER_ENB, 7, UE);
        assertEquals(OTHER_ENB + ", 7", answered(UE));
        assertEquals(true, isServed(UPLINK, UE), "the uplink stays over the handover");
    }

    @Test
    void shouldIgnoreAnEndMarkerOfNoTunnelOrFromTheAccessSide() {
        learn(UE, UPLINK, DOWNLINK);
        endMarker(ENB, 99);
        vswitch.send("access", uplink(ENB, UPLINK).messageType(Gtpu.END_MARKER).bytes());
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        assertEquals(Map.of(LearningEvent.LEARNED, 1L), events());
    }

    /**
     * As with a dedicated bearer beside the default one: answers don't jump from one to the other with every packet.
     */
    @Test
    void shouldNotGoBackToATunnelJustLeft() {
        learn(UE, UPLINK, DOWNLINK);
        for (int i = 0; i < 5; i++) {
            down(ENB, 8, UE);
            down(ENB, DOWNLINK, UE);
        }
        assertEquals(ENB + ", 8", answered(UE));
        assertEquals(Map.of(LearningEvent.LEARNED, 1L, LearningEvent.HANDOVER, 1L, LearningEvent.PARALLEL, 5L),
            events());
    }

    @Test
    void shouldNotLetASpoofedSourceStealABearer() {
        learn(UE, UPLINK, DOWNLINK);
        learn(OTHER_UE, 30, 31);
        up(ENB, 30, UE);
        up(OTHER_ENB, 40, UE);
        assertEquals(Map.of(LearningEvent.LEARNED, 2L, LearningEvent.SPOOFED, 2L), events());
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
        assertEquals(ENB + ", 31", answered(OTHER_UE));
        assertEquals(true, isServed(UPLINK, UE));
        assertEquals(false, isServed(40, UE));
    }

    @Test
    void shouldTakeAMereClaimBackWhenTheCoreSaysOtherwise() {
        up(OTHER_ENB, 40, UE);
        down(ENB, DOWNLINK, UE);
        up(ENB, UPLINK, UE);
        assertEquals(true, isServed(UPLINK, UE));
        assertEquals(false, isServed(40, UE));
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
    }

    @Test
    void shouldNotAnswerIntoATunnelThatWasGivenToAnotherUe() {
        learn(UE, UPLINK, DOWNLINK);
        down(ENB, DOWNLINK, OTHER_UE);
        assertEquals("", answered(UE));
        assertEquals(Map.of(DropReason.UE_UNKNOWN, 1L), vswitch.drops());
        up(ENB, 30, OTHER_UE);
        assertEquals(true, isServed(30, OTHER_UE));
        assertEquals(ENB + ", " + DOWNLINK, answered(OTHER_UE));
    }

    @Test
    void shouldKeepToOneAddressOfATunnel() {
        learn(UE, UPLINK, DOWNLINK);
        vswitch.send("access", uplink(ENB, UPLINK).ipv6("2001:db8:45::2", "2001:db8::5").udp(1, 2).bytes(),
            uplink(ENB, UPLINK).ipv6("fe80::1", "ff02::2").udp(1, 2).bytes(),
            uplink(ENB, UPLINK).ipv4("0.0.0.0", "255.255.255.255").udp(68, 67).bytes());
        vswitch.send("core", downlink(ENB, DOWNLINK).ipv6("2001:db8::5", "2001:db8:45::2").udp(1, 2).bytes());
        assertEquals(3, vswitch.sent("core").size());
        assertEquals(1, vswitch.sent("access").size());
        assertEquals(Map.of(LearningEvent.LEARNED, 1L, LearningEvent.OTHER_ADDRESS, 4L), events());
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
    }

    @Test
    void shouldLearnNothingOfWhatIsNoUesAddress() {
        up(ENB, 50, "0.0.0.0");
        up(ENB, 51, "169.254.1.1");
        down(ENB, 52, "224.0.0.1");
        vswitch.send("access", uplink(ENB, 53).ipv6("fe80::1", "ff02::2").udp(1, 2).bytes(),
            uplink(ENB, 0).ipv4(UE, SERVER).udp(1, 2).bytes());
        assertEquals(2, vswitch.sent("core").size());
        assertEquals(Map.of(), events());
    }

    @Test
    void shouldLearnNoMoreThanTheMaximumAndCountTheRest() {
        for (int ue = 0; ue < MAXIMUM + 5; ue++) {
            up(ENB, 100 + ue, "10.45.1." + ue);
        }
        assertEquals(Map.of(LearningEvent.LEARNED, (long) MAXIMUM, LearningEvent.FULL, 5L), events());
        assertEquals(true, isServed(100 + MAXIMUM - 1, "10.45.1." + (MAXIMUM - 1)));
        assertEquals(false, isServed(100 + MAXIMUM, "10.45.1." + MAXIMUM));
        vswitch.passTime(TimeUnit.SECONDS.toNanos(AGEING_S + 5));
        vswitch.run();
        up(ENB, 100 + MAXIMUM, "10.45.1." + MAXIMUM);
        assertEquals(true, isServed(100 + MAXIMUM, "10.45.1." + MAXIMUM), "there is room again");
    }

    @Test
    void shouldForgetABearerOnWhichNothingPasses() {
        learn(UE, UPLINK, DOWNLINK);
        learn(OTHER_UE, 30, 31);
        for (int i = 0; i < 4; i++) {
            vswitch.passTime(TimeUnit.SECONDS.toNanos(AGEING_S / 3));
            down(ENB, 31, OTHER_UE);
        }
        assertEquals(Map.of(LearningEvent.LEARNED, 2L, LearningEvent.AGED, 1L), events());
        assertEquals("", answered(UE));
        assertEquals(ENB + ", 31", answered(OTHER_UE));
    }

    /** As on devices that say when they received a packet, by a clock of their own. */
    @Test
    void shouldNotAgeByTheTimeThatPacketsTell() {
        final SteppedSwitch told = SteppedSwitch.withCaptureTime(Placement.UNCUT, 8, 1);
        told.apply(learning(Handover.AT_ONCE));
        told.stopClock();
        told.passTime(TimeUnit.DAYS.toNanos(1));
        told.send("access", uplink(ENB, UPLINK).ipv4(UE, SERVER).udp(1, 2).payload(9).bytes());
        told.send("core", downlink(ENB, DOWNLINK).ipv4(SERVER, UE).udp(2, 1).payload(9).bytes());
        for (int second = 0; second < AGEING_S / 2; second++) {
            told.passTime(TimeUnit.SECONDS.toNanos(1));
            told.run();
        }
        told.send("access", uplink(ENB, UPLINK).ipv4(UE, EDGE).udp(1, 2).payload(9).bytes());
        assertEquals(1, told.sent("app").size());
        assertEquals(0, told.status().learningCounter(LearningEvent.AGED).get());
        told.assertConserved();
    }

    @Test
    void shouldForgetWhatWasLearnedWhenItIsTurnedOff() {
        learn(UE, UPLINK, DOWNLINK);
        vswitch.apply(vswitch.running().withGtpu(GtpuConfig.NONE));
        assertEquals("", answered(UE));
        assertEquals(false, isServed(UPLINK, UE));
        vswitch.apply(learning(Handover.AT_ONCE));
        learn(UE, UPLINK, DOWNLINK);
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
    }

    @Test
    void shouldKeepWhatWasLearnedOverACommit() {
        learn(UE, UPLINK, DOWNLINK);
        vswitch.apply(learning(Handover.AFTER_END_MARKER));
        assertEquals(ENB + ", " + DOWNLINK, answered(UE));
    }

    @Test
    void shouldYieldToABearerThatSomebodyTells() {
        learn(UE, UPLINK, DOWNLINK);
        learn(OTHER_UE, 30, 31);
        assertEquals(List.of(), vswitch.update(new BearerUpdate.Put(
            bearer("told", UE, 5, 6, OptionalInt.empty()))));
        vswitch.apply(learning(Handover.AT_ONCE, bearer("configured", "10.45.0.9", 30, 32, OptionalInt.empty())));
        assertEquals(false, isServed(UPLINK, UE));
        assertEquals(true, isServed(5, UE));
        assertEquals(ENB + ", 6", answered(UE));
        assertEquals("", answered(OTHER_UE));
        final long contradicted = events().getOrDefault(LearningEvent.CONTRADICTED, 0L);
        down(OTHER_ENB, 7, UE);
        up(ENB, 30, OTHER_UE);
        up(ENB, 77, UE);
        assertEquals(contradicted + 3, events().get(LearningEvent.CONTRADICTED));
        assertEquals(ENB + ", 6", answered(UE));
    }

    @Test
    void shouldCountWhatCameFasterThanItCanBeLookedAt() {
        final byte[][] flood = new byte[2_000][];
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < flood.length; i++) {
                vswitch.port("access").offer(uplink(ENB, 1 + i).ipv4("10.46." + (i >>> 8) + "." + (i & 0xff), SERVER)
                    .udp(1, 2).bytes());
            }
            vswitch.receiveAll();
            vswitch.sent("core");
        }
        vswitch.run();
        final long lost = events().get(LearningEvent.OVERRUN);
        assertEquals(12_000, lost + events().get(LearningEvent.LEARNED) + events().get(LearningEvent.FULL)
            + known(flood.length, lost), "each was learned, known, refused, or lost");
    }

    /** The first fifty UEs are known in later rounds. */
    private static long known(final int ues, final long lost) {
        return (12_000 - lost) / ues * MAXIMUM - MAXIMUM + Math.min(MAXIMUM, (12_000 - lost) % ues);
    }

    /** The rules of docs/choices.md once more, as slowly as can be. */
    private static final class Model {
        private static final class Bearer {
            private int uplink;
            private int downlink;
            private int node;
            private int left;
            private boolean uplinkMayMove;
        }

        private final Map<Integer, Bearer> bearers = new HashMap<>();

        void up(final int teid, final int node, final int ue) {
            final Bearer bearer = bearers.get(ue);
            if (bearers.values().stream().anyMatch(other -> other.uplink == teid)) {
                return;
            }
            if (bearer == null) {
                final Bearer made = new Bearer();
                made.uplink = teid;
                made.node = node;
                bearers.put(ue, made);
            } else if (bearer.downlink != 0 && bearer.node == node && (bearer.uplink == 0 || bearer.uplinkMayMove)) {
                bearer.uplink = teid;
                bearer.uplinkMayMove = false;
            }
        }

        /** TEIDs of the model are unique over nodes: the node is in their lowest digit. */
        void down(final int teid, final int node, final int ue) {
            if (bearers.containsKey(ue) && bearers.get(ue).downlink == teid) {
                return;
            }
            bearers.values().removeIf(other -> other.downlink == teid);
            final Bearer bearer = bearers.computeIfAbsent(ue, _ -> new Bearer());
            if (bearer.left == teid) {
                return;
            }
            if (bearer.downlink != 0) {
                bearer.left = bearer.downlink;
                bearer.uplinkMayMove = true;
            } else if (bearer.node != node) {
                bearer.uplink = 0;
            }
            bearer.downlink = teid;
            bearer.node = node;
        }

        void pass10Seconds() {
            bearers.values().forEach(bearer -> {
                bearer.left = 0;
                bearer.uplinkMayMove = false;
            });
        }

        String answer(final int ue) {
            final Bearer bearer = bearers.get(ue);
            return bearer == null || bearer.uplink == 0 || bearer.downlink == 0 ? ""
                : "192.0.2." + bearer.node + ", " + bearer.downlink;
        }
    }

    @Test
    void shouldAgreeWithAModelWhateverComes() {
        final Random random = new Random(29_281);
        final Model model = new Model();
        vswitch.apply(vswitch.running().withGtpu(GtpuConfig.NONE.withLearning(
            new LearningConfig(MAXIMUM, 100 * AGEING_S, Handover.AT_ONCE, WAIT_MS))));
        for (int step = 0; step < 3_000; step++) {
            final int ue = random.nextInt(6);
            final int node = 1 + random.nextInt(2);
            switch (random.nextInt(24)) {
                case 0 -> {
                    vswitch.passTime(TimeUnit.SECONDS.toNanos(11));
                    model.pass10Seconds();
                }
                case 1 -> compare(model);
                default -> {
                    if (random.nextBoolean()) {
                        final int teid = 1 + (random.nextInt(8) == 0 ? random.nextInt(12) : ue * 2 + random.nextInt(2));
                        up("192.0.2." + node, teid, "10.45.0." + (1 + ue));
                        model.up(teid, node, 1 + ue);
                    } else {
                        final int teid = 10 * (1 + (random.nextInt(8) == 0 ? random.nextInt(6) : ue)) + node;
                        down("192.0.2." + node, teid, "10.45.0." + (1 + ue));
                        model.down(teid, node, 1 + ue);
                    }
                }
            }
        }
        compare(model);
    }

    /** Asks by packets that teach nothing. Every known uplink is popped from first, so that ways are known. */
    private void compare(final Model model) {
        for (int teid = 1; teid <= 12; teid++) {
            final int asked = teid;
            assertEquals(model.bearers.values().stream().anyMatch(bearer -> bearer.uplink == asked),
                isServed(teid, "0.0.0.1"), "uplink " + teid);
        }
        for (int ue = 1; ue <= 6; ue++) {
            assertEquals(model.answer(ue), answered("10.45.0." + ue), "UE " + ue);
        }
    }

    @Test
    void shouldNotTakeAGatewayForAUe() {
        final List<PortConfig> ports = new ArrayList<>(vswitch.running().ports());
        final PortConfig app = ports.get(2);
        ports.set(2, new PortConfig("app", app.role(), app.device(), true, app.mtu(), true, app.mac(), app.peerMac(),
            List.of(IpAddress.parse(UE)), false));
        learn(UE, UPLINK, DOWNLINK);
        assertEquals(true, isServed(UPLINK, UE));
        final SwitchConfig before = vswitch.running();
        vswitch.apply(new SwitchConfig(before.dataplane(), ports, before.wires(), before.rules(), before.bearers(),
            before.gtpu()));
        assertEquals(false, isServed(UPLINK, UE), "it has been learned before there was the gateway");
        learn(UE, UPLINK, DOWNLINK);
        assertEquals(Map.of(LearningEvent.LEARNED, 1L), events());
        assertEquals("", answered(UE));
    }
}
