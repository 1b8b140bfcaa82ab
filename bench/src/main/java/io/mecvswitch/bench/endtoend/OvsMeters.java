package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Adds meters to a bridge of Open vSwitch, by OpenFlow 1.3: {@code ovs-ofctl} adds one per process, which takes minutes
 * for ten thousand.
 *
 * <pre>
 *   header  │ version 4 │ type │ length │ transaction │                      all in network order
 *   meter   │ command 2: 0 adds │ flags 2 │ meter 4 │ band: type 2 │ length 2 │ rate 4, kb/s │ burst 4, kb │ 0 0 0 0 │
 * </pre>
 *
 * <p>OpenFlow Switch Specification 1.3.5 §7.1 (header), §7.3.4.4 (meters), §7.3.8 (barrier).
 */
final class OvsMeters implements AutoCloseable {
    private static final byte VERSION = 4;
    private static final int HEADER = 8;
    private static final byte HELLO = 0;
    private static final byte ERROR = 1;
    private static final byte ECHO_REQUEST = 2;
    private static final byte ECHO_REPLY = 3;
    private static final byte BARRIER_REQUEST = 20;
    private static final byte BARRIER_REPLY = 21;
    private static final byte METER_MOD = 29;
    private static final short METER_LENGTH = HEADER + 24;
    private static final short BY_KILOBITS_WITH_BURST = 1 | 4;
    private static final short DROP = 1;
    private static final short BAND_LENGTH = 16;
    private static final int TOGETHER = 500;

    private final SocketChannel channel;
    private int transaction;

    /**
     * @param socket on which the bridge is managed
     */
    OvsMeters(final Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        send(begin(ByteBuffer.allocate(HEADER), HELLO, HEADER));
        await(HELLO);
    }

    /** Adds meters 1 to count that drop what is beyond a rate and a burst. */
    void add(final int count, final int kilobitsPerSecond, final int burstKilobits) throws IOException {
        for (int first = 1; first <= count; first += TOGETHER) {
            final int end = Math.min(count, first + TOGETHER - 1);
            final ByteBuffer messages = ByteBuffer.allocate((end - first + 1) * METER_LENGTH + HEADER);
            for (int meter = first; meter <= end; meter++) {
                begin(messages, METER_MOD, METER_LENGTH).putShort((short) 0).putShort(BY_KILOBITS_WITH_BURST)
                    .putInt(meter).putShort(DROP).putShort(BAND_LENGTH).putInt(kilobitsPerSecond)
                    .putInt(burstKilobits).putInt(0);
            }
            send(begin(messages, BARRIER_REQUEST, HEADER));
            await(BARRIER_REPLY);
        }
    }

    private ByteBuffer begin(final ByteBuffer message, final byte type, final int length) {
        return message.put(VERSION).put(type).putShort((short) length).putInt(++transaction);
    }

    private void send(final ByteBuffer messages) throws IOException {
        messages.flip();
        while (messages.hasRemaining()) {
            channel.write(messages);
        }
    }

    private void await(final byte expected) throws IOException {
        byte type;
        do {
            final ByteBuffer header = read(HEADER);
            type = header.get(1);
            final ByteBuffer body = read(Short.toUnsignedInt(header.getShort(2)) - HEADER);
            if (type == ERROR) {
                throw new IOException("OVS refuses a meter: error " + body.getShort(0) + ", " + body.getShort(2));
            }
            if (type == ECHO_REQUEST) {
                send(begin(ByteBuffer.allocate(HEADER), ECHO_REPLY, HEADER));
            }
        } while (type != expected);
    }

    private ByteBuffer read(final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("OVS closed the connection");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
