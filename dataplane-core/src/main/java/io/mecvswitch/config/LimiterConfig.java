package io.mecvswitch.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A limiter: a meter, and what befalls packets of each of its colours.
 *
 * @param name        unique
 * @param meter       how the rates stand to each other
 * @param colourAware whether it heeds the colour that a packet comes with
 * @param committed   CIR and CBS
 * @param excess      of {@link Meter#TWO_RATE_THREE_COLOR} PIR and PBS, else EIR and EBS; empty where there are two
 *     colours
 * @param length      octets that count
 * @param conform     what befalls green packets
 * @param exceed      what befalls yellow ones
 * @param violate     what befalls red ones
 * @param within      name of the limiter in which a packet has to conform, too
 */
public record LimiterConfig(
    String name,
    Meter meter,
    boolean colourAware,
    Rate committed,
    Optional<Rate> excess,
    Length length,
    Treatment conform,
    Treatment exceed,
    Treatment violate,
    Optional<String> within) {

    /** The meters, in the words of the IETF's QoS model. */
    public enum Meter {
        /** One bucket: green or red. */
        ONE_RATE_TWO_COLOR,
        /** RFC 2697. */
        ONE_RATE_THREE_COLOR,
        /** RFC 2698. */
        TWO_RATE_THREE_COLOR,
        /** RFC 4115. */
        TWO_RATE_THREE_COLOR_APART
    }

    /** What of a packet counts. */
    public enum Length {
        /** The IP packet; of what is none the frame. */
        IP,
        /** The frame with its frame check sequence. */
        L2,
        /** What it takes of the wire: the frame, its check sequence, preamble and gap (IEEE 802.3 §4.4.2). */
        WIRE,
        /** The IP packet in the tunnel, the T-PDU; without a tunnel the IP packet. */
        INNER
    }

    /**
     * A rate and a burst.
     *
     * @param bitsPerSecond of all octets that count
     * @param burst         octets
     */
    public record Rate(long bitsPerSecond, long burst) { }

    /**
     * What befalls packets of a colour.
     *
     * @param drops whether they are dropped
     * @param dscp  the code point they get, if they pass
     * @param pcp   the priority that their VLAN tag gets, if they pass and have one
     */
    public record Treatment(boolean drops, OptionalInt dscp, OptionalInt pcp) {
        /** They pass as they are. */
        public static final Treatment PASS = new Treatment(false, OptionalInt.empty(), OptionalInt.empty());
        /** They are dropped. */
        public static final Treatment DROP = new Treatment(true, OptionalInt.empty(), OptionalInt.empty());

        /** They pass with another code point. */
        public static Treatment mark(final int dscp) {
            return new Treatment(false, OptionalInt.of(dscp), OptionalInt.empty());
        }
    }

    /** One that lets a rate of frames pass and drops what is more. */
    public static LimiterConfig of(final String name, final long bitsPerSecond, final long burst) {
        return new LimiterConfig(name, Meter.ONE_RATE_TWO_COLOR, false, new Rate(bitsPerSecond, burst),
            Optional.empty(), Length.L2, Treatment.PASS, Treatment.PASS, Treatment.DROP, Optional.empty());
    }

    /** The same inside another one. */
    public LimiterConfig within(final String outer) {
        return new LimiterConfig(name, meter, colourAware, committed, excess, length, conform, exceed, violate,
            Optional.of(outer));
    }

    /** The same counting other octets. */
    public LimiterConfig counting(final Length other) {
        return new LimiterConfig(name, meter, colourAware, committed, excess, other, conform, exceed, violate, within);
    }
}
