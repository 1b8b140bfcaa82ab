package io.mecvswitch.stage;

import java.util.Arrays;
import org.agrona.concurrent.NanoClock;

/**
 * The time that stages go by: when a packet was received, where every port tells, else what the clock says.
 *
 * <p>In replay every port does, so time there is capture time, and what a stage does by it is the same on every machine
 * and in every placement. Ports that tell and ports that don't have no time in common; then the clock serves all. It is
 * read once per vector at most, and only if somebody asks. Each stage has a clock of its own; its lane calls it.
 */
public final class PacketClock {
    private final NanoClock clock;
    private final boolean carried;
    private boolean read;
    private long nowNs;

    /**
     * @param clock   serves where packets don't carry their time
     * @param carried whether every packet of the configuration does
     */
    public PacketClock(final NanoClock clock, final boolean carried) {
        this.clock = clock;
        this.carried = carried;
    }

    /** Whether time passes also where no packets come. */
    public boolean passesAlone() {
        return !carried;
    }

    /** Time where no packet has come; only where it passes alone. */
    public long nowNs() {
        return clock.nanoTime();
    }

    /** A new vector has come. */
    public void begin() {
        read = false;
    }

    /** {@link #timeNs} of all packets. */
    public void timesNs(final PacketVector vector, final long[] into) {
        if (carried) {
            System.arraycopy(vector.timeNs, 0, into, 0, vector.size);
        } else {
            Arrays.fill(into, 0, vector.size, timeNs(vector, 0));
        }
    }

    /** Time of a packet of the vector that has begun, in nanoseconds since nothing in particular. */
    public long timeNs(final PacketVector vector, final int i) {
        if (carried) {
            return vector.timeNs[i];
        }
        if (!read) {
            nowNs = clock.nanoTime();
            read = true;
        }
        return nowNs;
    }
}
