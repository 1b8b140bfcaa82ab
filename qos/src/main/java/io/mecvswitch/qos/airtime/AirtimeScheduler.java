package io.mecvswitch.qos.airtime;

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
 * interface does not take the others have. A ceiling ({@link CeilingBucket}) does go by the clock.
 *
 * <p>After deficits as in Linux's mac80211 (Høiland-Jørgensen et al., Ending the Anomaly, ATC 2017) and the vif
 * scheduler of 5GCity (D3.1 §4.2.2.1). What it keeps of a frame is a tag; frames themselves are somebody else's. Times
 * are nanoseconds of one clock that never goes back. Allocates nothing once made. Lane.
 */
public final class AirtimeScheduler {
    /** No frame. */
    public static final int NONE = -1;
    /** Most that a report may say frames took. */
    private static final long MAX_REPORT_NS = 1_000_000_000;
    private static final long MILLION = 1_000_000;
    private static final int Q = Account.Q;

    // set once by control
    private final long radioLimitNs;
    private final long radioHalfNs;
    private final long interfaceLowNs;
    private final long interfaceHighNs;
    private final long waitingLimitNs;
    private final int framesLimit;
    private final long answerNs;
    private final VifTurn[] vifs;
    private final StationTurn[] stations;
    // written by the lane only
    private final int[] one = new int[1];
    private final Rounds<VifTurn> rounds;
    private final Backlog backlog;
    private final Usage usage;
    private int heldCount;
    /** The slot of the frame that was picked last. */
    private int newest = NONE;
    private boolean limited;
    private boolean unbegun = true;
    private long inFlightNs;
    private long airFreeNs;
    private long earliestDueNs;
    private long radioAheadNs;

    /**
     * @param vifs   in the order of their indexes
     * @param limits what may wait, and what may be in flight
     */
    public AirtimeScheduler(final List<Vif> vifs, final Limits limits) {
        this.radioLimitNs = limits.radioNs();
        this.radioHalfNs = limits.radioNs() / 2;
        this.interfaceLowNs = limits.interfaceLowNs();
        this.interfaceHighNs = limits.interfaceHighNs();
        this.waitingLimitNs = limits.waitingNs();
        this.framesLimit = limits.frames();
        this.answerNs = limits.answerNs();
        this.usage = new Usage(vifs.size());
        this.vifs = new VifTurn[vifs.size()];
        this.stations = new StationTurn[vifs.stream().mapToInt(vif -> vif.stations().size()).sum()];
        number(vifs, limits.quantumNs());
        this.rounds = new Rounds<>(List.of(this.vifs));
        this.backlog = new Backlog(vifs.size() * limits.frames() + flying(limits));
    }

    private void number(final List<Vif> all, final long quantumNs) {
        int first = 0;
        for (int i = 0; i < vifs.length; i++) {
            final long ownNs = Math.max(1, quantumNs * all.get(i).sharePpm() / MILLION);
            vifs[i] = new VifTurn(i, all.get(i), ownNs, first, quantumNs, usage.account(i));
            for (final StationTurn station : vifs[i].stations) {
                stations[first++] = station;
            }
        }
    }

    /** Slots for what is in flight: more of the shortest frames than may be. */
    private static int flying(final Limits limits) {
        return (int) Math.min(1 << 16, limits.radioNs() / 20_000 + 64);
    }

    /** Number of an interface's first station; the others follow in their order. */
    public int firstStation(final int vif) {
        return vifs[vif].stations[0].number;
    }

    /** What interfaces have taken. */
    public Usage usage() {
        return usage;
    }

    /** Time in which frames of an interface waited, nanoseconds. */
    public long backloggedNs(final int vif, final long nowNs) {
        final Account account = vifs[vif].account;
        return account.backloggedNs
            + (vifs[vif].waiting > 0 ? Math.max(0, nowNs - account.backloggedSinceNs) : 0);
    }

