package io.mecvswitch.chaining;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;

/**
 * The number of a flow: 64 bits that all its packets have in common, of those header fields by which a group tells its
 * flows apart. By it a member is chosen and a table is asked.
 *
 * <p>Both directions of a flow get the same number in two ways. {@code reversed} exchanges source and destination: who
 * knows the direction so makes the address of the UE, or any choice of fields, one for both. {@link #SYMMETRIC} puts
 * the two ends in order instead, for who does not know it.
 *
 * <pre>
 *   uplink     UE:40000 ──▶ server:443                    fields IP_SRC:  UE
 *   downlink   server:443 ──▶ UE:40000   reversed         fields IP_SRC:  UE
 * </pre>
 *
 * <p>The number is the same in every process and at every time, so that two sites with the same members agree, and a
 * replay ends as the first time. Any thread.
 */
public final class FlowHash {
    /** Ethernet source address. */
    public static final int ETH_SRC = 1;
    /** Ethernet destination address. */
    public static final int ETH_DST = 1 << 1;
    /** IP source address. */
    public static final int IP_SRC = 1 << 2;
    /** IP destination address. */
    public static final int IP_DST = 1 << 3;
    /** Source port of UDP, TCP or SCTP. */
    public static final int SRC_PORT = 1 << 4;
    /** Destination port of UDP, TCP or SCTP. */
    public static final int DST_PORT = 1 << 5;
    /** Transport protocol. */
    public static final int PROTOCOL = 1 << 6;
    /** The lower end of a flow counts as its source, whichever way the packet goes. */
    public static final int SYMMETRIC = 1 << 7;
    /** What is mostly called a flow, in both directions. */
    public static final int FIVE_TUPLE = IP_SRC | IP_DST | SRC_PORT | DST_PORT | PROTOCOL | SYMMETRIC;

    /** Where a packet has no ports that can be read. */
    public static final long NO_PORTS = -1;
    /** Where a packet is not IP. */
    public static final long NO_IP = -1;

    private static final long SEED = 0x6a09_e667_f3bc_c908L;
    /** 2^64 over the golden ratio, odd. */
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final long HIGH_32 = 0xffff_ffff_0000_0000L;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int HIGH_16 = 0xffff_0000;
    private static final int LOW_16 = 0xffff;

    private FlowHash() {
    }

    /**
     * The number of a packet's flow.
     *
     * @param frame     where the Ethernet header starts
     * @param ip        where the IP header starts that counts, or {@link #NO_IP}
     * @param transport where its transport header starts, or {@link #NO_PORTS}
     * @param protocol  of the transport header
     * @param fields    what counts
     * @param reversed  whether source and destination are exchanged
     */
    public static long of(final MemorySegment bytes, final long frame, final long ip, final long transport,
        final int protocol, final int fields, final boolean reversed) {
        if (ip == NO_IP) {
            return ofEthernet(bytes, frame, fields, reversed);
        }
        final int ports = transport == NO_PORTS ? 0 : Wire.u32(bytes, transport);
        return Ipv4.version(bytes, ip) == 4 ? ofIpv4(bytes, frame, ip, ports, protocol, fields, reversed)
            : ofIpv6(bytes, frame, ip, ports, protocol, fields, reversed);
    }

    private static long ofEthernet(final MemorySegment bytes, final long frame, final int fields,
        final boolean reversed) {
        final long source = Ethernet.source(bytes, frame);
        final long destination = Ethernet.destination(bytes, frame);
        final boolean swap = (fields & SYMMETRIC) != 0 ? source > destination : reversed;
        return finish(stations(SEED, source, destination, fields, swap));
    }

    private static long ofIpv4(final MemorySegment bytes, final long frame, final long ip, final int ports,
        final int protocol, final int fields, final boolean reversed) {
        final long addresses = Wire.u64(bytes, ip + Ipv4.SOURCE_OFFSET);
        final boolean swap = (fields & SYMMETRIC) != 0
            ? isDescending(0, addresses >>> 32, 0, addresses & LOW_32, ports) : reversed;
        final long ordered = swap ? Long.rotateLeft(addresses, 32) : addresses;
        long hash = mix(SEED, ordered & ipv4Mask(fields));
        hash = mix(hash, transport(ports, protocol, fields, swap));
        return finish(stations(hash, bytes, frame, fields, swap));
    }

