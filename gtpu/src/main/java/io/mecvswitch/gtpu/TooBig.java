package io.mecvswitch.gtpu;

import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.MessageRate;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pieces;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/**
 * Sees to packets that would be longer in their tunnel than the egress port's MTU allows.
 *
 * <pre>
 *   drop       nothing is done: Transmit drops what the device can't send
 *   fragment   the tunnel's packet is cut (RFC 791 §3.2, RFC 8200 §4.5): DF cleared, an identification of its own
 *   notify     may the sender's packet be fragmented (IPv4 without DF, IPv6 up to 1280 octets): as above; else it
 *              becomes an ICMP Fragmentation Needed (RFC 792, RFC 1191 §4) or ICMPv6 Packet Too Big (RFC 4443
 *              §3.2) to its sender
 * </pre>
 *
 * <p>The message has the packet's destination as its source: the switch has no address there, and from that one the
 * sender takes packets. Nobody is told of ICMP errors, of later fragments, or of what was for or from no single node;
 * of the others as many as the rate allows. What can't be told is dropped. Lane.
 */
public final class TooBig {
    private static final int TTL = 64;
    private static final int MESSAGE_HEADER_LENGTH = 8;
    private static final int LONGEST_ICMP = 576;
    private static final int IPV6_MINIMUM_MTU = 1_280;
    private static final int FRAGMENTATION_NEEDED = 3 << 24 | 4 << 16;
    private static final int PACKET_TOO_BIG = 2 << 24;
    private static final int ICMPV6_INFORMATION = 0x80;
    private static final int MESSAGES_PER_SECOND = 100;

    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final FitConfig.TooBig[] policies;
    private final int[] mtus;
    private final PacketClock clock;
    private final MessageRate rate = new MessageRate(MESSAGES_PER_SECOND);
    private final int[] cut;
    private final int multiplier;
    private final int key;
    // written by the lane only
    private int counter;

    /**
     * @param memory     where the packets are
     * @param policies   by port index
     * @param mtus       by port index: octets of the longest IP packet
     * @param clock      for the rate
     * @param vectorSize packets of one vector at most
     */
    public TooBig(final PacketMemory memory, final FitConfig.TooBig[] policies, final int[] mtus,
        final PacketClock clock, final int vectorSize) {
        final SecureRandom random = new SecureRandom();
        this.memory = memory;
        this.bytes = memory.bytes();
        this.policies = policies.clone();
        this.mtus = mtus.clone();
        this.clock = clock;
        this.cut = new int[vectorSize];
        this.multiplier = random.nextInt() | 1;
        this.key = random.nextInt();
    }

    /** Goes on with the rate of another. Identifications begin anew, at a place that nobody knows. */
    void resume(final TooBig other) {
        rate.resume(other.rate);
    }

