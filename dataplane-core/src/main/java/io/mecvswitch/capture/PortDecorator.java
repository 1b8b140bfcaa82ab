package io.mecvswitch.capture;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;

/** A port that is another one but for what a subclass changes. Threads as in {@link Port}. */
abstract class PortDecorator implements Port {
    final Port port;

    PortDecorator(final Port port) {
        this.port = port;
    }

    @Override
    public final String name() {
        return port.name();
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        return port.rxBurst(queue, into);
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        return port.txBurst(queue, burst);
    }

    @Override
    public final int queues() {
        return port.queues();
    }

    @Override
    public final boolean timestamps() {
        return port.timestamps();
    }

    @Override
    public final int maxFrameLength() {
        return port.maxFrameLength();
    }

    @Override
    public final long macAddress() {
        return port.macAddress();
    }

    @Override
    public boolean linkUp() {
        return port.linkUp();
    }

    @Override
    public PortStatistics statistics() {
        return port.statistics();
    }

    @Override
    public void close() {
        port.close();
    }
}
