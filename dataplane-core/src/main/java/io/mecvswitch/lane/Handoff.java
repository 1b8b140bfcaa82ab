package io.mecvswitch.lane;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.Sequencer;
import io.mecvswitch.stage.PacketVector;

/**
 * A bounded lock-free ring of vectors between two lanes, one producer and one consumer.
 *
 * <p>Vectors are exchanged, not copied: who hands a full one over takes the empty one that lay in the slot, and the
 * consumer leaves an empty one when it is done. So the number of vectors never changes, and crossing costs once per
 * vector whatever it holds.
 *
 * <pre>
 *   producer:  hasRoom() · exchange(full) → empty        consumer:  poll() → full · done(empty)
 * </pre>
 *
 * <p>The ring is the LMAX Disruptor's, which keeps producer and consumer positions on cache lines of their own.
 */
public final class Handoff {
    private static final class Slot {
        private PacketVector vector;
    }

    private final RingBuffer<Slot> ring;
    private final Sequence consumed = new Sequence();
    // written by the consumer only
    private long published = Sequencer.INITIAL_CURSOR_VALUE;

    /**
     * @param capacity   vectors it holds, a power of two
     * @param vectorSize packets of one vector at most
     */
    public Handoff(final int capacity, final int vectorSize) {
        ring = RingBuffer.createSingleProducer(Slot::new, capacity, new BusySpinWaitStrategy());
        ring.addGatingSequences(consumed);
        for (int i = 0; i < capacity; i++) {
            ring.get(i).vector = new PacketVector(vectorSize);
        }
    }

    /** Whether {@link #exchange} may be called. Producer. */
    public boolean hasRoom() {
        return ring.hasAvailableCapacity(1);
    }

    /**
     * Hands a vector over. Producer, and only after {@link #hasRoom}.
     *
     * @return an empty vector in exchange
     */
    public PacketVector exchange(final PacketVector full) {
        final long sequence = ring.next();
        final Slot slot = ring.get(sequence);
        final PacketVector empty = slot.vector;
        slot.vector = full;
        ring.publish(sequence);
        return empty;
    }

    /** The oldest vector handed over, or null. It stays in the ring until {@link #done}. Consumer. */
    public PacketVector poll() {
        final long next = consumed.get() + 1;
        if (next > published) {
            published = ring.getCursor();
            if (next > published) {
                return null;
            }
        }
        return ring.get(next).vector;
    }

    /** Frees the slot of the last {@link #poll}, leaving an empty vector in it. Consumer. */
    public void done(final PacketVector empty) {
        final long sequence = consumed.get() + 1;
        ring.get(sequence).vector = empty;
        consumed.set(sequence);
    }

    /** Vectors in the ring at this moment. Any thread. */
    public int occupancy() {
        return (int) (ring.getCursor() - consumed.get());
    }

    /** Vectors it holds at most. */
    public int capacity() {
        return ring.getBufferSize();
    }
}
