package io.mecvswitch.vswitch.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Capture files as other programs write them, sound and not. Times count nanoseconds since 1970. */
final class CaptureFiles {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int ETHERNET = 1;
    private static final int NS_PER_US = 1_000;
    private static final long SECOND_NS = 1_000_000_000;

    private CaptureFiles() {
    }

    /** Classic pcap in microseconds, big-endian. */
    static byte[] microseconds(final List<byte[]> frames, final long startNs, final long gapNs) {
        final ByteBuffer out = buffer(frames).order(ByteOrder.BIG_ENDIAN);
        header(out, ETHERNET);
        long timeNs = startNs;
        for (final byte[] frame : frames) {
            out.putInt((int) (timeNs / SECOND_NS)).putInt((int) (timeNs % SECOND_NS / NS_PER_US));
            out.putInt(frame.length).putInt(frame.length).put(frame);
            timeNs += gapNs;
        }
        return written(out);
    }

    /** Classic pcap of another link type, without frames. */
    static byte[] ofLinkType(final int type) {
        final ByteBuffer out = ByteBuffer.allocate(24);
        header(out, type);
        return out.array();
    }

    private static void header(final ByteBuffer out, final int linkType) {
        out.putInt(MICROSECONDS).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65_535)
            .putInt(linkType);
    }

    /** pcapng in nanoseconds, little-endian: a section, an interface with if_tsresol 9, enhanced packets. */
    static byte[] pcapng(final List<byte[]> frames, final long startNs, final long gapNs) {
        final ByteBuffer out = buffer(frames).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1)
            .putInt(28);
        out.putInt(1).putInt(32).putShort((short) ETHERNET).putShort((short) 0).putInt(65_535);
        out.putShort((short) 9).putShort((short) 1).putInt(9).putInt(0).putInt(32);
        long timeNs = startNs;
        for (final byte[] frame : frames) {
            final int padded = frame.length + 3 & ~3;
            out.putInt(6).putInt(32 + padded).putInt(0).putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
            out.putInt(frame.length).putInt(frame.length).put(Arrays.copyOf(frame, padded)).putInt(32 + padded);
            timeNs += gapNs;
        }
        return written(out);
    }

    private static ByteBuffer buffer(final List<byte[]> frames) {
        return ByteBuffer.allocate(64 + frames.stream().mapToInt(frame -> 36 + frame.length).sum());
    }

    private static byte[] written(final ByteBuffer out) {
        return Arrays.copyOf(out.array(), out.position());
    }

    static Path write(final Path file, final byte[] content) {
        try {
            return Files.write(file, content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
