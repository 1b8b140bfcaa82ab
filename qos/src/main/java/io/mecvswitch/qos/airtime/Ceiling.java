package io.mecvswitch.qos.airtime;

/**
 * How much of the clock's time a virtual interface may take at most, for a while.
 *
 * @param ppm     millionths, 1 to 999 999
 * @param holdNs  how long, from when the lane first saw it; {@link Long#MAX_VALUE} for ever
 * @param renewal another number begins the time anew
 */
public record Ceiling(int ppm, long holdNs, long renewal) { }
