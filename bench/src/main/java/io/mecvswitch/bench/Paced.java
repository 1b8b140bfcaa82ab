package io.mecvswitch.bench;

import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortStatistics;

/** A port that has packets at a rate, one vector after another, or as fast as they are asked for. One thread. */
final class Paced implements Port {
    private final GeneratorPort port;
    private double nsPerPacket;
    private double nextNs;

    Paced(final GeneratorPort port) {
        this.port = port;
    }

    /** From now on it has so many packets in a second. */
    void pace(final double packetsPerSecond) {
        nsPerPacket = 1e9 / packetsPerSecond;
        nextNs = System.nanoTime();
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        if (nsPerPacket > 0 && System.nanoTime() < nextNs) {
            into.size = 0;
            return 0;
        }
        final int size = port.rxBurst(queue, into);
        nextNs += size * nsPerPacket;
        return size;
    }

    @Override
    public int txBurst(final int queue, final PacketBurst burst) {
        return port.txBurst(queue, burst);
    }

    @Override
    public String name() {
        return port.name();
    }

    @Override
    public boolean timestamps() {
        return port.timestamps();
    }

    @Override
    public int maxFrameLength() {
        return port.maxFrameLength();
    }

    @Override
    public long macAddress() {
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
