package io.mecvswitch.qos;

import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.ShaperCounters;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Lets packets leave by a port at a rate, and shares the rate among classes of them.
 *
 * <p>A class is what traffic rules concern, else what is of RAN slices, else what comes from certain ports: a tenant, a
 * slice. It has what is guaranteed to it, by weight a share of what others leave, and its maximum at most; and others
 * may be within it. Where a class has a rate for each of its bearers, every bearer is a flow with a queue and a rate of
 * its own. Departures are evenly spaced; where the lane comes late, it makes up for a burst at most. Packets carry the
 * time at which they left, where they carry time.
 *
 * <p>What finds no room, in all or of its class, and what would have to wait too long for its bearer's rate, is dropped
 * as it comes. What waited long may be told by ECN (RFC 3168 §5), and a queue that stands may be made shorter by
 * {@link EarlyDrop}, which hits packets as they leave. Lane.
 */
public final class Shaper implements EgressScheduler {
    /** Classes at most; one more is for what is in none. */
    public static final int MAX_CLASSES = 63;
    /** Flow of what is no bearer's. */
    static final int NO_BEARER = -1;
    private static final int CHECK_SEQUENCE = 4;
    private static final int PREAMBLE_AND_GAP = 20;
    private static final int SHORTEST_FRAME = 60;
    private static final int ECN = 3;
    private static final int NOT_CAPABLE = 0;

    // set once by control
    private final ShaperConfig config;
    private final Members members;
    private final MemorySegment bytes;
    private final ShaperCounters[] counters;
    private final boolean late;
    private final long burstNs;
    private final long maxDelayNs;
    private final long markAfterNs;
    private final boolean marksEarly;
    private final IntPredicate told = this::tell;
    // the lane's
    private ShapedQueues queues;

    /** Tells whose packets are that are about to leave. Any lane. */
    public interface Owners {
        /** Number of the class of a packet's RAN slice, counted from 1; 0 if in none. */
        int classOfSlice(PacketVector vector, int i);

        /** A number for a packet's bearer and direction, or -1 if it is no bearer's. */
        int bearer(PacketVector vector, int i);
    }

    /**
     * Whose packets are of which class, by its number, counted from 1; 0 if in none. Rules come first, then slices.
     *
     * @param rules     by index of the rule; may be empty
     * @param owners    by the packet
     * @param ingresses by port index
     */
    public record Members(int[] rules, Owners owners, int[] ingresses) { }

    /**
     * @param config   rates and classes
     * @param members  of classes
     * @param memory   where packets are
     * @param counters of each class, of what is in none first
     * @param late     whether the lane may come late: where packets carry the time, it never does
     */
    public Shaper(final ShaperConfig config, final Members members, final PacketMemory memory,
        final List<ShaperCounters> counters, final boolean late) {
        this.config = config;
        this.members = members;
        this.bytes = memory.bytes();
        this.counters = counters.toArray(ShaperCounters[]::new);
        this.late = late;
        this.burstNs = Bucket.of(config.rate(), config.burst()).depthNs();
        this.maxDelayNs = TimeUnit.MILLISECONDS.toNanos(config.maxDelayMs());
        this.markAfterNs =
            config.markAfterMs() == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(config.markAfterMs());
        this.marksEarly = config.earlyDrop().map(ShaperConfig.EarlyDrop::ecn).orElse(false);
        this.queues = new ShapedQueues(config);
    }

    /** Octets that count beyond those of the frame. */
    static int overhead(final Length length) {
        return length == Length.WIRE ? CHECK_SEQUENCE + PREAMBLE_AND_GAP : CHECK_SEQUENCE;
    }

    /** Octets that a frame has on the wire at least. */
    static int shortest(final Length length) {
        return length == Length.WIRE ? SHORTEST_FRAME : 0;
    }

    @Override
    public int resting() {
        return queues.packets().taken();
    }

    // Packets come.

    @Override
    public DropReason offer(final PacketVector vector, final int i, final long nowNs) {
        queues.begin(nowNs);
        final int shapedClass = classOf(vector, i);
        final DropReason refused = offer(vector, i, nowNs, shapedClass);
        if (refused != DropReason.NONE) {
            counters[shapedClass].dropped().getAndAddRelease(1);
        }
        return refused;
    }

    private int classOf(final PacketVector vector, final int i) {
        final int rule = members.rules.length == 0 ? PacketVector.NO_RULE : vector.rule[i];
        final int ruled = rule == PacketVector.NO_RULE ? 0 : members.rules[rule];
        if (ruled != 0) {
            return ruled;
        }
        final int sliced = members.owners.classOfSlice(vector, i);
        return sliced != 0 ? sliced : members.ingresses[vector.ingress];
    }

