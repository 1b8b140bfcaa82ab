package io.mecvswitch.chaining;

/**
 * Members in turn, one for each new flow: of any so many flows as the weights add up to, each member gets exactly its
 * weight, and its turns lie as far apart as they can (smooth weighted round robin, as nginx has it).
 *
 * <pre>
 *   weights a 3, b 1, c 1:   a b a c a   a b a c a   …
 * </pre>
 *
 * <p>Each turn everybody gains its weight; who then has most has its turn, and pays what all gained. Lane, but for the
 * constructor.
 */
public final class RoundRobin {
    private final long[] seeds;
    private final int[] weights;
    private final long total;
    // written by the lane only
    private final long[] credit;

    /**
     * @param seeds   of each member a number that stays with it
     * @param weights turns of each member relative to the others, 0 for one that takes no new flow
     */
    public RoundRobin(final long[] seeds, final int[] weights) {
        this.seeds = seeds.clone();
        this.weights = weights.clone();
        this.credit = new long[weights.length];
        long sum = 0;
        for (final int weight : weights) {
            sum += weight;
        }
        this.total = sum;
    }

    /** Index of the member whose turn it is, or {@link Selection#NONE}. */
    public int next() {
        if (total == 0) {
            return Selection.NONE;
        }
        int first = Selection.NONE;
        for (int i = 0; i < credit.length; i++) {
            credit[i] += weights[i];
            if (weights[i] > 0 && (first == Selection.NONE || credit[i] > credit[first])) {
                first = i;
            }
        }
        credit[first] -= total;
        return first;
    }

    /** Goes on where another one left off, as far as members and weights are the same; a new member begins at 0. */
    public void resume(final RoundRobin former) {
        for (int i = 0; i < seeds.length; i++) {
            credit[i] = former.creditOf(seeds[i]);
        }
    }

    private long creditOf(final long seed) {
        for (int i = 0; i < seeds.length; i++) {
            if (seeds[i] == seed) {
                return credit[i];
            }
        }
        return 0;
    }
}
