package io.mecvswitch.dpdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Capture files as libpcap writes them: a header of 24 octets, then 16 octets before each frame. */
final class PcapFile {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int ETHERNET = 1;

    private PcapFile() {
    }

    /** Frames a millisecond apart from this time on. */
    static void write(final Path file, final List<byte[]> frames, final long startNs, final boolean nanoseconds) {
        final int length = frames.stream().mapToInt(frame -> 16 + frame.length).sum();
        final ByteBuffer out = ByteBuffer.allocate(24 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(nanoseconds ? NANOSECONDS : MICROSECONDS).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(262_144).putInt(ETHERNET);
        for (int i = 0; i < frames.size(); i++) {
            final long timeNs = startNs + i * 1_000_000L;
            final long fraction = timeNs % 1_000_000_000;
            out.putInt((int) (timeNs / 1_000_000_000)).putInt((int) (nanoseconds ? fraction : fraction / 1000));
            out.putInt(frames.get(i).length).putInt(frames.get(i).length).put(frames.get(i));
        }
        try {
            Files.write(file, out.array());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<byte[]> read(final Path file) {
        final ByteBuffer in;
        try {
            in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).position(24);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<byte[]> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            in.position(in.position() + 8);
            final byte[] frame = new byte[in.getInt()];
            in.getInt();
            in.get(frame);
            frames.add(frame);
        }
        return frames;
    }
}
