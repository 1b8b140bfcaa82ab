package io.mecvswitch.qos.airtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Decides which frame a radio sends next, so that each virtual interface gets its share of the airtime.
 *
 * <pre>
 *   offer ──▶ queue of the station ──pick──▶ in flight ──complete──▶ charged
 * </pre>
 *
 * <p>Post-paid weighted deficit round robin ({@link Rounds}) over interfaces, and inside an interface over its
 * stations, all alike. A frame is charged when the radio has told what it took of the medium, all attempts together;
 * until then an estimate counts. Where the radio tells nothing the estimate is the charge, and frames go at the pace of
 * their estimates. Shares take no note of the clock, so they hold in a channel that others use as well, and what an
 * interface does not take the others have. {@link Ceilings} do go by the clock.
 *
 * <p>After deficits as in Linux's mac80211 (Høiland-Jørgensen et al., Ending the Anomaly, ATC 2017) and the vif
 * scheduler of 5GCity (D3.1 §4.2.2.1). What it keeps of a frame is a tag; frames themselves are somebody else's. Times
 * are nanoseconds of one clock that never goes back. Allocates nothing once made. Lane.
 */
public final class AirtimeScheduler {
    /** No frame. */
    public static final int NONE = -1;
    /** Who has credit may not send: enough of his is in flight. */
    private static final int LIMITED = -2;
    /** Most that a report may say frames took. */
    private static final long MAX_REPORT_NS = 1_000_000_000;
    /** Stations take turns in so many parts of a round. */
    private static final int TURNS = 4;
    private static final long MILLION = 1_000_000;

    // set once by control
    private final List<Vif> vifs;
    private final Limits limits;
    private final int[] vifOf;
    private final int[] firstStation;
    private final FrameCost[] costs;
    // written by the lane only
    private final Rounds rounds;
    private final Rounds[] turns;
    private final Ceilings ceilings;
    private final Backlog backlog;
    private final Usage usage;
    private final boolean[] held;
    private final boolean[] newCeiling;
    private final int[] waiting;
    private final long[] waitingNs;
    private final long[] chargedNs;
    private int heldCount;
    private boolean unbegun = true;
    private long inFlightNs;
    private long airFreeNs;

    /**
     * @param vifs   in the order of their indexes
     * @param limits what may wait, and what may be in flight
     */
    public AirtimeScheduler(final List<Vif> vifs, final Limits limits) {
        this.vifs = List.copyOf(vifs);
        this.limits = limits;
        final int stations = vifs.stream().mapToInt(vif -> vif.stations().size()).sum();
        this.vifOf = new int[stations];
        this.firstStation = new int[vifs.size()];
        this.costs = new FrameCost[stations];
        this.turns = new Rounds[vifs.size()];
        number();
        this.rounds = new Rounds(vifs.stream().mapToLong(this::quantum).toArray());
        this.ceilings = new Ceilings(vifs.size());
        this.backlog = new Backlog(vifs.size() * limits.frames() + flying(limits), stations + vifs.size());
        this.usage = new Usage(vifs.size());
        this.held = new boolean[vifs.size()];
        this.newCeiling = new boolean[vifs.size()];
        Arrays.fill(newCeiling, true);
        this.waiting = new int[vifs.size()];
        this.waitingNs = new long[vifs.size()];
        this.chargedNs = new long[vifs.size()];
    }

    private void number() {
        int station = 0;
        for (int vif = 0; vif < turns.length; vif++) {
            firstStation[vif] = station;
            final List<Station> own = vifs.get(vif).stations();
            final long[] quanta = new long[own.size()];
            Arrays.fill(quanta, limits.quantumNs() / TURNS);
            turns[vif] = new Rounds(quanta);
            for (final Station each : own) {
                vifOf[station] = vif;
                costs[station++] = each.cost();
            }
        }
    }

    private long quantum(final Vif vif) {
        return Math.max(1, limits.quantumNs() * vif.sharePpm() / MILLION);
    }

    /** Slots for what is in flight: more of the shortest frames than may be. */
    private static int flying(final Limits limits) {
        return (int) Math.min(1 << 16, limits.radioNs() / 20_000 + 64);
    }

