package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What crosses one queue of a port: the receive half is written by the lane that polls it, the other half by the lane
 * that fills it.
 *
 * @param rxPackets received
 * @param rxBytes   received
 * @param txPackets taken by the device
 * @param txBytes   taken by the device
 */
public record PortCounters(
    AtomicCounter rxPackets, AtomicCounter rxBytes, AtomicCounter txPackets, AtomicCounter txBytes) { }
