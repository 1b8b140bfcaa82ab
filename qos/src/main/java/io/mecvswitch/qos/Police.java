package io.mecvswitch.qos;

import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Lets no more pass than bearers and limiters allow.
 *
 * <p>A packet meets, from the inside out, the meter of its bearer where it leaves or enters a tunnel here, the limiters
 * around that, the limiter of its rule and those around it, the limiter of the chain it enters and those around it, and
 * the limiter of the port it came from and those around it; each once. Only when none of them drops it, it takes of
 * all: so all of them hold at once, and what one drops costs nothing at the others. What one says of its colour, the
 * next may heed.
 *
 * <pre>
 *   bearer ──▶ slice ──▶ …    rule ──▶ …    chain ──▶ …    port ──▶ …     ask all; dropped by the first that drops
 *                                                                         then: take of all, mark
 * </pre>
 *
 * <p>Several lanes may police, each with a Police of its own, and borrow of the same limiters ({@link BorrowedMeters}).
 * The packets of a bearer in one direction must all meet one of them.
 *
 * <p>It stands where packets of tunnels are open already, and those for tunnels still are. Lane.
 */
public final class Police extends Stage {
    /** Limiters around limiters, of one packet, at most. */
    public static final int MAX_METERS = 16;
    private static final int CHECK_SEQUENCE = 4;
    private static final int PREAMBLE_AND_GAP = 20;
    private static final int SHORTEST_FRAME = 60;
    private static final int PCP_SHIFT = 13;
    private static final int TAG_WITHOUT_PCP = 0x1fff;
    private static final int ECN = 3;

    // set once by control
    private final Metering meters;
    private final boolean shared;
    private final Meters bearers;
    private final Limiters limiters;
    private final Owners owners;
    private final MemorySegment bytes;
    private final PacketClock clock;
    // written by the lane only: of the vector in hand, its bearers' meters, and what is said of them
    private final int[] references;
    private final MemorySegment referenceSegment;
    private final long[] settings;
    // and of the limiters of its rules
    private final int[] ruled;
    private final MemorySegment ruledSegment;
    private final long[] words;
    private final int[] rows;
    private final MemorySegment rowSegment;
    // and of its packets, where their limiters are alike
    private final int[] lengths;
    private final long[] times;
    private final int[] judged;
    // and of the packet in hand
    private final int[] met = new int[MAX_METERS];
    private final int[] colours = new int[MAX_METERS];
    private int count;

    /**
     * Whose limiters packets meet: meters of those, or {@link Meters#NONE}.
     *
     * @param ports  by port index
     * @param rules  by index of the rule; may be empty
     * @param chains by index of the rule that leads into a chain, likewise; may be empty
     */
    public record Owners(int[] ports, int[] rules, int[] chains) { }

    /**
     * @param meters   of limiters, by number; other lanes may borrow of them, too
     * @param bearers  meters of bearers, by reference, each of this lane alone; the limiters around them are of {@code
     * meters}
     * @param limiters what limiters do, by the number of their meters
     * @param owners   who has limiters
     * @param memory   where packets are
     * @param clock    time of packets
     * @param capacity packets of a vector at most
     */
    public Police(final Metering meters, final Meters bearers, final Limiters limiters, final Owners owners,
        final PacketMemory memory, final PacketClock clock, final int capacity) {
        this.meters = meters;
        this.shared = meters.isShared();
        this.bearers = bearers;
        this.limiters = limiters;
        this.owners = owners;
        this.bytes = memory.bytes();
        this.clock = clock;
        this.references = new int[capacity];
        this.referenceSegment = MemorySegment.ofArray(references);
        this.settings = new long[capacity];
        this.ruled = new int[capacity];
        this.ruledSegment = MemorySegment.ofArray(ruled);
        this.words = new long[capacity];
        this.rows = new int[capacity];
        this.rowSegment = MemorySegment.ofArray(rows);
        this.lengths = new int[capacity];
        this.times = new long[capacity];
        this.judged = new int[capacity];
    }

    @Override
    public StageName name() {
        return StageName.POLICE;
    }