    /** Number of an interface's first station; the others follow in their order. */
    public int firstStation(final int vif) {
        return firstStation[vif];
    }

    /** What interfaces have taken. */
    public Usage usage() {
        return usage;
    }

    /** Time in which frames of an interface waited, nanoseconds. */
    public long backloggedNs(final int vif, final long nowNs) {
        return usage.backloggedNs(vif)
            + (waiting[vif] > 0 ? Math.max(0, nowNs - usage.backloggedSinceNs(vif)) : 0);
    }

    /** Frames of an interface that wait. */
    public int waiting(final int vif) {
        return waiting[vif];
    }

    /** Airtime of what was picked and not told of, as estimated. */
    public long inFlightNs() {
        return inFlightNs;
    }

    /** The share of an interface in millionths of the radio's airtime. */
    public int sharePpm(final int vif) {
        return vifs.get(vif).sharePpm();
    }

    /** The ceiling of an interface in millionths of the clock's time; 1 000 000 without one. */
    public int ceilingPpm(final int vif) {
        return ceilings.ppm(vif);
    }

    /**
     * Sets how much of the clock's time an interface may take.
     *
     * @param ppm   millionths; 1 000 000 for no ceiling
     * @param endNs when it ends by itself
     */
    public void setCeiling(final int vif, final int ppm, final long nowNs, final long endNs) {
        newCeiling[vif] = false;
        ceilings.set(vif, ppm, nowNs, endNs);
    }

    /** Whether a frame would be taken: an interface has its own room, and no station more than half of what is left. */
    public boolean hasRoom(final int station) {
        final int vif = vifOf[station];
        return !backlog.isFull() && waitingNs[vif] < limits.waitingNs()
            && backlog.length(station) < limits.frames() - waiting[vif];
    }

    /**
     * Takes a frame, if it {@link #hasRoom}.
     *
     * @param station number
     * @param octets  of the Ethernet frame, without check sequence
     * @param tag     whose {@link #pick} is to give it back
     * @return whether it was taken
     */
    public boolean offer(final int station, final int octets, final int tag, final long nowNs) {
        if (!hasRoom(station)) {
            return false;
        }
        begin(nowNs);
        final int slot = backlog.take(station, octets, tag, costs[station].ns(octets));
        enqueue(station, vifOf[station], slot, nowNs);
        return true;
    }

    /** The first call under a configuration tells when its new ceilings begin. */
    private void begin(final long nowNs) {
        if (unbegun) {
            for (int vif = 0; vif < turns.length; vif++) {
                beginCeiling(vif, nowNs);
            }
            unbegun = false;
        }
    }

    private void beginCeiling(final int vif, final long nowNs) {
        if (newCeiling[vif]) {
            final int ppm = vifs.get(vif).ceiling().map(Ceiling::ppm).orElse(Ceilings.NONE_PPM);
            final long holdNs = vifs.get(vif).ceiling().map(Ceiling::holdNs).orElse(Long.MAX_VALUE);
            ceilings.set(vif, ppm, nowNs, nowNs + holdNs);
            newCeiling[vif] = false;
        }
    }

    private void enqueue(final int station, final int vif, final int slot, final long nowNs) {
        backlog.append(station, slot);
        waitingNs[vif] += backlog.idealNs(slot);
        if (backlog.length(station) == 1) {
            turns[vif].enter(station - firstStation[vif]);
        }
        if (waiting[vif]++ == 0) {
            usage.beginBacklog(vif, nowNs);
            enter(vif, nowNs);
        }
    }

    private void enter(final int vif, final long nowNs) {
        if (ceilings.holds(vif, rounds.inFlightNs(vif), nowNs)) {
            hold(vif);
        } else {
            rounds.enter(vif);
        }
    }

    private void hold(final int vif) {
        held[vif] = true;
        heldCount++;
    }

