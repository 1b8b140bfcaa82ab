package io.mecvswitch.config;

import java.util.OptionalLong;

/**
 * The aggregate maximum bit rate of a bearer's UE, in each direction (3GPP TS 23.501 §5.7.1.6): of what is taken out
 * of, and put into, its tunnels here.
 *
 * @param uplink          bits per second; empty without a limit
 * @param downlink        bits per second; empty without a limit
 * @param burstDurationMs how long the burst is at the rate, milliseconds
 */
public record AmbrConfig(OptionalLong uplink, OptionalLong downlink, int burstDurationMs) {
    /** No limit. */
    public static final AmbrConfig NONE = new AmbrConfig(OptionalLong.empty(), OptionalLong.empty(), 10);

    /** Two rates. */
    public static AmbrConfig of(final long uplink, final long downlink) {
        return new AmbrConfig(OptionalLong.of(uplink), OptionalLong.of(downlink), 10);
    }
}
