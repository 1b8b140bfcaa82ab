package io.mecvswitch.qos;

import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * What rests for a port, and the times at which it may leave.
 *
 * <pre>
 *   class ──▶ flow ─▶ flow         may send: in turn, each its quantum (M. Shreedhar, G. Varghese, SIGCOMM 1995)
 *                │
 *                └─▶ packet ─▶ packet
 *   wheel ──▶ flow, flow, …        wait for their own rate
 * </pre>
 *
 * <p>Every rate is kept as a time: when the port, the class, the flow may send again. Sending moves it on by what the
 * packet takes at the rate: for the port and flows exact to 2^-24 ns, for classes to a nanosecond. Classes that are owed
 * of what is guaranteed to them come first, in turn; what is left is shared by weight among those that are not at their
 * maximum. Lane.
 */
final class ShapedQueues {
    /** No class may send. */
    private static final int NONE = -1;
    /** Octets that weight 1 gets in a turn: one long packet, so that a turn is rarely in vain. */
    private static final int QUANTUM = 1_600;
    /** A class that sends less than it is guaranteed saves so much of it. */
    private static final long SAVED_NS = 5_000_000;
    /** A class or bearer whose time came while the port was busy makes up for so much. */
    private static final long RECOVERED_NS = 1_000_000;
    private static final long FRACTION = (1L << Bucket.FRACTION_BITS) - 1;

    private final RestingPackets packets;
    private final TimingWheel wheel;
    private final FlowTable flows;
    private final int overhead;
    private final int shortest;
    private final long portTime;

    // by class
    private final int classes;
    private final int[] limits;
    private final int[] weights;
    private final long[] guaranteedTimes;
    private final long[] maximumTimes;
    private final long[] bearerTimes;
    private final long[] guaranteedNs;
    private final long[] maximumNs;
    private final int[] resting;
    private final int[] deficits;
    private final int[] firstFlows;
    private final int[] lastFlows;
    /** Bit of each class that has flows which may send. */
    private long ready;
    private int turn;
    private int shareTurn;

    // by flow
    private final int[] heads;
    private final int[] tails;
    private final int[] nextFlows;
    private final int[] flowClasses;
    private final int[] flowDeficits;
    private final long[] backlogs;
    private final long[] dueNs;
    private final long[] dueFractions;

    // the port
    private long portNs;
    private long portFraction;
    /** Nothing leaves before. */
    private long clockNs;
    private int flushed;
    private int sent;

    // early drop; null if there is none
    private final EarlyDrop early;
    private int firstDropped = RestingPackets.NONE;
    private int lastDropped = RestingPackets.NONE;

    ShapedQueues(final ShaperConfig config) {
        classes = config.classes().size() + 1;
        packets = new RestingPackets(config.maxPackets());
        final int flowCount = config.maxPackets() + classes;
        wheel = new TimingWheel(flowCount);
        flows = new FlowTable(flowCount);
        overhead = Shaper.overhead(config.length());
        shortest = Shaper.shortest(config.length());
        portTime = Bucket.of(config.rate(), 1).octetTime();
        limits = new int[classes];
        weights = new int[classes];
        guaranteedTimes = new long[classes];
        maximumTimes = new long[classes];
        bearerTimes = new long[classes];
        guaranteedNs = new long[classes];
        maximumNs = new long[classes];
        resting = new int[classes];
        deficits = new int[classes];
        firstFlows = new int[classes];
        lastFlows = new int[classes];
        heads = new int[flowCount];
        tails = new int[flowCount];
        nextFlows = new int[flowCount];
        flowClasses = new int[flowCount];
        flowDeficits = new int[flowCount];
        backlogs = new long[flowCount];
        dueNs = new long[flowCount];
        dueFractions = new long[flowCount];
        early = config.earlyDrop().map(drop -> new EarlyDrop(classes + flowCount,
            TimeUnit.MICROSECONDS.toNanos(drop.targetUs()), TimeUnit.MILLISECONDS.toNanos(drop.intervalMs())))
            .orElse(null);
        limits[0] = config.maxPackets();
        weights[0] = 1;
        for (int number = 1; number < classes; number++) {
            configure(number, config.classes().get(number - 1));
        }
        clear();
    }

    private void configure(final int number, final ShapedClass shaped) {
        limits[number] = shaped.maxPackets();
        weights[number] = shaped.weight();
        guaranteedTimes[number] = octetTime(shaped.guaranteed());
        maximumTimes[number] = octetTime(shaped.maximum());
        bearerTimes[number] = octetTime(shaped.bearerRate());
    }

    private static long octetTime(final OptionalLong rate) {
        return rate.isPresent() ? Bucket.of(rate.getAsLong(), 1).octetTime() : 0;
    }