    /** Frames of an interface that wait. */
    public int waiting(final int vif) {
        return vifs[vif].waiting;
    }

    /** Airtime of what was picked and not told of, as estimated. */
    public long inFlightNs() {
        return inFlightNs;
    }

    /** The share of an interface in millionths of the radio's airtime. */
    public int sharePpm(final int vif) {
        return vifs[vif].vif.sharePpm();
    }

    /** The ceiling of an interface in millionths of the clock's time; 1 000 000 without one. */
    public int ceilingPpm(final int vif) {
        return vifs[vif].ceiling.ppm();
    }

    /** Sets the time of the radio's own clock, which ceilings go by. Without it they go by that of calls. */
    public void setRadioTime(final long radioNs, final long nowNs) {
        radioAheadNs = radioNs - nowNs;
    }

    private long radioNs(final long nowNs) {
        return nowNs + radioAheadNs;
    }

    /**
     * Sets how much of the clock's time an interface may take.
     *
     * @param ppm   millionths; 1 000 000 for no ceiling
     * @param endNs when it ends by itself
     */
    public void setCeiling(final int vif, final int ppm, final long nowNs, final long endNs) {
        vifs[vif].newCeiling = false;
        vifs[vif].setCeiling(ppm, nowNs, endNs);
    }

    // Frames come.

    /**
     * Frames to a station that would be taken, as long as those that wait do not take too long: an interface has its
     * own room, and no station more than half of what is left.
     */
    public int room(final int station) {
        return room(stations[station]);
    }

    private int room(final StationTurn station) {
        final VifTurn vif = station.vif;
        return vif.waitingNs >= waitingLimitNs ? 0
            : Math.min(backlog.room(), framesLimit - vif.waiting - station.length + 1 >> 1);
    }

    /**
     * Takes a frame, if there is {@link #room}.
     *
     * @param station number
     * @param octets  of the Ethernet frame, without check sequence
     * @param tag     whose {@link #pick} is to give it back
     * @return whether it was taken
     */
    public boolean offer(final int station, final int octets, final int tag, final long nowNs) {
        final StationTurn to = stations[station];
        final boolean hasRoom = room(to) > 0;
        if (hasRoom) {
            begin(nowNs);
            enqueue(to, octets, tag, nowNs);
        }
        return hasRoom;
    }

    /**
     * Takes frames to one station, the first of them, as long as there is {@link #room}.
     *
     * @param station number
     * @param octets  of the Ethernet frames, without check sequence
     * @param tags    which {@link #pick} is to give back
     * @param from    index of the first one
     * @param count   frames
     * @return how many were taken
     */
    public int offer(final int station, final int[] octets, final int[] tags, final int from, final int count,
        final long nowNs) {
        if (count == 1) {
            return offer(station, octets[from], tags[from], nowNs) ? 1 : 0;
        }
        return offerRun(stations[station], octets, tags, from, count, nowNs);
    }

    private int offerRun(final StationTurn station, final int[] octets, final int[] tags, final int from,
        final int count, final long nowNs) {
        final int room = Math.min(count, room(station));
        if (room <= 0) {
            return 0;
        }
        begin(nowNs);
        if (station.length == 0) {
            enter(station.vif, station, nowNs);
        }
        return enqueue(station, octets, tags, from, from + room) - from;
    }

    /** The first call under a configuration tells when its new ceilings begin. */
    private void begin(final long nowNs) {
        if (unbegun) {
            for (final VifTurn vif : vifs) {
                beginCeiling(vif, nowNs);
            }
            unbegun = false;
        }
    }

    private void beginCeiling(final VifTurn vif, final long nowNs) {
        if (vif.newCeiling) {
            final int ppm = vif.vif.ceiling().map(Ceiling::ppm).orElse(CeilingBucket.NONE_PPM);
            final long holdNs = vif.vif.ceiling().map(Ceiling::holdNs).orElse(Long.MAX_VALUE);
            vif.setCeiling(ppm, radioNs(nowNs), radioNs(nowNs) + holdNs);
            vif.newCeiling = false;
        }
    }

