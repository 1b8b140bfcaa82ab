package io.mecvswitch.qos.airtime;

import java.util.List;

/**
 * Whose turn it is: deficit round robin over members that have something to send, in nanoseconds of airtime.
 *
 * <p>Who has credit may send; when nobody has, a round ends and everybody gets a quantum. So rounds go by what is
 * sent, not by a clock: shares hold whatever part of the channel is to be had, and credit of those who send nothing
 * goes to the others.
 *
 * <pre>
 *              turn: sends while it has credit
 *               ▼
 *   ┌─▶ m ──▶  m ──▶ m ──▶ m ─┐      once round, and nobody has credit: everybody gets a quantum
 *   └─────────────────────────┘      sparse, with credit: enters before whose turn it is; else behind all
 * </pre>
 *
 * <p>Airtime is charged when it is known, after the frame was sent. What is in flight counts as an estimate until then,
 * so credit is deficit less that. A member that stopped sending repays debt with its part of what others take, and
 * never saves up more than a quantum. Lane.
 *
 * @param <T> who takes turns
 */
final class Rounds<T extends Turn<T>> {
    // written by the lane only
    private T turn;
    private int size;
    private long chargedNs;

    /**
     * @param members all that may ever enter
     */
    Rounds(final List<T> members) {
        final double sumNs = members.stream().mapToLong(member -> member.quantumNs).sum();
        members.forEach(member -> member.part = member.quantumNs / sumNs);
    }

    /** Members that have something to send. */
    int size() {
        return size;
    }

    /** Whose turn it is; null if nobody has something to send. */
    T turn() {
        return turn;
    }

    /** It is a member's turn. */
    void turnTo(final T member) {
        if (turn != member) {
            turn = member;
        }
    }

    /** A member has something to send again. With credit he is next: who sends little waits for nobody. */
    void enter(final T member) {
        if (member.deficitNs < member.quantumNs) {
            final long earnedNs = (long) ((chargedNs - member.seenNs) * member.part);
            member.deficitNs = Math.min(member.quantumNs, member.deficitNs + earnedNs);
        }
        link(member);
        if (member.creditNs() >= 0) {
            turn = member;
        }
    }

    /** In front of whose turn it is: behind all others. */
    private void link(final T member) {
        if (size++ == 0) {
            turn = member;
            member.previous = member;
            member.next = member;
        } else {
            member.next = turn;
            member.previous = turn.previous;
            turn.previous.next = member;
            turn.previous = member;
        }
    }

    /** A member has nothing more to send, or may not. */
    void leave(final T member) {
        member.previous.next = member.next;
        member.next.previous = member.previous;
        if (--size == 0) {
            turn = null;
        } else if (turn == member) {
            turn = member.next;
        }
        member.seenNs = chargedNs;
    }

    /** Whoever has credit, from the one whose turn it is on; somebody has something to send. */
    T next() {
        final T first = turn;
        return first.creditNs() >= 0 ? first : search(first);
    }

    private T search(final T first) {
        T member = first;
        while (member.creditNs() < 0) {
            member = member.next;
            if (member == turn) {
                refill();
                member = turn;
            }
        }
        turnTo(member);
        return member;
    }

    /** Ends a round in which nobody has credit, and as many more as it takes until somebody has. */
    void refill() {
        final long rounds = rounds();
        T member = turn;
        do {
            member.deficitNs = Math.min(member.deficitNs + rounds * member.quantumNs,
                member.inFlightNs + member.quantumNs);
            member = member.next;
        } while (member != turn);
        turn = turn.next;
    }

    private long rounds() {
        long least = Long.MAX_VALUE;
        T member = turn;
        do {
            final long debtNs = -member.creditNs();
            if (debtNs <= member.quantumNs) {
                return 1;
            }
            least = Math.min(least, (debtNs + member.quantumNs - 1) / member.quantumNs);
            member = member.next;
        } while (member != turn);
        return least;
    }

    /** What a member sent has taken so much. */
    void charge(final T member, final long estimateNs, final long airtimeNs) {
        member.inFlightNs -= estimateNs;
        member.deficitNs -= airtimeNs;
        chargedNs += airtimeNs;
    }
}
