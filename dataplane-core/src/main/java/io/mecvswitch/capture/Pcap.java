package io.mecvswitch.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Classic capture files (draft-ietf-opsawg-pcap): a header, then records until the end.
 *
 * <p>The magic number tells the unit of the times and, by the order it stands in, the byte order of all numbers.
 */
final class Pcap implements CaptureFormat {
    static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    static final int LINK_ETHERNET = 1;

    private static final int REST_OF_HEADER = 20;
    private static final int LINK_OFFSET = 16;
    private static final int RECORD_HEADER_LENGTH = 16;

    private final CaptureInput input;
    private final int fractionNs;

    private Pcap(final CaptureInput input, final int fractionNs) {
        this.input = input;
        this.fractionNs = fractionNs;
    }

    /** Whether a file that begins with this number, read big-endian, is of this format. */
    static boolean isMagic(final int magic) {
        return isOwn(magic) || isOwn(Integer.reverseBytes(magic));
    }

    private static boolean isOwn(final int magic) {
        return magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS;
    }

    /** Reads the file header behind the magic number. */
    static Pcap open(final CaptureInput input, final int magic) throws IOException {
        final boolean swapped = !isOwn(magic);
        input.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        final ByteBuffer header = input.take(REST_OF_HEADER)
            .orElseThrow(() -> input.damaged("ends inside its file header"));
        // The upper bits of the field say whether check sequences were captured.
        input.requireEthernet(header.getInt(LINK_OFFSET) & 0xffff);
        return new Pcap(input, (swapped ? Integer.reverseBytes(magic) : magic) == MAGIC_NANOSECONDS ? 1 : 1_000);
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException {
        final Optional<ByteBuffer> header = input.take(RECORD_HEADER_LENGTH);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        final ByteBuffer record = header.get();
        final long timeNs = Integer.toUnsignedLong(record.getInt()) * 1_000_000_000
            + Integer.toUnsignedLong(record.getInt()) * fractionNs;
        final int captured = input.frameLength(record.getInt());
        final int original = record.getInt();
        return input.takePromised(captured).map(frame -> new CapturedFrame(timeNs, original, frame.array()));
    }
}
