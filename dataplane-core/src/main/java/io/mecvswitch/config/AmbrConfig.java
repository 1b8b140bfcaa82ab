package io.mecvswitch.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The aggregate maximum bit rates of a bearer, in each direction, of what is taken out of, and put into, its tunnels
 * here: its own (Session-AMBR, 3GPP TS 23.501 §5.7.1.6), and the limiters that it shares with the others of its UE
 * (UE-AMBR, TS 23.501 §5.7.1.6, TS 23.401 §4.7.3).
 *
 * @param uplink          bits per second; empty without a limit
 * @param downlink        bits per second; empty without a limit
 * @param burstDurationMs how long the burst is at the rate, milliseconds
 * @param uplinkLimiter   limiter in which uplink packets have to conform, too; empty if there is none
 * @param downlinkLimiter the same of downlink packets
 */
public record AmbrConfig(
    OptionalLong uplink,
    OptionalLong downlink,
    int burstDurationMs,
    Optional<String> uplinkLimiter,
    Optional<String> downlinkLimiter) {

    /** No limit. */
    public static final AmbrConfig NONE = new AmbrConfig(OptionalLong.empty(), OptionalLong.empty(), 10);

    /** Of a bearer that shares no limiter. */
    public AmbrConfig(final OptionalLong uplink, final OptionalLong downlink, final int burstDurationMs) {
        this(uplink, downlink, burstDurationMs, Optional.empty(), Optional.empty());
    }

    /** Two rates. */
    public static AmbrConfig of(final long uplink, final long downlink) {
        return new AmbrConfig(OptionalLong.of(uplink), OptionalLong.of(downlink), 10);
    }

    /** The same within limiters that other bearers are within, too. */
    public AmbrConfig within(final Optional<String> uplinkShared, final Optional<String> downlinkShared) {
        return new AmbrConfig(uplink, downlink, burstDurationMs, uplinkShared, downlinkShared);
    }

    /** Whether it has to conform in limiters, too. */
    public boolean sharesLimiters() {
        return uplinkLimiter.isPresent() || downlinkLimiter.isPresent();
    }
}
