package io.mecvswitch.qos.airtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What an access point tells a switch of its transmissions: a ring of records in a file that both have mapped, for one
 * writer and one reader.
 *
 * <pre>
 *     0  next record to be written, 64 bit, counted from 0 and never wrapped
 *    32  clock of the access point, nanoseconds, 64 bit; 0 if it tells none
 *    64  next record to be read
 *    96  the clock as the reader saw it last
 *   128  record 0 │ record 1 │ … │ record 4095
 *
 *   record   0  virtual interface, 16 bit       8  airtime of all attempts, nanoseconds, 64 bit
 *            2  attempts, 16 bit;              16  from the head of the queue to the end, nanoseconds, 64 bit
 *               0 if they are not told
 *            4  frames, 30 bit;
 *               top bit: lost; next: received
 * </pre>
 *
 * <p>An attempt is one frame sent once: where 16 frames go in an A-MPDU and two of them again in another one, it is 18
 * attempts. A record with the bit received tells of frames that stations sent. The clock is what ceilings go by; an
 * access point's is the one that its beacons tell, TSF (IEEE Std 802.11-2020 §11.1.3).
 *
 * <p>All in little endian order. A file of zeros is an empty ring, so who comes first makes it. Who writes into a full
 * one loses the record, and the reader helps itself by a time-out. A side is a thread's own.
 */
public final class FeedbackRing {
    private static final int RECORDS = 4_096;
    private static final int WRITTEN = 0;
    private static final int CLOCK = 32;
    private static final int READ = 64;
    private static final int SEEN = 96;
    private static final int FIRST = 128;
    private static final int RECORD = 24;
    private static final long SIZE = FIRST + (long) RECORDS * RECORD;
    private static final int LOST = 1 << 31;
    private static final int RECEIVED = 1 << 30;
    private static final int ATTEMPTS_SHIFT = 16;
    private static final int MAX_U16 = 0xffff;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INDEX = U64.varHandle();

    private final Path file;
    private final MemorySegment ring;
    private long readAt;

    private FeedbackRing(final Path file, final MemorySegment ring) {
        this.file = file;
        this.ring = ring;
    }

    /** Opens a ring, and makes it if there is none. It is unmapped when nobody refers to it any more. */
    public static FeedbackRing open(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
            return new FeedbackRing(file, channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, Arena.ofAuto()));
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    private long index(final int at) {
        return (long) INDEX.getAcquire(ring, (long) at);
    }

    private static long place(final long index) {
        return FIRST + (index & RECORDS - 1) * RECORD;
    }

    /**
     * Tells what frames took, and not how often they were sent. The writer's.
     *
     * @return whether there was room
     */
    public boolean write(final int vif, final int frames, final long airtimeNs, final long serviceNs,
        final boolean delivered) {
        return write(vif, frames, 0, airtimeNs, serviceNs, delivered);
    }

    /**
     * Tells what frames took. The writer's.
     *
     * @param vif      its id, 0 to 65535
     * @param frames   that all had the same end
     * @param attempts of all of them together, 1 to 65535; 0 if it is not known
     * @return whether there was room
     * @throws IllegalArgumentException if a record can't tell so large a number
     */
    public boolean write(final int vif, final int frames, final int attempts, final long airtimeNs,
        final long serviceNs, final boolean delivered) {
        if ((vif | attempts) < 0 || Math.max(vif, attempts) > MAX_U16) {
            throw new IllegalArgumentException("A record tells of interfaces and attempts to " + MAX_U16 + ", not of "
                + vif + " and " + attempts);
        }
        return write(vif | attempts << ATTEMPTS_SHIFT, frames | (delivered ? 0 : LOST), airtimeNs, serviceNs);
    }

    /**
     * Tells what frames took that stations sent. The writer's.
     *
     * @return whether there was room
     */
    public boolean writeReceived(final int vif, final int frames, final long airtimeNs) {
        return write(vif, frames | RECEIVED, airtimeNs, 0);
    }

    private boolean write(final int vifAndAttempts, final int framesAndBits, final long airtimeNs,
        final long serviceNs) {
        final long at = index(WRITTEN);
        if (at - index(READ) >= RECORDS) {
            return false;
        }
        final long place = place(at);
        ring.set(U32, place, vifAndAttempts);
        ring.set(U32, place + 4, framesAndBits);
        ring.set(U64, place + 8, airtimeNs);
        ring.set(U64, place + 16, serviceNs);
        INDEX.setRelease(ring, (long) WRITTEN, at + 1);
        return true;
    }

    /** Tells the time. The writer's. */
    public void tellClock(final long clockNs) {
        INDEX.setRelease(ring, (long) CLOCK, clockNs);
    }

    /** The clock as the reader saw it last; 0 if it has seen none. The writer's. */
    public long seenNs() {
        return index(SEEN);
    }

    /** The access point's clock; 0 if it tells none. The reader's. */
    public long clockNs() {
        final long clockNs = index(CLOCK);
        if (clockNs != 0) {
            INDEX.setRelease(ring, (long) SEEN, clockNs);
        }
        return clockNs;
    }

    /** Forgets what has been told so far. The reader's. */
    public void skip() {
        readAt = index(WRITTEN);
        INDEX.setRelease(ring, (long) READ, readAt);
    }

    /** Whether there is something to read: {@link #vif} and the others tell it. The reader's. */
    public boolean hasNext() {
        final long written = index(WRITTEN);
        if (written - readAt > RECORDS || written < readAt) {
            skip();
        }
        return readAt < written && readAt < index(WRITTEN);
    }

    /** The virtual interface of the record in hand. */
    public int vif() {
        return ring.get(U32, place(readAt)) & MAX_U16;
    }

    /** Attempts of the frames of the record in hand, all together; 0 if they are not told. */
    public int attempts() {
        return ring.get(U32, place(readAt)) >>> ATTEMPTS_SHIFT;
    }

    /** Frames of the record in hand. */
    public int frames() {
        return ring.get(U32, place(readAt) + 4) & ~(LOST | RECEIVED);
    }

    /** Whether stations sent the frames of the record in hand. */
    public boolean received() {
        return (ring.get(U32, place(readAt) + 4) & RECEIVED) != 0;
    }

    /** Whether the frames of the record in hand arrived. */
    public boolean delivered() {
        return ring.get(U32, place(readAt) + 4) >= 0;
    }

    /** Airtime of the record in hand. */
    public long airtimeNs() {
        return ring.get(U64, place(readAt) + 8);
    }

    /** Service time of the record in hand. */
    public long serviceNs() {
        return ring.get(U64, place(readAt) + 16);
    }

    /** Goes on to the next record. */
    public void next() {
        INDEX.setRelease(ring, (long) READ, ++readAt);
    }
}
