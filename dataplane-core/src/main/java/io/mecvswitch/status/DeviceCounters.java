package io.mecvswitch.status;

import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a device says of itself, copied here by control every now and then.
 *
 * @param rxMissed   lost because the switch was too slow
 * @param rxErrors   received broken
 * @param rxNoBuffer receive attempts without a free packet buffer
 * @param txErrors   failed to send
 * @param link       1 if up
 */
public record DeviceCounters(AtomicCounter rxMissed, AtomicCounter rxErrors, AtomicCounter rxNoBuffer,
    AtomicCounter txErrors, AtomicCounter link) {

    /** Asks the device. */
    public void update(final Port port) {
        final PortStatistics statistics = port.statistics();
        rxMissed.setRelease(statistics.rxMissed());
        rxErrors.setRelease(statistics.rxErrors());
        rxNoBuffer.setRelease(statistics.rxNoBuffer());
        txErrors.setRelease(statistics.txErrors());
        link.setRelease(port.linkUp() ? 1 : 0);
    }
}
