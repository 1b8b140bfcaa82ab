package io.mecvswitch.chaining;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
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
import java.util.Arrays;

/**
 * Leads packets through service function chains: says at which application a packet is served next, or that it goes on.
 *
 * <p>What a rule leads into a chain begins its path. What comes back from an application goes on where it was: its
 * signature says so (see {@link Unwrap}), or the {@link Channel} it came by, or its flow. Behind the last application a
 * T-PDU is a packet of an application like others, which MatchBearer puts back into its bearer, and a frame goes on by
 * the other end of its wire.
 *
 * <pre>
 *                    ┌──────────── a hop, as often as there are groups ───────────┐
 *   access ─▶ Classify ─▶ Chain ─▶ Decapsulate ─▶ Wrap ─▶ application ─▶ Unwrap ─▶ Chain ─▶ MatchBearer ─▶ core
 * </pre>
 *
 * <p>Packets that stand side by side mostly fare alike: a rule leads all into the same chain, or all come back from an
 * application that has a port to itself. Those are led and counted together, unless their next step asks for more than
 * that, a flow or a copy; then each is led alone. Both ways do the same.
 *
 * <p>All that is remembered of flows is here, so that one lane has it.
 */
public final class Chain extends Stage {
    /** Bit of an entry: it counts only behind the last application of a chain that leads there. */
    static final int BRANCH = 1 << 30;
    /** A flow of what is not IP: what goes between two stations. */
    private static final int STATIONS = FlowHash.ETH_SRC | FlowHash.ETH_DST | FlowHash.SYMMETRIC;
    /** Chains that a packet may enter one after another because groups are out of order. */
    private static final int MOST_BACKUPS = 8;
    /** Packets from one sample of an application's latency to the next, at least. */
    private static final int EACH_STAY = 64;
    /** Of a whole chain's, whose packets may have changed much: they are looked at longer until one is known again. */
    private static final int EACH_PASSAGE = 512;

    private final Chains chains;
    private final Path[] paths;
    private final Visit[] visits;
    private final Channel[] channels;
    private final Arrivals[] arrivals;
    private final boolean[] application;
    private final boolean[] plain;
    private final MemorySegment bytes;
    private final PacketClock clock;
    private final Taps taps;
    private final ProbeAnswers answers;
    private final Samples stays;
    private final Samples passages;
    private final FlowTable flows;

    // of the vector and the packet that are worked on
    private PacketVector vector;
    private long nowNs;

    /**
     * @param chains      of the configuration
     * @param memory      where the packets are
     * @param application by port index: whether an application is behind the port
     * @param plain       by port index: whether UEs' packets are there without tunnels
     * @param clock       for what is remembered, and for latency
     * @param taps        copies
     * @param answers     knows what applications say to the switch itself
     */
    public Chain(final Chains chains, final PacketMemory memory, final boolean[] application, final boolean[] plain,
        final PacketClock clock, final Taps taps, final ProbeAnswers answers) {
        this.chains = chains;
        this.paths = chains.paths();
        this.visits = chains.visits();
        this.channels = chains.channelOfVisit();
        this.arrivals = chains.arrivals();
        this.application = application;
        this.plain = plain;
        this.bytes = memory.bytes();
        this.clock = clock;
        this.taps = taps;
        this.answers = answers;
        this.stays = new Samples(memory.bytes(), EACH_STAY);
        this.passages = new Samples(memory.bytes(), EACH_PASSAGE);
        this.flows = chains.flows();
    }

    @Override
    public StageName name() {
        return StageName.CHAIN;
    }

    @Override
    public void adopt(final Stage predecessor) {
        final Chain former = (Chain) predecessor;
        final long now = clock.passesAlone() ? clock.nowNs() : former.nowNs;
        if (former.flows != flows) {
            flows.takeOver(former.flows, now);
        }
        chains.channels().forEach((key, channel) -> {
            final Channel before = former.chains.channels().get(key);
            if (before != null && before != channel) {
                channel.resume(before);
            }
        });
    }

    @Override
    public void process(final PacketVector vector) {
        final Arrivals back = arrivals[vector.ingress];
        if (back == null && !vector.mayHave(Action.CHAIN)) {
            return;
        }
        this.vector = vector;
        clock.begin();
        taps.begin(vector.size);
        if (!vector.chained) {
            Arrays.fill(vector.chain, 0, vector.size, ChainWord.NOWHERE);
            vector.chained = true;
        }
        int from = 0;
        while (from < vector.size) {
            final int to = endOfRun(from);
            final int action = vector.action[from];
            if (action == Action.CHAIN || action == Action.NONE && back != null) {
                lead(from, to, back);
            }
            from = to;
        }
        taps.insert(vector);
    }

