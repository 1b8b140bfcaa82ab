package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Outer headers of pushed packets, ready but for lengths, checksum and TEID.
 *
 * <p>All tunnels between the same two nodes whose packets look the same differ in their TEIDs alone. There are few such
 * kinds and many tunnels, so what a kind's packets have in common is put together once. What it is made of is its key,
 * and the way behind a path's number never changes: so nothing here is ever wrong, only overwritten by another kind.
 * IPv4 outside, a container or nothing behind the TEID.
 *
 * <pre>
 *   word 0   {@link Learned way}, and the tunnel's direction in bit 31: the key
 *        1   endpoints of the opposite tunnel (the source) and of this one: the key as well
 *        2   Ethernet header and tags: octets 0-7
 *        3   octets 8-15; of an untagged frame the last two of them lie in the IP header, which is written later
 *        4   the last eight octets
 *        5   IPv4: octets 0-7 without total length
 *        6   octets 8-15 without checksum
 *        7   octets 16-19, UDP ports
 *        8   UDP and GTP-U: octets 24-31 without both lengths
 *        9   the last eight octets in front of the T-PDU, if they are a container
 *       10   sum of IPv4's 16-bit words without total length
 *       11   octets of the Ethernet header and tags (high half), octets from there to the T-PDU
 *       12   index of the port by which they go, where who had them made has said so
 * </pre>
 *
 * <p>Words 2 to 4, 7 and 9 are written as they are, so they stand here {@linkplain Wire#raw64 as memory has them}.
 *
 * <p>A place for each hash, which no sender of packets can foresee. Used by the encapsulating lane.
 */
final class OuterHeaders {
    static final int ETHERNET_FIRST = 2;
    static final int ETHERNET_SECOND = 3;
    static final int ETHERNET_LAST = 4;
    static final int IP_FIRST = 5;
    static final int IP_SECOND = 6;
    static final int IP_THIRD = 7;
    static final int UDP_SECOND = 8;
    static final int OPTIONS = 9;
    static final int SUM = 10;
    static final int LENGTHS = 11;
    static final int EGRESS = 12;

    /** Octets in front of a T-PDU at most, IPv4 header included. */
    static final int MAX_IP_LENGTH =
        Ipv4.MINIMUM_HEADER_LENGTH + Encapsulate.TUNNEL_LENGTH + Encapsulate.CONTAINER_LENGTH;
    /** The same with the Ethernet header and tags. */
    static final int MAX_LENGTH = Ethernet.HEADER_LENGTH + 2 * Vlan.TAG_LENGTH + MAX_IP_LENGTH;

    private static final int WORDS_SHIFT = 4;
    private static final int PLACES_SHIFT = 10;
    private static final long MULTIPLIER = ThreadLocalRandom.current().nextLong() | 1;
    private static final long UPPER = 0xffff_ffff_0000_0000L;
    private static final long DIRECTION = 1L << 31;
    /** Where the IP header begins in {@link #scratch}, behind the longest Ethernet header and its tags. */
    private static final int IP = Ethernet.HEADER_LENGTH + 2 * Vlan.TAG_LENGTH;
    private static final int TEID_END = IP + Ipv4.MINIMUM_HEADER_LENGTH + Encapsulate.TUNNEL_LENGTH;

    private final PathTable paths;
    /** Native like the packet memory: the JIT would else learn to expect arrays in the header codecs too. */
    private final MemorySegment scratch = Arena.ofAuto().allocate(TEID_END + Encapsulate.CONTAINER_LENGTH);
    private final long[] words = new long[1 << PLACES_SHIFT + WORDS_SHIFT];

    /**
     * @param paths ways on which tunnels were seen
     */
    OuterHeaders(final PathTable paths) {
        this.paths = paths;
    }

    /** The words of all kinds. */
    long[] words() {
        return words;
    }

    /** The first word of a key. */
    static long key(final long way, final int reference) {
        return (reference & 1) == TunnelTable.UPLINK ? way : way | DIRECTION;
    }

    /** The second word of a key, of the keys of the opposite tunnel and of this one. */
    static long ends(final long opposite, final long tunnel) {
        return opposite & UPPER | tunnel >>> Integer.SIZE;
    }

    /** Where the words of a key are, if they are {@link #isAt here}. */
    static int place(final long key, final long ends) {
        final long mixed = (key ^ ends * MULTIPLIER) * MULTIPLIER;
        return (int) (mixed >>> Long.SIZE - PLACES_SHIFT) << WORDS_SHIFT;
    }

    /** Whether the words at a place are those of a key. */
    static boolean isAt(final long[] words, final int place, final long key, final long ends) {
        return difference(words, place, key, ends) == 0;
    }

    /** 0 if the words at a place are those of a key. */
    static long difference(final long[] words, final int place, final long key, final long ends) {
        return words[place] ^ key | words[place + 1] ^ ends;
    }

    /** Has the headers of a tunnel over IPv4 ready. */
    void make(final long way, final int reference, final long ends) {
        final long key = key(way, reference);
        make(place(key, ends), key, ends);
    }

    /** The same, of a tunnel whose packets go by a port. */
    void make(final long way, final int reference, final long ends, final int egress) {
        make(way, reference, ends);
        words[place(key(way, reference), ends) + EGRESS] = egress;
    }

    private void make(final int place, final long key, final long ends) {
        final int options = Encapsulate.optionsLength(key);
        final int ethernet = write(key, ends);
        words[place] = key;
        words[place + 1] = ends;
        words[place + ETHERNET_FIRST] = Wire.raw64(scratch, IP - ethernet);
        words[place + ETHERNET_SECOND] = Wire.raw64(scratch, IP - ethernet + Long.BYTES);
        words[place + ETHERNET_LAST] = Wire.raw64(scratch, IP - Long.BYTES);
        words[place + IP_FIRST] = Wire.u64(scratch, IP);
        words[place + IP_SECOND] = Wire.u64(scratch, IP + Long.BYTES);
        words[place + IP_THIRD] = Wire.raw64(scratch, IP + 2 * Long.BYTES);
        words[place + UDP_SECOND] = Wire.u64(scratch, IP + 3 * Long.BYTES);
        words[place + OPTIONS] = Wire.raw64(scratch, TEID_END + options - Long.BYTES);
        words[place + SUM] = ~InternetChecksum.of(scratch, IP, Ipv4.MINIMUM_HEADER_LENGTH) & 0xffffL;
        words[place + LENGTHS] = (long) ethernet << Integer.SIZE | TEID_END - IP + options;
    }

    /** Writes the headers, all lengths, checksum and TEID being 0; returns how long Ethernet header and tags are. */
    private int write(final long key, final long ends) {
        final long way = key & ~DIRECTION;
        final int direction = key == way ? TunnelTable.UPLINK : TunnelTable.DOWNLINK;
        final int path = Learned.path(way);
        final boolean reversed = Learned.reversed(way);
        final int tpids = paths.tpids(path);
        final int ethernet = Ethernet.HEADER_LENGTH + Encapsulate.tagsLength(tpids);
        Encapsulate.writeEthernet(scratch, IP - ethernet, paths.macs(path, reversed),
            paths.macAndTags(path, reversed), tpids, Ethernet.TYPE_IPV4);
        Wire.setU64(scratch, IP, (0x4500L | Learned.trafficClass(way)) << 48 | Ipv4.DONT_FRAGMENT);
        Wire.setU64(scratch, IP + Long.BYTES,
            ((long) Learned.ttl(way) << 8 | IpProtocol.UDP) << 48 | ends >>> Integer.SIZE);
        Wire.setU64(scratch, IP + 2 * Long.BYTES, ends << Integer.SIZE | Gtpu.UDP_PORT << 16 | Gtpu.UDP_PORT);
        Wire.setU64(scratch, IP + 3 * Long.BYTES, Encapsulate.kind(way));
        Encapsulate.writeRest(scratch, TEID_END - Integer.BYTES, way, 0, 0, direction);
        return ethernet;
    }
}