    private void enqueue(final StationTurn station, final int octets, final int tag, final long nowNs) {
        final VifTurn vif = station.vif;
        final int idealNs = (int) station.cost.ns(octets);
        if (station.length == 0) {
            enter(vif, station, nowNs);
        }
        final int slot = backlog.firstFree();
        final int after = backlog.after(slot);
        backlog.write(slot, octets, tag, idealNs);
        backlog.take(station, slot, after, 1);
        vif.waitingNs += idealNs;
        vif.waiting++;
    }

    /** Takes frames, the first one at least, until those that wait take too long. Returns where it ended. */
    private int enqueue(final StationTurn station, final int[] octets, final int[] tags, final int from,
        final int to) {
        final VifTurn vif = station.vif;
        final FrameCost cost = station.cost;
        final int mostNs = (int) (waitingLimitNs - vif.waitingNs);
        int sumNs = 0;
        int slot = backlog.firstFree();
        int last;
        int i = from;
        do {
            last = slot;
            slot = backlog.after(last);
            final int idealNs = (int) cost.ns(octets[i]);
            backlog.write(last, octets[i], tags[i], idealNs);
            sumNs += idealNs;
            i++;
        } while (i < to && sumNs < mostNs);
        backlog.take(station, last, slot, i - from);
        vif.waitingNs += sumNs;
        vif.waiting += i - from;
        return i;
    }

    /** A station begins to wait, and its interface with it if no other one of it waits. */
    private void enter(final VifTurn vif, final StationTurn station, final long nowNs) {
        vif.turns.enter(station);
        if (vif.waiting == 0) {
            vif.account.backloggedSinceNs = nowNs;
            enter(vif, nowNs);
        }
    }

    private void enter(final VifTurn vif, final long nowNs) {
        if (vif.ceilingHolds(radioNs(nowNs))) {
            hold(vif);
        } else {
            rounds.enter(vif);
        }
    }

    private void hold(final VifTurn vif) {
        vif.held = true;
        heldCount++;
    }

    // Frames go.

    /**
     * The frame to send next.
     *
     * @return a slot that tells its {@link #tag} until the next call, or {@link #NONE} if no frame may go now
     */
    public int pick(final long nowNs) {
        return pick(one, 1, nowNs) == 0 ? NONE : newest;
    }

    /**
     * The frames to send next.
     *
     * @param tags gets their tags
     * @param room frames at most
     * @return how many there are
     */
    public int pick(final int[] tags, final int room, final long nowNs) {
        begin(nowNs);
        if (inFlightNs > 0 && nowNs - earliestDueNs >= 0) {
            land(nowNs);
        }
        if (heldCount > 0) {
            letGo(nowNs);
        }
        int picked = 0;
        while (picked < room && inFlightNs < radioLimitNs) {
            final VifTurn vif = next(nowNs);
            if (vif == null) {
                break;
            }
            picked += send(vif, tags, picked, room, nowNs);
        }
        return picked;
    }

    /** Who has credit and may send; null if nobody may. As long as somebody with credit may not, no round ends. */
    private VifTurn next(final long nowNs) {
        while (rounds.size() > 0) {
            final VifTurn found = find(nowNs);
            if (found != null || limited) {
                return found;
            }
            if (rounds.size() > 0) {
                rounds.refill();
            }
        }
        return null;
    }

    private VifTurn find(final long nowNs) {
        limited = false;
        VifTurn vif = rounds.turn();
        for (int left = rounds.size(); left > 0; left--) {
            if (vif.creditNs() >= 0 && maySend(vif, nowNs)) {
                rounds.turnTo(vif);
                return vif;
            }
            vif = vif.next;
        }
        return null;
    }

