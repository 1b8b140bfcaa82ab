package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.LearningConfig.Handover;
import io.mecvswitch.status.LearningEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Decides what the {@link Sightings} of the lane mean, and changes the table by it.
 *
 * <p>Control steps it. It trusts the core before the access side: the core sends a UE's packets where the UE is, while
 * a UE may write any source address.
 *
 * <pre>
 *                    uplink seen                                            downlink seen
 *   nobody knows    a bearer with the uplink; the access node is known     a bearer with the downlink
 *    UE and tunnel
 *   UE known, other taken if its access node is the downlink's, and the    completes the bearer; the uplink goes if
 *    direction only  uplink is unknown or the core has just moved the UE;   from another access node: it was a
 *                    else SPOOFED                                           mere claim
 *   UE known,      as above                                                HANDOVER, at once or after the End Marker;
 *    other tunnel                                                          PARALLEL if that tunnel was just left
 *   tunnel known,   SPOOFED; OTHER_ADDRESS where it may be the same UE     the tunnel's bearer ends: its node gave it
 *    another UE      (other IP version, same /64)                           to another UE; or OTHER_ADDRESS
 *   of configured   CONTRADICTED                                           CONTRADICTED
 *    or run-time bearer
 *
 *   End Marker of a learned downlink tunnel: the tunnel is unknown, or the one that waits takes its place. ENDED
 * </pre>
 */
public final class Learner implements Agent {
    private static final int SIGHTINGS_PER_STEP = 1_024;
    private static final int ROWS_PER_STEP = 4_096;
    /**
     * A UE that the core has moved may come with another uplink so long, and does not go back to the tunnel it left.
     */
    private static final long MOVE_NS = TimeUnit.SECONDS.toNanos(10);

    /**
     * A UE on its way from one downlink tunnel to another.
     *
     * @param left    key of the tunnel that was left, or is about to be
     * @param next    key of the tunnel that waits for the End Marker; unknown if none does
     * @param uplink  whether the UE may come with another uplink
     * @param untilNs end of the wait, or of the time after the move
     */
    private record Move(long left, long next, boolean uplink, long untilNs) {
        boolean isWaiting() {
            return !TunnelTable.isUnknown(next);
        }

        Move withoutUplink() {
            return new Move(left, next, false, untilNs);
        }
    }

    private final TunnelTable table;
    private final NanoClock clock;
    private final Consumer<LearningEvent> events;
    private final Map<IpAddress, Move> moves = new HashMap<>();
    private Optional<LearningConfig> config = Optional.empty();
    private Set<IpAddress> own = Set.of();
    private Sightings sightings;
    private long nowNs;
    private int nextRow;

    /**
     * @param table  bearers
     * @param clock  tells the time that packets carry, where they carry one
     * @param events counts
     */
    public Learner(final TunnelTable table, final NanoClock clock, final Consumer<LearningEvent> events) {
        this.table = table;
        this.clock = clock;
        this.events = events;
    }

    TunnelTable table() {
        return table;
    }

    /** Where lanes tell what they saw; there is none before somebody asks. */
    Sightings sightings() {
        if (sightings == null) {
            sightings = new Sightings();
        }
        return sightings;
    }

    /**
     * Learns so from here on. Without a configuration, what was learned is forgotten.
     *
     * @param learning how
     * @param gateways addresses of the switch's own that are no UE's
     */
    public void configure(final Optional<LearningConfig> learning, final Set<IpAddress> gateways) {
        config = learning;
        own = gateways;
        if (learning.isEmpty()) {
            moves.clear();
            for (int row = 0; row < table.rowCount() && table.learnedCount() > 0; row++) {
                if (table.isLearned(row)) {
                    table.end(row);
                }
            }
            table.settle();
        }
    }

    @Override
    public String roleName() {
        return "learner";
    }

    @Override
    public int doWork() {
        if (sightings == null) {
            return 0;
        }
        if (config.isEmpty()) {
            return sightings.read((_, _, _, _, _) -> { }, SIGHTINGS_PER_STEP);
        }
        nowNs = clock.nanoTime();
        final int work = sightings.read(this::onSighting, SIGHTINGS_PER_STEP) + age(config.get());
        table.settle();
        return work;
    }

    // Ageing.