    RestingPackets packets() {
        return packets;
    }

    /** Whether bearers of a class are flows of their own. */
    boolean tellsBearersApart(final int shapedClass) {
        return bearerTimes[shapedClass] != 0;
    }

    boolean isFull(final int shapedClass) {
        return packets.isFull() || resting[shapedClass] >= limits[shapedClass];
    }

    private int length(final int number) {
        return Math.max(shortest, packets.length(number)) + overhead;
    }

    // Packets come.

    /** A packet comes: before it nothing leaves any more, if nothing could. */
    void begin(final long nowNs) {
        if (packets.taken() == 0) {
            clockNs = nowNs;
        } else if (ready == 0) {
            clockNs = Math.max(clockNs, nowNs);
        }
    }

    /** The flow of a class and a bearer, or NONE if there are too many. */
    int flow(final int shapedClass, final int bearer) {
        final long key = (long) shapedClass << Integer.SIZE | bearer & 0xffff_ffffL;
        final int known = flows.find(key);
        return known != FlowTable.NONE ? known : begin(shapedClass, flows.add(key));
    }

    private int begin(final int shapedClass, final int flow) {
        if (flow != FlowTable.NONE) {
            heads[flow] = RestingPackets.NONE;
            tails[flow] = RestingPackets.NONE;
            flowClasses[flow] = shapedClass;
            flowDeficits[flow] = 0;
            backlogs[flow] = 0;
            dueNs[flow] = Long.MIN_VALUE;
            dueFractions[flow] = 0;
            if (early != null && bearerTimes[shapedClass] != 0) {
                early.begin(queue(flow));
            }
        }
        return flow;
    }

    /** What early drop calls a flow: a class that is one queue has a number for ever, a bearer's as long as it sends. */
    private int queue(final int flow) {
        final int shapedClass = flowClasses[flow];
        return bearerTimes[shapedClass] == 0 ? shapedClass : classes + flow;
    }

    /** How long a packet that comes now would have to wait for its flow's rate. */
    long delayNs(final int flow, final long nowNs) {
        final long time = bearerTimes[flowClasses[flow]];
        return time == 0 || dueNs[flow] == Long.MIN_VALUE ? 0
            : Math.max(0, dueNs[flow] - nowNs) + (long) (backlogs[flow] * (double) time / (FRACTION + 1));
    }

    /** Puts a packet that rests behind those of its flow. */
    void append(final int flow, final int number) {
        final boolean begins = heads[flow] == RestingPackets.NONE;
        packets.append(tails[flow], number);
        tails[flow] = number;
        backlogs[flow] += length(number);
        resting[flowClasses[flow]]++;
        if (begins) {
            heads[flow] = number;
            if (dueNs[flow] == Long.MIN_VALUE) {
                dueNs[flow] = clockNs;
                activate(flow);
            }
        }
    }

    /** Lets a flow have its turns. */
    private void activate(final int flow) {
        final int shapedClass = flowClasses[flow];
        nextFlows[flow] = RestingPackets.NONE;
        if (firstFlows[shapedClass] == RestingPackets.NONE) {
            firstFlows[shapedClass] = flow;
            ready |= 1L << shapedClass;
        } else {
            nextFlows[lastFlows[shapedClass]] = flow;
        }
        lastFlows[shapedClass] = flow;
    }

    // Packets leave.

    /**
     * When the next packet may leave.
     *
     * @param latestNs nobody asks for later ones
     * @return the time, or {@link Long#MAX_VALUE} if there is none until then
     */
    long next(final long latestNs) {
        while (true) {
            final long ns = Math.max(clockNs, portNs);
            if (packets.taken() == 0 || ns > latestNs) {
                return Long.MAX_VALUE;
            }
            wake(ns);
            if (mayAny(ns)) {
                return ns;
            }
            final long event = nextEvent();
            if (event > latestNs) {
                clockNs = Math.max(clockNs, latestNs);
                return Long.MAX_VALUE;
            }
            clockNs = Math.max(event, ns);
        }
    }

    /** Nothing leaves earlier than that, though it would have been its time. */
    void skipTo(final long ns) {
        clockNs = Math.max(clockNs, ns);
    }

    /** What the clock tells has nothing to do with what it told before. */
    boolean isFromAnotherClock(final long nowNs) {
        return clockNs - nowNs > TimingWheel.HORIZON_NS;
    }

    private void wake(final long nowNs) {
        for (int flow = wheel.poll(nowNs); flow != TimingWheel.NONE; flow = wheel.poll(nowNs)) {
            if (dueNs[flow] > nowNs) {
                wheel.add(flow, dueNs[flow], nowNs);
            } else if (heads[flow] == RestingPackets.NONE) {
                flows.remove(flow);
            } else {
                activate(flow);
            }
        }
    }

