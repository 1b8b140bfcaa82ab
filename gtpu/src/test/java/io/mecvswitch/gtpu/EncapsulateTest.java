package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The limits of a push; what a pushed packet looks like is tested through the whole line. */
class EncapsulateTest {
    private static final int SLOT = 1_024;
    private static final int IPV4_HEADERS = 14 + 20 + 8 + 8;
    private static final int CONTAINER = 4 + 4;
    private static final int TAG = 4;
    private static final int TPID = 0x8100;
    private static final int ROOM = 100;
    private static final int ENDS = 50;
    private static final int KINDS = 1_500;

    private final ArrayMemory memory = new ArrayMemory(2, SLOT);
    private final TunnelTable table = new TunnelTable();
    private final Encapsulate encapsulate = new Encapsulate(table, memory, new DscpMaps(Map.of(), Map.of()), false, 1);
    private final PacketVector vector = new PacketVector(1);

    /** Pushes a T-PDU that lies so many octets behind the start of the second buffer. */
    private DropReason push(final String endpoint, final int tpids, final boolean container, final int room,
        final int tpduLength) {
        putBearer(endpoint);
        final int path = table.paths().intern(1, 2, tpids);
        vector.add(2, SLOT + room, tpduLength, 0);
        vector.act(0, Action.ENCAPSULATE);
        vector.bearer[0] = table.findUe(4, 0, 0x0a00_0001) << 1 | TunnelTable.DOWNLINK;
        vector.way[0] = Learned.of(path, 0, container, 1);
        vector.protocols[0] = Headers.protocols(tpduLength, 0, 0, 0);
        encapsulate.process(vector);
        return DropReason.of(vector.verdict[0]);
    }

    private void putBearer(final String endpoint) {
        if (table.size() == 0) {
            final IpAddress address = IpAddress.parse(endpoint);
            table.put(new BearerConfig("a", IpAddress.parse("10.0.0.1"), address, 1, address, 2, OptionalInt.empty(),
                Optional.empty()));
        }
    }

    private void assertNeedsHeadroom(final int headers, final String endpoint, final int tpids,
        final boolean container) {
        assertEquals(DropReason.NONE, push(endpoint, tpids, container, headers, 100));
        assertEquals(SLOT, vector.position[0]);
        assertEquals(headers + 100, vector.length[0]);
        vector.size = 0;
        assertEquals(DropReason.HEADROOM, push(endpoint, tpids, container, headers - 1, 100));
    }

    @Test
    void shouldUseHeadroomToTheLastOctet() {
        assertNeedsHeadroom(IPV4_HEADERS, "192.0.2.1", 0, false);
    }

    @Test
    void shouldNeedHeadroomForTheContainer() {
        assertNeedsHeadroom(IPV4_HEADERS + CONTAINER, "192.0.2.1", 0, true);
    }

    @Test
    void shouldNeedHeadroomForEachTag() {
        assertNeedsHeadroom(IPV4_HEADERS + TAG, "192.0.2.1", TPID << 16, false);
    }

    @Test
    void shouldNeedHeadroomForTwoTagsAndIpv6() {
        assertNeedsHeadroom(IPV4_HEADERS + 20 + 2 * TAG, "2001:db8::1", TPID << 16 | TPID, false);
    }

    /** Over all lengths every sum before folding occurs, and so does every carry out of folding (RFC 1071 §4.1). */
    @Test
    void shouldFoldTheIpv4ChecksumToTheLastCarry() {
        for (int length = 0; length < 0xffff - 20 - 8 - 8; length++) {
            assertEquals(DropReason.NONE, push("203.0.113.254", 0, false, IPV4_HEADERS, length));
            assertEquals(0xffff, onesComplementSum(vector.position[0] + 14));
            vector.size = 0;
        }
    }

    private int onesComplementSum(final long header) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Wire.u16(memory.bytes(), header + i);
            sum = sum > 0xffff ? sum - 0xffff : sum;
        }
        return sum;
    }

    /** Total length is 16 bits (RFC 791 §3.1), and covers outer IPv4, UDP and GTP-U headers. */
    @Test
    void shouldNotPushMoreThanIpv4CanSay() {
        final int longest = 0xffff - 20 - 8 - 8;
        assertEquals(DropReason.NONE, push("192.0.2.1", 0, false, IPV4_HEADERS, longest));
        vector.size = 0;
        assertEquals(DropReason.PACKET_TOO_BIG, push("192.0.2.1", 0, false, IPV4_HEADERS, longest + 1));
    }

    /** More kinds of headers than are kept ready, again and again, beside a stage that has none ready. */
    @Test
    void shouldPushReadyHeadersAsItPutsThemTogether() {
        final Random random = new Random(1_701);
        for (int n = 0; n < ENDS; n++) {
            final IpAddress core = IpAddress.ofIpv4(random.nextInt() >>> 1);
            table.put(new BearerConfig("b" + n, IpAddress.ofIpv4(0x0a00_0001 + n), core, random.nextInt(1 << 20),
                IpAddress.ofIpv4(random.nextInt() >>> 1), random.nextInt(1 << 20), OptionalInt.empty(),
                Optional.empty()));
        }
        final long[] kinds = random.longs(KINDS).map(seed -> kind(new Random(seed))).toArray();
        for (int k = 0; k < 2 * KINDS; k++) {
            final int kind = random.nextInt(KINDS);
            final int reference = kind % (2 * ENDS);
            final int length = random.nextInt(300);
            final byte[] expected = push(
                new Encapsulate(table, memory, new DscpMaps(Map.of(), Map.of()), false, 1), reference, kinds[kind],
                length);
            assertArrayEquals(expected, push(encapsulate, reference, kinds[kind], length), () -> "kind " + kind);
            assertArrayEquals(expected, push(encapsulate, reference, kinds[kind], length), () -> "ready, kind " + kind);
        }
    }

    private long kind(final Random random) {
        final int tags = random.nextInt(3);
        final int tpids = tags == 0 ? 0 : tags == 1 ? TPID << 16 : TPID << 16 | TPID;
        final int path = table.paths().intern(random.nextLong(), random.nextLong(), tpids);
        final long way = Learned.of(path, random.nextInt(64), random.nextBoolean(), random.nextInt(64));
        final long settings = Learned.configured(new PushConfig(
            false, PushConfig.SourcePort.FIXED, PushConfig.Dscp.values()[0], 1 + random.nextInt(255)));
        return random.nextBoolean() ? Learned.way(way, 0, settings) : Learned.way(0, way, settings);
    }

    /** What lies from the new frame's first octet to behind the T-PDU. */
    private byte[] push(final Encapsulate stage, final int reference, final long way, final int tpduLength) {
        memory.bytes().asSlice(SLOT, SLOT).fill((byte) 0x5a);
        vector.size = 0;
        vector.add(2, SLOT + ROOM, tpduLength, 0);
        vector.act(0, Action.ENCAPSULATE);
        vector.bearer[0] = reference;
        vector.way[0] = way;
        vector.protocols[0] = Headers.protocols(tpduLength, 0, 0, 0);
        stage.process(vector);
        assertEquals(0, vector.verdict[0]);
        assertEquals(SLOT + ROOM + tpduLength, vector.position[0] + vector.length[0]);
        return memory.bytes().asSlice(vector.position[0], vector.length[0]).toArray(ValueLayout.JAVA_BYTE);
    }
}