    /** State is that of the meters, which stay from one configuration to the next. */
    @Override
    public void process(final PacketVector vector) {
        clock.begin();
        // Packets without headers came before there was any limit to a bearer.
        final boolean tunnels = bearers.limitsAny() && vector.hasHeaders()
            && (vector.mayHave(Action.DECAPSULATE) || vector.mayHave(Action.ENCAPSULATE));
        if (tunnels) {
            ask(vector);
        }
        final int port = owners.ports[vector.ingress];
        if (owners.rules.length > 0) {
            look(vector);
        }
        if (port == Meters.NONE && !tunnels && owners.rules.length > 0 && owners.chains.length == 0) {
            policeRules(vector);
        } else if (port != Meters.NONE || owners.rules.length > 0 || owners.chains.length > 0) {
            for (int i = 0; i < vector.size; i++) {
                police(vector, i, tunnels ? settings[i] : 0, port);
            }
        } else if (tunnels) {
            policeBearers(vector);
        }
    }

    /** Notes what is said of the meters of all packets' bearers: so cache misses overlap. */
    private void ask(final PacketVector vector) {
        final int size = vector.size;
        final int[] references = this.references;
        System.arraycopy(vector.bearer, 0, references, 0, size);
        if (bearers.exceedCaches()) {
            bearers.prefetch(referenceSegment, size);
        }
        final int[] actions = vector.action;
        for (int i = 0; i < size; i++) {
            final boolean ofTunnel = actions[i] == Action.DECAPSULATE || actions[i] == Action.ENCAPSULATE;
            settings[i] = ofTunnel ? bearers.settings(references[i]) : 0;
        }
        // The profiles that settings name were complete before them.
        VarHandle.acquireFence();
    }

