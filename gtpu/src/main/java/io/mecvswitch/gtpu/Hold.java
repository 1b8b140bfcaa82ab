package io.mecvswitch.gtpu;

import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Keeps an application's answers to a UE of which only the uplink tunnel was seen yet, until the core's first packet
 * shows the downlink tunnel.
 *
 * <pre>
 *   answer ──▶ tunnel known: goes on, unless others of the UE wait
 *              else: waits ──▶ tunnel known: all of the UE's go on, in order
 *                 │            time over: HOLD_EXPIRED
 *                 └─ too many of the UE's, or in all: HOLD_FULL
 * </pre>
 *
 * <p>A part of {@link Learn}; lane.
 */
public final class Hold {
    private static final long IPV4 = Headers.tunnel(Layer.IPV4);

    // set once by control
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final int perBearer;
    private final long timeNs;
    private final PacketClock clock;
    private final Exit exit;
    private final AtomicCounter resting;
    private final AtomicCounter holds;
    // written by the lane only
    private final HeldAnswers held;
    private final long[] leavers;
    private int seenChanges;
    private boolean more;

    /**
     * @param table   bearers
     * @param memory  where the packets are
     * @param config  how many wait, and how long
     * @param clock   for that
     * @param exit    takes what waited too long
     * @param resting counts the answers that are here
     * @param holds   counts all that ever were
     */
    public Hold(final TunnelTable table, final PacketMemory memory, final HoldConfig config, final PacketClock clock,
        final Exit exit, final AtomicCounter resting, final AtomicCounter holds) {
        this.table = table;
        this.bytes = memory.bytes();
        this.perBearer = config.perBearer();
        this.timeNs = TimeUnit.MILLISECONDS.toNanos(config.timeMs());
        this.clock = clock;
        this.exit = exit;
        this.resting = resting;
        this.holds = holds;
        this.held = new HeldAnswers(config.packets());
        this.leavers = new long[config.packets()];
    }

    /** Takes over those that wait under the configuration before; what there is no room for leaves. */
    void adopt(final Hold former) {
        while (!former.held.isEmpty() && !held.isFull()) {
            held.takeOldest(former.held);
        }
        former.give(DropReason.HOLD_FULL);
        more = true;
    }

    /** Nobody waits any more. */
    void retire() {
        give(DropReason.HOLD_EXPIRED);
    }

    private void give(final DropReason reason) {
        int count = 0;
        while (!held.isEmpty()) {
            leavers[count++] = held.removeOldest();
        }
        drop(count, reason);
    }

    private void drop(final int count, final DropReason reason) {
        if (count > 0) {
            resting.getAndAdd(-count);
            exit.drop(leavers, 0, count, reason);
        }
    }

    /** A vector has come: its packets tell the time, where they carry it. */
    void begin(final PacketVector vector) {
        clock.begin();
        if (!held.isEmpty()) {
            expire(clock.timeNs(vector, 0));
        }
    }

    /** Gives up what is too old. A clock that jumped by more than that, in whatever direction, is a new one. */
    private void expire(final long nowNs) {
        int count = 0;
        while (!held.isEmpty() && Math.abs(nowNs - held.sinceNs(held.oldest())) >= timeNs) {
            leavers[count++] = held.removeOldest();
        }
        drop(count, DropReason.HOLD_EXPIRED);
    }

    /** An answer for a UE without downlink tunnel. */
    void hold(final PacketVector vector, final int i) {
        if (held.isFull() || others(vector, i) >= perBearer) {
            vector.leave(i, DropReason.HOLD_FULL);
        } else {
            keep(vector, i);
        }
    }

    /**
     * An answer for a UE with a downlink tunnel, which must not overtake those that waited for it: control has made it
     * known since they had their turn. Where there is no room it goes on all the same, and so does what a rule leads
     * into the tunnel of another UE.
     *
     * @param row of the tunnel's bearer
     */
    void follow(final PacketVector vector, final int i, final int row) {
        if (!held.isEmpty() && !held.isFull() && others(vector, i) > 0
            && table.findUe(version(vector, i), high(vector, i), low(vector, i)) == row) {
            keep(vector, i);
            more = true;
        }
    }

    private int others(final PacketVector vector, final int i) {
        return held.count(version(vector, i), high(vector, i), low(vector, i));
    }

    private void keep(final PacketVector vector, final int i) {
        held.add(vector, i, version(vector, i), high(vector, i), low(vector, i), clock.timeNs(vector, i));
        vector.rest(i);
        resting.getAndAdd(1);
        holds.increment();
    }

    // The UE that an answer is for.

    private static int version(final PacketVector vector, final int i) {
        return (vector.tunnel[i] & IPV4) != 0 ? 4 : 6;
    }

    private long high(final PacketVector vector, final int i) {
        return version(vector, i) == 4 ? 0 : Ipv6.destinationHigh(bytes, vector.position[i] + vector.network(i));
    }

    private long low(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        return version(vector, i) == 4 ? Wire.u32(bytes, ip + Ipv4.DESTINATION_OFFSET) & 0xffff_ffffL
            : Ipv6.destinationLow(bytes, ip);
    }

    /** Puts into an empty vector what has a tunnel now. It looks when bearers have changed, or when more was to go. */
    void release(final PacketVector vector) {
        if (held.isEmpty()) {
            return;
        }
        if (clock.passesAlone()) {
            expire(clock.nowNs());
        }
        final int changes = table.changes();
        if (changes != seenChanges || more) {
            seenChanges = changes;
            more = false;
            releaseKnown(vector);
        }
    }

    private void releaseKnown(final PacketVector vector) {
        int following;
        for (int answer = held.oldest(); answer != HeldAnswers.NONE; answer = following) {
            following = held.next(answer);
            final int row = held.findUe(table, answer);
            if (row != TunnelTable.NONE && !TunnelTable.isUnknown(table.key(row << 1 | TunnelTable.DOWNLINK))) {
                release(vector, answer);
            }
        }
        vector.beginActions();
        vector.act(0, vector.size, Action.NONE);
        resting.getAndAdd(-vector.size);
    }

    /** All packets of a vector are from one port; those of others have the next one. */
    private void release(final PacketVector vector, final int answer) {
        if (vector.size == 0) {
            vector.ingress = held.ingress(answer);
        }
        if (vector.size < vector.capacity() && vector.ingress == held.ingress(answer)) {
            held.putBack(answer, vector);
        } else {
            more = true;
        }
    }
}
