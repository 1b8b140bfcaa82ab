package io.mecvswitch.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.stage.PacketVector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandoffTest {
    private static final int CAPACITY = 4;
    private final Handoff handoff = new Handoff(CAPACITY, 8);

    @Test
    void shouldBeEmptyAtFirst() {
        assertNull(handoff.poll());
        assertEquals(0, handoff.occupancy());
        assertTrue(handoff.hasRoom());
    }

    @Test
    void shouldGiveVectorsInTheOrderTheyCame() {
        final PacketVector first = new PacketVector(8);
        final PacketVector second = new PacketVector(8);
        handoff.exchange(first);
        handoff.exchange(second);
        assertSame(first, handoff.poll());
        handoff.done(first);
        assertSame(second, handoff.poll());
    }

    @Test
    void shouldGiveTheSameVectorUntilItIsDone() {
        final PacketVector vector = new PacketVector(8);
        handoff.exchange(vector);
        assertSame(vector, handoff.poll());
        assertSame(vector, handoff.poll());
        handoff.done(vector);
        assertNull(handoff.poll());
    }

    @Test
    void shouldGiveTheProducerTheEmptyVectorTheConsumerLeft() {
        final PacketVector left = new PacketVector(8);
        handoff.exchange(new PacketVector(8));
        handoff.poll();
        handoff.done(left);
        for (int i = 1; i < CAPACITY; i++) {
            handoff.exchange(new PacketVector(8));
        }
        assertSame(left, handoff.exchange(new PacketVector(8)));
    }

    @Test
    void shouldHaveNoRoomForMoreThanItsCapacity() {
        for (int i = 0; i < CAPACITY; i++) {
            assertTrue(handoff.hasRoom());
            handoff.exchange(new PacketVector(8));
        }
        assertFalse(handoff.hasRoom());
        assertEquals(CAPACITY, handoff.occupancy());
        handoff.done(handoff.poll());
        assertTrue(handoff.hasRoom());
    }

    @Test
    void shouldNeitherLoseNorDoubleAVector() {
        PacketVector own = new PacketVector(8);
        final Set<PacketVector> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int round = 0; round < 100; round++) {
            own = handoff.exchange(own);
            final PacketVector polled = handoff.poll();
            assertNotNull(polled);
            handoff.done(polled);
            seen.add(own);
        }
        assertEquals(CAPACITY + 1, seen.size());
    }

    @Test
    void shouldCarryEverythingBetweenTwoThreads() throws InterruptedException {
        final int count = 200_000;
        final long[] sum = new long[1];
        final Thread consumer = Thread.ofPlatform().start(() -> sum[0] = consume(count));
        PacketVector vector = new PacketVector(8);
        for (int i = 0; i < count; i++) {
            while (!handoff.hasRoom()) {
                Thread.onSpinWait();
            }
            vector.handle[0] = i;
            vector.size = 1;
            vector = handoff.exchange(vector);
        }
        consumer.join();
        assertEquals((long) count * (count - 1) / 2, sum[0]);
    }

    private long consume(final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            PacketVector vector = handoff.poll();
            while (vector == null) {
                Thread.onSpinWait();
                vector = handoff.poll();
            }
            // Out of order would be out of step with i.
            sum += vector.handle[0] == i ? i : Long.MIN_VALUE;
            handoff.done(vector);
        }
        return sum;
    }
}
