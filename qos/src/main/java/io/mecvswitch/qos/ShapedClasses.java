package io.mecvswitch.qos;

import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;

/**
 * The classes of a shaper, and whose turn it is.
 *
 * <pre>
 *   port ─┬─▶ slice ─┬─▶ tenant ──▶ queues         a class has queues, or classes within it
 *         │          └─▶ tenant ──▶ queues
 *         ├─▶ tenant ─────────────▶ queues
 *         └─▶ 0, what is in none ─▶ queues
 * </pre>
 *
 * <p>At each level, classes that are owed of what is guaranteed to them come first, in turn; what is left is shared by
 * weight among those that are not at their maximum (M. Shreedhar, G. Varghese, SIGCOMM 1995). So what a class leaves is
 * borrowed first by those beside it in the same class, then by those beside that. Guarantee and maximum are kept as
 * times, to a nanosecond: when the class may send again. Lane.
 */
final class ShapedClasses {
    /** No class. */
    static final int NONE = -1;
    /** Octets that weight 1 gets in a turn: one long packet, so that a turn is rarely in vain. */
    static final int QUANTUM = 1_600;
    /** A class that sends less than it is guaranteed saves so much of it. */
    private static final long SAVED_NS = 5_000_000;
    /** A class whose time came while the port was busy makes up for so much. */
    private static final long RECOVERED_NS = 1_000_000;

    private final int count;
    /** The port, as a class of which all others are within. */
    private final int root;
    private final int[] outer;
    /** Bits of the classes within each. */
    private final long[] members;
    private final int[] limits;
    private final int[] weights;
    private final long[] guaranteedTimes;
    private final long[] maximumTimes;
    private final long[] bearerTimes;
    private final long[] guaranteedNs;
    private final long[] maximumNs;
    private final int[] resting;
    private final int[] deficits;
    private final int[] turns;
    private final int[] shareTurns;
    /** Bit of each class that has, or within which one has, a queue that may send. */
    private long ready;
    // from the port to the queue that was chosen last
    private final int[] chosen;
    private final boolean[] owed;
    private int depth;

    ShapedClasses(final ShaperConfig config) {
        count = config.classes().size() + 1;
        root = count;
        outer = new int[count];
        members = new long[count + 1];
        limits = new int[count];
        weights = new int[count];
        guaranteedTimes = new long[count];
        maximumTimes = new long[count];
        bearerTimes = new long[count];
        guaranteedNs = new long[count];
        maximumNs = new long[count];
        resting = new int[count];
        deficits = new int[count];
        turns = new int[count + 1];
        shareTurns = new int[count + 1];
        chosen = new int[count];
        owed = new boolean[count];
        limits[0] = config.maxPackets();
        weights[0] = 1;
        put(0, root);
        final List<String> names = config.classes().stream().map(ShapedClass::name).toList();
        for (int number = 1; number < count; number++) {
            configure(number, config.classes().get(number - 1), names);
        }
        clear();
    }

    private void configure(final int number, final ShapedClass shaped, final List<String> names) {
        limits[number] = shaped.maxPackets();
        weights[number] = shaped.weight();
        guaranteedTimes[number] = octetTime(shaped.guaranteed());
        maximumTimes[number] = octetTime(shaped.maximum());
        bearerTimes[number] = octetTime(shaped.bearerRate());
        put(number, shaped.within().map(name -> names.indexOf(name) + 1).orElse(root));
    }

    private void put(final int number, final int within) {
        outer[number] = within;
        members[within] |= 1L << number;
        shareTurns[within] = number;
        turns[within] = number;
    }

    private static long octetTime(final OptionalLong rate) {
        return rate.isPresent() ? Bucket.of(rate.getAsLong(), 1).octetTime() : 0;
    }

    /** As new, for whatever clock there is now; nothing rests. */
    void clear() {
        Arrays.fill(guaranteedNs, Long.MIN_VALUE / 4);
        Arrays.fill(maximumNs, Long.MIN_VALUE / 4);
        ready = 0;
    }

    /** Classes that there are, with what is in none. */
    int count() {
        return count;
    }

    /** The class around one, or {@link #NONE}. */
    int outer(final int shapedClass) {
        return outer[shapedClass] == root ? NONE : outer[shapedClass];
    }

    /** Time of an octet at the rate of each bearer, or 0 if bearers are not told apart. */
    long bearerTime(final int shapedClass) {
        return bearerTimes[shapedClass];
    }

