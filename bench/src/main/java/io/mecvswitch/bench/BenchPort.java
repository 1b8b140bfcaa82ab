package io.mecvswitch.bench;

import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;

/** A port that is no device: always up, counts nothing. */
abstract class BenchPort implements Port {
    private final String name;

    /**
     * @param name the configured name
     */
    BenchPort(final String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean timestamps() {
        return false;
    }

    @Override
    public final int maxFrameLength() {
        return Uplink.MAX_LENGTH;
    }

    @Override
    public final long macAddress() {
        return Uplink.CORE_MAC;
    }

    @Override
    public final boolean linkUp() {
        return true;
    }

    @Override
    public final PortStatistics statistics() {
        return PortStatistics.NONE;
    }
}
