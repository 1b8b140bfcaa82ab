package io.mecvswitch.gtpu;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Pushes vectors of nothing but {@link OrdinaryAnswers} to UEs whose outer headers are {@link OuterHeaders ready}:
 * what Parse, Classify, MatchBearer and Encapsulate do.
 *
 * <p>First it only looks: at the packets, at slots, at rows, at headers, each in a loop of its own, so that a vector's
 * cache misses overlap. Nothing is written into a packet before all are known to be ordinary. A part of
 * {@link Expedite}; lane.
 */
final class ExpeditedPush {
    // Octets of the slice into which the outer headers are written, from eight in front of IPv4 to the TEID's end.
    private static final int IPV4 = Long.BYTES;
    private static final int TEID = IPV4 + Ipv4.MINIMUM_HEADER_LENGTH + Encapsulate.TUNNEL_LENGTH - Integer.BYTES;
    private static final int SLICE = TEID + Integer.BYTES;

    private final TunnelTable table;
    private final MemorySegment bytes;
    private final int[] partners;
    private final Stage count;
    private final TunnelTable.Search search;
    private final OrdinaryAnswers answers;
    private final OuterHeaders headers;
    // by packet of the vector in hand: where its headers are
    private final int[] places;

    /**
     * @param table      bearers
     * @param memory     where the packets are
     * @param partners   by port index: index of its wire partner, or -1
     * @param count      counts by bearer; null if nobody does
     * @param vectorSize packets of one vector at most
     */
    ExpeditedPush(final TunnelTable table, final PacketMemory memory, final int[] partners, final Stage count,
        final int vectorSize) {
        this.table = table;
        this.bytes = memory.bytes();
        this.partners = partners.clone();
        this.count = count;
        this.search = new TunnelTable.Search(vectorSize);
        this.answers = new OrdinaryAnswers(memory, search.keys, vectorSize);
        this.headers = new OuterHeaders(table.paths());
        this.places = new int[vectorSize];
    }

    /** Pushes a vector, or leaves it as it is and returns false. */
    boolean push(final PacketVector vector) {
        if (!answers.recognise(vector)
            || table.findIpv4Ues(search, vector.size, TunnelTable.DOWNLINK, vector.bearer) != 0
            || !areReady(vector.size) && !makeReady(vector.size)) {
            return false;
        }
        decide(vector);
        write(vector);
        return true;
    }

    /** Finds the places of all headers; returns whether they are there. */
    private boolean areReady(final int size) {
        final long[] words = headers.words();
        final long[] ways = search.ways;
        final long[] ends = search.ends;
        final int[] places = this.places;
        long missing = 0;
        for (int i = 0; i < size; i++) {
            final long key = OuterHeaders.key(ways[i], TunnelTable.DOWNLINK);
            final int place = OuterHeaders.place(key, ends[i]);
            missing |= OuterHeaders.difference(words, place, key, ends[i]);
            places[i] = place;
        }
        return missing == 0;
    }

    /** Makes what is not ready. False if that can't be, or if two kinds of the vector have the same place. */
    private boolean makeReady(final int size) {
        for (int i = 0; i < size; i++) {
            final long way = search.ways[i];
            final long ends = search.ends[i];
            final long key = OuterHeaders.key(way, TunnelTable.DOWNLINK);
            if (!OuterHeaders.isAt(headers.words(), places[i], key, ends) && !makeReady(way, ends)) {
                return false;
            }
        }
        return areReady(size);
    }

    private boolean makeReady(final long way, final long ends) {
        if (!Learned.seen(way) || Learned.isParticular(way) || Learned.plain(way)
            || TunnelEndpoints.version((int) (ends >>> Integer.SIZE)) != 4
            || TunnelEndpoints.version((int) ends) != 4) {
            return false;
        }
        final int egress = table.paths().egress(way, partners);
        if (egress >= 0) {
            headers.make(way, TunnelTable.DOWNLINK, ends, egress);
        }
        return egress >= 0;
    }

    private void decide(final PacketVector vector) {
        vector.beginActions();
        vector.act(0, vector.size, Action.ENCAPSULATE);
        Arrays.fill(vector.rule, 0, vector.size, PacketVector.NO_RULE);
        if (count != null) {
            count.process(vector);
        }
    }

    /** As {@link Encapsulate} does, with stores that overlap, of which those behind are right. */
    private void write(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] words = headers.words();
        final int[] places = this.places;
        final long[] tunnels = search.tunnels;
        final int[] tpdus = answers.lengths();
        final long[] position = vector.position;
        final int[] length = vector.length;
        final int[] egress = vector.egress;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            final int place = places[i];
            final long lengths = words[place + OuterHeaders.LENGTHS];
            final long tpdu = position[i] + OrdinaryAnswers.NETWORK;
            final long ip = tpdu - (int) lengths;
            final long frame = ip - (int) (lengths >>> Integer.SIZE);
            final int ipLength = (int) lengths + tpdus[i];
            position[i] = frame;
            length[i] = (int) (ip - frame) + ipLength;
            egress[i] = (int) words[place + OuterHeaders.EGRESS];
            final long sum = words[place + OuterHeaders.SUM] + ipLength;
            final long checksum = ~(sum + (sum >>> 16)) & 0xffff;
            final long udpLength = ipLength - Ipv4.MINIMUM_HEADER_LENGTH;
            final MemorySegment ethernet = bytes.asSlice(frame, 2 * Long.BYTES);
            Wire.setRaw64(ethernet, 0, words[place + OuterHeaders.ETHERNET_FIRST]);
            Wire.setRaw64(ethernet, Long.BYTES, words[place + OuterHeaders.ETHERNET_SECOND]);
            Wire.setRaw64(bytes, tpdu - Long.BYTES, words[place + OuterHeaders.OPTIONS]);
            final MemorySegment outer = bytes.asSlice(ip - IPV4, SLICE);
            Wire.setRaw64(outer, 0, words[place + OuterHeaders.ETHERNET_LAST]);
            Wire.setU64(outer, IPV4, words[place + OuterHeaders.IP_FIRST] | (long) ipLength << 32);
            Wire.setU64(outer, IPV4 + 8, words[place + OuterHeaders.IP_SECOND] | checksum << 32);
            Wire.setRaw64(outer, IPV4 + 16, words[place + OuterHeaders.IP_THIRD]);
            Wire.setU64(outer, IPV4 + 24,
                words[place + OuterHeaders.UDP_SECOND] | udpLength << 48 | udpLength - Encapsulate.TUNNEL_LENGTH);
            Wire.setU32(outer, TEID, (int) tunnels[i]);
        }
        vector.moved = true;
    }
}
