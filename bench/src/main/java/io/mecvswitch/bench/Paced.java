package io.mecvswitch.bench;

import io.mecvswitch.port.PacketBurst;

/** A load at a rate, one vector after another, or as much as is asked for. One thread. */
final class Paced implements GeneratorPort.Load {
    private double nsPerPacket;
    private double nextNs;

    /** From now on so many packets are due in a second. */
    void pace(final double packetsPerSecond) {
        nsPerPacket = 1e9 / packetsPerSecond;
        nextNs = System.nanoTime();
    }

    @Override
    public int due(final int room) {
        if (nsPerPacket == 0) {
            return room;
        }
        if (System.nanoTime() < nextNs) {
            return 0;
        }
        nextNs += room * nsPerPacket;
        return room;
    }

    @Override
    public void received(final PacketBurst burst) {
    }

    @Override
    public void sent(final PacketBurst burst) {
    }
}
