package io.mecvswitch.qos.airtime;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.qos.EgressScheduler;
import io.mecvswitch.qos.RestingPackets;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.VifCounters;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets packets for a radio rest until it is their turn: an {@link AirtimeScheduler} for those of a port with an access
 * point behind it.
 *
 * <p>Where there is a {@link FeedbackRing}, what the access point tells of frames is read whenever it is asked for
 * packets; and so is what it tells of intervals ({@link IntervalAirtime}). Lane.
 */
public final class RadioScheduler implements EgressScheduler {
    private static final int NONE = -1;
    private static final long PUBLISHING_NS = 100_000;
    private static final double THOUSANDTHS = 1_000;
    /** Who has told nothing for so long tells nothing. */
    private static final long SILENCE_NS = 2_000_000_000;
    private static final int BATCH = 64;

    // set once by control
    private final MemorySegment bytes;
    private final StationTable table;
    private final Optional<FeedbackRing> ring;
    private final IntervalAirtime[] intervals;
    private final ToldRates[] rates;
    private final int[] vifOfId;
    private final VifCounters[] counters;
    private final boolean chargesReceived;
    // written by the lane only
    private final AirtimeScheduler scheduler;
    private final RestingPackets packets;
    private final int[] stations = new int[BATCH];
    private final int[] octets = new int[BATCH];
    private final int[] tags = new int[BATCH];
    private final ToldRates.Told[][] heardRates;
    private final long[] toldNs;
    private final boolean[] tells;
    private final long[] settledNs;
    private RadioClock clock = new RadioClock();
    private long nowNs;
    private long publishedNs;

    /**
     * A virtual interface, and how it is told from others.
     *
     * @param id       by which the access point names it, 16 bits
     * @param vlan     of its frames, or -1
     * @param vif      its stations: others first, groups second, then those with addresses
     * @param counters where it tells what it takes
     * @param told     what the access point says it took in intervals, where there is no ring
     * @param rates    by which the access point says that frames to its stations go
     */
    public record Tenant(int id, int vlan, Vif vif, VifCounters counters, IntervalAirtime told, ToldRates rates) { }

    /**
     * @param memory  where packets are
     * @param tenants at least one
     * @param limits  what may wait, and what may be in flight
     * @param ring    in which the access point tells what frames took
     * @param chargesReceived whether what stations send counts as what their interface takes
     */
    public RadioScheduler(final PacketMemory memory, final List<Tenant> tenants, final Limits limits,
        final Optional<FeedbackRing> ring, final boolean chargesReceived) {
        this.bytes = memory.bytes();
        this.ring = ring;
        this.intervals = tenants.stream().map(Tenant::told).toArray(IntervalAirtime[]::new);
        this.rates = tenants.stream().map(Tenant::rates).toArray(ToldRates[]::new);
        this.heardRates = new ToldRates.Told[rates.length][];
        this.table = new StationTable(
            tenants.stream().map(each -> new StationTable.Entry(each.vlan(), each.vif())).toList());
        this.vifOfId = new int[1 + tenants.stream().mapToInt(Tenant::id).max().orElseThrow()];
        Arrays.fill(vifOfId, NONE);
        for (int vif = 0; vif < tenants.size(); vif++) {
            vifOfId[tenants.get(vif).id()] = vif;
        }
        this.counters = tenants.stream().map(Tenant::counters).toArray(VifCounters[]::new);
        this.scheduler = new AirtimeScheduler(tenants.stream().map(Tenant::vif).toList(),
            ring.isPresent() ? limits : limits.withoutFeedback());
        this.chargesReceived = chargesReceived;
        this.toldNs = new long[tenants.size()];
        this.tells = new boolean[tenants.size()];
        this.settledNs = new long[tenants.size()];
        this.packets = new RestingPackets(tenants.size() * limits.frames());
    }

    @Override
    public DropReason offer(final PacketVector vector, final int i, final long timeNs) {
        find(vector, i, 1);
        final int station = stations[0];
        if (station == StationTable.NONE) {
            return DropReason.VIF_UNKNOWN;
        }
        return take(vector, station, i, 0, 1, timeNs) == 1 ? DropReason.NONE : DropReason.AIRTIME_FULL;
    }

