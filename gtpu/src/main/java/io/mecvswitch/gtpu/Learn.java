package io.mecvswitch.gtpu;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
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
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Sees which UE speaks in which tunnel, and then does what {@link MatchBearer} does, in whose place it stands where
 * bearers are learned.
 *
 * <p>Of every G-PDU between access and core the bearer's {@link Watch} word is compared once with what it must be: this
 * UE, in this second. If it differs in the second, it is written. If it differs in the UE, or the tunnel is unknown,
 * the packet is told to control by way of {@link Sightings}. Nothing else happens to it here: the {@link Learner}
 * decides. An answer that comes too early may wait in a {@link Hold}.
 */
public final class Learn extends Stage {
    private static final long GPDU = Headers.tunnel(Layer.GPDU);
    private static final long IPV4 = Headers.tunnel(Layer.IPV4);
    private static final long INNER_IPV4 = Headers.tunnel(Layer.INNER_IPV4);
    /** No packets of the port teach anything. */
    private static final int NO_DIRECTION = -1;

    private final MatchBearer match;
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final int[] directions;
    private final Sightings sightings;
    private final NanoClock clock;
    private final AtomicCounter overrun;
    private final Hold hold;
    private final TunnelTable.Search search;
    private final long[] keys;
    private final int[] references;

    /**
     * @param match      finds bearers
     * @param learner    is told what was seen
     * @param memory     where the packets are
     * @param access     by port index: whether access nodes are behind the port
     * @param core       by port index: whether the core is behind the port
     * @param clock      for ageing: the learner's, whatever time packets carry
     * @param overrun    counts what there was no room to tell of
     * @param hold       keeps answers that come too early; null if they are dropped
     * @param vectorSize packets of one vector at most
     */
    public Learn(final MatchBearer match, final Learner learner, final PacketMemory memory, final boolean[] access,
        final boolean[] core, final NanoClock clock, final AtomicCounter overrun, final Hold hold,
        final int vectorSize) {
        this.hold = hold;
        this.match = match;
        this.table = learner.table();
        this.sightings = learner.sightings();
        this.bytes = memory.bytes();
        this.clock = clock;
        this.overrun = overrun;
        this.directions = new int[access.length];
        for (int port = 0; port < access.length; port++) {
            directions[port] = access[port] ? TunnelTable.UPLINK : core[port] ? TunnelTable.DOWNLINK : NO_DIRECTION;
        }
        this.search = new TunnelTable.Search(vectorSize);
        this.keys = search.keys;
        this.references = new int[vectorSize];
    }

    @Override
    public StageName name() {
        return StageName.MATCH_BEARER;
    }

    @Override
    public void adopt(final Stage predecessor) {
        if (predecessor instanceof final Learn former && former.hold != null && hold != null) {
            hold.adopt(former.hold);
        }
        predecessor.retire();
    }

    @Override
    public void retire() {
        if (hold != null) {
            hold.retire();
        }
    }

    @Override
    public boolean mayRest() {
        return hold != null;
    }

    @Override
    public int release(final PacketVector vector) {
        hold.release(vector);
        if (vector.size > 0) {
            match.matchUes(vector);
            leaveUnfinished(vector);
        }
        return 0;
    }

    @Override
    public void process(final PacketVector vector) {
        final int direction = directions[vector.ingress];
        if (direction != NO_DIRECTION && readKeys(vector, direction) > 0) {
            table.findTunnels(search, vector.size, references);
            compare(vector, direction);
        }
        match.process(vector);
        if (hold != null) {
            hold.begin(vector);
        }
        if (direction == NO_DIRECTION && vector.mayHave(Action.ENCAPSULATE)) {
            keepUnfinished(vector);
        }
    }

    /** Keys of the tunnels of all G-PDUs; returns how many there are. */
    private int readKeys(final PacketVector vector, final int direction) {
        int count = 0;
        for (int i = 0; i < vector.size; i++) {
            final long tunnel = vector.tunnel[i];
            keys[i] = TunnelTable.NO_KEY;
            if ((tunnel & GPDU) != 0) {
                keys[i] = TunnelTable.key(endpoint(vector, i), Headers.teid(tunnel));
                count++;
            } else if (Headers.messageType(tunnel) == Gtpu.END_MARKER && direction == TunnelTable.DOWNLINK
                && vector.defect(i) == 0) {
                tell(vector, i, Sightings.END_MARKER);
            }
        }
        return count;
    }

