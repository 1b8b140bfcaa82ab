package io.mecvswitch.qos;

import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * What rests for a port, and the times at which it may leave.
 *
 * <pre>
 *   class ──▶ flow ─▶ flow         may send: in turn, each its quantum
 *                │
 *                └─▶ packet ─▶ packet
 *   wheel ──▶ flow, flow, …        wait for their own rate
 * </pre>
 *
 * <p>Every rate is kept as a time: when the port, the class, the flow may send again. Sending moves it on by what the
 * packet takes at the rate: for the port and flows exact to 2^-24 ns. Which class sends, {@link ShapedClasses} says.
 * Lane.
 */
final class ShapedQueues {
    /** A bearer whose time came while the port was busy makes up for so much. */
    private static final long RECOVERED_NS = 1_000_000;
    private static final long FRACTION = (1L << Bucket.FRACTION_BITS) - 1;

    private final RestingPackets packets;
    private final TimingWheel wheel;
    private final FlowTable flows;
    private final int overhead;
    private final int shortest;
    private final long portTime;

    private final ShapedClasses classes;
    private final IntUnaryOperator head = this::head;

    // by class
    private final int[] firstFlows;
    private final int[] lastFlows;

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
        classes = new ShapedClasses(config);
        packets = new RestingPackets(config.maxPackets());
        final int flowCount = config.maxPackets() + classes.count();
        wheel = new TimingWheel(flowCount);
        flows = new FlowTable(flowCount);
        overhead = Shaper.overhead(config.length());
        shortest = Shaper.shortest(config.length());
        portTime = Bucket.of(config.rate(), 1).octetTime();
        firstFlows = new int[classes.count()];
        lastFlows = new int[classes.count()];
        heads = new int[flowCount];
        tails = new int[flowCount];
        nextFlows = new int[flowCount];
        flowClasses = new int[flowCount];
        flowDeficits = new int[flowCount];
        backlogs = new long[flowCount];
        dueNs = new long[flowCount];
        dueFractions = new long[flowCount];
        early = config.earlyDrop().map(drop -> new EarlyDrop(classes.count() + flowCount,
            TimeUnit.MICROSECONDS.toNanos(drop.targetUs()), TimeUnit.MILLISECONDS.toNanos(drop.intervalMs())))
            .orElse(null);
        clear();
    }

    RestingPackets packets() {
        return packets;
    }

    /** Whether bearers of a class are flows of their own. */
    boolean tellsBearersApart(final int shapedClass) {
        return classes.bearerTime(shapedClass) != 0;
    }

    boolean isFull(final int shapedClass) {
        return packets.isFull() || classes.isFull(shapedClass);
    }

    /** Octets of the packet that would leave of a class. */
    private int head(final int shapedClass) {
        return length(heads[firstFlow(shapedClass)]);
    }

    private int length(final int number) {
        return Math.max(shortest, packets.length(number)) + overhead;
    }

    // Packets come.

    /** A packet comes: before it nothing leaves any more, if nothing could. */
    void begin(final long nowNs) {
        if (packets.taken() == 0) {
            clockNs = nowNs;
        } else if (!classes.anyReady()) {
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
            if (early != null && tellsBearersApart(shapedClass)) {
                early.begin(queue(flow));
            }
        }
        return flow;
    }

    /**
     * What early drop calls a flow: a class that is one queue has a number for ever, a bearer's as long as it sends.
     */
    private int queue(final int flow) {
        final int shapedClass = flowClasses[flow];
        return tellsBearersApart(shapedClass) ? classes.count() + flow : shapedClass;
    }

    /** How long a packet that comes now would have to wait for its flow's rate. */
    long delayNs(final int flow, final long nowNs) {
        final long time = classes.bearerTime(flowClasses[flow]);
        return time == 0 || dueNs[flow] == Long.MIN_VALUE ? 0
            : Math.max(0, dueNs[flow] - nowNs) + (long) (backlogs[flow] * (double) time / (FRACTION + 1));
    }

    /** Puts a packet that rests behind those of its flow. */
    void append(final int flow, final int number) {
        final boolean begins = heads[flow] == RestingPackets.NONE;
        packets.append(tails[flow], number);
        tails[flow] = number;
        backlogs[flow] += length(number);
        classes.rest(flowClasses[flow], 1);
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
            classes.wake(shapedClass);
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
            if (classes.mayAny(ns)) {
                return ns;
            }
            final long event =
                wheel.isEmpty() ? classes.nextNs() : Math.min(classes.nextNs(), wheel.nextNs());
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

    /**
     * Takes out the packet that leaves at a time that {@link #next} has told. Packets before it may be dropped early.
     *
     * @param told tells a packet's ends of congestion, if they understand; others are dropped
     * @return its number; it rests still
     */
    int remove(final long nowNs, final IntPredicate told) {
        clockNs = nowNs;
        final int number = removeFrom(firstFlow(classes.choose(nowNs, head)), nowNs, told);
        final int length = length(number);
        classes.charge(length, nowNs);
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

    /** The class around one, or {@link ShapedClasses#NONE}. */
    int outer(final int shapedClass) {
        return classes.outer(shapedClass);
    }

    /** The flow of a class whose turn it is. */
    private int firstFlow(final int shapedClass) {
        int flow = firstFlows[shapedClass];
        while (nextFlows[flow] != RestingPackets.NONE && flowDeficits[flow] < length(heads[flow])) {
            flowDeficits[flow] += ShapedClasses.QUANTUM;
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
        classes.rest(shapedClass, -1);
        rotate(flow, nowNs, length);
        return number;
    }

    /** One packet is always left. */
    private void dropEarly(final int flow, final long nowNs, final IntPredicate told) {
        while (isHit(flow, nowNs) && !told.test(heads[flow])) {
            final int number = heads[flow];
            heads[flow] = packets.detach(number);
            backlogs[flow] -= length(number);
            classes.rest(flowClasses[flow], -1);
            packets.append(lastDropped, number);
            firstDropped = firstDropped == RestingPackets.NONE ? number : firstDropped;
            lastDropped = number;
        }
    }

    private boolean isHit(final int flow, final long nowNs) {
        final int number = heads[flow];
        final boolean little = backlogs[flow] <= ShapedClasses.QUANTUM || packets.next(number) == RestingPackets.NONE;
        return early.hits(queue(flow), nowNs - packets.timeNs(number), little, nowNs);
    }

    /** A flow that has sent waits for its rate, or keeps its turn, or ends. */
    private void rotate(final int flow, final long nowNs, final int length) {
        final int shapedClass = flowClasses[flow];
        if (heads[flow] == RestingPackets.NONE) {
            tails[flow] = RestingPackets.NONE;
        }
        if (tellsBearersApart(shapedClass)) {
            takeTurns(shapedClass);
            final long fraction = dueFractions[flow] + length * classes.bearerTime(shapedClass);
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
            classes.sleep(shapedClass);
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
        classes.rest(flowClasses[flow], -1);
        return number;
    }

    /** As new, for whatever clock there is now. */
    private void clear() {
        wheel.clear();
        flows.clear();
        Arrays.fill(firstFlows, RestingPackets.NONE);
        Arrays.fill(heads, RestingPackets.NONE);
        classes.clear();
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
            if (heads[ours] == RestingPackets.NONE && tellsBearersApart(shapedClass)
                && former.dueNs[theirs] > clockNs) {
                dueNs[ours] = former.dueNs[theirs];
                wheel.add(ours, dueNs[ours], clockNs);
            }
            append(ours, packets.takeFrom(former.packets, former.removeHead(theirs)));
        }
    }
}
