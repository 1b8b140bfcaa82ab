package io.mecvswitch.port;

/**
 * What a device counts, from its start on. Packets missed or without buffer never reached the switch.
 *
 * @param rxPackets   received
 * @param rxBytes     received
 * @param rxMissed    lost in the device because the switch was too slow
 * @param rxErrors    received broken
 * @param rxNoBuffer  receive attempts that found no free packet buffer
 * @param txPackets   sent
 * @param txBytes     sent
 * @param txErrors    failed to send
 */
public record PortStatistics(
    long rxPackets, long rxBytes, long rxMissed, long rxErrors, long rxNoBuffer,
    long txPackets, long txBytes, long txErrors) {

    /** Nothing counted. */
    public static final PortStatistics NONE = new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
}
