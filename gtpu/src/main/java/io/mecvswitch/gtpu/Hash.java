package io.mecvswitch.gtpu;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The hash of this package's tables: a 64-bit finaliser over a seed that differs from process to process, so that
 * nobody outside can choose keys that collide.
 */
final class Hash {
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    private Hash() {
    }

    /** Spreads one word over all 64 bits (the finaliser of SplitMix64, Steele et al. 2014). */
    static long of(final long word) {
        long hash = word ^ SEED;
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }

    /** Spreads two words. */
    static long of(final long high, final long low) {
        return of(word(high, low));
    }

    /** The one word that stands for two: whose hash is theirs. Those of one high word differ where the low words do. */
    static long word(final long high, final long low) {
        return low ^ Long.rotateLeft(high * 0x9e3779b97f4a7c15L, 29);
    }
}
