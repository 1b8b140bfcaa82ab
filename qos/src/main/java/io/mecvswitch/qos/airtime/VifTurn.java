package io.mecvswitch.qos.airtime;

import java.util.List;
import java.util.stream.IntStream;

/** A virtual interface of a radio: its queue has what is in flight, its stations
 * what waits, and it takes turns with the radio's others. Lane. */
final class VifTurn extends Turn<VifTurn> {
    // set once by control
    final int index;
    final Vif vif;
    final StationTurn[] stations;
    final Rounds<StationTurn> turns;
    final Account account;
    final CeilingBucket ceiling = new CeilingBucket();
    // written by the lane only
    /** There is a ceiling, over or not. */
    boolean capped;
    /** Frames that wait, at all stations. */
    int waiting;
    /** Their airtime, as estimated. */
    long waitingNs;
    /** Charged by estimate since somebody told of an interval. */
    long chargedNs;
    /** Frames of it, and what they were estimated to take by one attempt each. */
    long chargedFrames;
    long chargedIdealNs;
    /** What one attempt of them was estimated to take. */
    long attemptNs;
    /** A ceiling keeps it out of the rounds. */
    boolean held;
    /** The configuration's ceiling is still to begin. */
    boolean newCeiling = true;

    /**
     * @param firstStation     number of its first station
     * @param stationQuantumNs what a station gets in a round
     */
    VifTurn(final int index, final Vif vif, final long quantumNs, final int firstStation,
        final long stationQuantumNs, final Account account) {
        super(quantumNs);
        this.index = index;
        this.vif = vif;
        this.account = account;
        this.stations = IntStream.range(0, vif.stations().size()).mapToObj(i ->
            new StationTurn(firstStation + i, this, vif.stations().get(i).cost(), stationQuantumNs))
            .toArray(StationTurn[]::new);
        this.turns = new Rounds<>(List.of(stations));
    }

    /** {@link CeilingBucket#set}. */
    void setCeiling(final int ppm, final long nowNs, final long endNs) {
        ceiling.set(ppm, nowNs, endNs);
        capped = ceiling.isSet();
    }

    /** Goes on where the ceiling of another one is. */
    void resumeCeiling(final VifTurn former) {
        ceiling.resume(former.ceiling);
        capped = ceiling.isSet();
    }

    /** Whether it has to wait, because there is a ceiling. */
    boolean ceilingHolds(final long nowNs) {
        return capped && ceilingHoldsNow(nowNs);
    }

    private boolean ceilingHoldsNow(final long nowNs) {
        final boolean holds = ceiling.holds(inFlightNs, nowNs);
        capped = ceiling.isSet();
        return holds;
    }

    /** What an attempt is estimated to take: the mean of what was charged since somebody told, else of before. */
    long attemptNs() {
        if (chargedFrames > 0) {
            attemptNs = chargedIdealNs / chargedFrames;
        }
        return attemptNs;
    }

    /** What is charged from now on is what the next interval is about. */
    void beginInterval() {
        chargedNs = 0;
        chargedFrames = 0;
        chargedIdealNs = 0;
    }
}
