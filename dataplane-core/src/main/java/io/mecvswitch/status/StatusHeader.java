package io.mecvswitch.status;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * The first page of a status file, and where the rest begins. In the machine's byte order.
 *
 * <p>The first 32 bytes stay as they are in every layout, so that a release can tell whether another one's file is in
 * use.
 *
 * <pre>
 *      0                               8               12              16
 *     ┌───────────────────────────────┬───────────────┬───────────────┐
 *   0 │ magic, written last           │ layout version│ 0             │
 *     ├───────────────────────────────┼───────────────┴───────────────┤
 *  16 │ process id                    │ process start, ms since 1970  │
 *     ├───────────────┬───────────────┼───────────────┬───────────────┤
 *  32 │ labels length │ values length │ errors length │ rows length   │
 *     ├───────────────┴───────────────┼───────────────┴───────────────┤
 *  48 │ file made, ms since 1970      │ 0                             │
 *     ├───────────────────────────────┼───────────────────────────────┘
 *  64 │ heartbeat, ms since 1970      │  (a cache line of its own)
 *     └───────────────────────────────┘
 *  4096 labels (Agrona counter metadata) │ values (Agrona counters) │ rows │ errors (Agrona distinct error log)
 * </pre>
 *
 * <p>Where a counter's reference id is not 0, its value stands in the rows, at that and minus 1 ({@link CounterRows}).
 */
final class StatusHeader {
    /** Bytes of the header. */
    static final int LENGTH = 4096;
    /** Grows with every change of this page or of what a counter's key means. */
    static final int LAYOUT_VERSION = 2;
    /** "MECVSTAT" read as a big-endian word. */
    static final long MAGIC = 0x4d454356_53544154L;

    private static final int MAGIC_OFFSET = 0;
    private static final int VERSION_OFFSET = 8;
    private static final int PID_OFFSET = 16;
    private static final int PROCESS_START_OFFSET = 24;
    private static final int LABELS_LENGTH_OFFSET = 32;
    private static final int VALUES_LENGTH_OFFSET = 36;
    private static final int ERRORS_LENGTH_OFFSET = 40;
    private static final int ROWS_LENGTH_OFFSET = 44;
    private static final int CREATED_OFFSET = 48;
    private static final int HEARTBEAT_OFFSET = 64;

    private final ByteBuffer file;
    private final AtomicBuffer header;

    /**
     * @param file the whole file, at least {@link #LENGTH} bytes
     */
    StatusHeader(final ByteBuffer file) {
        this.file = file;
        this.header = new UnsafeBuffer(file, 0, LENGTH);
    }

    /** Bytes of a file with so much in it; may be more than a buffer holds. */
    static long fileLength(final int counters, final int errorsLength) {
        return LENGTH + (long) labelsLength(counters) + valuesLength(counters) + CounterRows.length(counters)
            + errorsLength;
    }

    private static int labelsLength(final int counters) {
        return Math.multiplyExact(counters, CountersReader.METADATA_LENGTH);
    }

    private static int valuesLength(final int counters) {
        return Math.multiplyExact(counters, CountersReader.COUNTER_LENGTH);
    }

    /** Writes it, all but the magic. */
    void initialise(final int counters, final int errorsLength, final ProcessIdentity process, final long nowMs) {
        header.putInt(VERSION_OFFSET, LAYOUT_VERSION);
        header.putLong(PID_OFFSET, process.pid());
        header.putLong(PROCESS_START_OFFSET, process.startMs());
        header.putInt(LABELS_LENGTH_OFFSET, labelsLength(counters));
        header.putInt(VALUES_LENGTH_OFFSET, valuesLength(counters));
        header.putInt(ERRORS_LENGTH_OFFSET, errorsLength);
        header.putInt(ROWS_LENGTH_OFFSET, CounterRows.length(counters));
        header.putLong(CREATED_OFFSET, nowMs);
        header.putLong(HEARTBEAT_OFFSET, nowMs);
    }

    /** Says that all the rest is there. */
    void complete() {
        header.putLongRelease(MAGIC_OFFSET, MAGIC);
    }

    /** Whether this is a status file at all. */
    boolean magicFound() {
        return header.getLongVolatile(MAGIC_OFFSET) == MAGIC;
    }

    int layoutVersion() {
        return header.getInt(VERSION_OFFSET);
    }

    /** Whether the lengths agree with each other and with the file's. */
    boolean lengthsSound() {
        final int labels = header.getInt(LABELS_LENGTH_OFFSET);
        final int values = header.getInt(VALUES_LENGTH_OFFSET);
        final int errors = header.getInt(ERRORS_LENGTH_OFFSET);
        final int rows = header.getInt(ROWS_LENGTH_OFFSET);
        return values >= 0 && values % CountersReader.COUNTER_LENGTH == 0
            && labels == (long) values / CountersReader.COUNTER_LENGTH * CountersReader.METADATA_LENGTH
            && errors >= 0 && rows >= 0 && LENGTH + (long) labels + values + rows + errors == file.capacity();
    }

    ProcessIdentity process() {
        return new ProcessIdentity(header.getLong(PID_OFFSET), header.getLong(PROCESS_START_OFFSET));
    }

    long createdMs() {
        return header.getLong(CREATED_OFFSET);
    }

    long heartbeatMs() {
        return header.getLongVolatile(HEARTBEAT_OFFSET);
    }

    void heartbeat(final long nowMs) {
        header.putLongRelease(HEARTBEAT_OFFSET, nowMs);
    }

    AtomicBuffer labels() {
        return new UnsafeBuffer(file, LENGTH, header.getInt(LABELS_LENGTH_OFFSET));
    }

    AtomicBuffer values() {
        return new UnsafeBuffer(file, LENGTH + header.getInt(LABELS_LENGTH_OFFSET),
            header.getInt(VALUES_LENGTH_OFFSET));
    }

    AtomicBuffer rows() {
        return new UnsafeBuffer(file, rowsOffset(), header.getInt(ROWS_LENGTH_OFFSET));
    }

    /** The same for who counts by many of them. */
    MemorySegment rowMemory() {
        return MemorySegment.ofBuffer(file.slice(rowsOffset(), header.getInt(ROWS_LENGTH_OFFSET)));
    }

    private int rowsOffset() {
        return LENGTH + header.getInt(LABELS_LENGTH_OFFSET) + header.getInt(VALUES_LENGTH_OFFSET);
    }

    /**
     * Memory in which the value of the counter of an id stands at a place of the rows. It begins that much further in
     * front, which is within the file, as rows stand behind all values.
     */
    AtomicBuffer valueInRows(final int id, final int place) {
        final int offset = CountersReader.counterOffset(id);
        return new UnsafeBuffer(file, rowsOffset() + place - offset, offset + Long.BYTES);
    }

    AtomicBuffer errors() {
        final int length = header.getInt(ERRORS_LENGTH_OFFSET);
        return new UnsafeBuffer(file, file.capacity() - length, length);
    }
}