    /** Finds what will be too long, before it is pushed; returns how many of those are to be cut. */
    int find(final PacketVector vector, final TunnelTable table) {
        clock.begin();
        int count = 0;
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.ENCAPSULATE && policies[vector.egress[i]] != FitConfig.TooBig.DROP
                && overhead(vector, i, table) + vector.innerLength(i) > mtus[vector.egress[i]]
                && isToBeCut(vector, i, table)) {
                cut[count++] = i;
            }
        }
        return count;
    }

    private static int overhead(final PacketVector vector, final int i, final TunnelTable table) {
        return Encapsulate.TUNNEL_LENGTH + Encapsulate.optionsLength(vector.way[i])
            + (isIpv4(vector, i, table) ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH);
    }

    private static boolean isIpv4(final PacketVector vector, final int i, final TunnelTable table) {
        return TunnelEndpoints.version((int) (table.key(vector.bearer[i]) >>> 32)) == 4;
    }

    private boolean isToBeCut(final PacketVector vector, final int i, final TunnelTable table) {
        final long ip = vector.position[i] + vector.inner(i);
        final int mtu = mtus[vector.egress[i]];
        // Who sent what comes in a tunnel is not on the port that it comes from.
        if (policies[vector.egress[i]] == FitConfig.TooBig.NOTIFY && (vector.layers(i) & Layer.GTPU) == 0
            && !mayBeFragmented(ip, vector.innerLength(i))) {
            notify(vector, i, ip, mtu - overhead(vector, i, table));
            return false;
        }
        vector.split(i, isIpv4(vector, i, table) ? Pieces.ofIpv4(mtu)
            : Pieces.ofIpv6(nextIdentification(), Ipv6.HEADER_LENGTH, mtu));
        return true;
    }

    /** RFC 8201 §4: a sender over IPv6 does not go below 1280 octets, whatever it is told. */
    private boolean mayBeFragmented(final long ip, final int length) {
        return Ipv4.version(bytes, ip) == 4 ? (Ipv4.fragment(bytes, ip) & Ipv4.DONT_FRAGMENT) == 0
            : length <= IPV6_MINIMUM_MTU;
    }

    /**
     * Each of 2^32, and of 2^16 in its low half, before any comes again, in an order that can't be foreseen (RFC 7739).
     */
    private int nextIdentification() {
        return ++counter * multiplier ^ key;
    }

    /** Lets the tunnel's packet be cut, now that it is there; the DF that Encapsulate set would forbid it. */
    void allowFragments(final PacketVector vector, final int k) {
        final int i = cut[k];
        final long frame = vector.position[i];
        final long ip = frame + Vlan.network(bytes, frame, vector.length[i]);
        if (vector.verdict[i] == 0 && Ipv4.version(bytes, ip) == 4) {
            Ipv4.setIdentification(bytes, ip, nextIdentification());
            Ipv4.setFragment(bytes, ip, 0);
            Ipv4.setChecksum(bytes, ip, InternetChecksum.ipv4Header(bytes, ip));
        }
    }

    // Telling the sender.

    private void notify(final PacketVector vector, final int i, final long ip, final int mtu) {
        final boolean ipv4 = Ipv4.version(bytes, ip) == 4;
        final int header = (ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH) + MESSAGE_HEADER_LENGTH;
        final long frame = vector.position[i] - header;
        if (frame < memory.bufferStart(vector.handle[i]) || !isTellable(vector, i, ip, ipv4)
            || !rate.take(clock.timeNs(vector, i))) {
            vector.leave(i, DropReason.PACKET_TOO_BIG);
            return;
        }
        final int network = (int) (ip - vector.position[i]);
        turnEthernet(vector.position[i], frame, network);
        final int quoted = ipv4 ? writeIpv4(ip - header, ip, vector.innerLength(i), mtu)
            : writeIpv6(ip - header, ip, vector.innerLength(i), Math.max(mtu, IPV6_MINIMUM_MTU));
        vector.position[i] = frame;
        vector.length[i] = network + header + quoted;
        vector.act(i, Action.FORWARD);
        vector.egress[i] = vector.ingress;
    }

    private void turnEthernet(final long former, final long frame, final int length) {
        MemorySegment.copy(bytes, former, bytes, frame, length);
        final long destination = Ethernet.destination(bytes, frame);
        Ethernet.setDestination(bytes, frame, Ethernet.source(bytes, frame));
        Ethernet.setSource(bytes, frame, destination);
    }

    /** RFC 1122 §3.2.2, RFC 4443 §2.4 e. */
    private boolean isTellable(final PacketVector vector, final int i, final long ip, final boolean ipv4) {
        final long frame = vector.position[i];
        return !Ethernet.isGroup(Ethernet.destination(bytes, frame)) && !Ethernet.isGroup(Ethernet.source(bytes, frame))
            && (ipv4 ? isTellableIpv4(ip, vector.innerLength(i)) : isTellableIpv6(ip, vector.innerLength(i)));
    }

    private boolean isTellableIpv4(final long ip, final int length) {
        final int header = Ipv4.headerLength(bytes, ip);
        return IpAddress.isIpv4Unicast(Ipv4.source(bytes, ip)) && IpAddress.isIpv4Unicast(Ipv4.destination(bytes, ip))
            && !Ipv4.isLaterFragment(Ipv4.fragment(bytes, ip))
            && (Ipv4.protocol(bytes, ip) != IpProtocol.ICMP || header < length && isQuery(Wire.u8(bytes, ip + header)));
    }

    /**
     * Echo, router discovery, timestamps, information and address masks; the others tell of errors (RFC 1122 §3.2.2).
     */
    private static boolean isQuery(final int type) {
        return switch (type) {
            case 0, 8, 9, 10, 13, 14, 15, 16, 17, 18 -> true;
            default -> false;
        };
    }

    private boolean isTellableIpv6(final long ip, final int length) {
        return IpAddress.isIpv6Unicast(Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip))
            && IpAddress.isIpv6Unicast(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip))
            && (Ipv6.nextHeader(Ipv6.word0(bytes, ip)) != IpProtocol.ICMPV6
                || Ipv6.HEADER_LENGTH < length
                    && (Wire.u8(bytes, ip + Ipv6.HEADER_LENGTH) & ICMPV6_INFORMATION) != 0);
    }

    private int writeIpv4(final long message, final long ip, final int length, final int mtu) {
        final int quoted = Math.min(length, LONGEST_ICMP - Ipv4.MINIMUM_HEADER_LENGTH - MESSAGE_HEADER_LENGTH);
        final int total = Ipv4.MINIMUM_HEADER_LENGTH + MESSAGE_HEADER_LENGTH + quoted;
        final long icmp = message + Ipv4.MINIMUM_HEADER_LENGTH;
        Wire.setU64(bytes, message, (0x4500_0000L | total) << 32);
        Wire.setU32(bytes, message + Ipv4.TTL_OFFSET, TTL << 24 | IpProtocol.ICMP << 16);
        Wire.setU64(bytes, message + Ipv4.SOURCE_OFFSET, Long.rotateLeft(Ipv4.addresses(bytes, ip), Integer.SIZE));
        Ipv4.setChecksum(bytes, message, InternetChecksum.ipv4Header(bytes, message));
        Wire.setU32(bytes, icmp, FRAGMENTATION_NEEDED);
        Wire.setU32(bytes, icmp + 4, mtu);
        Wire.setU16(bytes, icmp + 2, InternetChecksum.of(bytes, icmp, MESSAGE_HEADER_LENGTH + quoted));
        return quoted;
    }

    private int writeIpv6(final long message, final long ip, final int length, final int mtu) {
        final int quoted = Math.min(length, IPV6_MINIMUM_MTU - Ipv6.HEADER_LENGTH - MESSAGE_HEADER_LENGTH);
        final int payload = MESSAGE_HEADER_LENGTH + quoted;
        final long icmp = message + Ipv6.HEADER_LENGTH;
        Ipv6.setWord0(bytes, message, Ipv6.word0(0, 0, payload, IpProtocol.ICMPV6, TTL));
        Ipv6.setSource(bytes, message, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
        Ipv6.setDestination(bytes, message, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
        Wire.setU32(bytes, icmp, PACKET_TOO_BIG);
        Wire.setU32(bytes, icmp + 4, mtu);
        Wire.setU16(bytes, icmp + 2, InternetChecksum.finish(InternetChecksum.sum(bytes, icmp, payload)
            + InternetChecksum.ipv6PseudoHeader(bytes, message, IpProtocol.ICMPV6, payload)));
        return quoted;
    }
}