    private boolean maySend(final VifTurn vif, final long nowNs) {
        if (vif.ceilingHolds(radioNs(nowNs))) {
            rounds.leave(vif);
            hold(vif);
            return false;
        }
        final boolean may = vif.inFlightNs < interfaceLimitNs();
        limited |= !may;
        return may;
    }

    private long interfaceLimitNs() {
        return inFlightNs < radioHalfNs ? interfaceHighNs : interfaceLowNs;
    }

    /** Those whom a ceiling held take part again when it does not any more. */
    private void letGo(final long nowNs) {
        for (final VifTurn vif : vifs) {
            if (vif.held && !vif.ceilingHolds(radioNs(nowNs))) {
                vif.held = false;
                heldCount--;
                rounds.enter(vif);
            }
        }
    }

    /** Sends what a station has credit for; where there is a ceiling, a frame. */
    private int send(final VifTurn vif, final int[] tags, final int from, final int room, final long nowNs) {
        final StationTurn station = vif.turns.next();
        final long limitNs = Math.min(interfaceLimitNs() - vif.inFlightNs, radioLimitNs - inFlightNs);
        final int creditNs = (int) Math.min(Math.min(station.creditNs(), vif.creditNs()) + 1, limitNs);
        final int end = from + Math.min(vif.capped ? 1 : room - from, station.length);
        final int first = station.first;
        final int kappaQ16 = vif.account.kappaQ16;
        int octets = 0;
        int idealNs = 0;
        int estimateNs = 0;
        int at = from;
        int slot = first;
        int last;
        do {
            last = slot;
            slot = backlog.after(last);
            tags[at++] = backlog.tag(last);
            octets += backlog.octets(last);
            idealNs += backlog.idealNs(last);
            estimateNs += Account.correctedNs(backlog.idealNs(last), kappaQ16);
        } while (at < end && estimateNs < creditNs);
        final int frames = at - from;
        if (answerNs > 0 && (frames == 1 || station.cost.isAggregated())) {
            backlog.fly(first, last, frames, station.number);
            backlog.estimate(first, octets, idealNs, estimateNs, kappaQ16, nowNs + answerNs);
        } else {
            flyOneByOne(station, frames, kappaQ16, nowNs);
        }
        newest = last;
        backlog.move(station, vif, last, slot, frames);
        fly(vif, station, estimateNs, answerNs > 0 ? nowNs + answerNs : backlog.dueNs(first));
        leaveIfEmpty(vif, station, idealNs, frames, nowNs);
        return frames;
    }

    /** Frames of which each will be told by itself, or of none, are a flight each. */
    private void flyOneByOne(final StationTurn station, final int frames, final int kappaQ16, final long nowNs) {
        int slot = station.first;
        for (int left = frames; left > 0; left--) {
            final int idealNs = backlog.idealNs(slot);
            final int estimateNs = Account.correctedNs(idealNs, kappaQ16);
            backlog.fly(slot, slot, 1, station.number);
            backlog.estimate(slot, backlog.octets(slot), idealNs, estimateNs, kappaQ16,
                answerNs > 0 ? nowNs + answerNs : paceNs(station, estimateNs, nowNs));
            slot = backlog.after(slot);
        }
    }

    /** Where nobody tells, a frame is believed to be in flight until all before it and it have been sent. */
    private long paceNs(final StationTurn station, final int estimateNs, final long nowNs) {
        airFreeNs = Math.max(airFreeNs, nowNs) + estimateNs + station.cost.waitNs();
        return airFreeNs;
    }

    private void fly(final VifTurn vif, final StationTurn station, final long estimateNs, final long dueNs) {
        if (inFlightNs == 0 || dueNs - earliestDueNs < 0) {
            earliestDueNs = dueNs;
        }
        vif.inFlightNs += estimateNs;
        station.inFlightNs += estimateNs;
        inFlightNs += estimateNs;
    }