    private int endpoint(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        return (vector.tunnel[i] & IPV4) != 0 ? TunnelEndpoints.ofIpv4(Ipv4.destination(bytes, ip))
            : table.endpoints().ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
    }

    private void compare(final PacketVector vector, final int direction) {
        final long nowNs = clock.nanoTime();
        for (int i = 0; i < vector.size; i++) {
            if ((vector.tunnel[i] & GPDU) != 0) {
                final long seen = Watch.word(ueMark(vector, i, direction), nowNs);
                final int reference = references[i];
                if (reference == TunnelTable.NONE) {
                    tell(vector, i, 1 + direction);
                } else if (table.watched(reference) != seen) {
                    onDifference(vector, i, reference, seen, direction);
                }
            }
        }
    }

    private long ueMark(final PacketVector vector, final int i, final int direction) {
        final long ip = vector.position[i] + vector.inner(i);
        if ((vector.tunnel[i] & INNER_IPV4) != 0) {
            return Watch.ofIpv4(Wire.u32(bytes, ip + ueOffset(direction)));
        }
        return direction == TunnelTable.UPLINK
            ? Watch.ofIpv6(Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip))
            : Watch.ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
    }

    private static int ueOffset(final int direction) {
        return direction == TunnelTable.UPLINK ? Ipv4.SOURCE_OFFSET : Ipv4.DESTINATION_OFFSET;
    }

    /** Mostly a new second has begun. */
    private void onDifference(final PacketVector vector, final int i, final int reference, final long seen,
        final int direction) {
        if (Watch.isSameUe(table.watched(reference), seen) && (reference & 1) == direction) {
            table.watch(reference, seen);
        } else {
            tell(vector, i, 1 + direction);
        }
    }

    private void tell(final PacketVector vector, final int i, final int type) {
        final int at = sightings.begin(type);
        if (at < 0) {
            overrun.increment();
            return;
        }
        final long ip = vector.position[i] + vector.network(i);
        final boolean ipv4 = (vector.tunnel[i] & IPV4) != 0;
        final boolean ueIpv4 = type == Sightings.END_MARKER || (vector.tunnel[i] & INNER_IPV4) != 0;
        sightings.tunnel(at, vector.teid(i), ipv4 ? 4 : 6, ueIpv4 ? 4 : 6);
        if (ipv4) {
            sightings.destination(at, 0, unsigned(ip + Ipv4.DESTINATION_OFFSET));
            sightings.source(at, 0, unsigned(ip + Ipv4.SOURCE_OFFSET));
        } else {
            sightings.destination(at, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
            sightings.source(at, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
        }
        tellUe(at, vector.position[i] + vector.inner(i), type, ueIpv4);
        sightings.end(at);
    }

    private void tellUe(final int at, final long ip, final int type, final boolean ipv4) {
        if (type == Sightings.END_MARKER) {
            sightings.ue(at, 0, 0);
        } else if (ipv4) {
            sightings.ue(at, 0, unsigned(ip + ueOffset(type - 1)));
        } else if (type == Sightings.UPLINK) {
            sightings.ue(at, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
        } else {
            sightings.ue(at, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
        }
    }

    private long unsigned(final long at) {
        return Wire.u32(bytes, at) & 0xffff_ffffL;
    }

    private void keepUnfinished(final PacketVector vector) {
        if (hold == null) {
            leaveUnfinished(vector);
            return;
        }
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.ENCAPSULATE) {
                keepUnfinished(vector, i, vector.bearer[i]);
            }
        }
    }

    private void keepUnfinished(final PacketVector vector, final int i, final int reference) {
        final boolean unknown = TunnelTable.isUnknown(table.key(reference));
        if ((reference & 1) == TunnelTable.UPLINK) {
            if (unknown) {
                vector.leave(i, DropReason.TUNNEL_NOT_SEEN);
            }
        } else if (unknown) {
            hold.hold(vector, i);
        } else {
            hold.follow(vector, i, reference >>> 1);
        }
    }

    /** Of a bearer that was seen in one direction only there is no tunnel to push into in the other. */
    private void leaveUnfinished(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.ENCAPSULATE && TunnelTable.isUnknown(table.key(vector.bearer[i]))) {
                vector.leave(i, DropReason.TUNNEL_NOT_SEEN);
            }
        }
    }
}