    /**
     * The frame to send next.
     *
     * @return a slot that tells its {@link #tag} until the next call, or {@link #NONE} if no frame may go now
     */
    public int pick(final long nowNs) {
        begin(nowNs);
        land(nowNs);
        if (heldCount > 0) {
            letGo(nowNs);
        }
        if (inFlightNs >= limits.radioNs()) {
            return NONE;
        }
        do {
            final int vif = next(nowNs);
            if (vif >= 0) {
                return send(vif, nowNs);
            }
            if (vif == LIMITED) {
                return NONE;
            }
        } while (rounds.advance());
        return NONE;
    }

    /** Who has credit and may send; {@link #NONE} if nobody has credit, {@link #LIMITED} if who has may not. */
    private int next(final long nowNs) {
        int result = NONE;
        int vif = rounds.first();
        while (vif != NONE) {
            final int following = rounds.after(vif);
            if (rounds.creditNs(vif) < 0) {
                rounds.spend(vif);
            } else if (ceilings.holds(vif, rounds.inFlightNs(vif), nowNs)) {
                rounds.leave(vif);
                hold(vif);
            } else if (rounds.inFlightNs(vif) < interfaceLimitNs()) {
                return vif;
            } else {
                result = LIMITED;
            }
            vif = following;
        }
        return result;
    }

    private long interfaceLimitNs() {
        return inFlightNs < limits.radioNs() / 2 ? limits.interfaceHighNs() : limits.interfaceLowNs();
    }

    /** Those whom a ceiling held take part again when it does not any more. */
    private void letGo(final long nowNs) {
        for (int vif = 0; vif < held.length; vif++) {
            if (held[vif] && !ceilings.holds(vif, rounds.inFlightNs(vif), nowNs)) {
                held[vif] = false;
                heldCount--;
                rounds.enter(vif);
            }
        }
    }

    private int send(final int vif, final long nowNs) {
        final int member = nextStation(turns[vif]);
        final int slot = takeOut(vif, member, nowNs);
        fly(vif, member, slot, nowNs);
        return slot;
    }

    private static int nextStation(final Rounds turn) {
        while (true) {
            final int member = turn.first();
            if (member == NONE) {
                turn.advance();
            } else if (turn.creditNs(member) < 0) {
                turn.spend(member);
            } else {
                return member;
            }
        }
    }

    private void fly(final int vif, final int member, final int slot, final long nowNs) {
        final long estimateNs = usage.correctedNs(vif, backlog.idealNs(slot));
        fly(vif, member, slot, estimateNs, dueNs(slot, estimateNs, nowNs));
    }

    private void fly(final int vif, final int member, final int slot, final long estimateNs, final long dueNs) {
        rounds.send(vif, estimateNs);
        turns[vif].send(member, estimateNs);
        inFlightNs += estimateNs;
        backlog.fly(slot, estimateNs, dueNs);
        backlog.append(costs.length + vif, slot);
    }

    /** Until when a frame is believed to be in flight: until all before it have been sent, where nobody tells. */
    private long dueNs(final int slot, final long estimateNs, final long nowNs) {
        if (limits.hasFeedback()) {
            return nowNs + limits.answerNs();
        }
        airFreeNs = Math.max(airFreeNs, nowNs) + estimateNs + costs[backlog.station(slot)].waitNs();
        return airFreeNs;
    }

    /** The tag of a frame that was picked. */
    public int tag(final int slot) {
        return backlog.tag(slot);
    }

    /** The interface of a frame that was picked. */
    public int vif(final int slot) {
        return vifOf[backlog.station(slot)];
    }

    /** The station of a frame that was picked. */
    public int station(final int slot) {
        return backlog.station(slot);
    }

    /** What a frame that was picked was estimated to take by one attempt. */
    public long idealNs(final int slot) {
        return backlog.idealNs(slot);
    }

    /**
     * The radio tells what the oldest frames of an interface took that are in flight.
     *
     * @param frames    how many it tells of; those that are in flight count
     * @param airtimeNs of all attempts; 1 s at most
     * @param serviceNs from coming to the head of the radio's queue to the end of the last attempt; 0 if not known
     * @param delivered whether they arrived
     */
    public void complete(final int vif, final int frames, final long airtimeNs, final long serviceNs,
        final boolean delivered) {
        final int count = Math.min(frames, backlog.length(costs.length + vif));
        if (count > 0) {
            final long takenNs = Math.clamp(airtimeNs, 0, MAX_REPORT_NS);
            final long idealNs = chargeOldest(vif, count, takenNs, delivered);
            usage.add(vif, takenNs);
            usage.learn(vif, takenNs, idealNs);
            if (serviceNs > 0) {
                usage.learnCongestion(vif, serviceNs, takenNs);
            }
        }
    }

