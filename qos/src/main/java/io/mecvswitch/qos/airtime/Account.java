package io.mecvswitch.qos.airtime;

/**
 * What a virtual interface has taken of its radio. Lane.
 *
 * <p>The factor κ, airtime over estimate, and the degree of congestion are learned from {@link #LESSON} frames at a
 * time: a frame adds to sums, and does not divide.
 */
final class Account {
    static final int Q = 16;
    private static final long ONE = 1L << Q;
    private static final long MAX_KAPPA = 16 * ONE;
    private static final long MAX_CONGESTION = 4_096 * ONE;
    private static final int LESSON = 8;
    /** Half of what a lesson says, as an eighth of what each of its frames says. */
    private static final int KAPPA_SHIFT = 1;
    /** As a 64th of what each frame says. */
    private static final int CONGESTION_SHIFT = 3;

    long usedNs;
    long overchargedNs;
    long receivedNs;
    long frames;
    long octets;
    long lost;
    long estimated;
    long attempts;
    long successes;
    long backloggedNs;
    long backloggedSinceNs;
    int kappaQ16 = (int) ONE;
    long congestionQ16 = ONE;
    private int lesson;
    private long lessonTakenNs;
    private long lessonIdealNs;
    private long lessonServiceNs;
    private long lessonServedNs;

    /** Goes on where another one is. */
    void resume(final Account former) {
        usedNs = former.usedNs;
        overchargedNs = former.overchargedNs;
        receivedNs = former.receivedNs;
        frames = former.frames;
        octets = former.octets;
        lost = former.lost;
        estimated = former.estimated;
        attempts = former.attempts;
        successes = former.successes;
        backloggedNs = former.backloggedNs;
        kappaQ16 = former.kappaQ16;
        congestionQ16 = former.congestionQ16;
    }

    /** An estimate, corrected by what is known of how much estimates are off. */
    static int correctedNs(final int idealNs, final int kappaQ16) {
        return (int) ((long) idealNs * kappaQ16 >> Q);
    }

    void sent(final int count, final long theirOctets, final boolean delivered) {
        frames += count;
        octets += theirOctets;
        lost += delivered ? 0 : count;
    }

    /**
     * Learns what a transmission took that was estimated to take so much by one attempt.
     *
     * @param serviceNs how long it was at the head; 0 if not known
     */
    void learn(final long takenNs, final long idealNs, final long serviceNs) {
        lessonTakenNs += takenNs;
        lessonIdealNs += idealNs;
        if (serviceNs > 0) {
            lessonServiceNs += serviceNs;
            lessonServedNs += takenNs;
        }
        if (++lesson == LESSON) {
            endLesson();
        }
    }

    private void endLesson() {
        final long kappa = Math.clamp((lessonTakenNs << Q) / Math.max(1, lessonIdealNs), ONE, MAX_KAPPA);
        kappaQ16 += (int) (kappa - kappaQ16 >> KAPPA_SHIFT);
        if (lessonServiceNs > 0) {
            final long congestion = Math.min((lessonServiceNs << Q) / Math.max(1, lessonServedNs), MAX_CONGESTION);
            congestionQ16 += congestion - congestionQ16 >> CONGESTION_SHIFT;
        }
        lesson = 0;
        lessonTakenNs = 0;
        lessonIdealNs = 0;
        lessonServiceNs = 0;
        lessonServedNs = 0;
    }

    /** Learns what an interval took that was charged as estimated. */
    void learnInterval(final long takenNs, final long chargedNs) {
        if (chargedNs > 0) {
            final long kappa = Math.clamp(takenNs * kappaQ16 / chargedNs, ONE, MAX_KAPPA);
            kappaQ16 += (int) (kappa - kappaQ16 >> KAPPA_SHIFT);
        }
    }

    void addBacklog(final long ns) {
        backloggedNs += Math.max(0, ns);
    }
}