    private DropReason offer(final PacketVector vector, final int i, final long nowNs, final int shapedClass) {
        if (queues.isFull(shapedClass)) {
            return DropReason.SHAPER_FULL;
        }
        final int flow = queues.flow(shapedClass,
            queues.tellsBearersApart(shapedClass) ? members.owners.bearer(vector, i) : NO_BEARER);
        if (flow == FlowTable.NONE) {
            return DropReason.SHAPER_FULL;
        }
        if (queues.delayNs(flow, nowNs) > maxDelayNs) {
            return DropReason.SHAPER_DELAY;
        }
        queues.append(flow, queues.packets().take(vector, i, nowNs));
        return DropReason.NONE;
    }

    // Packets leave.

    @Override
    public void poll(final PacketVector into, final long nowNs) {
        if (queues.isFromAnotherClock(nowNs)) {
            queues.flush(into);
            return;
        }
        if (late) {
            queues.skipTo(nowNs - burstNs);
        }
        for (queues.discard(into); into.size < into.capacity(); queues.discard(into)) {
            final long leavesNs = queues.next(nowNs);
            if (leavesNs == Long.MAX_VALUE) {
                return;
            }
            send(queues.remove(leavesNs, told), into, leavesNs);
        }
    }

    /** A packet's queue stands: whether its ends were told. Else the packet is dropped. */
    private boolean tell(final int number) {
        final ShaperCounters counted = counters[queues.sent()];
        final boolean marked = marksEarly && mark(queues.packets().position(number), queues.packets().length(number));
        (marked ? counted.marked() : counted.early()).getAndAddRelease(1);
        return marked;
    }

    private void send(final int number, final PacketVector into, final long leavesNs) {
        final RestingPackets packets = queues.packets();
        for (int sent = queues.sent(); sent != ShapedClasses.NONE; sent = queues.outer(sent)) {
            counters[sent].packets().getAndAddRelease(1);
            counters[sent].bytes().getAndAddRelease(packets.length(number));
        }
        if (leavesNs - packets.timeNs(number) > markAfterNs && mark(packets.position(number), packets.length(number))) {
            counters[queues.sent()].marked().getAndAddRelease(1);
        }
        packets.putBack(number, into, leavesNs);
    }

    /** Says congestion experienced, if the packet is IP and its ends can be told so. */
    private boolean mark(final long frame, final int length) {
        final int network = Vlan.network(bytes, frame, length);
        final boolean ipv4 = Wire.u16(bytes, frame + network - 2) == Ethernet.TYPE_IPV4;
        final boolean ipv6 = Wire.u16(bytes, frame + network - 2) == Ethernet.TYPE_IPV6;
        return ipv4 && network + Ipv4.MINIMUM_HEADER_LENGTH <= length && mark(frame + network, true)
            || ipv6 && network + Ipv6.HEADER_LENGTH <= length && mark(frame + network, false);
    }

    private boolean mark(final long ip, final boolean ipv4) {
        final int trafficClass = TrafficClass.of(bytes, ip, ipv4);
        if ((trafficClass & ECN) == NOT_CAPABLE) {
            return false;
        }
        TrafficClass.set(bytes, ip, ipv4, trafficClass | ECN);
        return true;
    }

    @Override
    public void flush(final PacketVector into) {
        queues.flush(into);
    }

    @Override
    public boolean adopt(final EgressScheduler predecessor) {
        if (!(predecessor instanceof final Shaper former)) {
            return false;
        }
        if (former.config.equals(config)) {
            final ShapedQueues ours = queues;
            queues = former.queues;
            former.queues = ours;
        } else {
            queues.takeFrom(former.queues, classesOf(former));
        }
        return true;
    }

    private int[] classesOf(final Shaper former) {
        final List<String> names = config.classes().stream().map(ShapedClass::name).toList();
        final int[] classes = new int[former.config.classes().size() + 1];
        Arrays.setAll(classes,
            number -> number == 0 ? 0 : withQueues(names.indexOf(former.config.classes().get(number - 1).name()) + 1));
        return classes;
    }

    /** A class, if it has queues; else what is in none. */
    private int withQueues(final int number) {
        return number != 0 && config.classes().stream().anyMatch(shaped -> shaped.within()
            .filter(config.classes().get(number - 1).name()::equals).isPresent()) ? 0 : number;
    }
}