    /** Packets with one action are a run, and where they are led into a chain, with one entry. */
    private int endOfRun(final int from) {
        final int[] actions = vector.action;
        final int[] entries = vector.egress;
        final int action = actions[from];
        final int entry = entries[from];
        int to = from + 1;
        while (to < vector.size && actions[to] == action && (action != Action.CHAIN || entries[to] == entry)) {
            to++;
        }
        return to;
    }

    private void lead(final int from, final int to, final Arrivals back) {
        nowNs = clock.timeNs(vector, from);
        if (clock.passesAlone() && (back == null ? beginTogether(from, to) : goOnTogether(from, to, back))) {
            return;
        }
        for (int i = from; i < to; i++) {
            nowNs = clock.timeNs(vector, i);
            lead(i, back);
        }
    }

    // Packets side by side: whether they could be led together. If not, nothing has happened to them.

    private boolean beginTogether(final int from, final int to) {
        final int entry = vector.egress[from];
        if ((entry & BRANCH) != 0) {
            return false;
        }
        final Path path = paths[entry];
        final boolean popped = path.spec.tPdus() && !application[vector.ingress];
        if (popped && !allHave(from, to, plain[vector.ingress] ? Layer.INNER_IP : Layer.GPDU)) {
            return false;
        }
        final Visit next = next(path, 0);
        if (next == null) {
            return false;
        }
        if (popped) {
            vector.act(from, to, Action.DECAPSULATE);
        }
        path.counters.entered().getAndAddRelease(to - from);
        passages.begin(vector, from, to, path.watch, nowNs);
        visit(from, to, next);
        return true;
    }

    private boolean goOnTogether(final int from, final int to, final Arrivals back) {
        if (vector.action[from] == Action.CHAIN || !back.isPlain() || answers.mayCome(vector.ingress)) {
            return false;
        }
        final Channel channel = back.whole();
        final Visit visit = channel.ofAll(nowNs);
        if (visit == null || !isUntagged(from, to, visit)) {
            return false;
        }
        final Path path = visit.path;
        final int step = visit.step + 1;
        final boolean atEnd = step == path.steps.length && path.taps[step] == null;
        final Visit next = atEnd ? null : next(path, step);
        if (!atEnd && next == null) {
            return false;
        }
        channel.backTogether(to - from);
        comeBack(from, to, visit);
        if (atEnd) {
            exit(from, to, path);
        } else {
            visit(from, to, next);
        }
        return true;
    }

    /** Whether there is nothing to take off the packets, nor any that its path doesn't serve. */
    private boolean isUntagged(final int from, final int to, final Visit visit) {
        return visit.path.spec.tPdus() ? allHave(from, to, Layer.IP) : visit.tag == Visit.NO_TAG;
    }

