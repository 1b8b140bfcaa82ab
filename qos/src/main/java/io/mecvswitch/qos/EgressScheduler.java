package io.mecvswitch.qos;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;

/**
 * Decides when the packets for one egress port leave. Those that have to wait rest here, a bounded number of them.
 *
 * <p>Control makes it; from then on only the lane calls it, through {@link Schedule}. It allocates nothing. Time is
 * that of {@link io.mecvswitch.stage.PacketClock}, and may go back a little, where packets of several ports tell it.
 */
public interface EgressScheduler {
    /**
     * Takes a packet that is about to leave by the port, its headers complete.
     *
     * @param vector has the packet; the scheduler keeps what it needs of it, see {@link RestingPackets#take}
     * @param i      index of the packet
     * @param nowNs  time of the packet
     * @return NONE if it rests here now; else why it is dropped
     */
    DropReason offer(PacketVector vector, int i, long nowNs);

    /**
     * Takes packets of one time that are about to leave by the port, their headers complete. Each of them is given the
     * verdict that it rests here now, or why it is dropped.
     *
     * @param from  index of the first one
     * @param to    index behind the last one
     * @param nowNs time of the packets
     */
    default void offer(final PacketVector vector, final int from, final int to, final long nowNs) {
        for (int i = from; i < to; i++) {
            final DropReason refused = offer(vector, i, nowNs);
            if (refused == DropReason.NONE) {
                vector.rest(i);
            } else {
                vector.leave(i, refused);
            }
        }
    }

    /**
     * Lets go what is due, oldest first, while there is room among what a vector may receive.
     *
     * @param into takes packets by {@link RestingPackets#putBack}; it is not empty, perhaps
     */
    void poll(PacketVector into, long nowNs);

    /** Lets go packets whether they are due or not, in the order in which they would be, while there is room. */
    void flush(PacketVector into);

    /** Packets that rest here. */
    int resting();

    /** Whether it wants to be polled, where time passes alone; who has packets that rest is, as long as that is so. */
    default boolean wantsTurns() {
        return resting() > 0;
    }

    /**
     * Takes over the packets and the state of the one that stood at this port under the configuration before.
     *
     * @return whether it did; if not, and for what it left there, the predecessor's packets leave at once
     */
    boolean adopt(EgressScheduler predecessor);
}