    /** Notes the limiters of all packets' rules, and has fetched what they will need, for the same reason. */
    private void look(final PacketVector vector) {
        final int[] byRule = owners.rules;
        final int[] rules = vector.rule;
        final int[] ruled = this.ruled;
        final long[] words = this.words;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            ruled[i] = rules[i] == PacketVector.NO_RULE ? Meters.NONE : byRule[rules[i]];
        }
        final int fetched = limiters.worthFetching(size);
        meters.fetch(ruled, ruledSegment, fetched);
        final int[] rows = this.rows;
        for (int i = 0; i < size; i++) {
            words[i] = ruled[i] == Meters.NONE ? 0 : limiters.word(ruled[i]);
            rows[i] = Limiters.row(words[i]);
        }
        limiters.fetch(rowSegment, fetched);
    }

    /** Where packets meet the limiters of their rules, and no others but those around them. */
    private void policeRules(final PacketVector vector) {
        if (meters instanceof final Meters own && areAlike(vector.size)) {
            policeAlike(vector, own, Limiters.rates(words[0]));
            return;
        }
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            final long word = words[i];
            if (word == 0) {
                continue;
            }
            if (Limiters.outer(word) != Meters.NONE) {
                police(vector, i, 0, Meters.NONE);
            } else if (shared || !limiters.isSimple(Limiters.rates(word))) {
                judgeOne(vector, i, ruled[i], clock.timeNs(vector, i));
            } else {
                judgeSimple(vector, i, word);
            }
        }
    }

    /**
     * Whether every packet meets one limiter only, and all those are of one kind: of one bucket, and green packets pass
     * as they are.
     */
    private boolean areAlike(final int size) {
        final long[] words = this.words;
        final long first = Limiters.kindAndOuter(words[0]);
        long differences = 0;
        for (int i = 0; i < size; i++) {
            differences |= Limiters.kindAndOuter(words[i]) ^ first;
        }
        return differences == 0 && words[0] != 0 && Limiters.outer(words[0]) == Meters.NONE
            && limiters.isSimple(Limiters.rates(words[0]));
    }

    /** {@link #judgeSimple} of all packets, in loops that each do one thing. */
    private void policeAlike(final PacketVector vector, final Meters own, final int rates) {
        final int size = vector.size;
        measure(vector, limiters.length(rates));
        clock.timesNs(vector, times);
        final boolean anyRed = own.takeOfOne(ruled, times, lengths, size, limiters.kinds(), rates, judged);
        limiters.countGreen(rows, lengths, judged, size);
        for (int i = 0; anyRed && i < size; i++) {
            if (judged[i] != Colour.GREEN) {
                judgeRed(vector, i, ruled[i], limiters.treatment(rates, Colour.RED), lengths[i]);
            }
        }
    }

    private void measure(final PacketVector vector, final Length base) {
        for (int i = 0; i < vector.size; i++) {
            lengths[i] = length(vector, i, base);
        }
    }

    /** Nobody but one limiter limits the packet, of one bucket, and it lets green packets pass as they are. */
    private void judgeSimple(final PacketVector vector, final int i, final long word) {
        final int rates = Limiters.rates(word);
        final int length = length(vector, i, limiters.length(rates));
        if (meters.takeOfOne(ruled[i], limiters.kinds(), rates, clock.timeNs(vector, i), length) == Colour.GREEN) {
            limiters.countGreen(word, length);
        } else {
            judgeRed(vector, i, ruled[i], limiters.treatment(rates, Colour.RED), length);
        }
    }

    private void judgeRed(final PacketVector vector, final int i, final int meter, final int treatment,
        final int length) {
        limiters.count(meter, Colour.RED, shared);
        if (Limiters.drops(treatment)) {
            drop(vector, i, meter);
        } else {
            pass(vector, i, meter, treatment, length);
        }
    }

    private void policeBearers(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            final long settings = this.settings[i];
            if (settings == 0) {
                continue;
            }
            if (Meters.outer(settings) == Meters.NONE) {
                judgeAlone(vector, i, settings);
            } else {
                police(vector, i, settings, Meters.NONE);
            }
        }
    }

    private void police(final PacketVector vector, final int i, final long settings, final int port) {
        count = 0;
        meet(Meters.outer(settings));
        if (vector.rule[i] != PacketVector.NO_RULE) {
            meetOf(owners.rules, vector.rule[i]);
            meetOf(owners.chains, vector.rule[i]);
        }
        meet(port);
        if (count == 1 && !Meters.limits(settings)) {
            judgeOne(vector, i, met[0], clock.timeNs(vector, i));
        } else if (count > 0) {
            judge(vector, i, settings, clock.timeNs(vector, i));
        } else if (Meters.limits(settings)) {
            judgeAlone(vector, i, settings);
        }
    }

    private void meetOf(final int[] byRule, final int rule) {
        if (byRule.length > 0) {
            meet(byRule[rule]);
        }
    }

    /**
     * Notes a limiter and those around it, unless the packet meets them anyway. While a configuration changes, what is
     * around a bearer may be of the next already.
     */
    private void meet(final int first) {
        int meter = first;
        long word = meter == Meters.NONE ? 0 : limiters.word(meter);
        while (word != 0 && !isMet(meter)) {
            met[count++] = meter;
            meter = Limiters.outer(word);
            word = meter == Meters.NONE ? 0 : limiters.word(meter);
        }
    }

    private boolean isMet(final int meter) {
        for (int k = 0; k < count; k++) {
            if (met[k] == meter) {
                return true;
            }
        }
        return false;
    }

    /** Nobody but its bearer limits the packet. */
    private void judgeAlone(final PacketVector vector, final int i, final long settings) {
        if (bearers.take(vector.bearer[i], settings, clock.timeNs(vector, i), inner(vector, i)) == Colour.RED) {
            vector.leave(i, DropReason.AMBR_EXCEEDED);
        }
    }

    /** Nobody but one limiter limits the packet. */
    private void judgeOne(final PacketVector vector, final int i, final int meter, final long nowNs) {
        final int rates = rates(meter);
        final int length = length(vector, i, limiters.length(rates));
        final int incoming = limiters.isColourAware(rates) ? precedence(vector, i) : Colour.GREEN;
        final int colour = meters.colour(meter, limiters.kinds(), rates, nowNs, length, incoming);
        limiters.count(meter, colour, shared);
        if (Limiters.drops(limiters.treatment(rates, colour))) {
            drop(vector, i, meter);
        } else {
            charge(vector, i, meter, colour, length, nowNs);
        }
    }

    private void drop(final PacketVector vector, final int i, final int meter) {
        limiters.countDropped(meter, shared);
        vector.leave(i, DropReason.LIMIT_EXCEEDED);
    }

    private void judge(final PacketVector vector, final int i, final long settings, final long nowNs) {
        if (Meters.limits(settings) && bearers.colour(vector.bearer[i], settings, nowNs, inner(vector, i), Colour.GREEN)
            == Colour.RED) {
            vector.leave(i, DropReason.AMBR_EXCEEDED);
        } else if (passes(vector, i, nowNs)) {
            if (Meters.limits(settings)) {
                bearers.charge(vector.bearer[i], settings, nowNs, inner(vector, i), Colour.GREEN);
            }
            charge(vector, i, nowNs);
        }
    }

    /** Whether no limiter drops the packet. */
    private boolean passes(final PacketVector vector, final int i, final long nowNs) {
        int colour = Colour.GREEN;
        for (int k = 0; k < count; k++) {
            final int meter = met[k];
            final int rates = rates(meter);
            final int incoming = limiters.isColourAware(rates) ? Math.max(colour, precedence(vector, i)) : colour;
            colour = meters.colour(meter, limiters.kinds(), rates, nowNs, length(vector, i, limiters.length(rates)),
                incoming);
            colours[k] = colour;
            limiters.count(meter, colour, shared);
            if (Limiters.drops(limiters.treatment(rates, colour))) {
                drop(vector, i, meter);
                return false;
            }
        }
        return true;
    }

    private void charge(final PacketVector vector, final int i, final long nowNs) {
        for (int k = 0; k < count; k++) {
            charge(vector, i, met[k], colours[k], length(vector, i, limiters.length(rates(met[k]))), nowNs);
        }
    }

    private void charge(final PacketVector vector, final int i, final int meter, final int colour, final int length,
        final long nowNs) {
        final int rates = rates(meter);
        if (colour != Colour.RED) {
            meters.charge(meter, limiters.kinds(), rates, nowNs, length, colour);
        }
        pass(vector, i, meter, limiters.treatment(rates, colour), length);
    }

    private int rates(final int meter) {
        return Limiters.rates(limiters.word(meter));
    }

    private void pass(final PacketVector vector, final int i, final int meter, final int treatment,
        final int length) {
        limiters.countOctets(meter, length, shared);
        if (treatment != 0) {
            mark(vector, i, treatment);
        }
    }

    // What counts of a packet. A popped one is its T-PDU, behind an Ethernet header.

    private int length(final PacketVector vector, final int i, final Length base) {
        return switch (base) {
            case L2 -> vector.length[i] + CHECK_SEQUENCE;
            case WIRE -> Math.max(SHORTEST_FRAME, vector.length[i]) + CHECK_SEQUENCE + PREAMBLE_AND_GAP;
            case INNER -> inner(vector, i);
            case IP -> isPopped(vector, i) ? inner(vector, i) : outer(vector, i);
        };
    }

    private int inner(final PacketVector vector, final int i) {
        return (vector.layers(i) & Layer.INNER_IP) != 0 ? vector.innerLength(i) : outer(vector, i);
    }

    private int outer(final PacketVector vector, final int i) {
        final int layers = vector.layers(i);
        final long ip = vector.position[i] + vector.network(i);
        if ((layers & Layer.IP) == 0) {
            return vector.length[i];
        }
        return (layers & Layer.IPV4) != 0 ? Ipv4.totalLength(bytes, ip)
            : Ipv6.HEADER_LENGTH + Ipv6.payloadLength(Ipv6.word0(bytes, ip));
    }

    private static boolean isPopped(final PacketVector vector, final int i) {
        return vector.action[i] == Action.DECAPSULATE;
    }

    // Colours that packets bring, and take along.

    /** Drop precedence of the assured forwarding classes (RFC 2597 §6): AFx1 green, AFx2 yellow, AFx3 red. */
    private static int precedence(final PacketVector vector, final int i) {
        final long protocols = vector.protocols[i];
        final int dscp = isPopped(vector, i) ? (int) protocols >>> Headers.DSCP_SHIFT & 0x3f : Headers.dscp(protocols);
        final boolean assured = dscp >= 0b001_010 && dscp <= 0b100_110 && (dscp & 1) == 0 && (dscp & 6) != 0;
        return assured ? (dscp >> 1 & 3) - 1 : Colour.GREEN;
    }

    private void mark(final PacketVector vector, final int i, final int treatment) {
        final int layers = vector.layers(i);
        final long frame = vector.position[i];
        if (Limiters.marksDscp(treatment)) {
            if (isPopped(vector, i)) {
                mark(frame + Ethernet.HEADER_LENGTH, (layers & Layer.INNER_IPV4) != 0, Limiters.dscp(treatment));
            } else if ((layers & Layer.IP) != 0) {
                mark(frame + vector.network(i), (layers & Layer.IPV4) != 0, Limiters.dscp(treatment));
            }
        }
        if (Limiters.marksPcp(treatment) && (layers & Layer.VLAN) != 0 && !isPopped(vector, i)) {
            final long tag = frame + Ethernet.TYPE_OFFSET + 2;
            Wire.setU16(bytes, tag, Wire.u16(bytes, tag) & TAG_WITHOUT_PCP | Limiters.pcp(treatment) << PCP_SHIFT);
        }
    }

    private void mark(final long ip, final boolean ipv4, final int dscp) {
        TrafficClass.set(bytes, ip, ipv4, TrafficClass.of(bytes, ip, ipv4) & ECN | dscp << 2);
    }
}