    /** Charges frames: each one's station in proportion to what it was estimated to take. */
    private long chargeOldest(final int vif, final int count, final long takenNs, final boolean delivered) {
        final long idealNs = idealNs(vif, count);
        long leftNs = takenNs;
        for (int left = count; left > 0; left--) {
            final int slot = backlog.removeFirst(costs.length + vif);
            final long partNs = left == 1 ? leftNs
                : (long) ((double) takenNs * backlog.idealNs(slot) / Math.max(1, idealNs));
            charge(vif, slot, partNs, delivered);
            leftNs -= partNs;
        }
        ceilings.charge(vif, takenNs);
        return idealNs;
    }

    private long idealNs(final int vif, final int count) {
        int slot = backlog.first(costs.length + vif);
        long sumNs = 0;
        for (int left = count; left > 0; left--) {
            sumNs += backlog.idealNs(slot);
            slot = backlog.after(slot);
        }
        return sumNs;
    }

    private void charge(final int vif, final int slot, final long takenNs, final boolean delivered) {
        final long estimateNs = backlog.estimateNs(slot);
        final int station = backlog.station(slot);
        rounds.charge(vif, estimateNs, takenNs);
        turns[vif].charge(station - firstStation[vif], estimateNs, takenNs);
        inFlightNs -= estimateNs;
        usage.sent(vif, backlog.octets(slot), delivered);
        backlog.free(slot);
    }

    /** What nobody has told of in time is charged as it was estimated. */
    private void land(final long nowNs) {
        if (inFlightNs > 0) {
            for (int vif = 0; vif < turns.length; vif++) {
                land(vif, nowNs);
            }
        }
    }

    private void land(final int vif, final long nowNs) {
        final int queue = costs.length + vif;
        int slot = backlog.first(queue);
        while (slot != Backlog.NONE && backlog.dueNs(slot) - nowNs <= 0) {
            final long estimateNs = backlog.estimateNs(slot);
            chargeOldest(vif, 1, estimateNs, true);
            usage.addEstimated(vif, estimateNs);
            usage.estimated(vif);
            chargedNs[vif] += estimateNs;
            slot = backlog.first(queue);
        }
    }

    /**
     * The radio tells, where it does not tell of each frame, what an interface took since it told last: the difference
     * to what was charged is charged now.
     *
     * @param airtimeNs 0 to 1 s
     */
    public void report(final int vif, final long airtimeNs) {
        final long takenNs = Math.clamp(airtimeNs, 0, MAX_REPORT_NS);
        final long differenceNs = takenNs - chargedNs[vif];
        if (chargedNs[vif] > 0) {
            usage.learn(vif, (long) (takenNs * usage.kappa(vif)), chargedNs[vif]);
        }
        chargedNs[vif] = 0;
        rounds.charge(vif, 0, differenceNs);
        ceilings.charge(vif, differenceNs);
        usage.correct(vif, differenceNs);
    }

    /** Takes out a frame that waits, whosever turn it is; its tag, or {@link #NONE}. */
    public int remove(final long nowNs) {
        for (int vif = 0; vif < turns.length; vif++) {
            for (int member = 0; waiting[vif] > 0; member++) {
                if (backlog.length(firstStation[vif] + member) > 0) {
                    return remove(vif, member, nowNs);
                }
            }
        }
        return NONE;
    }

    private int remove(final int vif, final int member, final long nowNs) {
        final int slot = takeOut(vif, member, nowNs);
        backlog.free(slot);
        return backlog.tag(slot);
    }

