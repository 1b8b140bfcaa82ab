package io.mecvswitch.classifier;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A place of its own for each of some keys, so that a look-up compares one entry and never searches.
 *
 * <p>Keys fall into buckets by their hashes, and each bucket has a multiplier that takes its keys to places where no
 * other key is (hash and displace; Belazzougui, Botelho, Dietzfelbinger 2009). There are more places than keys, about
 * four for three at least; a multiplier is two octets for a few keys, so all of them stay in the innermost cache.
 *
 * <pre>
 *   hash ──▶ bits from 32 on: the bucket ──▶ multipliers[bucket]
 *     └──────────────────────── × ◀──────────────────┘     upper bits of the product: the place
 * </pre>
 *
 * <p>Immutable. Made by control, read by lanes.
 */
final class PerfectHash {
    private static final int KEYS_PER_BUCKET = 4;
    private static final int MULTIPLIERS = 1 << Character.SIZE;
    /** Multipliers are odd numbers, taken in an order that looks random. */
    private static final int STEP = 40_503 << 1;
    private static final int MOST_TRIES = MULTIPLIERS / 2;

    private final long seed;
    private final char[] multipliers;
    private final int shift;

    /** Tells the hash of a key. */
    @FunctionalInterface
    interface Hashes {
        /**
         * A hash of which all bits depend on all of the key's.
         *
         * @param key  its number, below those there are
         * @param seed to begin with
         */
        long of(int key, long seed);
    }

    private PerfectHash(final long seed, final char[] multipliers, final int shift) {
        this.seed = seed;
        this.multipliers = multipliers;
        this.shift = shift;
    }

    /** Where keys come to stand in the making. */
    private static final class Seats {
        private final PerfectHash hash;
        private final long[] hashes;
        // keys by bucket: those of one stand side by side, and end where the next one's begin
        private final int[] keys;
        private final int[] ends;
        private final long[] taken;

        Seats(final PerfectHash hash, final int count, final Hashes hashes) {
            this.hash = hash;
            this.hashes = new long[count];
            Arrays.setAll(this.hashes, key -> hashes.of(key, hash.seed));
            keys = new int[count];
            ends = new int[hash.multipliers.length];
            taken = new long[Math.max(1, hash.size() >> 6)];
            sort();
        }

        private void sort() {
            for (final long each : hashes) {
                ends[hash.bucket(each)]++;
            }
            for (int bucket = 1; bucket < ends.length; bucket++) {
                ends[bucket] += ends[bucket - 1];
            }
            final int[] next = ends.clone();
            for (int key = 0; key < keys.length; key++) {
                keys[--next[hash.bucket(hashes[key])]] = key;
            }
        }

        private int begin(final int bucket) {
            return bucket == 0 ? 0 : ends[bucket - 1];
        }

        private int length(final int bucket) {
            return ends[bucket] - begin(bucket);
        }

        /** Seats the keys of all buckets where they stood with the former multipliers, and the others anew. */
        boolean seatAgain() {
            final int[] others = new int[ends.length];
            int count = 0;
            for (int bucket = 0; bucket < ends.length; bucket++) {
                if (!seat(bucket, hash.multipliers[bucket])) {
                    others[count++] = bucket;
                }
            }
            return Arrays.stream(others, 0, count).allMatch(this::seat);
        }

        /** Seats the keys of all buckets, those of large ones first. */
        boolean seatAll() {
            final int largest = Arrays.stream(lengths()).max().orElseThrow();
            for (int length = largest; length > 0; length--) {
                for (int bucket = 0; bucket < ends.length; bucket++) {
                    if (length(bucket) == length && !seat(bucket)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private int[] lengths() {
            final int[] lengths = new int[ends.length];
            Arrays.setAll(lengths, this::length);
            return lengths;
        }

        private boolean seat(final int bucket) {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                final char multiplier = (char) (tries * STEP + 1);
                if (seat(bucket, multiplier)) {
                    hash.multipliers[bucket] = multiplier;
                    return true;
                }
            }
            return false;
        }

        /** Takes the places of a bucket's keys, if they are all free. */
        private boolean seat(final int bucket, final int multiplier) {
            for (int at = begin(bucket); at < ends[bucket]; at++) {
                final int place = hash.place(hashes[keys[at]], multiplier);
                if ((taken[place >> 6] >>> place & 1) != 0) {
                    leave(bucket, multiplier, at);
                    return false;
                }
                taken[place >> 6] |= 1L << place;
            }
            return true;
        }

        private void leave(final int bucket, final int multiplier, final int end) {
            for (int at = begin(bucket); at < end; at++) {
                final int place = hash.place(hashes[keys[at]], multiplier);
                taken[place >> 6] &= ~(1L << place);
            }
        }
    }

    /**
     * For so many keys.
     *
     * @param hashes of the keys, all different
     * @param former most of whose keys stay; null if there is none
     */
    static PerfectHash of(final int count, final Hashes hashes, final PerfectHash former) {
        if (former != null && former.fits(count)) {
            final PerfectHash next = new PerfectHash(former.seed, former.multipliers.clone(), former.shift);
            if (new Seats(next, count, hashes).seatAgain()) {
                return next;
            }
        }
        PerfectHash made;
        do {
            made = empty(count);
        } while (!new Seats(made, count, hashes).seatAll());
        return made;
    }

    private static PerfectHash empty(final int count) {
        final char[] multipliers = new char[powerOfTwo(count / KEYS_PER_BUCKET)];
        Arrays.fill(multipliers, (char) 1);
        return new PerfectHash(ThreadLocalRandom.current().nextLong(), multipliers,
            Long.numberOfLeadingZeros(powerOfTwo(count + count / 3) - 1L));
    }

    /** The least power of two that is not less than a number; at least two. */
    private static int powerOfTwo(final int number) {
        return number <= 2 ? 2 : Integer.highestOneBit(number - 1) << 1;
    }

    /** Whether it is neither too crowded for so many keys nor far too large. */
    private boolean fits(final int count) {
        return count + count / 3 <= size() && count * 4L >= size();
    }

    /** Places there are. */
    int size() {
        return 1 << Long.SIZE - shift;
    }

    /** To begin the hash of a key with. */
    long seed() {
        return seed;
    }

    /** Where the key of a hash stands, if it is one of those. */
    int place(final long hash) {
        return place(hash, multipliers[bucket(hash)]);
    }

    private int place(final long hash, final int multiplier) {
        return (int) (hash * multiplier >>> shift);
    }

    private int bucket(final long hash) {
        return (int) (hash >>> Integer.SIZE) & multipliers.length - 1;
    }

    /** {@link #place(long)} of a column of hashes. */
    void place(final long[] hashes, final int count, final int[] places) {
        final char[] multipliers = this.multipliers;
        final int shift = this.shift;
        for (int i = 0; i < count; i++) {
            final long hash = hashes[i];
            places[i] = (int) (hash * multipliers[(int) (hash >>> Integer.SIZE) & multipliers.length - 1] >>> shift);
        }
    }
}
