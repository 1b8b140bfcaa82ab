package io.mecvswitch.config;

/**
 * How bearers are learned from traffic that passes in both directions.
 *
 * @param maximumBearers  learned at most
 * @param ageingSeconds   a learned bearer on which nothing passes so long ends
 * @param handover        when another downlink tunnel of a UE takes the place of the one known
 * @param endMarkerWaitMs how long {@link Handover#AFTER_END_MARKER} waits, in milliseconds
 * @param hold            how answers wait for a tunnel that was not seen yet
 */
public record LearningConfig(
    int maximumBearers, int ageingSeconds, Handover handover, int endMarkerWaitMs, HoldConfig hold) {

    /** One that lets no answer wait. */
    public LearningConfig(final int maximumBearers, final int ageingSeconds, final Handover handover,
        final int endMarkerWaitMs) {
        this(maximumBearers, ageingSeconds, handover, endMarkerWaitMs, HoldConfig.NONE);
    }

    /** When another downlink tunnel takes the place of the one known. */
    public enum Handover {
        /** With its first packet. */
        AT_ONCE,
        /** After the End Marker of the tunnel that is left (TS 29.281 §7.3.2), or the first packet after a while. */
        AFTER_END_MARKER
    }
}