    private int age(final LearningConfig learning) {
        final int oldest = Watch.ticks(learning.ageingSeconds());
        final int end = Math.min(table.rowCount(), nextRow + ROWS_PER_STEP);
        int aged = 0;
        for (int row = nextRow; row < end; row++) {
            if (table.isLearned(row) && Watch.ticks(table.watched(row << 1), nowNs) > oldest) {
                end(row);
                events.accept(LearningEvent.AGED);
                aged++;
            }
        }
        nextRow = end;
        if (end == table.rowCount()) {
            nextRow = 0;
            moves.values().removeIf(move -> nowNs - move.untilNs > MOVE_NS);
        }
        return aged;
    }

    // What was seen.

    private void onSighting(final int type, final IpAddress destination, final int teid, final IpAddress source,
        final IpAddress ue) {
        if (teid == 0 || !destination.isUnicast() || !source.isUnicast()) {
            return;
        }
        switch (type) {
            case Sightings.UPLINK -> onUplink(destination, teid, source, ue);
            case Sightings.DOWNLINK -> onDownlink(destination, teid, source, ue);
            default -> onEndMarker(destination, teid);
        }
    }

    /**
     * Addresses that are a UE's own beyond its link: not what it uses before it has one (RFC 3927, RFC 4291 §2.5.6).
     */
    private static boolean isUe(final IpAddress address) {
        return address.isUnicast()
            && (address.version() == 4 ? address.low() >>> 16 != 0xa9fe : address.high() >>> 54 != 0xfe80 >> 6);
    }

    private int find(final IpAddress endpoint, final int teid) {
        final int word = table.endpoints().known(endpoint);
        final int reference =
            word == TunnelEndpoints.UNKNOWN ? TunnelTable.NONE : table.findTunnel(TunnelTable.key(word, teid));
        return table.live(reference >> 1) == TunnelTable.NONE ? TunnelTable.NONE : reference;
    }

    private int findUe(final IpAddress ue) {
        return table.live(table.findUe(ue.version(), ue.high(), ue.low()));
    }

    private long key(final IpAddress endpoint, final int teid) {
        return TunnelTable.key(table.endpoints().word(endpoint), teid);
    }

    private void onUplink(final IpAddress core, final int teid, final IpAddress access, final IpAddress ue) {
        final int holder = find(core, teid);
        final int row = findUe(ue);
        if (holder != TunnelTable.NONE) {
            if (holder >> 1 != row) {
                events.accept(objection(holder >> 1, ue));
            }
        } else if (!isUe(ue) || own.contains(ue)) {
            return;
        } else if (row == TunnelTable.NONE) {
            add(ue, () -> key(core, teid), () -> key(access, 0));
        } else if (!table.isLearned(row)) {
            events.accept(LearningEvent.CONTRADICTED);
        } else if (mayHaveUplink(row, ue, table.endpoints().known(access))) {
            table.putLearned(ue, key(core, teid), downlink(row), nowNs);
            moves.computeIfPresent(ue, (_, move) -> move.withoutUplink());
        } else {
            events.accept(LearningEvent.SPOOFED);
        }
    }

    /** What is wrong with an address in a tunnel of another. */
    private LearningEvent objection(final int row, final IpAddress ue) {
        return !table.isLearned(row) ? LearningEvent.CONTRADICTED
            : mayBeSameUe(table.ue(row), ue) ? LearningEvent.OTHER_ADDRESS : LearningEvent.SPOOFED;
    }

    /** A UE has one address of each version at most, but of IPv6 any in its prefix (TS 23.501 §5.8.2.2). */
    private static boolean mayBeSameUe(final IpAddress known, final IpAddress other) {
        return !isUe(other) || known.version() != other.version()
            || known.version() == 6 && known.high() == other.high();
    }

    private boolean mayHaveUplink(final int row, final IpAddress ue, final int access) {
        final boolean wanted = TunnelTable.isUnknown(uplink(row)) || hasMoved(ue) && moves.get(ue).uplink;
        return wanted && !TunnelTable.isUnknown(downlink(row)) && TunnelTable.endpoint(downlink(row)) == access;
    }

    private boolean hasMoved(final IpAddress ue) {
        final Move move = moves.get(ue);
        return move != null && !move.isWaiting() && nowNs - move.untilNs < 0;
    }

