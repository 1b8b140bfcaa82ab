package io.mecvswitch.chaining;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Consistent hashing by a table: every member has its share of the slots, and keeps nearly all of them when others come
 * and go (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016 §3.4).
 *
 * <p>Each member prefers the slots in an order of its own, a permutation that its seed alone decides. The members take
 * turns; at its turn a member gets the slot it likes best of those that are left. One of weight {@code w} has {@code w}
 * turns where the heaviest has as many as its own weight, spread evenly.
 *
 * <pre>
 *   seed ──▶ offset, skip       slot(j) = (offset + j × skip) mod 65,537      a prime: every slot once
 * </pre>
 *
 * <p>The table depends on the members that there are and on nothing else: neither on their order nor on what was
 * before. So a member that returns gets what it had, and two switches with the same members send a flow to the same
 * one. A table takes 128 KiB, and some milliseconds to build; of one member it is one slot. Any thread.
 */
public final class Maglev {
    /** Slots of a table, a prime: with 50 members their shares differ by less than 1 % of a share. */
    public static final int SLOTS = 65_537;

    private static final char FREE = Character.MAX_VALUE;

    private final int[] next;
    private final int[] skip;
    private final char[] slots = new char[SLOTS];

    private Maglev(final long[] seeds) {
        next = new int[seeds.length];
        skip = new int[seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            next[i] = (int) Long.remainderUnsigned(FlowHash.in(seeds[i], 0), SLOTS);
            skip[i] = 1 + (int) Long.remainderUnsigned(FlowHash.in(seeds[i], 1), SLOTS - 1);
        }
        Arrays.fill(slots, FREE);
    }

    /**
     * The table of a group.
     *
     * @param seeds   of each member a number that stays with it, such as {@link FlowHash#ofName}; at most 65,534
     * @param weights share of each member relative to the others, 0 for one that takes no new flow
     */
    public static Selection build(final long[] seeds, final int[] weights) {
        final int[] turns = IntStream.range(0, seeds.length).filter(i -> weights[i] > 0).boxed()
            .sorted((a, b) -> Long.compare(seeds[a], seeds[b])).mapToInt(Integer::intValue).toArray();
        return switch (turns.length) {
            case 0 -> Selection.EMPTY;
            // All slots would be its own: one is enough.
            case 1 -> new Selection(new char[] {(char) turns[0]});
            default -> new Selection(new Maglev(seeds).fill(turns, weights));
        };
    }

    private char[] fill(final int[] turns, final int[] weights) {
        final long heaviest = IntStream.of(turns).mapToLong(i -> weights[i]).max().orElseThrow();
        final long[] credit = new long[weights.length];
        int taken = 0;
        for (int turn = 0; taken < SLOTS; turn = turn + 1 == turns.length ? 0 : turn + 1) {
            final int member = turns[turn];
            credit[member] += weights[member];
            if (credit[member] >= heaviest) {
                credit[member] -= heaviest;
                take(member);
                taken++;
            }
        }
        return slots;
    }

    private void take(final int member) {
        while (slots[next[member]] != FREE) {
            advance(member);
        }
        slots[next[member]] = (char) member;
    }

    private void advance(final int member) {
        final int slot = next[member] + skip[member];
        next[member] = slot < SLOTS ? slot : slot - SLOTS;
    }
}
