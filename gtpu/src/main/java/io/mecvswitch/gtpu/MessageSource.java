package io.mecvswitch.gtpu;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;

/**
 * Where messages of the switch's own come from, as if they were received: they take the line like other packets, to the
 * port that the source is named after. It can't be sent to. The receiving lane.
 */
abstract class MessageSource implements Port {
    /** Octets before a message in its buffer. */
    static final int HEADROOM = 128;

    private final String name;

    /**
     * @param name of the port the messages go to
     */
    MessageSource(final String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int txBurst(final int queue, final PacketBurst burst) {
        return 0;
    }

    @Override
    public final boolean timestamps() {
        return false;
    }

    @Override
    public final int maxFrameLength() {
        return 0;
    }

    @Override
    public final long macAddress() {
        return 0;
    }

    @Override
    public final boolean linkUp() {
        return true;
    }

    @Override
    public final PortStatistics statistics() {
        return new PortStatistics(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public final void close() {
    }
}