    /** The tag of the frame that was picked. */
    public int tag(final int slot) {
        return backlog.tag(slot);
    }

    /** The interface of the frame that was picked. */
    public int vif(final int slot) {
        return stations[backlog.station(slot)].vif.index;
    }

    /** The station of the frame that was picked. */
    public int station(final int slot) {
        return backlog.station(slot);
    }

    /** What the frame that was picked was estimated to take by one attempt. */
    public long idealNs(final int slot) {
        return backlog.idealNs(slot);
    }

    // Frames are charged.

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
        final VifTurn of = vifs[vif];
        final int count = Math.min(frames, of.length);
        if (count > 0) {
            final Account account = of.account;
            final long takenNs = Math.clamp(airtimeNs, 0, MAX_REPORT_NS);
            usage.add(account, takenNs);
            account.learn(takenNs, charge(of, count, takenNs, delivered), Math.min(serviceNs, MAX_REPORT_NS));
        }
    }

    /** Charges the oldest frames; what they were estimated to take by one attempt. */
    private long charge(final VifTurn vif, final int count, final long takenNs, final boolean delivered) {
        return backlog.frames(vif.first) == count ? chargeFlight(vif, count, takenNs, delivered)
            : share(vif, count, takenNs, delivered);
    }

    /** Charges the oldest flight. */
    private long chargeFlight(final VifTurn vif, final int frames, final long takenNs, final boolean delivered) {
        final Rounds<VifTurn> members = rounds;
        final Rounds<StationTurn> turns = vif.turns;
        final Account account = vif.account;
        final int flight = vif.first;
        final StationTurn station = stations[backlog.station(flight)];
        final long estimateNs = backlog.estimateNs(flight);
        turns.charge(station, estimateNs, takenNs);
        members.charge(vif, estimateNs, takenNs);
        if (vif.capped) {
            vif.ceiling.charge(takenNs);
        }
        inFlightNs -= estimateNs;
        account.sent(frames, backlog.flightOctets(flight), delivered);
        backlog.free(vif, backlog.last(flight), frames);
        return backlog.flightIdealNs(flight);
    }

    /** Told of several flights, or of part of one: each bears its part, by what it was estimated to take. */
    private long share(final VifTurn vif, final int count, final long takenNs, final boolean delivered) {
        final long idealNs = cut(vif, count);
        final long partQ16 = (takenNs << Q) / Math.max(1, idealNs);
        long leftNs = takenNs;
        int left = count;
        while (left > 0) {
            final int flight = vif.first;
            final int frames = backlog.frames(flight);
            left -= frames;
            final long partNs = left == 0 ? leftNs : backlog.flightIdealNs(flight) * partQ16 >> Q;
            chargeFlight(vif, frames, partNs, delivered);
            leftNs -= partNs;
        }
        return idealNs;
    }

    /** Has a flight end after so many frames of an interface; what these were estimated to take by one attempt. */
    private long cut(final VifTurn vif, final int count) {
        long idealNs = 0;
        int flight = vif.first;
        int left = count;
        while (left > 0) {
            backlog.cut(flight, left);
            idealNs += backlog.flightIdealNs(flight);
            left -= backlog.frames(flight);
            flight = backlog.after(backlog.last(flight));
        }
        return idealNs;
    }

    /** What nobody has told of in time is charged as it was estimated. */
    private void land(final long nowNs) {
        long earliestNs = nowNs + MAX_REPORT_NS;
        for (final VifTurn vif : vifs) {
            land(vif, nowNs);
            if (vif.length > 0 && backlog.dueNs(vif.first) - earliestNs < 0) {
                earliestNs = backlog.dueNs(vif.first);
            }
        }
        earliestDueNs = earliestNs;
    }

    private void land(final VifTurn vif, final long nowNs) {
        while (vif.length > 0 && backlog.dueNs(vif.first) - nowNs <= 0) {
            backlog.cut(vif.first, 1);
            final int estimateNs = backlog.estimateNs(vif.first);
            vif.chargedIdealNs += charge(vif, 1, estimateNs, true);
            vif.chargedFrames++;
            vif.chargedNs += estimateNs;
            usage.addEstimated(vif.account, estimateNs);
        }
    }

    /**
     * The radio tells, where it does not tell of each frame, what an interface took since it told last: the difference
     * to what was charged is charged now.
     *
     * @param airtimeNs 0 to 1 s
     */
    public void report(final int vif, final long airtimeNs) {
        report(vif, airtimeNs, 0);
    }

    /**
     * The same where it only tells how often frames were sent: each attempt took what one is estimated to, of the
     * frames that were charged meanwhile.
     *
     * @param airtimeNs  0 to 1 s
     * @param unmeasured attempts whose airtime is not in that, 0 or more
     */
    public void report(final int vif, final long airtimeNs, final long unmeasured) {
        final VifTurn of = vifs[vif];
        final long attemptsNs = Math.min(unmeasured, MAX_REPORT_NS) * of.attemptNs();
        final long takenNs = Math.clamp(airtimeNs + attemptsNs, 0, MAX_REPORT_NS);
        final long differenceNs = takenNs - of.chargedNs;
        of.account.learnInterval(takenNs, of.chargedNs);
        of.beginInterval();
        rounds.charge(of, 0, differenceNs);
        of.ceiling.charge(differenceNs);
        usage.correct(of.account, differenceNs);
    }

    /** What was charged of an interface by estimate stays: the next report is of what comes. */
    public void beginInterval(final int vif) {
        vifs[vif].beginInterval();
    }

    /**
     * The radio tells how often frames of an interface were sent.
     *
     * @param attempts  0 or more
     * @param successes those of them that arrived
     */
    public void attempted(final int vif, final long attempts, final long successes) {
        final Account account = vifs[vif].account;
        account.attempts += attempts;
        account.successes += successes;
    }

    /**
     * The radio tells what frames took that stations of an interface sent.
     *
     * @param airtimeNs 0 to 1 s
     * @param charged   whether it counts as what the interface takes
     */
    public void received(final int vif, final long airtimeNs, final boolean charged) {
        final VifTurn of = vifs[vif];
        final long takenNs = Math.clamp(airtimeNs, 0, MAX_REPORT_NS);
        of.account.receivedNs += takenNs;
        if (charged) {
            rounds.charge(of, 0, takenNs);
            of.ceiling.charge(takenNs);
            usage.add(of.account, takenNs);
        }
    }

    /** Frames to a station that come from now on take so much. */
    void setCost(final int station, final FrameCost cost) {
        stations[station].cost = cost;
    }

    // Frames go without their turn.

    /** Takes out a frame that waits, whosever turn it is; its tag, or {@link #NONE}. */
    public int remove(final long nowNs) {
        for (final StationTurn station : stations) {
            if (station.length > 0) {
                return remove(station, nowNs);
            }
        }
        return NONE;
    }

    private int remove(final StationTurn station, final long nowNs) {
        final int slot = station.first;
        backlog.free(station, slot, 1);
        leaveIfEmpty(station.vif, station, backlog.idealNs(slot), 1, nowNs);
        return backlog.tag(slot);
    }

    /** Frames of a station wait no more: those leave the rounds who have none any more. */
    private void leaveIfEmpty(final VifTurn vif, final StationTurn station, final long idealNs, final int frames,
        final long nowNs) {
        vif.waitingNs -= idealNs;
        vif.waiting -= frames;
        if (station.length == 0) {
            leave(vif, station, nowNs);
        }
    }

    private void leave(final VifTurn vif, final StationTurn station, final long nowNs) {
        vif.turns.leave(station);
        if (vif.waiting == 0) {
            vif.account.addBacklog(nowNs - vif.account.backloggedSinceNs);
            leave(vif);
        }
    }

    private void leave(final VifTurn vif) {
        if (vif.held) {
            vif.held = false;
            heldCount--;
        } else {
            rounds.leave(vif);
        }
    }

    // Configurations come and go.

    /**
     * Goes on where a scheduler of the same radio left off: interfaces by their names, stations by their addresses.
     * Frames for which there is no interface here, or no room, stay there.
     *
     * @param former has nothing more to do than to give them up
     * @param move   makes a tag of here of a tag of there, for a frame that comes over
     */
    public void resume(final AirtimeScheduler former, final long nowNs, final IntUnaryOperator move) {
        airFreeNs = former.airFreeNs;
        radioAheadNs = former.radioAheadNs;
        for (final VifTurn old : former.vifs) {
            final VifTurn vif = named(old.vif.name());
            if (vif != null) {
                resume(vif, old, former, nowNs);
                moveFrames(vif, old, former, nowNs, move);
            }
        }
    }

    private VifTurn named(final String name) {
        for (final VifTurn vif : vifs) {
            if (vif.vif.name().equals(name)) {
                return vif;
            }
        }
        return null;
    }

    private void resume(final VifTurn vif, final VifTurn old, final AirtimeScheduler former, final long nowNs) {
        usage.resume(vif.index, old.account);
        if (old.waiting > 0) {
            vif.account.addBacklog(nowNs - old.account.backloggedSinceNs);
        }
        vif.deficitNs = Math.min(old.deficitNs, vif.quantumNs);
        vif.chargedNs = old.chargedNs;
        vif.chargedFrames = old.chargedFrames;
        vif.chargedIdealNs = old.chargedIdealNs;
        vif.attemptNs = old.attemptNs;
        vif.resumeCeiling(old);
        vif.newCeiling = old.newCeiling || !vif.vif.ceiling().equals(old.vif.ceiling());
    }

    private void moveFrames(final VifTurn vif, final VifTurn old, final AirtimeScheduler former, final long nowNs,
        final IntUnaryOperator move) {
        final Map<Long, StationTurn> byAddress = new HashMap<>();
        for (int i = 0; i < vif.stations.length; i++) {
            byAddress.put(vif.vif.stations().get(i).mac(), vif.stations[i]);
        }
        final StationTurn[] successors = old.vif.stations().stream()
            .map(each -> byAddress.getOrDefault(each.mac(), vif.stations[0])).toArray(StationTurn[]::new);
        moveInFlight(old, former.backlog, successors);
        for (int i = 0; i < successors.length; i++) {
            moveWaiting(successors[i], old.stations[i], former, nowNs, move);
        }
    }

    private void moveInFlight(final VifTurn old, final Backlog there, final StationTurn[] successors) {
        while (old.length > 0 && backlog.room() > 0) {
            final int slot = old.first;
            there.cut(slot, 1);
            final StationTurn station = successors[there.station(slot) - old.stations[0].number];
            final int own = backlog.firstFree();
            backlog.write(own, there.octets(slot), there.tag(slot), there.idealNs(slot));
            backlog.fly(own, own, 1, station.number);
            backlog.estimate(own, there.octets(slot), there.idealNs(slot), there.estimateNs(slot), there.kappaQ16(slot),
                there.dueNs(slot));
            backlog.take(station.vif, own, backlog.after(own), 1);
            fly(station.vif, station, there.estimateNs(slot), there.dueNs(slot));
            there.free(old, slot, 1);
        }
    }

    private void moveWaiting(final StationTurn station, final StationTurn old, final AirtimeScheduler former,
        final long nowNs, final IntUnaryOperator move) {
        while (old.length > 0 && room(station) > 0) {
            final int octets = former.backlog.octets(old.first);
            offer(station.number, octets, move.applyAsInt(former.remove(old, nowNs)), nowNs);
        }
    }
}