    private static long ofIpv6(final MemorySegment bytes, final long frame, final long ip, final int ports,
        final int protocol, final int fields, final boolean reversed) {
        final long sourceHigh = Ipv6.sourceHigh(bytes, ip);
        final long sourceLow = Ipv6.sourceLow(bytes, ip);
        final long destinationHigh = Ipv6.destinationHigh(bytes, ip);
        final long destinationLow = Ipv6.destinationLow(bytes, ip);
        final boolean swap = (fields & SYMMETRIC) != 0
            ? isDescending(sourceHigh, sourceLow, destinationHigh, destinationLow, ports) : reversed;
        long hash = SEED;
        if ((fields & IP_SRC) != 0) {
            hash = mix(mix(hash, swap ? destinationHigh : sourceHigh), swap ? destinationLow : sourceLow);
        }
        if ((fields & IP_DST) != 0) {
            hash = mix(mix(hash, swap ? sourceHigh : destinationHigh), swap ? sourceLow : destinationLow);
        }
        hash = mix(hash, transport(ports, protocol, fields, swap));
        return finish(stations(hash, bytes, frame, fields, swap));
    }

    /** Whether the source is the higher end: by address, and by port where both have the same. */
    private static boolean isDescending(final long sourceHigh, final long sourceLow, final long destinationHigh,
        final long destinationLow, final int ports) {
        if (sourceHigh != destinationHigh) {
            return sourceHigh > destinationHigh;
        }
        return sourceLow != destinationLow ? sourceLow > destinationLow : ports >>> 16 > (ports & LOW_16);
    }

    private static long ipv4Mask(final int fields) {
        return ((fields & IP_SRC) != 0 ? HIGH_32 : 0) | ((fields & IP_DST) != 0 ? LOW_32 : 0);
    }

    /** Ports and protocol that count, in one word. */
    private static long transport(final int ports, final int protocol, final int fields, final boolean swap) {
        final int mask = ((fields & SRC_PORT) != 0 ? HIGH_16 : 0) | ((fields & DST_PORT) != 0 ? LOW_16 : 0);
        final int ordered = swap ? Integer.rotateLeft(ports, 16) : ports;
        return (long) (ordered & mask) << 32 | ((fields & PROTOCOL) != 0 ? protocol : 0);
    }

    private static long stations(final long hash, final MemorySegment bytes, final long frame, final int fields,
        final boolean swap) {
        return (fields & (ETH_SRC | ETH_DST)) == 0 ? hash
            : stations(hash, Ethernet.source(bytes, frame), Ethernet.destination(bytes, frame), fields, swap);
    }

    private static long stations(final long hash, final long source, final long destination, final int fields,
        final boolean swap) {
        long mixed = hash;
        if ((fields & ETH_SRC) != 0) {
            mixed = mix(mixed, swap ? destination : source);
        }
        return (fields & ETH_DST) != 0 ? mix(mixed, swap ? source : destination) : mixed;
    }

    /** Takes one more word into a number that is not finished; what differs in one word alone stays different. */
    private static long mix(final long hash, final long word) {
        final long mixed = (hash ^ word) * GOLDEN;
        return mixed ^ mixed >>> 32;
    }

    /** Spreads what was taken in over all 64 bits (the finaliser of SplitMix64, Steele et al. 2014). */
    static long finish(final long mixed) {
        long hash = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d0_49bb_1331_11ebL;
        return hash ^ hash >>> 31;
    }

    /** The number that stands for a flow in one of many places, such as a group. */
    public static long in(final long hash, final long place) {
        return finish(hash ^ (place + 1) * GOLDEN);
    }

    /** The number of a name, for {@link Maglev}: the same in every process. */
    public static long ofName(final String name) {
        long hash = SEED;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash, name.charAt(i));
        }
        return finish(mix(hash, name.length()));
    }
}
