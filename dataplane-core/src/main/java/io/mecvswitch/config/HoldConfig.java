package io.mecvswitch.config;

/**
 * How answers wait for the downlink tunnel of a UE of which only the uplink was seen yet.
 *
 * @param packets   that wait at most, in all; 0 if none waits
 * @param perBearer of them, for one UE
 * @param timeMs    how long one waits at most, in milliseconds
 */
public record HoldConfig(int packets, int perBearer, int timeMs) {
    /** No answer waits. */
    public static final HoldConfig NONE = new HoldConfig(0, 0, 0);
}
