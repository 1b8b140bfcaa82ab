package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Vlan;
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
 * <p>How the packet looked outside its T-PDU is learned by its bearer, for what will be pushed into it.
 */
public final class Decapsulate extends Stage {
    private static final long VLAN = Headers.tunnel(Layer.VLAN);
    private static final long INNER_IPV4 = Headers.tunnel(Layer.INNER_IPV4);

    private final TunnelTable table;
    private final MemorySegment bytes;
    private final boolean ecn;
    private final PlainUes plain;
    private final MssClamp clamp;
    // by egress port index: the first eight octets of the Ethernet header, and its last eight without the type
    private final long[] macs;
    private final long[] sources;
    private final int[] changed;

    /**
     * One that lowers nothing.
     *
     * @param table           bearers
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     * @param ecn             whether the outer congestion mark is combined into the T-PDU's
     * @param vectorSize      packets of one vector at most
     */
    public Decapsulate(final TunnelTable table, final PacketMemory memory, final long[] destinationMacs,
        final long[] sourceMacs, final boolean ecn, final int vectorSize) {
        this(table, PlainUes.NONE, memory, destinationMacs, sourceMacs, ecn, null, vectorSize);
    }

    /**
     * @param table           bearers
     * @param plain           UEs without tunnels
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     * @param ecn             whether the outer congestion mark is combined into the T-PDU's
     * @param clamp           lowers what TCP offers in T-PDUs; null if nothing is lowered
     * @param vectorSize      packets of one vector at most
     */
    public Decapsulate(final TunnelTable table, final PlainUes plain, final PacketMemory memory,
        final long[] destinationMacs, final long[] sourceMacs, final boolean ecn, final MssClamp clamp,
        final int vectorSize) {
        this.table = table;
        this.plain = plain;
        this.bytes = memory.bytes();
        this.ecn = ecn;
        this.clamp = clamp;
        this.changed = new int[vectorSize];
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
        if (tunnelled) {
            popTunnels(vector);
        } else {
            popPlain(vector);
        }
    }

    private void popTunnels(final PacketVector vector) {
        final int changes = pop(vector);
        for (int k = 0; k < changes; k++) {
            learn(vector, changed[k]);
        }
    }

    /**
     * Pops, and notes the packets that do not look like the one before in their tunnel; returns how many those are.
     *
     * <p>The Ethernet header that the packet came with stays as it is in front of the new one, to be learned.
     */
    private int pop(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] macs = this.macs;
        final long[] sources = this.sources;
        final int[] changed = this.changed;
        final long[] paths = table.paths().words();
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final int[] egress = vector.egress;
        final long[] position = vector.position;
        final int[] length = vector.length;
        final long[] link = vector.link;
        final long[] tunnel = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long[] offsets = vector.offsets;
        final long port = (long) vector.ingress << 32;
        final int size = vector.size;
        int changes = 0;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE) {
                final long frame = position[i];
                final long learned = table.ownLearned(bearer[i]);
                final int path = PathTable.at(Learned.path(learned));
                final long difference = paths[path] ^ Wire.u64(bytes, frame)
                    | paths[path + 1] ^ PathTable.macAndTags(Wire.u32(bytes, frame + 8), Headers.tags(link[i]))
                    | paths[path + 2] ^ (port | tpids(bytes, tunnel[i], frame))
                    | Learned.difference(learned, Headers.dscp(protocols[i]), tunnel[i]);
                changed[changes] = i;
                changes += difference == 0 ? 0 : 1;
                final int type = (tunnel[i] & INNER_IPV4) != 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6;
                final long popped = frame + Headers.inner(offsets[i]) - Ethernet.HEADER_LENGTH;
                Wire.setU64(bytes, popped, macs[egress[i]]);
                Wire.setU64(bytes, popped + Ethernet.SOURCE_OFFSET, sources[egress[i]] | type);
                position[i] = popped;
                length[i] = Ethernet.HEADER_LENGTH + Headers.innerLength(protocols[i]);
            }
        }
        return changes;
    }

    private void learn(final PacketVector vector, final int i) {
        final long tunnel = vector.tunnel[i];
        final long frame = vector.position[i] + Ethernet.HEADER_LENGTH - vector.inner(i);
        final int path = table.paths().intern(Wire.u64(bytes, frame),
            PathTable.macAndTags(Wire.u32(bytes, frame + 8), Headers.tags(vector.link[i])),
            (long) vector.ingress << 32 | tpids(bytes, tunnel, frame));
        if (path != PathTable.FULL) {
            table.learn(vector.bearer[i], Learned.of(path, Headers.dscp(vector.protocols[i]), tunnel));
        }
    }

    // Without a tunnel.

    /** The new Ethernet header is written over the one that came, or over its tags, so that one is learned before. */
    private void popPlain(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                learnPlain(vector, i);
                final int egress = vector.egress[i];
                final int type = (vector.tunnel[i] & INNER_IPV4) != 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6;
                final long popped = vector.position[i] + vector.inner(i) - Ethernet.HEADER_LENGTH;
                Wire.setU64(bytes, popped, macs[egress]);
                Wire.setU64(bytes, popped + Ethernet.SOURCE_OFFSET, sources[egress] | type);
                vector.position[i] = popped;
                vector.length[i] = Ethernet.HEADER_LENGTH + vector.innerLength(i);
            }
        }
    }

    private void learnPlain(final PacketVector vector, final int i) {
        final long frame = vector.position[i];
        final long addresses = Wire.u64(bytes, frame);
        final long addressAndTags =
            PathTable.macAndTags(Wire.u32(bytes, frame + 8), Headers.tags(vector.link[i]));
        final long port = (long) vector.ingress << 32 | tpids(bytes, vector.tunnel[i], frame);
        final long learned = table.ownLearned(vector.bearer[i]);
        if (!Learned.seen(learned) || !table.paths().is(Learned.path(learned), addresses, addressAndTags, port)) {
            final int path = table.paths().intern(addresses, addressAndTags, port);
            if (path != PathTable.FULL) {
                table.learn(vector.bearer[i], Learned.of(path, 0, 0));
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

    private static long tpids(final MemorySegment bytes, final long tunnel, final long frame) {
        return (tunnel & VLAN) == 0 ? 0 : tagTpids(bytes, Headers.layers(tunnel), frame + Ethernet.TYPE_OFFSET);
    }

    private static long tagTpids(final MemorySegment bytes, final int layers, final long tag) {
        final int second = (layers & Layer.QINQ) == 0 ? 0 : Wire.u16(bytes, tag + Vlan.TAG_LENGTH);
        return (long) Wire.u16(bytes, tag) << 16 | second;
    }
}
