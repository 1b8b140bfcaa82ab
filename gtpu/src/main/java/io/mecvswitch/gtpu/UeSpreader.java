package io.mecvswitch.gtpu;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Spreader;
import java.lang.foreign.MemorySegment;

/**
 * Brings all packets of a UE, in both directions, to one line. It stands behind Parse and Reassemble.
 *
 * <pre>
 *   from the access side   T-PDU                       source            the UE's address; of IPv6 its /64
 *   from the core          T-PDU                       destination       (TS 23.501 §5.8.2.2)
 *   from an application    IP packet                   destination; source, if that is a UE's and the
 *                                                      destination is not
 *   anywhere               End Marker, known tunnel    the bearer's
 *                          other IP, fragments too     both addresses, alike in both directions
 *                          other GTP-U, no IP          the first line
 *   from the switch itself                             stays
 * </pre>
 *
 * <p>Which line an address goes by, nobody outside can foresee. Made by control, used by one lane.
 */
public final class UeSpreader extends Spreader {
    private static final long GPDU = Headers.tunnel(Layer.GPDU);
    private static final long GTPU = Headers.tunnel(Layer.GTPU);
    private static final long INNER_IPV4 = Headers.tunnel(Layer.INNER_IPV4);
    private static final long INNER_IPV6 = Headers.tunnel(Layer.INNER_IPV6);
    private static final long IPV4 = Headers.tunnel(Layer.IPV4);
    private static final long IPV6 = Headers.tunnel(Layer.IPV6);
    /** Where nobody knows the UE. */
    private static final int FIRST = 0;

    private final TunnelTable table;
    private final PlainUes plain;
    private final MemorySegment bytes;
    private final Side[] sides;
    private final int count;

    /** Where packets come from. */
    public enum Side {
        /** UEs are their sources. */
        ACCESS,
        /** UEs are their destinations. */
        CORE,
        /** UEs may be either. */
        APPLICATION,
        /** The switch made them. */
        OWN
    }

    /**
     * @param table  bearers
     * @param plain  UEs without tunnels
     * @param memory where the packets are
     * @param sides  by port index
     * @param lines  how many there are
     */
    public UeSpreader(final TunnelTable table, final PlainUes plain, final PacketMemory memory, final Side[] sides,
        final int lines) {
        this.table = table;
        this.plain = plain;
        this.bytes = memory.bytes();
        this.sides = sides.clone();
        this.count = lines;
    }

    @Override
    public Columns columns() {
        return Columns.HEADERS;
    }

    @Override
    public boolean spread(final PacketVector vector, final int own, final int[] lines) {
        final Side side = sides[vector.ingress];
        if (side == Side.OWN) {
            return false;
        }
        if (side == Side.APPLICATION) {
            spreadAnswers(vector, lines);
        } else {
            spreadTunnelled(vector, side == Side.ACCESS ? 0 : Integer.BYTES, lines);
        }
        return differ(vector, own, lines);
    }

    private static boolean differ(final PacketVector vector, final int own, final int[] lines) {
        final int size = vector.size;
        int differences = 0;
        for (int i = 0; i < size; i++) {
            differences |= lines[i] ^ own;
        }
        return differences != 0;
    }

    /**
     * Most are T-PDUs of IPv4 in tunnels, or such packets without tunnels.
     *
     * @param which octets from IPv4's source address to that of the UE
     */
    private void spreadTunnelled(final PacketVector vector, final int which, final int[] lines) {
        final MemorySegment bytes = this.bytes;
        final int count = this.count;
        final long[] tunnel = vector.tunnel;
        final long[] position = vector.position;
        final long[] offsets = vector.offsets;
        final boolean plainUes = plain.direction(vector.ingress) != PlainUes.NO_DIRECTION;
        final long wanted = plainUes ? INNER_IPV4 : INNER_IPV4 | GPDU;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if ((tunnel[i] & wanted) == wanted) {
                final long address = position[i] + Headers.inner(offsets[i]) + Ipv4.SOURCE_OFFSET + which;
                lines[i] = line(ipv4(Wire.u32(bytes, address)), count);
            } else {
                lines[i] = other(vector, i, which, plainUes);
            }
        }
    }

    private int other(final PacketVector vector, final int i, final int which, final boolean plainUes) {
        final long tunnel = vector.tunnel[i];
        final long wanted = plainUes ? INNER_IPV6 : INNER_IPV6 | GPDU;
        if ((tunnel & wanted) == wanted) {
            final long ip = vector.position[i] + vector.inner(i);
            return line(ipv6(which == 0 ? Ipv6.sourceHigh(bytes, ip) : Ipv6.destinationHigh(bytes, ip)), count);
        }
        return (tunnel & GTPU) != 0 ? signalling(vector, i) : bothEnds(vector, i);
    }

    /** An End Marker must not overtake the packets in front of it (TS 29.281 §7.3.2). */
    private int signalling(final PacketVector vector, final int i) {
        if (vector.messageType(i) != Gtpu.END_MARKER) {
            return FIRST;
        }
        final long ip = vector.position[i] + vector.network(i);
        final int endpoint = (vector.layers(i) & Layer.IPV4) != 0
            ? TunnelEndpoints.ofIpv4(Ipv4.destination(bytes, ip))
            : table.endpoints().ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
        final int reference = table.findTunnel(TunnelTable.key(endpoint, vector.teid(i)));
        return reference == TunnelTable.NONE ? FIRST : lineOf(reference >>> 1);
    }

    private int lineOf(final int row) {
        return line(table.ueVersion(row) == 4 ? ipv4((int) table.ueLow(row)) : ipv6(table.ueHigh(row)), count);
    }

    private int bothEnds(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        final long tunnel = vector.tunnel[i];
        if ((tunnel & IPV4) != 0) {
            return line(Hash.of(Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET) ^ Ipv4.destination(bytes, ip)), count);
        }
        return (tunnel & IPV6) == 0 ? FIRST
            : line(Hash.of(Ipv6.sourceHigh(bytes, ip) ^ Ipv6.destinationHigh(bytes, ip),
                Ipv6.sourceLow(bytes, ip) ^ Ipv6.destinationLow(bytes, ip)), count);
    }

    private void spreadAnswers(final PacketVector vector, final int[] lines) {
        for (int i = 0; i < vector.size; i++) {
            final long tunnel = vector.tunnel[i];
            final long ip = vector.position[i] + vector.network(i);
            lines[i] = (tunnel & IPV4) != 0 ? ipv4Answer(ip) : (tunnel & IPV6) != 0 ? ipv6Answer(ip) : FIRST;
        }
    }

    private int ipv4Answer(final long ip) {
        final int destination = Ipv4.destination(bytes, ip);
        final int source = Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET);
        final boolean up = !isUe(4, 0, destination & 0xffff_ffffL) && isUe(4, 0, source & 0xffff_ffffL);
        return line(ipv4(up ? source : destination), count);
    }

    private int ipv6Answer(final long ip) {
        final boolean up = !isUe(6, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip))
            && isUe(6, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
        return line(ipv6(up ? Ipv6.sourceHigh(bytes, ip) : Ipv6.destinationHigh(bytes, ip)), count);
    }

    private boolean isUe(final int version, final long high, final long low) {
        return table.findUe(version, high, low) != TunnelTable.NONE
            || plain.find(version, high, low) != TunnelTable.NONE;
    }

    private static long ipv4(final int address) {
        return Hash.of(address);
    }

    private static long ipv6(final long prefix) {
        return Hash.of(prefix);
    }

    private static int line(final long hash, final int count) {
        return (int) ((hash >>> Integer.SIZE) * count >>> Integer.SIZE);
    }
}
