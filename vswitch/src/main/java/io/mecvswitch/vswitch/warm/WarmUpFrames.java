package io.mecvswitch.vswitch.warm;

import io.mecvswitch.config.PortConfig.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Frames that arrive during a warm-up: for each side of the switch a capture, made by the generators of the tests.
 *
 * <p>Nine in ten are ordinary, so that the JIT lays its code out for those; the others have every header that the
 * switch looks at, and are cut off and damaged in every way the generators know. {@code WarmUpFramesTest} makes the
 * captures anew and compares.
 *
 * @param memory  all frames, one behind the other
 * @param offsets of each frame in it, and where the last one ends
 */
record WarmUpFrames(MemorySegment memory, long[] offsets) {
    private static final int FILE_HEADER = 24;
    private static final int LENGTH_OFFSET = 8;
    private static final int FRAME_HEADER = 16;

    /** What arrives from a side. */
    static WarmUpFrames of(final Role role) {
        final String name = role.name().toLowerCase(Locale.ROOT) + ".pcap";
        try (InputStream capture = WarmUpFrames.class.getResourceAsStream(name)) {
            return read(ByteBuffer.wrap(capture.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).position(FILE_HEADER));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Native like packet memory, or the JIT would learn to expect arrays in all header codecs. */
    private static WarmUpFrames read(final ByteBuffer capture) {
        final MemorySegment memory = Arena.global().allocate(capture.remaining());
        final List<Long> offsets = new ArrayList<>(List.of(0L));
        while (capture.hasRemaining()) {
            final int length = capture.getInt(capture.position() + LENGTH_OFFSET);
            final int start = capture.position() + FRAME_HEADER;
            MemorySegment.copy(capture.array(), start, memory, ValueLayout.JAVA_BYTE, offsets.getLast(), length);
            offsets.add(offsets.getLast() + length);
            capture.position(start + length);
        }
        return new WarmUpFrames(memory, offsets.stream().mapToLong(offset -> offset).toArray());
    }

    /** Number of frames. */
    int count() {
        return offsets.length - 1;
    }
}
