package io.mecvswitch.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerfectHashTest {
    private static final int KEYS = 10_000;
    private final long[] keys = new Random(5).longs(KEYS + 1).toArray();

    private static long hash(final long key, final long seed) {
        final long mixed = (key ^ seed) * 0x9e3779b97f4a7c15L;
        return (mixed ^ mixed >>> 32) * 0x9e3779b97f4a7c15L;
    }

    private long hash(final int key, final long seed) {
        return hash(keys[key], seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 48, 49, 96, 100, 768, 1_000, 6_144, 6_145, KEYS})
    void eachKeyHasAPlaceOfItsOwn(final int count) {
        assertSeated(PerfectHash.of(count, this::hash, null), count);
    }

    private void assertSeated(final PerfectHash hash, final int count) {
        final BitSet taken = new BitSet();
        for (int key = 0; key < count; key++) {
            final int place = hash.place(hash(key, hash.seed()));
            assertTrue(place >= 0 && place < hash.size(), "place " + place);
            assertTrue(!taken.get(place), "two keys at " + place);
            taken.set(place);
        }
    }

    @Test
    void placesAreAtMostFourForAKeyAndAtLeastFourForThree() {
        for (int count = 2; count <= 1_000; count++) {
            final int size = PerfectHash.of(count, this::hash, null).size();
            assertTrue(size * 3L >= count * 4L - 3 && size <= count * 4, size + " places for " + count);
        }
    }

    @Test
    void aColumnHasThePlacesOfItsHashes() {
        final PerfectHash hash = PerfectHash.of(KEYS, this::hash, null);
        final long[] hashes = new long[KEYS];
        final int[] places = new int[KEYS];
        for (int key = 0; key < KEYS; key++) {
            hashes[key] = hash(key, hash.seed());
        }
        hash.place(hashes, KEYS, places);
        for (int key = 0; key < KEYS; key++) {
            assertEquals(hash.place(hashes[key]), places[key]);
        }
    }

    @Test
    void keysStayWhereTheyStoodWhenOneComes() {
        final PerfectHash former = PerfectHash.of(KEYS, this::hash, null);
        final PerfectHash next = PerfectHash.of(KEYS + 1, this::hash, former);
        assertSeated(next, KEYS + 1);
        assertEquals(former.seed(), next.seed());
        int moved = 0;
        for (int key = 0; key < KEYS; key++) {
            moved += former.place(hash(key, former.seed())) == next.place(hash(key, next.seed())) ? 0 : 1;
        }
        assertTrue(moved < 100, moved + " keys moved");
    }

    @Test
    void keysThatComeOneByOneAllFindPlaces() {
        PerfectHash hash = null;
        for (int count = 1; count <= 300; count++) {
            hash = PerfectHash.of(count, this::hash, hash);
            assertSeated(hash, count);
        }
        for (int count = 299; count > 0; count--) {
            hash = PerfectHash.of(count, this::hash, hash);
            assertSeated(hash, count);
        }
        assertTrue(hash.size() <= 4, hash.size() + " places for one key");
    }

    @Test
    void anotherSeedIsTakenWhereTwoHashesAreEqual() {
        final long[] seeds = new long[1];
        final PerfectHash hash = PerfectHash.of(2, (key, seed) -> {
            seeds[0] = seeds[0] == 0 ? seed : seeds[0];
            return seed == seeds[0] ? seed : hash(key, seed);
        }, null);
        assertTrue(hash.seed() != seeds[0]);
        assertSeated(hash, 2);
    }

    @Test
    void keysThatDifferInTheirUppermostBitsOnlyFindPlaces() {
        final PerfectHash hash = PerfectHash.of(1 << 12, (key, seed) -> hash((long) key << 52, seed), null);
        final BitSet taken = new BitSet();
        for (int key = 0; key < 1 << 12; key++) {
            taken.set(hash.place(hash((long) key << 52, hash.seed())));
        }
        assertEquals(1 << 12, taken.cardinality());
    }
}