    private void onDownlink(final IpAddress access, final int teid, final IpAddress core, final IpAddress ue) {
        final int holder = find(access, teid);
        if (!isUe(ue) || own.contains(ue) || holder != TunnelTable.NONE && !mayGo(holder, ue)) {
            return;
        }
        final int row = findUe(ue);
        if (row == TunnelTable.NONE) {
            add(ue, () -> key(core, 0), () -> key(access, teid));
        } else if (!table.isLearned(row)) {
            events.accept(LearningEvent.CONTRADICTED);
        } else if (hasMoved(ue) && moves.get(ue).left == key(access, teid)) {
            events.accept(LearningEvent.PARALLEL);
        } else if (TunnelTable.isUnknown(downlink(row))) {
            complete(row, ue, key(access, teid), core);
        } else {
            move(row, ue, key(access, teid));
        }
    }

    /** Whether a tunnel's bearer is another UE's and has ended by the core's word. */
    private boolean mayGo(final int holder, final IpAddress ue) {
        final int row = holder >> 1;
        if (table.ue(row).equals(ue)) {
            return false;
        }
        if (!table.isLearned(row) || mayBeSameUe(table.ue(row), ue)) {
            events.accept(objection(row, ue));
            return false;
        }
        end(row);
        return true;
    }

    private void end(final int row) {
        moves.remove(table.ue(row));
        table.end(row);
    }

    /** The first downlink packet, or the first after an End Marker. */
    private void complete(final int row, final IpAddress ue, final long downlink, final IpAddress core) {
        final boolean sameNode = TunnelTable.endpoint(downlink(row)) == TunnelTable.endpoint(downlink);
        if (!sameNode && !hasMoved(ue)) {
            events.accept(LearningEvent.SPOOFED);
            table.putLearned(ue, key(core, 0), downlink, nowNs);
        } else {
            table.putLearned(ue, uplink(row), downlink, nowNs);
        }
    }

    private void move(final int row, final IpAddress ue, final long downlink) {
        final Move move = moves.get(ue);
        final LearningConfig learning = config.orElseThrow();
        if (learning.handover() == Handover.AT_ONCE
            || move != null && move.next == downlink && nowNs - move.untilNs >= 0) {
            handOver(row, ue, downlink);
        } else if (move == null || move.next != downlink) {
            moves.put(ue, new Move(downlink(row), downlink, false,
                nowNs + TimeUnit.MILLISECONDS.toNanos(learning.endMarkerWaitMs())));
        }
    }

    private void handOver(final int row, final IpAddress ue, final long downlink) {
        moves.put(ue, new Move(downlink(row), 0, true, nowNs + MOVE_NS));
        table.putLearned(ue, uplink(row), downlink, nowNs);
        events.accept(LearningEvent.HANDOVER);
    }

    /** TS 29.281 §7.3.2: nothing follows on this tunnel. */
    private void onEndMarker(final IpAddress access, final int teid) {
        final int reference = find(access, teid);
        final int row = reference >> 1;
        if (reference == TunnelTable.NONE || !table.isLearned(row) || (reference & 1) != TunnelTable.DOWNLINK) {
            return;
        }
        events.accept(LearningEvent.ENDED);
        final IpAddress ue = table.ue(row);
        final Move move = moves.get(ue);
        if (move != null && move.isWaiting()) {
            handOver(row, ue, move.next);
        } else {
            moves.put(ue, new Move(downlink(row), 0, true, nowNs + MOVE_NS));
            table.putLearned(ue, uplink(row), key(access, 0), nowNs);
        }
    }

    /** Keys are made only where there is room, because an IPv6 endpoint's number is never given back. */
    private void add(final IpAddress ue, final LongSupplier uplink, final LongSupplier downlink) {
        if (table.learnedCount() >= config.orElseThrow().maximumBearers() || !table.hasRoom()) {
            events.accept(LearningEvent.FULL);
        } else {
            table.putLearned(ue, uplink.getAsLong(), downlink.getAsLong(), nowNs);
            events.accept(LearningEvent.LEARNED);
        }
    }

    private long uplink(final int row) {
        return table.key(row << 1 | TunnelTable.UPLINK);
    }

    private long downlink(final int row) {
        return table.key(row << 1 | TunnelTable.DOWNLINK);
    }
}
