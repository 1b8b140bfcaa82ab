package io.mecvswitch.port;

/**
 * A way packets come in and go out: a DPDK device, a capture file, or memory in tests.
 *
 * <p>Each receive queue is polled by one lane and each transmit queue filled by one lane; the other methods are for
 * the control thread, at any time.
 */
public interface Port extends AutoCloseable {
    /** The configured name. */
    String name();

    /**
     * Receives what is there, without waiting. Called by the lane that owns the queue.
     *
     * <p>Fills {@code handle}, {@code position} and {@code length} from index 0 and sets {@code size}. A negative
     * length marks a frame that did not fit a packet buffer; its bytes must not be read. Where the lengths are summed
     * anyway, {@code octets}, {@code longest} and {@code measured} say so; {@code measured} is false before.
     *
     * @param queue receive queue
     * @param into  its former content is overwritten
     * @return {@code into.size}
     */
    int rxBurst(int queue, PacketBurst into);

    /**
     * Receives as {@link #rxBurst} does, for a lane that looks at no packet: the port may leave out {@code position}
     * and {@code length}, where it has measured the lengths. It sets {@code describer} then, which is null before.
     *
     * @param queue receive queue
     * @param into  its former content is overwritten
     * @return {@code into.size}
     */
    default int rxHandles(final int queue, final PacketBurst into) {
        return rxBurst(queue, into);
    }

    /**
     * Whether {@link #txBurst} reads no {@code position} and no {@code length} of packets that nobody has moved since
     * they were received, so that they may be left out.
     */
    default boolean takesHandles() {
        return false;
    }

    /**
     * Sends, without waiting. Called by the lane that owns the queue.
     *
     * <p>The first packets, as many as the result says, belong to the device from here on; the rest stay the caller's.
     * So do all if it throws.
     *
     * @param queue transmit queue
     * @param burst packets to send, in order
     * @return how many the device took, 0 to {@code burst.size}
     */
    int txBurst(int queue, PacketBurst burst);

    /** Receive and transmit queues, of each as many, numbered from 0. */
    default int queues() {
        return 1;
    }

    /** Whether {@link #rxBurst} fills {@link PacketBurst#timeNs} from the packets themselves, as capture files do. */
    boolean timestamps();

    /** Longest frame, in bytes from the destination address on, that may be sent. */
    int maxFrameLength();

    /** Ethernet address of the port, in the low 48 bits. */
    long macAddress();

    /** Whether the link is up. */
    boolean linkUp();

    /** What the device itself counts. */
    PortStatistics statistics();

    /** Stops the device and gives back every packet it holds. No lane may use the port any more. */
    @Override
    void close();
}
