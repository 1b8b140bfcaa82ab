package io.mecvswitch.bench.limits;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When packets left, as a net_pcap port has written it: where it happens, not where somebody else finds out.
 *
 * <p>DPDK's driver takes a time for each packet as the worker hands it over, in nanoseconds: the cycles of the time
 * stamp counter since the port was made, by the frequency that DPDK has for it, added to the time of day at which that
 * was. DPDK estimates that frequency as it starts and rounds it to 10 MHz, so all of its times run fast or slow by up
 * to some tenths of a per cent. A stream that nothing holds up, whose frames tell when they were sent, shows by how
 * much; what is read after that is in the scale of {@link System#nanoTime}. Control.
 */
final class Departures {
    /** Of a stream's packets, those at its beginning and at its end by which the scales are compared. */
    private static final int PART = 5;

    private double scale = 1;

    /** One packet: by the driver's clock, by the sender's, and whose it is. */
    private record Departure(long leftNs, long sentNs, long number, int length) {
        static Departure of(final CapturedFrame frame) {
            final ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
            final int end = bytes.limit();
            return new Departure(frame.timeNs(), bytes.getLong(end - Long.BYTES),
                bytes.getLong(end - Stream.TRAILER), frame.originalLength());
        }

        /** How much longer than a packet's it took. */
        double transitNs(final Departure origin, final double scale) {
            return (leftNs - origin.leftNs) * scale - (sentNs - origin.sentNs);
        }
    }

    /** Compares the driver's clock with the system's, by packets that nothing held up; returns how fast it runs. */
    double calibrate(final Path file) {
        final List<Departure> all = read(file);
        final Departure first = quickest(all.subList(0, all.size() / PART));
        final Departure last = quickest(all.subList(all.size() - all.size() / PART, all.size()));
        scale = (double) (last.sentNs - first.sentNs) / (last.leftNs - first.leftNs);
        return 1 / scale;
    }

    private static Departure quickest(final List<Departure> departures) {
        return departures.stream().min((one, other) ->
            Long.compare(one.leftNs - one.sentNs, other.leftNs - other.sentNs)).orElseThrow();
    }

    /**
     * Tells streams when their packets left. The quickest took no time.
     *
     * @param first number of the first stream's packets
     */
    void tell(final Path file, final List<Stream> streams, final long first) {
        final List<Departure> all = read(file);
        if (all.isEmpty()) {
            return;
        }
        // Times of the day have more digits than a double.
        final Departure origin = all.getFirst();
        final double quickestNs =
            all.stream().mapToDouble(departure -> departure.transitNs(origin, scale)).min().orElseThrow();
        for (final Departure departure : all) {
            final long index = departure.number - first;
            if (index >= 0 && index < streams.size()) {
                streams.get((int) index).arrived(departure.sentNs
                    + Math.round(departure.transitNs(origin, scale) - quickestNs), departure.sentNs, departure.length);
            }
        }
    }

    private static List<Departure> read(final Path file) {
        final List<Departure> all = new ArrayList<>();
        try (PcapReader reader = PcapReader.open(file)) {
            for (Optional<CapturedFrame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                all.add(Departure.of(frame.get()));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
