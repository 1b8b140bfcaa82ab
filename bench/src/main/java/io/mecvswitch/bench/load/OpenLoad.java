package io.mecvswitch.bench.load;

import io.mecvswitch.bench.GeneratorPort;
import io.mecvswitch.port.PacketBurst;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Packets that come at a constant rate, whether or not the switch is ready for them (open loop): each has a moment at
 * which it is due, waits from then on in a queue like that of a device, and is lost if the queue is full. Its latency
 * counts from the moment at which it was due, so that a switch which stands still is not spared those it did not fetch.
 *
 * <pre>
 *   due by the clock ──▶ queue, 1 024 ──▶ received ──▶ switch ──▶ sent: latency, of one packet a burst
 *                    └─▶ lost
 * </pre>
 *
 * <p>The worker receives and sends; control changes the rate and reads.
 */
final class OpenLoad implements GeneratorPort.Load {
    /** Packets that wait at most: the receive descriptors of a port. */
    static final int QUEUE = 1_024;

    private static final double SECOND_NS = 1e9;
    private static final int DIGITS = 2;

    private final SingleWriterRecorder latencies = new SingleWriterRecorder(DIGITS);
    // set by control
    private volatile double wantedRate;
    // written by the worker only
    private double rate;
    private long startNs;
    /** Number of the packet that is received next. */
    private long fetched;
    /** Packets lost from that of number gapAt on. */
    private long gap;
    private long gapAt;
    private int sampled;
    // read by control
    private volatile long lost;
    private volatile long received;

    /** Sets the rate, in packets per second; infinite for as many as wanted, 0 for none. */
    void setRate(final double packetsPerSecond) {
        wantedRate = packetsPerSecond;
    }

    /** Packets that found the queue full. */
    long lost() {
        return lost;
    }

    /** Packets received. */
    long received() {
        return received;
    }

    /** Latencies in nanoseconds since this was called last. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    @Override
    public int due(final int room) {
        if (rate != wantedRate) {
            begin(wantedRate);
        }
        if (rate == Double.POSITIVE_INFINITY) {
            return room;
        }
        final long arrived = (long) ((System.nanoTime() - startNs) * rate / SECOND_NS);
        final long waiting = arrived - fetched - gap;
        if (waiting > QUEUE) {
            lose(waiting - QUEUE);
        }
        return (int) Math.min(room, gap > 0 ? gapAt - fetched : Math.max(0, waiting));
    }

    private void begin(final double packetsPerSecond) {
        rate = packetsPerSecond;
        startNs = System.nanoTime();
        fetched = 0;
        gap = 0;
    }

    /** The last to come are lost: behind the full queue there is a gap. One that is not passed yet gets longer. */
    private void lose(final long count) {
        if (gap == 0) {
            gapAt = fetched + QUEUE;
        }
        gap += count;
        lost += count;
    }

    @Override
    public void received(final PacketBurst burst) {
        final int size = burst.size;
        if (rate != Double.POSITIVE_INFINITY) {
            final double intervalNs = SECOND_NS / rate;
            for (int i = 0; i < size; i++) {
                burst.timeNs[i] = startNs + (long) ((fetched + i) * intervalNs);
            }
            fetched += size;
            passGap();
        }
        received += size;
    }

    private void passGap() {
        if (gap > 0 && fetched == gapAt) {
            fetched += gap;
            gap = 0;
        }
    }

    @Override
    public void sent(final PacketBurst burst) {
        if (rate != Double.POSITIVE_INFINITY && burst.size > 0) {
            sampled = sampled + 1 & Integer.MAX_VALUE;
            latencies.recordValue(Math.max(0, System.nanoTime() - burst.timeNs[sampled % burst.size]));
        }
    }
}