    @Override
    public void offer(final PacketVector vector, final int from, final int to, final long timeNs) {
        for (int first = from; first < to; first += BATCH) {
            offerBatch(vector, first, Math.min(BATCH, to - first), timeNs);
        }
    }

    /** Packets for a station that follow each other go in together. */
    private void offerBatch(final PacketVector vector, final int first, final int count, final long timeNs) {
        find(vector, first, count);
        int from = 0;
        while (from < count) {
            final int station = stations[from];
            int to = from + 1;
            while (to < count && stations[to] == station) {
                to++;
            }
            if (station == StationTable.NONE) {
                decide(vector, first + from, first + from, first + to, DropReason.VIF_UNKNOWN);
            } else {
                final int taken = take(vector, station, first + from, from, to - from, timeNs);
                decide(vector, first + from, first + from + taken, first + to, DropReason.AIRTIME_FULL);
            }
            from = to;
        }
    }

    private void find(final PacketVector vector, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            final int length = vector.length[first + i];
            stations[i] = table.station(bytes, vector.position[first + i], length);
            octets[i] = length;
        }
    }

    /** The first packets rest, the others are dropped. */
    private static void decide(final PacketVector vector, final int from, final int refused, final int to,
        final DropReason reason) {
        for (int i = from; i < refused; i++) {
            vector.rest(i);
        }
        for (int i = refused; i < to; i++) {
            vector.leave(i, reason);
        }
    }

    /**
     * Keeps packets for a station, the first ones, as long as there is room.
     *
     * @param first index of the first one in the vector
     * @param from  its index among those that were found
     * @return how many are kept
     */
    private int take(final PacketVector vector, final int station, final int first, final int from, final int count,
        final long timeNs) {
        final int most = Math.min(count, Math.min(packets.room(), scheduler.room(station)));
        if (most <= 0) {
            return 0;
        }
        advance(timeNs);
        for (int i = 0; i < most; i++) {
            tags[from + i] = packets.take(vector, first + i, timeNs);
        }
        final int taken = scheduler.offer(station, octets, tags, from, most, nowNs);
        for (int i = taken; i < most; i++) {
            packets.free(tags[from + i]);
        }
        return taken;
    }

    /** Packets of several ports may tell a time that goes back a little. */
    private void advance(final long timeNs) {
        if (nowNs == 0) {
            Arrays.fill(settledNs, timeNs);
        }
        if (timeNs - nowNs > 0 || nowNs == 0) {
            nowNs = timeNs;
        }
    }

    @Override
    public void poll(final PacketVector into, final long timeNs) {
        advance(timeNs);
        listen();
        hear();
        sendDue(into);
        if (nowNs - publishedNs >= PUBLISHING_NS) {
            publish();
        }
    }

    private void sendDue(final PacketVector into) {
        int picked;
        do {
            picked = scheduler.pick(tags, Math.min(BATCH, into.capacity() - into.size), nowNs);
            for (int i = 0; i < picked; i++) {
                packets.putBack(tags[i], into, nowNs);
            }
        } while (picked == BATCH);
    }

    private void listen() {
        clock.advance(ring.isPresent() ? ring.get().clockNs() : 0, nowNs);
        scheduler.setRadioTime(clock.ns(), nowNs);
        if (ring.isPresent()) {
            final FeedbackRing told = ring.get();
            while (told.hasNext()) {
                listen(told, vif(told.vif()));
                told.next();
            }
        }
    }

    private void listen(final FeedbackRing told, final int vif) {
        if (vif == NONE) {
            return;
        }
        if (told.received()) {
            scheduler.received(vif, told.airtimeNs(), chargesReceived);
        } else {
            scheduler.complete(vif, told.frames(), told.airtimeNs(), told.serviceNs(), told.delivered());
            attempted(told, vif);
            tells(vif);
        }
    }

    /** Where fewer attempts are told of than arrived, none are. */
    private void attempted(final FeedbackRing told, final int vif) {
        final int attempts = told.attempts();
        final int successes = told.delivered() ? told.frames() : 0;
        if (attempts >= successes) {
            scheduler.attempted(vif, attempts, successes);
        }
    }

    private void tells(final int vif) {
        tells[vif] = true;
        toldNs[vif] = nowNs;
    }

    private void hear() {
        for (int vif = 0; vif < intervals.length; vif++) {
            hearIntervals(vif);
            final long receivedNs = intervals[vif].hearReceived();
            if (receivedNs > 0) {
                scheduler.received(vif, receivedNs, chargesReceived);
            }
            hearRates(vif);
        }
    }

    private void hearIntervals(final int vif) {
        final long successes = intervals[vif].hearSuccesses();
        scheduler.attempted(vif, intervals[vif].hearAttempts(), successes);
        final long airtimeNs = intervals[vif].hear();
        final long unmeasured = intervals[vif].hearUnmeasured();
        if (airtimeNs > 0 || unmeasured >= 0) {
            settle(vif, airtimeNs, Math.max(0, unmeasured));
        }
        if (airtimeNs > 0) {
            tells(vif);
        }
    }

    /** Who begins to tell, tells of an unknown time: what was estimated stays, and what comes is made good. */
    private void settle(final int vif, final long airtimeNs, final long unmeasured) {
        if (nowNs - settledNs[vif] > SILENCE_NS) {
            scheduler.beginInterval(vif);
        } else {
            scheduler.report(vif, airtimeNs, unmeasured);
        }
        settledNs[vif] = nowNs;
    }

    private void hearRates(final int vif) {
        final ToldRates.Told[] told = rates[vif].hear();
        if (told != heardRates[vif]) {
            heardRates[vif] = told;
            for (final ToldRates.Told each : told) {
                final int station = table.station(vif, each.mac());
                if (station != StationTable.NONE) {
                    scheduler.setCost(station, each.cost());
                }
            }
        }
    }

    private int vif(final int id) {
        return id >= 0 && id < vifOfId.length ? vifOfId[id] : NONE;
    }

    private void publish() {
        publishedNs = nowNs;
        final Usage usage = scheduler.usage();
        for (int vif = 0; vif < counters.length; vif++) {
            final VifCounters own = counters[vif];
            own.usedNs().setRelease(usage.usedNs(vif));
            own.backloggedNs().setRelease(scheduler.backloggedNs(vif, nowNs));
            own.frames().setRelease(usage.frames(vif));
            own.bytes().setRelease(usage.octets(vif));
            own.lost().setRelease(usage.lost(vif));
            own.estimated().setRelease(usage.estimatedFrames(vif));
            own.factor().setRelease((long) (usage.kappa(vif) * THOUSANDTHS));
            own.congestion().setRelease((long) (usage.congestion(vif) * THOUSANDTHS));
            own.ceiling().setRelease(scheduler.ceilingPpm(vif));
            own.share().setRelease(scheduler.sharePpm(vif));
            own.radioNs().setRelease(clock.ns());
            own.receivedNs().setRelease(usage.receivedNs(vif));
            own.attempts().setRelease(usage.attempts(vif));
            own.successes().setRelease(usage.successes(vif));
            own.told().setRelease(tells[vif] && nowNs - toldNs[vif] < SILENCE_NS ? 1 : 0);
        }
    }

    @Override
    public void flush(final PacketVector into) {
        while (into.size < into.capacity()) {
            final int tag = scheduler.remove(nowNs);
            if (tag == AirtimeScheduler.NONE) {
                break;
            }
            packets.putBack(tag, into, nowNs);
        }
        publish();
    }

    @Override
    public int resting() {
        return packets.taken();
    }

    /** While nothing rests, too, the access point tells what it sent, and time passes. */
    @Override
    public boolean wantsTurns() {
        return true;
    }

    @Override
    public boolean adopt(final EgressScheduler predecessor) {
        if (!(predecessor instanceof final RadioScheduler former)) {
            return false;
        }
        nowNs = former.nowNs;
        clock = former.clock;
        former.listen();
        former.hear();
        for (int vif = 0; vif < rates.length; vif++) {
            hearRates(vif);
        }
        Arrays.fill(settledNs, nowNs);
        for (int id = 0; id < Math.min(vifOfId.length, former.vifOfId.length); id++) {
            if (vifOfId[id] != NONE && former.vifOfId[id] != NONE) {
                tells[vifOfId[id]] = former.tells[former.vifOfId[id]];
                toldNs[vifOfId[id]] = former.toldNs[former.vifOfId[id]];
                settledNs[vifOfId[id]] = former.settledNs[former.vifOfId[id]];
            }
        }
        scheduler.resume(former.scheduler, nowNs, tag -> packets.takeFrom(former.packets, tag));
        return true;
    }
}
