package io.mecvswitch.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestingSlotsTest {
    private static final int STEPS = 20_000;
    private static final int HASHES = 11;

    private static List<Integer> inOrder(final RestingSlots slots) {
        final List<Integer> found = new ArrayList<>();
        for (int slot = slots.oldest(); slot != RestingSlots.NONE; slot = slots.newer(slot)) {
            found.add(slot);
        }
        return found;
    }

    private static List<Integer> alike(final RestingSlots slots, final int hash) {
        final List<Integer> found = new ArrayList<>();
        for (int slot = slots.find(hash); slot != RestingSlots.NONE; slot = slots.alike(slot)) {
            found.add(slot);
        }
        return found;
    }

    /** Few hashes, so that there are long chains; compared with a map that remembers the order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 100})
    void shouldKeepOrderAndFindAll(final int capacity) {
        final Random random = new Random(capacity);
        final RestingSlots slots = new RestingSlots(capacity);
        final Map<Integer, Integer> model = new LinkedHashMap<>();
        for (int step = 0; step < STEPS; step++) {
            if (!slots.isFull() && (model.isEmpty() || random.nextBoolean())) {
                final int hash = random.nextInt(HASHES) * 0x1000_0001;
                model.put(slots.take(hash), hash);
            } else {
                final int victim = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
                slots.free(victim);
                model.remove(victim);
            }
            assertEquals(new ArrayList<>(model.keySet()), inOrder(slots));
            assertEquals(model.isEmpty(), slots.isEmpty());
            assertEquals(model.size() == capacity, slots.isFull());
            model.forEach((slot, hash) -> assertTrue(alike(slots, hash).contains(slot)));
        }
        assertFalse(inOrder(slots).size() > slots.capacity());
    }
}
