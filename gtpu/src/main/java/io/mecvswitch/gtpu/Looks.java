package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * Has bearers remember how the packets that are taken out of their tunnels look outside, for what will be pushed into
 * them: the way they came, tags, DSCP, QFI.
 *
 * <p>Called by the lane that matches bearers, which alone writes what is {@link Learned}.
 */
final class Looks {
    private static final long VLAN = Headers.tunnel(Layer.VLAN);
    private static final long QINQ = Headers.tunnel(Layer.QINQ);

    private final TunnelTable table;
    private final PathTable paths;
    private final MemorySegment bytes;

    /**
     * @param table  bearers
     * @param memory where the packets are
     */
    Looks(final TunnelTable table, final PacketMemory memory) {
        this.table = table;
        this.paths = table.paths();
        this.bytes = memory.bytes();
    }

    /**
     * Remembers the packets to be decapsulated whose bearers were found.
     *
     * @param learned by packet, what its tunnel remembered when it was found
     */
    void remember(final PacketVector vector, final long[] learned) {
        final int first = first(vector);
        if (first < vector.size && !areAlike(vector, first, learned)) {
            for (int i = first; i < vector.size; i++) {
                if (isMatched(vector, i)) {
                    remember(vector, i);
                }
            }
        }
    }

    private static int first(final PacketVector vector) {
        int i = 0;
        while (i < vector.size && !isMatched(vector, i)) {
            i++;
        }
        return i;
    }

    private static boolean isMatched(final PacketVector vector, final int i) {
        return vector.action[i] == Action.DECAPSULATE && vector.bearer[i] != TunnelTable.NONE;
    }

    /**
     * Whether all packets came the way the first one did, and look as their tunnels remember. Neighbours mostly do,
     * whatever their tunnels, so one comparison with the first one's way does for each.
     */
    private boolean areAlike(final PacketVector vector, final int first, final long[] learned) {
        if (!isKnown(vector, first, learned[first])) {
            return false;
        }
        final MemorySegment bytes = this.bytes;
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final long[] position = vector.position;
        final long[] link = vector.link;
        final long[] tunnel = vector.tunnel;
        final long[] protocols = vector.protocols;
        final long firstLink = link[first];
        final long begin = Wire.u64(bytes, position[first]);
        final long rest = Wire.u64(bytes, position[first] + Long.BYTES);
        final long way = Learned.onPath(learned[first]);
        final int size = vector.size;
        long difference = 0;
        for (int i = first; i < size; i++) {
            if (action[i] == Action.DECAPSULATE && bearer[i] != TunnelTable.NONE) {
                final MemorySegment ethernet = bytes.asSlice(position[i], 2 * Long.BYTES);
                difference |= Wire.u64(ethernet, 0) ^ begin | (Wire.u64(ethernet, Long.BYTES) ^ rest) >>> 16
                    | link[i] ^ firstLink | tunnel[i] & QINQ
                    | learned[i] ^ (way | Learned.look(Headers.dscp(protocols[i]), tunnel[i]));
            }
        }
        return difference == 0;
    }

    private boolean isKnown(final PacketVector vector, final int i, final long learned) {
        final long frame = vector.position[i];
        return Learned.seen(learned)
            && paths.is(Learned.path(learned), Wire.u64(bytes, frame), addressAndTags(vector, i), port(vector, i));
    }

    private void remember(final PacketVector vector, final int i) {
        final long look = Learned.look(Headers.dscp(vector.protocols[i]), vector.tunnel[i]);
        final int reference = vector.bearer[i];
        final long learned = table.ownLearned(reference);
        if (!Learned.looks(learned, look) || !isKnown(vector, i, learned)) {
            learn(vector, i, look);
        }
    }

    /** {@link #remember(PacketVector, long[])} of one packet that is in no tunnel. */
    void rememberPlain(final PacketVector vector, final int i) {
        if (!isKnown(vector, i, table.ownLearned(vector.bearer[i]))) {
            learn(vector, i, 0);
        }
    }

    private void learn(final PacketVector vector, final int i, final long look) {
        final int path =
            paths.intern(Wire.u64(bytes, vector.position[i]), addressAndTags(vector, i), port(vector, i));
        if (path != PathTable.FULL) {
            table.learn(vector.bearer[i], Learned.of(path, look));
        }
    }

    private long addressAndTags(final PacketVector vector, final int i) {
        return PathTable.macAndTags(Wire.u32(bytes, vector.position[i] + Long.BYTES), Headers.tags(vector.link[i]));
    }

    /** Port and TPIDs. */
    private long port(final PacketVector vector, final int i) {
        final long tunnel = vector.tunnel[i];
        final long tag = vector.position[i] + Ethernet.TYPE_OFFSET;
        return (long) vector.ingress << 32 | ((tunnel & VLAN) == 0 ? 0 : tpids(tunnel, tag));
    }

    private long tpids(final long tunnel, final long tag) {
        final int second = (tunnel & QINQ) == 0 ? 0 : Wire.u16(bytes, tag + Vlan.TAG_LENGTH);
        return (long) Wire.u16(bytes, tag) << 16 | second;
    }
}
