package io.mecvswitch.bench;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rules as a large site would have them, and for each rule a packet that only it concerns.
 *
 * <p>Everything follows from a number: rule n asks for fields of packet n. Packets from {@link #MISSING} on are
 * concerned by no rule.
 */
public final class Site {
    /** First packet that no rule concerns; there can be as many rules. */
    public static final int MISSING = 1 << 20;
    /** Octets of a packet. */
    public static final int LENGTH =
        Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH + 2 * (Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH)
            + Gtpu.HEADER_LENGTH + 20;

    private static final int MAC = 1;
    private static final int VLAN = 1 << 1;
    private static final int ENDPOINT = 1 << 2;
    private static final int TEID = 1 << 3;
    private static final int UE = 1 << 4;
    private static final int SERVER = 1 << 5;
    private static final int PORT = 1 << 6;
    /** By shape: what a rule of {@link Mix#MIXED} asks for. */
    private static final int[] ASKED =
        {SERVER, SERVER, UE, TEID, MAC, SERVER | PORT, SERVER | PORT, TEID, VLAN, ENDPOINT,
        PORT, UE | PORT};

    private static final int PORT_STEP = 4;
    private static final long TEID_STEP = 16;

    /** Which fields rules ask for. */
    public enum Mix {
        /** Addresses, TEIDs and MACs, in five shapes. */
        EXACT,
        /** Twelve shapes, four of them with ranges. */
        MIXED,
        /** One shape: rules differ in a range of ports only. */
        PORTS,
        /** One shape: rules differ in a range of TEIDs only. */
        TEIDS,
        /** One shape: rules differ in two ranges only, and each range of TEIDs holds all that come after it. */
        NESTED
    }

    private Site() {
    }

    /** So many rules. */
    public static List<RuleConfig> rules(final Mix mix, final int count) {
        return IntStream.range(0, count).mapToObj(n -> new RuleConfig("rule-" + n, n * 7_919 % 65_536,
            List.of(match(mix, n)), new RuleAction.Pass())).toList();
    }

    private static FlowMatch match(final Mix mix, final int n) {
        return switch (mix) {
            case EXACT -> exact(n, n % 5);
            case MIXED -> n % 12 < 5 ? exact(n, n % 12) : mixed(n, n % 12);
            case PORTS -> ip(ports(Optional.empty(), Optional.of(IpProtocol.UDP), portRange(n)));
            case TEIDS -> tunnel(teidRange(teid(n), TEID_STEP));
            case NESTED -> new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY,
                teidRange(teid(n) / 2, teid(MISSING) / 2), ports(Optional.empty(), Optional.empty(), portRange(n)));
        };
    }

    private static FlowMatch exact(final int n, final int shape) {
        return switch (shape) {
            case 0 -> ip(IpMatch.between(Optional.empty(), Optional.of(prefix(server(n), 32))));
            case 1 -> ip(IpMatch.between(Optional.empty(), Optional.of(prefix(server(n), 24))));
            case 2 -> ip(IpMatch.between(Optional.of(prefix(ue(n), 32)), Optional.empty()));
            case 3 -> tunnel(new TunnelMatch(Optional.of(ValueRange.of(teid(n))), Optional.empty(), Optional.empty()));
            default -> new FlowMatch(Optional.empty(), new EthernetMatch(Optional.empty(),
                Optional.of(new MacMatch(new MacAddress(mac(n)), MacMatch.EXACT)), VlanMatch.ANY, VlanMatch.ANY,
                Optional.empty()), IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);
        };
    }

    private static FlowMatch mixed(final int n, final int shape) {
        return switch (shape) {
            case 5 -> ip(ports(Optional.of(prefix(server(n), 32)), Optional.of(IpProtocol.UDP),
                Optional.of(ValueRange.of(port(n)))));
            case 6 -> ip(ports(Optional.of(prefix(server(n), 24)), Optional.of(IpProtocol.UDP), portRange(n)));
            case 7 -> tunnel(teidRange(teid(n), TEID_STEP));
            case 8 -> new FlowMatch(Optional.empty(), new EthernetMatch(Optional.empty(), Optional.empty(),
                new VlanMatch(Optional.of(vlan(n)), Optional.of(priority(n))), VlanMatch.ANY, Optional.empty()),
                IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);
            case 9 -> new FlowMatch(Optional.empty(), EthernetMatch.ANY, new IpMatch(Optional.empty(),
                Optional.of(prefix(endpoint(n), 32)), Optional.empty(), Optional.of(dscp(n)), Optional.empty(),
                Optional.empty()), TunnelMatch.ANY, IpMatch.ANY);
            case 10 -> ip(ports(Optional.empty(), Optional.of(IpProtocol.UDP), portRange(n)));
            default -> ip(new IpMatch(Optional.of(prefix(ue(n), 16)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(new ValueRange(1_024, 65_535)), portRange(n)));
        };
    }

    private static FlowMatch ip(final IpMatch inner) {
        return new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, inner);
    }

    private static FlowMatch tunnel(final TunnelMatch tunnel) {
        return new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, tunnel, IpMatch.ANY);
    }

    private static TunnelMatch teidRange(final long first, final long length) {
        return new TunnelMatch(Optional.of(new ValueRange(first, first + length - 1)), Optional.empty(),
            Optional.empty());
    }

    private static IpMatch ports(final Optional<IpPrefix> destination, final Optional<Integer> protocol,
        final Optional<ValueRange> destinationPort) {
        return new IpMatch(Optional.empty(), destination, protocol, Optional.empty(), Optional.empty(),
            destinationPort);
    }

    private static Optional<ValueRange> portRange(final int n) {
        return Optional.of(new ValueRange(port(n), port(n) + PORT_STEP - 1));
    }

    private static IpPrefix prefix(final int ipv4, final int length) {
        return new IpPrefix(IpAddress.ofIpv4(ipv4), length);
    }

    // The fields of packet n.

    private static long mac(final int n) {
        return 0x0200_0000_0000L + n;
    }

    private static int vlan(final int n) {
        return n < MISSING ? 1 + n % 4_000 : 4_094;
    }

    private static int priority(final int n) {
        return n / 4_000 % 8;
    }

    private static int endpoint(final int n) {
        return (n < MISSING ? 0xc000_0200 : 0xc633_6400) + n / 64 % 256;
    }

    private static int dscp(final int n) {
        return n % 64;
    }

    private static long teid(final int n) {
        return 0x1000_0000L + n * TEID_STEP;
    }

    private static int ue(final int n) {
        return 0x0a00_0000 + n;
    }

    private static int server(final int n) {
        return 0xc612_0000 + (n << 8);
    }

    private static int port(final int n) {
        return n < MISSING ? n * PORT_STEP % 64_000 : 64_999;
    }

    /** Writes packet n: an uplink G-PDU with one VLAN tag, and a UDP datagram in it. */
    public static void write(final int n, final MemorySegment memory, final long position) {
        write(n, n, Integer.MAX_VALUE, memory, position);
    }

    /** Writes a packet that has of packet n what a rule of {@link Mix#MIXED} asks for, and all else of another one. */
    static void writeAsked(final int n, final int other, final MemorySegment memory, final long position) {
        write(n, other, ASKED[n % ASKED.length], memory, position);
    }

    private static void write(final int n, final int other, final int asked, final MemorySegment memory,
        final long position) {
        final MemorySegment packet = memory.asSlice(position, LENGTH).fill((byte) 0);
        final int mac = (asked & MAC) != 0 ? n : other;
        Wire.setU32(packet, 0, (int) (mac(mac) >>> 16));
        Wire.setU16(packet, 4, (int) mac(mac));
        final int tag = (asked & VLAN) != 0 ? n : other;
        Vlan.set(packet, Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, Vlan.tci(priority(tag), false, vlan(tag)));
        Wire.setU16(packet, Ethernet.TYPE_OFFSET + Vlan.TYPE_OFFSET, Ethernet.TYPE_IPV4);
        final int outer = Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;
        final int endpoint = (asked & ENDPOINT) != 0 ? n : other;
        writeIp(packet, outer, 0xc000_0201, endpoint(endpoint), dscp(endpoint));
        final int udp = outer + Ipv4.MINIMUM_HEADER_LENGTH;
        writeUdp(packet, udp, Gtpu.UDP_PORT, Gtpu.UDP_PORT);
        final int gtpu = udp + Udp.HEADER_LENGTH;
        final int inner = gtpu + Gtpu.HEADER_LENGTH;
        Gtpu.setWord0(packet, gtpu, Gtpu.word0(Gtpu.FLAGS_GTPU, Gtpu.GPDU, LENGTH - inner,
            (int) teid((asked & TEID) != 0 ? n : other)));
        writeIp(packet, inner, ue((asked & UE) != 0 ? n : other), server((asked & SERVER) != 0 ? n : other), 0);
        writeUdp(packet, inner + Ipv4.MINIMUM_HEADER_LENGTH, 1_024 + other % 60_000,
            port((asked & PORT) != 0 ? n : other));
    }

    private static void writeIp(final MemorySegment packet, final int at, final int source, final int destination,
        final int dscp) {
        Ipv4.setHeaderLength(packet, at, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTrafficClass(packet, at, dscp << 2);
        Ipv4.setTotalLength(packet, at, LENGTH - at);
        Ipv4.setProtocol(packet, at, IpProtocol.UDP);
        Ipv4.setSource(packet, at, source);
        Ipv4.setDestination(packet, at, destination);
    }

    private static void writeUdp(final MemorySegment packet, final int at, final int source, final int destination) {
        Udp.setSourcePort(packet, at, source);
        Udp.setDestinationPort(packet, at, destination);
        Udp.setLength(packet, at, LENGTH - at);
    }
}
