package io.mecvswitch.capture;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Capture files of blocks (draft-ietf-opsawg-pcapng), as Wireshark saves them.
 *
 * <pre>
 *   ┌──────┬──────────────┬──────────────────────────┬──────────────┐
 *   │ type │ total length │ body, a multiple of 4    │ total length │
 *   └──────┴──────────────┴──────────────────────────┴──────────────┘
 * </pre>
 *
 * <p>Section headers, interface descriptions and enhanced packets are read; all other blocks are stepped over.
 */
final class Pcapng implements CaptureFormat {
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int OPTION_TIME_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int PACKET_OVERHEAD = 20;
    // Longer blocks are not ours: a packet is bounded by the longest frame, with room for its options.
    private static final int BLOCK_LIMIT = 16 << 20;

    private static final BigInteger SECOND_NS = BigInteger.valueOf(1_000_000_000);

    /** The unit of an interface's times as ticks per second, and the seconds to add to them. */
    private record Clock(BigInteger ticksPerSecond, long offsetSeconds) {
        static final Clock MICROSECONDS = new Clock(BigInteger.valueOf(1_000_000), 0);

        Clock withResolution(final int resolution) {
            final int exponent = resolution & 0x7f;
            final BigInteger base = (resolution & 0x80) == 0 ? BigInteger.TEN : BigInteger.TWO;
            return new Clock(base.pow(exponent), offsetSeconds);
        }

        long nanoseconds(final long ticks) {
            final BigInteger unsigned = new BigInteger(Long.toUnsignedString(ticks));
            return unsigned.multiply(SECOND_NS).divide(ticksPerSecond).longValue() + offsetSeconds * 1_000_000_000;
        }
    }

    private final CaptureInput input;
    private final List<Clock> interfaces = new ArrayList<>();

    private Pcapng(final CaptureInput input) {
        this.input = input;
    }

    /** Reads the first section header behind its block type. */
    static Pcapng open(final CaptureInput input) throws IOException {
        final Pcapng format = new Pcapng(input);
        format.section();
        return format;
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException {
        Optional<ByteBuffer> type = input.take(4);
        while (type.isPresent()) {
            final Optional<CapturedFrame> frame = block(type.get().getInt());
            if (frame.isPresent() || input.isTruncated()) {
                return frame;
            }
            type = input.take(4);
        }
        return Optional.empty();
    }

    private Optional<CapturedFrame> block(final int type) throws IOException {
        if (type == SECTION_HEADER) {
            section();
            return Optional.empty();
        }
        final Optional<ByteBuffer> length = input.takePromised(4);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        final Optional<ByteBuffer> body = body(length.get().getInt(), 8);
        if (type == INTERFACE_DESCRIPTION && body.isPresent()) {
            describe(body.get());
        }
        return type == ENHANCED_PACKET && body.isPresent() ? Optional.of(packet(body.get())) : Optional.empty();
    }

    /** A section may have its own byte order, and numbers its interfaces anew. */
    private void section() throws IOException {
        final ByteBuffer start = input.takePromised(8).orElseThrow(() -> input.damaged("ends in a section header"));
        start.order(ByteOrder.BIG_ENDIAN);
        final int magic = start.getInt(4);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw input.damaged("has a section header without byte order");
        }
        final ByteOrder order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        input.order(order);
        interfaces.clear();
        body(start.order(order).getInt(0), 12);
    }

    /** What is left of a block of which {@code taken} bytes were read. */
    private Optional<ByteBuffer> body(final int length, final int taken) throws IOException {
        final int rest = length - taken;
        if (length < BLOCK_OVERHEAD || length > BLOCK_LIMIT || length % 4 != 0 || rest < 4) {
            throw input.damaged("has a block of " + Integer.toUnsignedString(length) + " bytes");
        }
        return input.takePromised(rest).map(body -> body.limit(rest - 4));
    }

    private void describe(final ByteBuffer body) throws IOException {
        if (body.remaining() < 8) {
            throw input.damaged("has an interface description of " + body.remaining() + " bytes");
        }
        input.requireEthernet(body.getShort() & 0xffff);
        interfaces.add(clock(body.position(8)));
    }

    private static Clock clock(final ByteBuffer options) {
        Clock clock = Clock.MICROSECONDS;
        while (options.remaining() >= 4) {
            final int code = options.getShort() & 0xffff;
            final int length = options.getShort() & 0xffff;
            if (code == 0 || length > options.remaining()) {
                return clock;
            }
            if (code == OPTION_TIME_RESOLUTION && length == 1) {
                clock = clock.withResolution(options.get(options.position()) & 0xff);
            } else if (code == OPTION_TIME_OFFSET && length == 8) {
                clock = new Clock(clock.ticksPerSecond(), options.getLong(options.position()));
            }
            options.position(Math.min(options.limit(), options.position() + (length + 3 & ~3)));
        }
        return clock;
    }

    private CapturedFrame packet(final ByteBuffer body) throws IOException {
        if (body.remaining() < PACKET_OVERHEAD) {
            throw input.damaged("has a packet block of " + body.remaining() + " bytes");
        }
        final int number = body.getInt();
        if (number < 0 || number >= interfaces.size()) {
            throw input.damaged("has a packet of interface " + Integer.toUnsignedString(number) + ", which is unknown");
        }
        final long ticks = (long) body.getInt() << 32 | Integer.toUnsignedLong(body.getInt());
        final int captured = input.frameLength(body.getInt());
        final int original = body.getInt();
        if (captured > body.remaining()) {
            throw input.damaged("has a packet longer than its block");
        }
        final byte[] frame = new byte[captured];
        body.get(frame);
        return new CapturedFrame(interfaces.get(number).nanoseconds(ticks), original, frame);
    }
}
