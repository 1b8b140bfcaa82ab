package io.mecvswitch.status;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.status.CountersReader;

/**
 * Reads a status file from any process, while it is written to or after its writer has gone.
 *
 * <p>The file is mapped read-only and its writer notices nothing. The mapping ends when the reader is no longer used.
 * Any thread, one at a time.
 */
public final class StatusReader {
    private static final Comparator<CounterValue> ORDER = Comparator.comparing(CounterValue::type)
        .thenComparingInt(CounterValue::key).thenComparingInt(CounterValue::subKey);

    /** A counter in the file: what it is, and when it was given to its present owner. */
    private record Found(int id, CounterType type, int key, int subKey, String label, long registration) { }

    private final StatusHeader header;
    private final CountersReader counters;
    private final AtomicBuffer rows;
    private final AtomicBuffer errors;

    /** Of a header that was found sound. */
    StatusReader(final StatusHeader header) {
        this.header = header;
        this.counters = new CountersReader(header.labels(), header.values(), StandardCharsets.UTF_8);
        this.rows = header.rows();
        this.errors = header.errors();
    }

    /**
     * Opens a file that a switch writes, or wrote.
     *
     * @throws StatusException if there is none, or if it isn't one this release can read
     */
    public static StatusReader open(final Path path) {
        final StatusHeader header = map(path);
        if (header.layoutVersion() != StatusHeader.LAYOUT_VERSION) {
            throw new StatusException(path + " has layout " + header.layoutVersion() + ", this release reads layout "
                + StatusHeader.LAYOUT_VERSION + ": use the mec-vswitch of the release that runs.");
        }
        if (!header.lengthsSound()) {
            throw new StatusException(path + " is damaged: its lengths don't add up. Restart the switch.");
        }
        return new StatusReader(header);
    }

    /** A file that is at least some release's status file. */
    static StatusHeader map(final Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long length = channel.size();
            if (length >= StatusHeader.LENGTH && length <= Integer.MAX_VALUE) {
                final StatusHeader header = new StatusHeader(channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
                if (header.magicFound()) {
                    return header;
                }
            }
            throw new StatusException(path + " is not a complete status file of MEC vSwitch.");
        } catch (final NoSuchFileException e) {
            throw new StatusException("No switch is running here: there is no " + path + ".", e);
        } catch (final IOException e) {
            throw new StatusException("The status file " + path + " can't be read (" + e + ").", e);
        }
    }

    /** Whether the process that made the file runs. */
    public boolean alive() {
        return header.process().alive();
    }

    /** Number of the process that made the file. */
    public long pid() {
        return header.process().pid();
    }

    /**
     * Reads every counter, those at the end of the packet's way first.
     *
     * <p>A counter that is freed or given to somebody else meanwhile is left out.
     *
     * @throws StatusException if a counter has a value or a label where the file has none
     */
    public StatusSnapshot snapshot() {
        return snapshot(EnumSet.allOf(CounterType.class));
    }

    /** Reads counters of some types, in the same order; the others cost next to nothing, however many they are. */
    public StatusSnapshot snapshot(final Set<CounterType> types) {
        final List<CounterValue> values = new ArrayList<>();
        for (final Found found : find(types)) {
            final long value = value(found.id);
            if (stillOwned(found)) {
                values.add(new CounterValue(found.type, found.key, found.subKey, found.label, value));
            }
        }
        values.sort(ORDER);
        return new StatusSnapshot(pid(), alive(), header.createdMs(), header.heartbeatMs(), List.copyOf(values));
    }

    /** Is told of a counter. */
    interface EachCounter {
        void counter(int id, long registration, String label, long value);
    }

    /** Reads counters of some types, one by one. */
    void each(final Set<CounterType> types, final EachCounter told) {
        for (final Found found : find(types)) {
            told.counter(found.id, found.registration, found.label, value(found.id));
        }
    }

    /** What a history remembers. */
    CounterHistory.Look look(final long nowMs) {
        return CounterHistory.seen(counters, this::value, nowMs);
    }

    /** What a counter shows, wherever its value stands. */
    private long value(final int id) {
        final long place = counters.getCounterReferenceId(id);
        if (place == 0) {
            return counters.getCounterValue(id);
        }
        if (place < 1 || place - 1 > rows.capacity() - Long.BYTES) {
            throw damaged("the value of counter " + id + " would be at " + (place - 1) + ", and rows end at "
                + rows.capacity());
        }
        return rows.getLongVolatile((int) place - 1);
    }

    private static StatusException damaged(final String what) {
        return new StatusException("The status file is damaged: " + what + ". Restart the switch.");
    }

    private List<Found> find(final Set<CounterType> types) {
        final List<Found> found = new ArrayList<>();
        for (int id = 0; id <= counters.maxCounterId(); id++) {
            final int state = counters.getCounterState(id);
            if (state == CountersReader.RECORD_UNUSED) {
                break;
            }
            if (state == CountersReader.RECORD_ALLOCATED) {
                final int counter = id;
                CounterType.of(counters.getCounterTypeId(id)).filter(types::contains)
                    .ifPresent(type -> found.add(found(counter, type)));
            }
        }
        found.sort(Comparator.comparing(Found::type).reversed());
        return found;
    }

    private Found found(final int id, final CounterType type) {
        final int key = CountersReader.metaDataOffset(id) + CountersReader.KEY_OFFSET;
        final AtomicBuffer labels = counters.metaDataBuffer();
        return new Found(id, type, labels.getInt(key + StatusFile.KEY_OFFSET),
            labels.getInt(key + StatusFile.SUB_KEY_OFFSET), label(id), counters.getCounterRegistrationId(id));
    }

    private String label(final int id) {
        final int length = counters.metaDataBuffer().getInt(
            CountersReader.metaDataOffset(id) + CountersReader.LABEL_OFFSET);
        if (length < 0 || length > CountersReader.MAX_LABEL_LENGTH) {
            throw damaged("the label of counter " + id + " would have " + length + " octets");
        }
        return counters.getCounterLabel(id);
    }

    private boolean stillOwned(final Found found) {
        return counters.getCounterState(found.id) == CountersReader.RECORD_ALLOCATED
            && counters.getCounterRegistrationId(found.id) == found.registration;
    }

    /**
     * Errors so far, each once, in the order of their first appearance.
     *
     * @throws StatusException if an entry is shorter than its head
     */
    public List<DistinctError> errors() {
        final List<DistinctError> found = new ArrayList<>();
        try {
            ErrorLogReader.read(errors, (final int count, final long firstMs, final long lastMs, final String text) ->
                found.add(new DistinctError(count, firstMs, lastMs, text)));
        } catch (final IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new StatusException("The status file is damaged: an entry of its errors has no sound length. Restart"
                + " the switch.", e);
        }
        return List.copyOf(found);
    }
}
