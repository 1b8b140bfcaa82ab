package io.mecvswitch.qos.airtime;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Whose turn it is: deficit round robin over members that have something to send, in nanoseconds of airtime.
 *
 * <p>Who has credit may send; when nobody has, a round ends and everybody gets a quantum. So rounds go by what is
 * sent, not by a clock: shares hold whatever part of the channel is to be had, and credit of those who send nothing
 * goes to the others.
 *
 * <pre>
 *             sparse ──┐ credit              credit spent ┌── spent
 *                      ▼                                  ▼
 *   current:  m ──▶ m ──▶ m          spent:  m ──▶ m ──▶ m          round ends: spent gets quanta and is current
 * </pre>
 *
 * <p>Airtime is charged when it is known, after the frame was sent. What is in flight counts as an estimate until then,
 * so credit is deficit less that. A member that stopped sending repays debt with its part of what others take, and
 * never saves up more than a quantum. Lane.
 */
final class Rounds {
    static final int NONE = -1;

    // set once by control
    private final long[] quantumNs;
    private final double[] part;
    // written by the lane only
    private final long[] deficitNs;
    private final long[] inFlightNs;
    private final long[] seenNs;
    private final int[] next;
    private final int[] previous;
    private int current;
    private int spent;
    private long chargedNs;

    /**
     * @param quantumNs what a member gets in a round, by member; at least 1
     */
    Rounds(final long[] quantumNs) {
        final int members = quantumNs.length;
        this.quantumNs = quantumNs.clone();
        final double sumNs = LongStream.of(quantumNs).sum();
        this.part = LongStream.of(quantumNs).mapToDouble(quantum -> quantum / sumNs).toArray();
        this.deficitNs = new long[members];
        this.inFlightNs = new long[members];
        this.seenNs = new long[members];
        this.next = new int[members + 2];
        this.previous = new int[members + 2];
        Arrays.setAll(next, i -> i);
        Arrays.setAll(previous, i -> i);
        this.current = members;
        this.spent = members + 1;
    }

    /** What a member may still send for. */
    long creditNs(final int member) {
        return deficitNs[member] - inFlightNs[member];
    }

    /** Estimated airtime of what was sent and not yet charged. */
    long inFlightNs(final int member) {
        return inFlightNs[member];
    }

    /** A member has something to send again. With credit he is next: who sends little waits for nobody. */
    void enter(final int member) {
        if (deficitNs[member] < quantumNs[member]) {
            final long earnedNs = (long) ((chargedNs - seenNs[member]) * part[member]);
            deficitNs[member] = Math.min(quantumNs[member], deficitNs[member] + earnedNs);
        }
        link(member, creditNs(member) >= 0 ? current : previous[spent]);
    }

    /** A member has nothing more to send, or may not. */
    void leave(final int member) {
        unlink(member);
        seenNs[member] = chargedNs;
    }

    /** The first of those that had credit, or {@link #NONE}. */
    int first() {
        return after(current);
    }

    /** The next of them, or {@link #NONE}. */
    int after(final int member) {
        final int following = next[member];
        return following == current ? NONE : following;
    }

    /** A member has no credit for this round. */
    void spend(final int member) {
        unlink(member);
        link(member, previous[spent]);
    }

    /**
     * Ends a round in which nobody has credit, and as many more as it takes until somebody has.
     *
     * @return whether there is anybody
     */
    boolean advance() {
        if (next[spent] == spent) {
            return false;
        }
        final long rounds = rounds();
        for (int member = next[spent]; member != spent; member = next[member]) {
            final long full = inFlightNs[member] + quantumNs[member];
            deficitNs[member] = Math.min(deficitNs[member] + rounds * quantumNs[member], full);
        }
        final int former = current;
        current = spent;
        spent = former;
        return true;
    }

    private long rounds() {
        long least = Long.MAX_VALUE;
        for (int member = next[spent]; member != spent; member = next[member]) {
            final long debtNs = -creditNs(member);
            if (debtNs <= quantumNs[member]) {
                return 1;
            }
            least = Math.min(least, (debtNs + quantumNs[member] - 1) / quantumNs[member]);
        }
        return least;
    }

    /** A member sends something. */
    void send(final int member, final long estimateNs) {
        inFlightNs[member] += estimateNs;
    }

    /** What a member sent has taken so much. */
    void charge(final int member, final long estimateNs, final long airtimeNs) {
        inFlightNs[member] -= estimateNs;
        deficitNs[member] -= airtimeNs;
        chargedNs += airtimeNs;
    }

    /** Begins with what a member of another one has, as far as it is debt. */
    void resume(final int member, final Rounds former, final int formerMember) {
        deficitNs[member] = Math.min(former.deficitNs[formerMember], quantumNs[member]);
    }

    private void link(final int member, final int before) {
        final int after = next[before];
        next[before] = member;
        previous[member] = before;
        next[member] = after;
        previous[after] = member;
    }

    private void unlink(final int member) {
        next[previous[member]] = next[member];
        previous[next[member]] = previous[member];
    }
}