    /** Takes the oldest frame of a station out of its queue, and those out of the rounds who have none any more. */
    private int takeOut(final int vif, final int member, final long nowNs) {
        final int station = firstStation[vif] + member;
        final int slot = backlog.removeFirst(station);
        if (backlog.length(station) == 0) {
            turns[vif].leave(member);
        }
        waitingNs[vif] -= backlog.idealNs(slot);
        if (--waiting[vif] == 0) {
            usage.endBacklog(vif, nowNs);
            leave(vif);
        }
        return slot;
    }

    private void leave(final int vif) {
        if (held[vif]) {
            held[vif] = false;
            heldCount--;
        } else {
            rounds.leave(vif);
        }
    }

    /**
     * Goes on where a scheduler of the same radio left off: interfaces by their names, stations by their addresses.
     * Frames for which there is no interface here, or no room, stay there.
     *
     * @param former has nothing more to do than to give them up
     * @param move   makes a tag of here of a tag of there, for a frame that comes over
     */
    public void resume(final AirtimeScheduler former, final long nowNs, final IntUnaryOperator move) {
        airFreeNs = former.airFreeNs;
        for (int formerVif = 0; formerVif < former.vifs.size(); formerVif++) {
            final int vif = indexOf(former.vifs.get(formerVif).name());
            if (vif != NONE) {
                resume(vif, former, formerVif, nowNs);
                moveFrames(vif, former, formerVif, nowNs, move);
            }
        }
    }

    private int indexOf(final String name) {
        for (int vif = 0; vif < vifs.size(); vif++) {
            if (vifs.get(vif).name().equals(name)) {
                return vif;
            }
        }
        return NONE;
    }

    private void resume(final int vif, final AirtimeScheduler former, final int formerVif, final long nowNs) {
        usage.resume(vif, former.usage, formerVif);
        if (former.waiting[formerVif] > 0) {
            usage.addBacklog(vif, nowNs - former.usage.backloggedSinceNs(formerVif));
        }
        rounds.resume(vif, former.rounds, formerVif);
        chargedNs[vif] = former.chargedNs[formerVif];
        ceilings.resume(vif, former.ceilings, formerVif);
        newCeiling[vif] = former.newCeiling[formerVif]
            || !vifs.get(vif).ceiling().equals(former.vifs.get(formerVif).ceiling());
    }

    private void moveFrames(final int vif, final AirtimeScheduler former, final int formerVif, final long nowNs,
        final IntUnaryOperator move) {
        final Map<Long, Integer> stations = new HashMap<>();
        for (final Station station : vifs.get(vif).stations()) {
            stations.put(station.mac(), firstStation[vif] + stations.size());
        }
        final int[] successors = former.vifs.get(formerVif).stations().stream()
            .mapToInt(each -> stations.getOrDefault(each.mac(), firstStation[vif])).toArray();
        moveInFlight(vif, former, formerVif, successors);
        for (int member = 0; member < successors.length; member++) {
            moveWaiting(successors[member], former, formerVif, member, nowNs, move);
        }
    }

    private void moveInFlight(final int vif, final AirtimeScheduler former, final int formerVif,
        final int[] successors) {
        final Backlog flying = former.backlog;
        final int queue = former.costs.length + formerVif;
        while (flying.length(queue) > 0 && !backlog.isFull()) {
            final int old = flying.removeFirst(queue);
            final int station = successors[flying.station(old) - former.firstStation[formerVif]];
            final int slot = backlog.take(station, flying.octets(old), flying.tag(old), flying.idealNs(old));
            fly(vif, station - firstStation[vif], slot, flying.estimateNs(old), flying.dueNs(old));
        }
    }

    private void moveWaiting(final int station, final AirtimeScheduler former, final int formerVif, final int member,
        final long nowNs, final IntUnaryOperator move) {
        final int queue = former.firstStation[formerVif] + member;
        while (former.backlog.length(queue) > 0 && hasRoom(station)) {
            final int octets = former.backlog.octets(former.backlog.first(queue));
            final int tag = move.applyAsInt(former.remove(formerVif, member, nowNs));
            enqueue(station, vifOf[station], backlog.take(station, octets, tag, costs[station].ns(octets)), nowNs);
        }
    }
}
