package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Pops GTP-U: the T-PDU goes on behind an Ethernet header for the application at the egress port.
 *
 * <p>The T-PDU is exactly what GTP-U's length says, so neither Ethernet padding nor anything behind the message leaves
 * with it, and not one of its octets is changed (TS 29.281 §5.1), unless congestion marks
 * shall be carried over. One tunnel is popped, whatever is in it.
 *
 * <p>Where there is no tunnel, the new Ethernet header is written over the one that came, or over its tags.
 */
public final class Decapsulate extends Stage {
    private static final long INNER_IPV4 = Headers.tunnel(Layer.INNER_IPV4);

    private final MemorySegment bytes;
    private final boolean ecn;
    private final PlainUes plain;
    private final MssClamp clamp;
    // by egress port index: the first eight octets of the Ethernet header, and its last eight without the type
    private final long[] macs;
    private final long[] sources;

    /**
     * One that lowers nothing.
     *
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     * @param ecn             whether the outer congestion mark is combined into the T-PDU's
     */
    public Decapsulate(final PacketMemory memory, final long[] destinationMacs, final long[] sourceMacs,
        final boolean ecn) {
        this(PlainUes.NONE, memory, destinationMacs, sourceMacs, ecn, null);
    }

    /**
     * @param plain           UEs without tunnels
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     * @param ecn             whether the outer congestion mark is combined into the T-PDU's
     * @param clamp           lowers what TCP offers in T-PDUs; null if nothing is lowered
     */
    public Decapsulate(final PlainUes plain, final PacketMemory memory, final long[] destinationMacs,
        final long[] sourceMacs, final boolean ecn, final MssClamp clamp) {
        this.plain = plain;
        this.bytes = memory.bytes();
        this.ecn = ecn;
        this.clamp = clamp;
        this.macs = new long[destinationMacs.length];
        this.sources = new long[destinationMacs.length];
        for (int port = 0; port < macs.length; port++) {
            macs[port] = destinationMacs[port] << 16 | sourceMacs[port] >>> 32;
            sources[port] = sourceMacs[port] << 16;
        }
    }

    @Override
    public StageName name() {
        return StageName.DECAPSULATE;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.mayHave(Action.DECAPSULATE)) {
            return;
        }
        final boolean tunnelled = plain.direction(vector.ingress) == PlainUes.NO_DIRECTION;
        if (ecn && tunnelled) {
            combineMarks(vector);
        }
        if (clamp != null) {
            clamp.clamp(vector, Action.DECAPSULATE);
        }
        if (vector.splits) {
            vector.keepWhole(0, vector.size, Action.DECAPSULATE);
        }
        vector.moved = true;
        pop(vector);
    }

    /** The Ethernet header that a packet came with stays as it is in front of the new one. */
    private void pop(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] macs = this.macs;
        final long[] sources = this.sources;
        final int[] action = vector.action;
        final int[] egress = vector.egress;
        final long[] position = vector.position;
        final int[] length = vector.length;
        final long[] tunnel = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE) {
                final int type = (tunnel[i] & INNER_IPV4) != 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6;
                final long popped = position[i] + Headers.inner(offsets[i]) - Ethernet.HEADER_LENGTH;
                final MemorySegment ethernet = bytes.asSlice(popped, Ethernet.HEADER_LENGTH);
                Wire.setU64(ethernet, 0, macs[egress[i]]);
                Wire.setU64(ethernet, Ethernet.SOURCE_OFFSET, sources[egress[i]] | type);
                position[i] = popped;
                length[i] = Ethernet.HEADER_LENGTH + Headers.innerLength(protocols[i]);
            }
        }
    }

    /** RFC 6040 §4.2. A packet that has to be dropped gets its verdict; popping it then does no harm. */
    private void combineMarks(final PacketVector vector) {
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                combineMarks(vector, i);
            }
        }
    }

    private void combineMarks(final PacketVector vector, final int i) {
        final int layers = vector.layers(i);
        final long ip = vector.position[i] + vector.inner(i);
        final boolean ipv4 = (layers & Layer.INNER_IPV4) != 0;
        final int outer =
            TrafficClass.of(bytes, vector.position[i] + vector.network(i), (layers & Layer.IPV4) != 0);
        final int inner = TrafficClass.of(bytes, ip, ipv4);
        final int mark = Ecn.decapsulated(inner & Ecn.MASK, outer & Ecn.MASK);
        if (mark == Ecn.DROP) {
            vector.leave(i, DropReason.CONGESTION);
        } else if (mark != (inner & Ecn.MASK)) {
            TrafficClass.set(bytes, ip, ipv4, inner & ~Ecn.MASK | mark);
        }
    }
}
