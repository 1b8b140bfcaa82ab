package io.mecvswitch.qos;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Sender;
import io.mecvswitch.stage.Stage;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Transmit for a line with egress ports that have schedulers: packets for those rest here until they may leave.
 *
 * <pre>
 *   ──▶ no scheduler at the egress port ──────────────────────────────▶ Transmit
 *   ──▶ offer ─┬─▶ rests ──▶ poll, when it is due ────────────────────▶ Transmit
 *              └─▶ dropped by its reason
 * </pre>
 *
 * <p>Where time passes alone, what is due leaves between vectors, as often as the lane has its turn; where packets
 * carry it, before the packet that tells it. When a port's scheduler goes, or the switch stops, what rests leaves at
 * once. Lane.
 */
public final class Schedule extends Sender {
    private static final int VECTORS = 4;

    // set once by control
    private final Sender sender;
    private final EgressScheduler[] schedulers;
    private final PacketClock clock;
    private final Exit exit;
    private final AtomicCounter resting;
    // written by the lane only
    private final PacketVector due;
    private final long[] leavers;
    private final int[] reasons;
    private int counted;

    /**
     * @param sender     sends
     * @param schedulers by port index; null where packets leave as they come
     * @param clock      time of packets
     * @param exit       takes what there is no room for
     * @param resting    counts the packets that are here
     * @param vectorSize packets of one vector at most
     */
    public Schedule(final Sender sender, final EgressScheduler[] schedulers, final PacketClock clock, final Exit exit,
        final AtomicCounter resting, final int vectorSize) {
        this.sender = sender;
        this.schedulers = schedulers.clone();
        this.clock = clock;
        this.exit = exit;
        this.resting = resting;
        this.due = new PacketVector(vectorSize);
        final int room = PacketVector.withCopies(vectorSize);
        this.leavers = new long[room];
        this.reasons = new int[room];
    }

    @Override
    public boolean mayRest() {
        return true;
    }

    // Packets come.

    @Override
    public void process(final PacketVector vector) {
        clock.begin();
        try {
            if (clock.passesAlone()) {
                offerTogether(vector);
            } else {
                offerEach(vector);
            }
        } finally {
            sweep(vector);
        }
        if (vector.size > 0) {
            sender.process(vector);
        }
    }

    /** All packets of a vector have one time: those that leave by one port, one after the other, go together. */
    private void offerTogether(final PacketVector vector) {
        final int[] egress = vector.egress;
        int from = 0;
        while (from < vector.size) {
            final EgressScheduler scheduler = schedulers[egress[from]];
            int to = from + 1;
            while (to < vector.size && egress[to] == egress[from]) {
                to++;
            }
            if (scheduler != null) {
                scheduler.offer(vector, from, to, clock.timeNs(vector, from));
            }
            from = to;
        }
    }

    /** Each packet has a time of its own, and what was due leaves before it. */
    private void offerEach(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            final long nowNs = clock.timeNs(vector, i);
            sendDue(nowNs);
            final EgressScheduler scheduler = schedulers[vector.egress[i]];
            if (scheduler != null) {
                scheduler.offer(vector, i, i + 1, nowNs);
            }
        }
    }

    /** What rests, and what was dropped, is not the vector's any more, whatever happens to the others. */
    private void sweep(final PacketVector vector) {
        if (vector.leavers != 0) {
            exit.drop(leavers, reasons, vector.sweep(leavers, reasons));
        }
        count();
    }

    /** Makes it known how many rest. */
    private void count() {
        int count = 0;
        for (final EgressScheduler scheduler : schedulers) {
            count += scheduler == null ? 0 : scheduler.resting();
        }
        if (count != counted) {
            resting.getAndAdd(count - counted);
            counted = count;
        }
    }

    // Packets leave.

    @Override
    public int release(final PacketVector vector) {
        if (!clock.passesAlone()) {
            return 0;
        }
        final long nowNs = clock.nowNs();
        int sent = 0;
        for (final EgressScheduler scheduler : schedulers) {
            if (scheduler != null && scheduler.wantsTurns()) {
                sent += release(scheduler, vector, nowNs);
            }
        }
        return sent;
    }

    /** A few vectors at most, so that a lane that came late receives, too. */
    private int release(final EgressScheduler scheduler, final PacketVector vector, final long nowNs) {
        int sent = 0;
        int last;
        do {
            begin(vector);
            scheduler.poll(vector, nowNs);
            last = send(vector);
            sent += last;
        } while (last == vector.capacity() && sent < VECTORS * last);
        return sent;
    }

    /** What was due before a packet of the vector in hand leaves before it. */
    private void sendDue(final long nowNs) {
        for (final EgressScheduler scheduler : schedulers) {
            if (scheduler != null && scheduler.resting() > 0) {
                do {
                    begin(due);
                    scheduler.poll(due, nowNs);
                } while (sendOwn() > 0);
            }
        }
    }

    private static void begin(final PacketVector vector) {
        vector.size = 0;
        vector.splits = false;
        vector.sampledNs = 0;
        vector.moved = true;
    }

    /** Packets of a vector that nobody else answers for. */
    private int sendOwn() {
        try {
            return send(due);
        } catch (final RuntimeException e) {
            exit.drop(due.handle, 0, due.size, DropReason.STAGE_FAILED);
            throw e;
        }
    }

    /** What a scheduler let go leaves, or is dropped, if the scheduler said so. Returns how many that were. */
    private int send(final PacketVector vector) {
        final int size = vector.size;
        if (size > 0) {
            sweep(vector);
        }
        if (vector.size > 0) {
            sender.process(vector);
        }
        return size;
    }

    // Configurations come and go.

    @Override
    public void adopt(final Stage predecessor) {
        if (((Sender) predecessor).resting() instanceof final Schedule former) {
            takeOver(former);
        } else {
            predecessor.retire();
        }
    }

    private void takeOver(final Schedule former) {
        for (int port = 0; port < Math.min(schedulers.length, former.schedulers.length); port++) {
            if (schedulers[port] != null && former.schedulers[port] != null) {
                schedulers[port].adopt(former.schedulers[port]);
            }
        }
        count();
        former.count();
        former.retire();
    }

    /** Nobody rests here any more: what did leaves now, and the device takes as much of it as it can. */
    @Override
    public void retire() {
        for (final EgressScheduler scheduler : schedulers) {
            if (scheduler != null) {
                flush(scheduler);
            }
        }
    }

    private void flush(final EgressScheduler scheduler) {
        do {
            begin(due);
            scheduler.flush(due);
        } while (sendOwn() > 0);
    }
}