    private boolean mayAny(final long nowNs) {
        for (long left = ready; left != 0; left &= left - 1) {
            if (maySend(Long.numberOfTrailingZeros(left), nowNs)) {
                return true;
            }
        }
        return false;
    }

    private boolean maySend(final int shapedClass, final long nowNs) {
        return maximumTimes[shapedClass] == 0 || maximumNs[shapedClass] <= nowNs;
    }

    private long nextEvent() {
        long event = wheel.isEmpty() ? Long.MAX_VALUE : wheel.nextNs();
        for (long left = ready; left != 0; left &= left - 1) {
            event = Math.min(event, maximumNs[Long.numberOfTrailingZeros(left)]);
        }
        return event;
    }

    /**
     * Takes out the packet that leaves at a time that {@link #next} has told. Packets before it may be dropped early.
     *
     * @param told tells a packet's ends of congestion, if they understand; others are dropped
     * @return its number; it rests still
     */
    int remove(final long nowNs, final IntPredicate told) {
        clockNs = nowNs;
        final int owed = owed(nowNs);
        final int number = removeFrom(firstFlow(owed == NONE ? share(nowNs) : owed), nowNs, told);
        final int length = length(number);
        if (owed == NONE) {
            deficits[sent] -= length;
        } else {
            guaranteedNs[owed] = Math.max(guaranteedNs[owed], nowNs - SAVED_NS)
                + (length * guaranteedTimes[owed] >> Bucket.FRACTION_BITS);
        }
        if (nowNs > portNs) {
            portNs = nowNs;
            portFraction = 0;
        }
        portFraction += length * portTime;
        portNs += portFraction >> Bucket.FRACTION_BITS;
        portFraction &= FRACTION;
        return number;
    }

    /** Class of the packet that was taken out last. */
    int sent() {
        return sent;
    }

    /** The next class in turn that is owed of what is guaranteed to it. */
    private int owed(final long nowNs) {
        for (int k = 1; k <= classes; k++) {
            final int shapedClass = (turn + k) % classes;
            if ((ready >>> shapedClass & 1) != 0 && guaranteedTimes[shapedClass] != 0
                && guaranteedNs[shapedClass] <= nowNs && maySend(shapedClass, nowNs)) {
                turn = shapedClass;
                return shapedClass;
            }
        }
        return NONE;
    }

    /** The next class in turn that has a share left of what nobody is owed; one of them may send. */
    private int share(final long nowNs) {
        while (true) {
            if ((ready >>> shareTurn & 1) != 0 && maySend(shareTurn, nowNs)) {
                final int length = length(heads[firstFlow(shareTurn)]);
                if (deficits[shareTurn] >= length) {
                    return shareTurn;
                }
            }
            shareTurn = (shareTurn + 1) % classes;
            if ((ready >>> shareTurn & 1) == 0) {
                deficits[shareTurn] = 0;
            } else if (maySend(shareTurn, nowNs)) {
                deficits[shareTurn] += QUANTUM * weights[shareTurn];
            }
        }
    }

    /** The flow of a class whose turn it is. */
    private int firstFlow(final int shapedClass) {
        int flow = firstFlows[shapedClass];
        while (nextFlows[flow] != RestingPackets.NONE && flowDeficits[flow] < length(heads[flow])) {
            flowDeficits[flow] += QUANTUM;
            firstFlows[shapedClass] = nextFlows[flow];
            activate(flow);
            flow = firstFlows[shapedClass];
        }
        return flow;
    }

    private int removeFrom(final int flow, final long nowNs, final IntPredicate told) {
        final int shapedClass = flowClasses[flow];
        sent = shapedClass;
        if (early != null) {
            dropEarly(flow, nowNs, told);
        }
        final int number = heads[flow];
        final int length = length(number);
        heads[flow] = packets.next(number);
        backlogs[flow] -= length;
        flowDeficits[flow] = Math.max(0, flowDeficits[flow] - length);
        resting[shapedClass]--;
        if (maximumTimes[shapedClass] != 0) {
            maximumNs[shapedClass] = Math.max(maximumNs[shapedClass], nowNs - RECOVERED_NS)
                + (length * maximumTimes[shapedClass] >> Bucket.FRACTION_BITS);
        }
        rotate(flow, nowNs, length);
        return number;
    }

    /** One packet is always left. */
    private void dropEarly(final int flow, final long nowNs, final IntPredicate told) {
        while (isHit(flow, nowNs) && !told.test(heads[flow])) {
            final int number = heads[flow];
            heads[flow] = packets.detach(number);
            backlogs[flow] -= length(number);
            resting[flowClasses[flow]]--;
            packets.append(lastDropped, number);
            firstDropped = firstDropped == RestingPackets.NONE ? number : firstDropped;
            lastDropped = number;
        }
    }