    /** Whether no more packets may rest in a class, or in one around it. */
    boolean isFull(final int shapedClass) {
        for (int number = shapedClass; number != root; number = outer[number]) {
            if (resting[number] >= limits[number]) {
                return true;
            }
        }
        return false;
    }

    /** More packets rest, or less. */
    void rest(final int shapedClass, final int more) {
        for (int number = shapedClass; number != root; number = outer[number]) {
            resting[number] += more;
        }
    }

    /** A class has queues that may send, and so have those around it. */
    void wake(final int shapedClass) {
        for (int number = shapedClass; number != root; number = outer[number]) {
            ready |= 1L << number;
        }
    }

    /** A class has none any more. */
    void sleep(final int shapedClass) {
        for (int number = shapedClass; number != root && (ready & members[number]) == 0; number = outer[number]) {
            ready &= ~(1L << number);
        }
    }

    /** Whether any class has queues that may send, if their class may. */
    boolean anyReady() {
        return ready != 0;
    }

    /** Whether any class may send. */
    boolean mayAny(final long nowNs) {
        return mayAnyWithin(root, nowNs);
    }

    private boolean mayAnyWithin(final int within, final long nowNs) {
        for (long left = ready & members[within]; left != 0; left &= left - 1) {
            if (maySend(Long.numberOfTrailingZeros(left), nowNs)) {
                return true;
            }
        }
        return false;
    }

    private boolean maySend(final int number, final long nowNs) {
        return (maximumTimes[number] == 0 || maximumNs[number] <= nowNs)
            && (members[number] == 0 || mayAnyWithin(number, nowNs));
    }

    private boolean isReady(final int number) {
        return (ready >>> number & 1) != 0;
    }

    /** When the first class may send that waits for its maximum. */
    long nextNs() {
        return nextNs(root);
    }

    private long nextNs(final int within) {
        long nextNs = Long.MAX_VALUE;
        for (long left = ready & members[within]; left != 0; left &= left - 1) {
            final int number = Long.numberOfTrailingZeros(left);
            nextNs = Math.min(nextNs,
                members[number] == 0 ? maximumNs[number] : Math.max(maximumNs[number], nextNs(number)));
        }
        return nextNs;
    }

    /**
     * The class whose turn it is; one may send.
     *
     * @param head octets of the packet that would leave of a class
     */
    int choose(final long nowNs, final IntUnaryOperator head) {
        depth = 0;
        int number = root;
        do {
            final int creditor = creditor(number, nowNs);
            owed[depth] = creditor != NONE;
            number = creditor == NONE ? share(number, nowNs, head) : creditor;
            chosen[depth++] = number;
        } while (members[number] != 0);
        return number;
    }

    /** The next class in turn that is owed of what is guaranteed to it. */
    private int creditor(final int within, final long nowNs) {
        for (int k = 1; k <= count; k++) {
            final int number = (turns[within] + k) % count;
            if ((members[within] & ready & 1L << number) != 0 && guaranteedTimes[number] != 0
                && guaranteedNs[number] <= nowNs && maySend(number, nowNs)) {
                turns[within] = number;
                return number;
            }
        }
        return NONE;
    }

    /** The next class in turn that has a share left of what nobody is owed. */
    private int share(final int within, final long nowNs, final IntUnaryOperator head) {
        int number = shareTurns[within];
        while (!isReady(number) || !maySend(number, nowNs)
            || deficits[number] < (members[number] == 0 ? head.applyAsInt(number) : 1)) {
            number = nextMember(within, number);
            if (!isReady(number)) {
                deficits[number] = 0;
            } else if (maySend(number, nowNs)) {
                deficits[number] += QUANTUM * weights[number];
            }
        }
        shareTurns[within] = number;
        return number;
    }

    private int nextMember(final int within, final int number) {
        int next = number;
        do {
            next = (next + 1) % count;
        } while ((members[within] >>> next & 1) == 0);
        return next;
    }

    /** A packet leaves of the class that was chosen last. */
    void charge(final int length, final long nowNs) {
        for (int level = 0; level < depth; level++) {
            final int number = chosen[level];
            if (owed[level]) {
                guaranteedNs[number] = Math.max(guaranteedNs[number], nowNs - SAVED_NS)
                    + (length * guaranteedTimes[number] >> Bucket.FRACTION_BITS);
            } else {
                deficits[number] -= length;
            }
            if (maximumTimes[number] != 0) {
                maximumNs[number] = Math.max(maximumNs[number], nowNs - RECOVERED_NS)
                    + (length * maximumTimes[number] >> Bucket.FRACTION_BITS);
            }
        }
    }
}