    private boolean allHave(final int from, final int to, final int anyOf) {
        for (int i = from; i < to; i++) {
            if ((vector.layers(i) & anyOf) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The visit that every packet at a step makes next; null if there is none, or more to do than that. */
    private Visit next(final Path path, final int step) {
        if (step >= path.steps.length || path.taps[step] != null) {
            return null;
        }
        final int member = path.steps[step].group().anyFlow();
        return member >= 0 ? path.steps[step].visits()[member] : null;
    }

    // One packet.

    private void lead(final int i, final Arrivals back) {
        if (back == null) {
            begin(i);
        } else if (answers.take(vector, i)) {
            vector.leave(i, DropReason.PROBE_ANSWERED);
        } else if (!goOn(i, back)) {
            begin(i);
        }
    }

    // What a rule leads into a chain.

    private void begin(final int i) {
        if (vector.action[i] != Action.CHAIN) {
            vector.chain[i] = ChainWord.NOWHERE;
            return;
        }
        final int entry = vector.egress[i];
        if ((entry & BRANCH) != 0) {
            vector.act(i, Action.NONE);
            vector.chain[i] = ChainWord.NOWHERE;
        } else {
            enter(i, paths[entry]);
        }
    }

    /** Of what comes from outside, a path of T-PDUs takes those; MatchBearer says what becomes of the rest. */
    private void enter(final int i, final Path path) {
        if (path.spec.tPdus() && !application[vector.ingress]) {
            vector.act(i, Action.DECAPSULATE);
            if (!isTPdu(i)) {
                return;
            }
        }
        path.counters.entered().incrementRelease();
        lead(i, path, 0);
    }

    private boolean isTPdu(final int i) {
        return (vector.layers(i) & (plain[vector.ingress] ? Layer.INNER_IP : Layer.GPDU)) != 0;
    }

    // What comes back.

    /** Whether a packet has come back from an application of a chain; it goes on then. */
    private boolean goOn(final int i, final Arrivals back) {
        final int place = ChainWord.number(vector.chain[i]);
        if (place != ChainWord.NONE) {
            goOnSigned(i, paths[ChainWord.path(place)], ChainWord.step(place), back);
            return true;
        }
        final Visit visit = visit(i, back);
        if (visit == null) {
            return false;
        }
        goOn(i, visit.path, visit.step + 1, visit);
        return true;
    }

    /** The path may have changed since the packet was led, if the channel says so: then it takes the former one. */
    private void goOnSigned(final int i, final Path path, final int step, final Arrivals back) {
        final Channel channel = back.ofSign(path.spec.id(), step);
        final Visit led = channel == null ? null : channel.back(nowNs);
        if (led != null && led.step + 1 == step) {
            goOn(i, led.path, step, led);
        } else if (step <= path.steps.length) {
            goOn(i, path, step, signed(path, step));
        } else {
            vector.leave(i, DropReason.CHAIN_UNKNOWN);
        }
    }

    /** From which visit an unaware application's packet comes back; null if it is the application's own. */
    private Visit visit(final int i, final Arrivals back) {
        final Channel channel = channel(i, back);
        return channel != null ? channel.back(nowNs) : back.keptFields.length == 0 ? null : remembered(i, back);
    }

    /** A frame goes on without the tag that told its chain. Where its headers are is not asked any more. */
    private void untag(final int i) {
        final long frame = vector.position[i];
        final long first = Wire.u64(bytes, frame);
        final int second = Wire.u32(bytes, frame + Long.BYTES);
        Wire.setU64(bytes, frame + Vlan.TAG_LENGTH, first);
        Wire.setU32(bytes, frame + Vlan.TAG_LENGTH + Long.BYTES, second);
        vector.position[i] = frame + Vlan.TAG_LENGTH;
        vector.length[i] -= Vlan.TAG_LENGTH;
        vector.moved = true;
    }

    private Channel channel(final int i, final Arrivals back) {
        if (back.hasTags() && (vector.layers(i) & Layer.VLAN) != 0) {
            final Channel tagged = back.ofTag(Arrivals.Tag.id(Headers.tags(vector.link[i]) >>> 16));
            if (tagged != null) {
                return tagged;
            }
        }
        if (back.hasAddresses()) {
            final Channel to = back.ofAddress(Ethernet.destination(bytes, vector.position[i]));
            final Channel by = to == null ? back.ofAddress(Ethernet.source(bytes, vector.position[i])) : to;
            if (by != null) {
                return by;
            }
        }
        return back.whole();
    }

    private Visit remembered(final int i, final Arrivals back) {
        for (final int fields : back.keptFields) {
            final int number = flows.find(position(i, fields, vector.ingress), nowNs);
            if (number >= 0 && number < visits.length && visits[number] != null) {
                return visits[number];
            }
        }
        return null;
    }

    private void goOn(final int i, final Path path, final int step, final Visit visit) {
        if (path.spec.tPdus() && (vector.layers(i) & Layer.IP) == 0) {
            vector.leave(i, vector.defect(i) == 0 ? DropReason.NOT_IP.ordinal() : vector.defect(i));
            return;
        }
        if (visit != null) {
            comeBack(i, i + 1, visit);
        }
        if (vector.action[i] == Action.CHAIN) {
            leadOver(i, path, step);
        } else {
            lead(i, path, step);
        }
        if (visit != null && visit.tag != Visit.NO_TAG && !path.spec.tPdus()) {
            untag(i);
        }
    }

    private void comeBack(final int from, final int to, final Visit visit) {
        visit.counters.out().getAndAddRelease(to - from);
        stays.end(vector, from, to, visit.watch, nowNs);
    }

    /** From which visit a signed packet comes back, if its path says the truth; null if it doesn't. */
    private Visit signed(final Path path, final int step) {
        if (step == 0) {
            return null;
        }
        for (final Visit visit : path.steps[step - 1].visits()) {
            if (visit.arrival == vector.ingress) {
                return visit;
            }
        }
        return null;
    }

    /** A rule wants the packet in another chain; a branch is one for what has reached the end of its own. */
    private void leadOver(final int i, final Path path, final int step) {
        final int entry = vector.egress[i];
        final Path next = paths[entry & ~BRANCH];
        final boolean mayBranch = step == path.steps.length && path.leadsTo(next.number);
        if ((entry & BRANCH) != 0 && !mayBranch) {
            lead(i, path, step);
        } else {
            path.counters.left().incrementRelease();
            passages.end(vector, i, i + 1, path.watch, nowNs);
            next.counters.entered().incrementRelease();
            lead(i, next, 0);
        }
    }

    // The next application.

    private void lead(final int i, final Path from, final int fromStep) {
        Path path = from;
        int step = fromStep;
        int backups = 0;
        boolean enters = step == 0;
        while (step < path.steps.length) {
            taps.note(i, path.taps[step]);
            final Path.Step next = path.steps[step];
            final int member = member(i, path, next.group());
            if (member != Group.NONE) {
                if (enters) {
                    passages.begin(vector, i, i + 1, path.watch, nowNs);
                }
                visit(i, i + 1, next.visits()[member]);
                return;
            }
            switch (next.failMode()) {
                case BYPASS -> step++;
                case DROP -> {
                    vector.leave(i, DropReason.CHAIN_NO_MEMBER);
                    return;
                }
                case BACKUP -> {
                    if (++backups > MOST_BACKUPS) {
                        vector.leave(i, DropReason.CHAIN_LOOP);
                        return;
                    }
                    path.counters.left().incrementRelease();
                    path = paths[next.backup()];
                    path.counters.entered().incrementRelease();
                    step = 0;
                    enters = true;
                }
            }
        }
        taps.note(i, path.taps[step]);
        exit(i, i + 1, path);
    }

    private int member(final int i, final Path path, final Group group) {
        final int member = group.anyFlow();
        return member == Group.ASK ? group.member(flow(i, path, group), flows, nowNs) : member;
    }

    /** Packets that have one action and one {@link ChainWord} go to an application. */
    private void visit(final int from, final int to, final Visit visit) {
        final Channel channel = channels[visit.number];
        if (channel != null) {
            channel.lead(visit, to - from, nowNs);
        } else if (visit.remembered) {
            remember(from, to, visit);
        }
        stays.begin(vector, from, to, visit.watch, nowNs);
        final long word = ChainWord.of(ChainWord.octets(vector.chain[from]), visit.number);
        Arrays.fill(vector.chain, from, to, word);
        Arrays.fill(vector.egress, from, to, visit.egress);
        if (vector.action[from] != Action.DECAPSULATE) {
            vector.act(from, to, Action.FORWARD);
        }
    }

    private void remember(final int from, final int to, final Visit visit) {
        for (int i = from; i < to; i++) {
            flows.put(position(i, visit.keptFields, visit.arrival), visit.number, nowNs);
        }
    }

    /** Nobody serves the packet any more. What nobody has served at all passes as if no rule concerned it. */
    private void exit(final int from, final int to, final Path path) {
        path.counters.left().getAndAddRelease(to - from);
        passages.end(vector, from, to, path.watch, nowNs);
        Arrays.fill(vector.chain, from, to, ChainWord.NOWHERE);
        if (!application[vector.ingress]) {
            vector.act(from, to, Action.PASS);
        } else if (path.spec.tPdus()) {
            vector.act(from, to, Action.NONE);
        } else if (path.spec.exit() == Path.NOWHERE) {
            leave(from, to, DropReason.NO_WIRE);
        } else {
            Arrays.fill(vector.egress, from, to, path.spec.exit());
            vector.act(from, to, Action.FORWARD);
        }
    }

    private void leave(final int from, final int to, final DropReason reason) {
        for (int i = from; i < to; i++) {
            vector.leave(i, reason);
        }
    }

    // Flows.

    private long flow(final int i, final Path path, final Group group) {
        final boolean tPdu = (vector.layers(i) & Layer.INNER_IP) != 0 && path.spec.tPdus();
        final int protocol =
            tPdu ? Headers.innerProtocol(vector.protocols[i]) : Headers.protocol(vector.protocols[i]);
        return flow(i, tPdu, protocol, group.fields(protocol), path.spec.reverse());
    }

    /** A flow at a port, as the packet says it: both directions are apart there. */
    private long position(final int i, final int fields, final int port) {
        final boolean tPdu = vector.action[i] == Action.DECAPSULATE;
        final int protocol =
            tPdu ? Headers.innerProtocol(vector.protocols[i]) : Headers.protocol(vector.protocols[i]);
        return FlowHash.in(flow(i, tPdu, protocol, fields, false), ~port);
    }

    private long flow(final int i, final boolean tPdu, final int protocol, final int fields, final boolean reversed) {
        final long frame = vector.position[i];
        final int layers = vector.layers(i);
        if (tPdu) {
            return FlowHash.of(bytes, frame, frame + vector.inner(i), (layers & Layer.INNER_PORTS) != 0
                ? frame + vector.innerTransport(i) : FlowHash.NO_PORTS, protocol, fields, reversed);
        }
        if ((layers & Layer.IP) == 0) {
            return FlowHash.of(bytes, frame, FlowHash.NO_IP, FlowHash.NO_PORTS, 0, STATIONS, false);
        }
        return FlowHash.of(bytes, frame, frame + vector.network(i), (layers & Layer.PORTS) != 0
            ? frame + vector.transport(i) : FlowHash.NO_PORTS, protocol, fields, reversed);
    }
}
