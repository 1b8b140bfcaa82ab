package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowHashTest {
    private static final int FLOWS = 100_000;
    private static final int[] FIELDS = {FlowHash.ETH_SRC, FlowHash.ETH_DST, FlowHash.IP_SRC, FlowHash.IP_DST,
        FlowHash.SRC_PORT, FlowHash.DST_PORT, FlowHash.PROTOCOL};
    private static final int ALL = FlowHash.ETH_SRC | FlowHash.ETH_DST | FlowHash.FIVE_TUPLE & ~FlowHash.SYMMETRIC;

    /** One end of a flow. */
    private record End(long mac, IpAddress address, int port) { }

    private record Flow(End source, End destination, int protocol) {
        Flow turned() {
            return new Flow(destination, source, protocol);
        }

        long number(final int fields, final boolean reversed) {
            final Frames ip = Frames.ethernet(source.mac, destination.mac).ip(source.address, destination.address);
            final Frames frame = protocol == IpProtocol.UDP ? ip.udp(source.port, destination.port)
                : ip.tcp(source.port, destination.port);
            return FlowHashTest.number(frame.bytes(), source.address.version(), protocol, fields, reversed);
        }
    }

    private static long number(final byte[] frame, final int version, final int protocol, final int fields,
        final boolean reversed) {
        final int transport = Ethernet.HEADER_LENGTH + (version == 4 ? 20 : 40);
        return FlowHash.of(
            MemorySegment.ofArray(frame), 0, Ethernet.HEADER_LENGTH, transport, protocol, fields, reversed);
    }

    private static Flow random(final Random random) {
        final int version = random.nextBoolean() ? 4 : 6;
        return new Flow(end(random, version), end(random, version),
            random.nextBoolean() ? IpProtocol.UDP : IpProtocol.TCP);
    }

    /** From few, so that ends are alike in parts. */
    private static End end(final Random random, final int version) {
        final long low = random.nextInt(3) == 0 ? random.nextInt() & 0xffff_ffffL : random.nextInt(4);
        final IpAddress address =
            version == 4 ? new IpAddress(4, 0, low) : new IpAddress(6, random.nextInt(3) * Long.MIN_VALUE, low);
        return new End(random.nextInt(4), address, random.nextInt(3) == 0 ? random.nextInt(65_536) : random.nextInt(3));
    }

    // Acceptance 3: 10^5 of 10^5.
    @Test
    void shouldGiveBothDirectionsTheSameNumber() {
        final Random random = new Random(1);
        for (int i = 0; i < FLOWS; i++) {
            final Flow flow = random(random);
            assertEquals(flow.number(FlowHash.FIVE_TUPLE, false), flow.turned().number(FlowHash.FIVE_TUPLE, false));
            final int fields = 1 + random.nextInt(ALL);
            assertEquals(flow.number(fields, false), flow.turned().number(fields, true));
            assertEquals(flow.number(FlowHash.IP_SRC, true), flow.turned().number(FlowHash.IP_SRC, false));
        }
    }

    /** Two flows have one number if and only if they are alike in all fields that count. */
    @Test
    void shouldTellFlowsApartByTheFieldsThatCount() {
        final Random random = new Random(2);
        int alike = 0;
        for (int i = 0; i < FLOWS; i++) {
            final Flow one = random(random);
            final Flow other = random.nextInt(4) == 0 ? one : random(random);
            final int fields = random.nextInt(ALL + 1);
            if (one.source.address.version() == other.source.address.version()) {
                final boolean same = areAlike(one, other, fields);
                assertEquals(same, one.number(fields, false) == other.number(fields, false));
                alike += same ? 1 : 0;
            }
        }
        assertTrue(alike > FLOWS / 100 && alike < FLOWS / 2);
    }

    private static boolean areAlike(final Flow one, final Flow other, final int fields) {
        final boolean[] same = {one.source.mac == other.source.mac, one.destination.mac == other.destination.mac,
            one.source.address.equals(other.source.address), one.destination.address.equals(other.destination.address),
            one.source.port == other.source.port, one.destination.port == other.destination.port,
            one.protocol == other.protocol};
        for (int k = 0; k < FIELDS.length; k++) {
            if ((fields & FIELDS[k]) != 0 && !same[k]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void shouldNotTakeOneEndForBoth() {
        final End a = new End(1, new IpAddress(4, 0, 1), 10);
        final End b = new End(2, new IpAddress(4, 0, 2), 10);
        final End c = new End(2, new IpAddress(4, 0, 2), 11);
        assertNotEquals(new Flow(a, b, IpProtocol.UDP).number(FlowHash.FIVE_TUPLE, false),
            new Flow(a, c, IpProtocol.UDP).number(FlowHash.FIVE_TUPLE, false));
        assertNotEquals(new Flow(a, a, IpProtocol.UDP).number(FlowHash.FIVE_TUPLE, false),
            new Flow(b, b, IpProtocol.UDP).number(FlowHash.FIVE_TUPLE, false));
    }

    @Test
    void shouldDoWithoutPortsAndWithoutIp() {
        final MemorySegment there = MemorySegment.ofArray(
            Frames.ethernet(5, 6).ipv4("10.0.0.1", "10.0.0.2").ping(1, 1).bytes());
        final MemorySegment back = MemorySegment.ofArray(
            Frames.ethernet(6, 5).ipv4("10.0.0.2", "10.0.0.1").ping(2, 2).bytes());
        assertEquals(
            FlowHash.of(there, 0, 14, FlowHash.NO_PORTS, IpProtocol.ICMP, FlowHash.FIVE_TUPLE, false),
            FlowHash.of(back, 0, 14, FlowHash.NO_PORTS, IpProtocol.ICMP, FlowHash.FIVE_TUPLE, true));
        final int stations = FlowHash.ETH_SRC | FlowHash.ETH_DST | FlowHash.FIVE_TUPLE;
        assertEquals(FlowHash.of(there, 0, FlowHash.NO_IP, FlowHash.NO_PORTS, 0, stations, false),
            FlowHash.of(back, 0, FlowHash.NO_IP, FlowHash.NO_PORTS, 0, stations, false));
        assertNotEquals(FlowHash.of(there, 0, FlowHash.NO_IP, FlowHash.NO_PORTS, 0, FlowHash.ETH_SRC, false),
            FlowHash.of(back, 0, FlowHash.NO_IP, FlowHash.NO_PORTS, 0, FlowHash.ETH_SRC, false));
    }

    /** 65,536 flows of one server: no number twice, and both halves of the numbers are spread evenly. */
    @ParameterizedTest
    @ValueSource(ints = {0, 32, 55})
    void shouldSpreadFlowsThatDifferInOnePort(final int shift) {
        final byte[] frame = Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").tcp(0, 443).bytes();
        final MemorySegment bytes = MemorySegment.ofArray(frame);
        final Set<Long> numbers = new HashSet<>();
        final int[] bins = new int[256];
        for (int port = 0; port < 65_536; port++) {
            frame[34] = (byte) (port >>> 8);
            frame[35] = (byte) port;
            final long number = FlowHash.of(bytes, 0, 14, 34, IpProtocol.TCP, FlowHash.FIVE_TUPLE, false);
            numbers.add(number);
            bins[(int) (number >>> shift) & 0xff]++;
        }
        assertEquals(65_536, numbers.size());
        double chiSquare = 0;
        for (final int count : bins) {
            chiSquare += (count - 256.0) * (count - 256.0) / 256;
        }
        // 255 degrees of freedom: p = 0.01 at 310.5.
        assertTrue(chiSquare < 310.5, "chi square " + chiSquare);
    }

    @Test
    void shouldGiveAFlowANumberOfItsOwnInEveryPlace() {
        final Set<Long> numbers = new HashSet<>();
        for (long flow = 0; flow < 1_000; flow++) {
            for (long place = 0; place < 100; place++) {
                numbers.add(FlowHash.in(flow, place));
            }
        }
        assertEquals(100_000, numbers.size());
    }

    @Test
    void shouldTellNamesApart() {
        final Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(FlowHash.ofName("pair-" + i));
            numbers.add(FlowHash.ofName(i + "-pair"));
        }
        assertEquals(20_000, numbers.size());
        assertNotEquals(FlowHash.ofName(""), FlowHash.ofName("\0"));
    }
}