    private boolean isHit(final int flow, final long nowNs) {
        final int number = heads[flow];
        final boolean little = backlogs[flow] <= QUANTUM || packets.next(number) == RestingPackets.NONE;
        return early.hits(queue(flow), nowNs - packets.timeNs(number), little, nowNs);
    }

    /** A flow that has sent waits for its rate, or keeps its turn, or ends. */
    private void rotate(final int flow, final long nowNs, final int length) {
        final int shapedClass = flowClasses[flow];
        if (heads[flow] == RestingPackets.NONE) {
            tails[flow] = RestingPackets.NONE;
        }
        if (bearerTimes[shapedClass] != 0) {
            takeTurns(shapedClass);
            final long fraction = dueFractions[flow] + length * bearerTimes[shapedClass];
            dueNs[flow] = Math.max(dueNs[flow], nowNs - RECOVERED_NS) + (fraction >> Bucket.FRACTION_BITS);
            dueFractions[flow] = fraction & FRACTION;
            wheel.add(flow, dueNs[flow], nowNs);
        } else if (heads[flow] == RestingPackets.NONE) {
            takeTurns(shapedClass);
            flows.remove(flow);
        }
    }

    /** The first flow of a class has no turns any more. */
    private void takeTurns(final int shapedClass) {
        firstFlows[shapedClass] = nextFlows[firstFlows[shapedClass]];
        if (firstFlows[shapedClass] == RestingPackets.NONE) {
            ready &= ~(1L << shapedClass);
        }
    }

    // Configurations come and go.

    /** Puts what rests into a vector without regard to rates, flow by flow, while there is room. */
    void flush(final PacketVector into) {
        discard(into);
        while (packets.taken() > 0 && into.size < into.capacity()) {
            while (heads[flushed] == RestingPackets.NONE) {
                flushed++;
            }
            packets.putBack(removeHead(flushed), into, Math.max(clockNs, portNs));
        }
        if (packets.taken() == 0) {
            clear();
        }
    }

    /** Puts what was dropped early into a vector, to leave by its reason, while there is room. */
    void discard(final PacketVector into) {
        while (firstDropped != RestingPackets.NONE && into.size < into.capacity()) {
            final int number = firstDropped;
            firstDropped = packets.detach(number);
            packets.putBack(number, into, clockNs);
            into.leave(into.size - 1, DropReason.SHAPER_EARLY);
        }
        lastDropped = firstDropped == RestingPackets.NONE ? RestingPackets.NONE : lastDropped;
    }

    private int removeHead(final int flow) {
        final int number = heads[flow];
        heads[flow] = packets.next(number);
        resting[flowClasses[flow]]--;
        return number;
    }

    /** As new, for whatever clock there is now. */
    private void clear() {
        wheel.clear();
        flows.clear();
        Arrays.fill(firstFlows, RestingPackets.NONE);
        Arrays.fill(heads, RestingPackets.NONE);
        Arrays.fill(guaranteedNs, Long.MIN_VALUE / 4);
        Arrays.fill(maximumNs, Long.MIN_VALUE / 4);
        ready = 0;
        flushed = 0;
        clockNs = Long.MIN_VALUE / 4;
        portNs = Long.MIN_VALUE / 4;
        portFraction = 0;
    }

    /**
     * Takes over what rests elsewhere, and when it may leave; what there is no room for stays there.
     *
     * @param classOf number here of each class there
     */
    void takeFrom(final ShapedQueues former, final int[] classOf) {
        clockNs = former.clockNs;
        portNs = former.portNs;
        portFraction = former.portFraction;
        for (int flow = 0; flow < former.heads.length; flow++) {
            if (former.heads[flow] != RestingPackets.NONE) {
                takeFrom(former, flow, classOf[former.flowClasses[flow]]);
            }
        }
    }

    private void takeFrom(final ShapedQueues former, final int theirs, final int shapedClass) {
        final int bearer = tellsBearersApart(shapedClass) ? (int) former.flows.key(theirs) : Shaper.NO_BEARER;
        while (former.heads[theirs] != RestingPackets.NONE && !isFull(shapedClass)) {
            final int ours = flow(shapedClass, bearer);
            if (ours == FlowTable.NONE) {
                return;
            }
            if (heads[ours] == RestingPackets.NONE && bearerTimes[shapedClass] != 0
                && former.dueNs[theirs] > clockNs) {
                dueNs[ours] = former.dueNs[theirs];
                wheel.add(ours, dueNs[ours], clockNs);
            }
            append(ours, packets.takeFrom(former.packets, former.removeHead(theirs)));
        }
    }
}
