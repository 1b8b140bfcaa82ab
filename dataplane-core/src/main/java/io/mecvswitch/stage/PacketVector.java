package io.mecvswitch.stage;

import io.mecvswitch.port.PacketBurst;
import java.util.Arrays;

/**
 * A batch of packets on their way through the line, held as columns.
 *
 * <p>All packets of a vector were received in one burst from one port, and are processed under one {@link Pipeline}
 * from the first stage to the last, across every handoff. A vector belongs to one lane at a time. Headers are pushed
 * and popped by moving {@link #position}; nothing is copied but what a rule duplicates, and for those copies there is
 * room.
 *
 * <p>Offsets count from {@link #position} as it was when Parse ran; they mean nothing after a pop or push.
 *
 * <pre>
 *   position      network        transport  tunnel            inner
 *   │ Ethernet, VLAN │ IPv4 / IPv6 │ UDP       │ GTP-U, ext. hdrs │ T-PDU (innerLength)    │ padding │
 *   └──────────────────────────────────── length ──────────────────────────────────────────────────┘
 * </pre>
 */
public final class PacketVector extends PacketBurst {
    /** {@link #rule}: none. */
    public static final int NO_RULE = Integer.MAX_VALUE;
    /** {@link #through}: no stage. */
    public static final int AT_THE_BEGINNING = -1;
    /** {@link #verdict}: the stage that gave it keeps the packet. */
    private static final int RESTS = -1;

    // Written by Parse; the words are those of Headers.
    /** Ingress port, VLAN tags, EtherType. Read by Classify, Decapsulate. */
    public final long[] link;
    /** TEID, {@link Layer} bits, QFI, message type. Read by Classify, Answer, MatchBearer, Decapsulate. */
    public final long[] tunnel;
    /** DSCP and protocol, outer and inner, and the inner packet's length. Read by all that look at IP. */
    public final long[] protocols;
    /** Where the headers are, and the first defect. Read by all that look at headers. */
    public final long[] offsets;

    // Written by Classify.
    /** Index of the traffic rule, or {@link #NO_RULE}. Read by Duplicate, Rewrite, and by tests and traces. */
    public final int[] rule;
    /** An {@link Action}; Answer and MatchBearer may change it by {@link #act}. Read by all stages behind. */
    public final int[] action;

    // Written by MatchBearer.
    /** Bearer and direction, where {@link #action} is about tunnels. Read by Decapsulate, Encapsulate. */
    public final int[] bearer;
    /** How to push into the bearer's tunnel, in gtpu's own words. Read by Encapsulate. */
    public final long[] way;

    // Written by Unwrap and Chain.
    /**
     * Where the packet is in a service function chain, in chaining's own words. Read by Chain, Wrap. Means nothing
     * unless {@link #chained}.
     */
    public final long[] chain;

    // Written by Classify and MatchBearer where they know it, else by Steer.
    /** Index of the egress port. Read by Decapsulate, Transmit. */
    public final int[] egress;

    // Written by who lets packets leave in pieces, through split().
    /** How the packet is cut when it leaves, in the words of {@link Pieces}. Means nothing unless {@link #splits}. */
    public final long[] pieces;

    // Written by any stage through leave().
    /**
     * Ordinal of the {@link DropReason} the packet leaves by, 0 if it goes on, or {@link #RESTS}. Read by the sweep.
     */
    public final int[] verdict;

    /**
     * Bit {@code 1 << action} of each {@link Action} that any packet was given, so that stages know when to stand by.
     */
    private int actions;
    /** Whether the rule of any packet rewrites it. Written by Classify, read by Rewrite. */
    public boolean rewrites;
    /** Whether the rule of any packet duplicates it. Written by Classify, read by Duplicate. */
    public boolean duplicates;
    /** Whether {@link #chain} is written. Cleared by who puts packets into the vector. */
    public boolean chained;
    /**
     * Whether all packets leave by {@link #commonEgress}. Written by Steer, which writes {@link #egress}, too, and
     * through {@link #decide}; cleared by who puts packets into the vector.
     */
    public boolean together;
    /** The port that all packets leave by, where {@link #together}. Read by Transmit. */
    public int commonEgress;
    /** Rule that all packets have met, where one was {@link #decide decided} for all. Read by Rewrite. */
    public int commonRule;
    /** What is to happen to all packets, where it was {@link #decide decided} for all. Read by Rewrite. */
    public int commonAction;
    /** Packets with a verdict among {@link #size}. Written by {@link #leave}, cleared by the sweep. */
    public int leavers;
    /** Whether any packet may be to leave in {@link #pieces}. Cleared by the receiving lane. */
    public boolean splits;
    /**
     * Ordinal of the {@link StageName} up to which all packets have been taken by a stage before it: those in between
     * are left out. Reset by who puts packets into the vector.
     */
    public int through = AT_THE_BEGINNING;
    /** Index of the port all packets arrived on. Written by the receiving lane. */
    public int ingress;
    /** The configuration all packets are processed under. Written by the receiving lane, once per trip. */
    public Pipeline pipeline;
    /**
     * Whether it is empty on purpose, to carry a new configuration through idle lanes. Written by the receiving lane.
     */
    public boolean marker;
    /** When the burst was received, or 0 if this vector's latency is not sampled. Written by the receiving lane. */
    public long sampledNs;

    /**
     * @param capacity packets received into it at most
     */
    public PacketVector(final int capacity) {
        super(capacity, withCopies(capacity) - capacity);
        final int room = withCopies(capacity);
        link = new long[room];
        tunnel = new long[room];
        protocols = new long[room];
        offsets = new long[room];
        rule = new int[room];
        action = new int[room];
        bearer = new int[room];
        way = new long[room];
        chain = new long[room];
        egress = new int[room];
        pieces = new long[room];
        verdict = new int[room];
    }

    /** Packets that a vector holds at most into which so many are received: one copy of each. */
    public static int withCopies(final int received) {
        return 2 * received;
    }

    /**
     * Whether Parse's columns are written; not where a stage in its place popped or pushed, and had no use for them.
     */
    public boolean hasHeaders() {
        return through < StageName.DECAPSULATE.ordinal();
    }

    /** {@link Layer} bits: what was found. */
    public int layers(final int i) {
        return Headers.layers(tunnel[i]);
    }

    /** Ordinal of the {@link DropReason} of the first defect, 0 if the headers are sound. */
    public int defect(final int i) {
        return Headers.defect(offsets[i]);
    }

    /** Offset of the first IP header. */
    public int network(final int i) {
        return Headers.network(offsets[i]);
    }

    /** Protocol behind the first IP header and its extensions. */
    public int protocol(final int i) {
        return Headers.protocol(protocols[i]);
    }

    /** Offset of the transport header. */
    public int transport(final int i) {
        return Headers.transport(offsets[i]);
    }

    /** Offset of the GTP-U header. */
    public int gtpu(final int i) {
        return Headers.gtpu(offsets[i]);
    }

    /** GTP-U message type, 0 without one. */
    public int messageType(final int i) {
        return Headers.messageType(tunnel[i]);
    }

    /** Tunnel endpoint identifier, unsigned. */
    public int teid(final int i) {
        return Headers.teid(tunnel[i]);
    }

    /** Offset of the T-PDU; without a tunnel, of the IP packet. */
    public int inner(final int i) {
        return Headers.inner(offsets[i]);
    }

    /** Octets of the T-PDU as GTP-U's length says, or of the IP packet. */
    public int innerLength(final int i) {
        return Headers.innerLength(protocols[i]);
    }

    /** Offset of the T-PDU's transport header, where {@link Layer#INNER_PORTS} is set. */
    public int innerTransport(final int i) {
        return Headers.innerTransport(protocols[i]);
    }

    /** Forgets what was decided for the vector's packets before these. Written by the first stage that decides. */
    public void beginActions() {
        actions = 0;
        rewrites = false;
        duplicates = false;
    }

    /**
     * Decides for all packets at once. Nothing is written of each of them, so that nobody behind may ask for that.
     *
     * @param rule     that they have met, or {@link #NO_RULE}
     * @param action   an {@link Action}
     * @param egress   they leave by
     * @param rewrites whether the rule rewrites them
     */
    public void decide(final int rule, final int action, final int egress, final boolean rewrites) {
        commonRule = rule;
        commonAction = action;
        commonEgress = egress;
        together = true;
        this.rewrites = rewrites;
    }

    /** Decides what is to happen to a packet. */
    public void act(final int i, final int action) {
        this.action[i] = action;
        actions |= 1 << action;
    }

    /** Decides what is to happen to the packets from one index to before another. */
    public void act(final int from, final int to, final int action) {
        Arrays.fill(this.action, from, to, action);
        actions |= 1 << action;
    }

    /**
     * Notes what was decided in {@link #action} itself.
     *
     * @param acted bit {@code 1 << action} of each {@link Action} that any packet was given
     */
    public void acted(final int acted) {
        actions |= acted;
    }

    /** Whether this may be to happen to any of the packets; if not, a stage that does it has nothing to do. */
    public boolean mayHave(final int action) {
        return (actions & 1 << action) != 0;
    }

    /**
     * Gives a packet the verdict that it leaves after this stage. The first verdict stands.
     *
     * @param i      index of the packet
     * @param reason ordinal of a {@link DropReason} other than NONE
     */
    public void leave(final int i, final int reason) {
        if (verdict[i] == 0) {
            verdict[i] = reason;
            leavers++;
        }
    }

    /** Gives all packets the verdict that they leave after this stage. */
    public void leaveAll(final DropReason reason) {
        for (int i = 0; i < size; i++) {
            leave(i, reason);
        }
    }

    /** {@link #leave(int, int)}. */
    public void leave(final int i, final DropReason reason) {
        leave(i, reason.ordinal());
    }

    /**
     * Takes a packet out of the vector after this stage without dropping it: it belongs to the stage now, which counts
     * it among those that rest.
     */
    public void rest(final int i) {
        if (verdict[i] == 0) {
            verdict[i] = RESTS;
            leavers++;
        }
    }

    /** Lets a packet leave in pieces, made as a word of {@link Pieces} says. */
    public void split(final int i, final long word) {
        if (!splits) {
            Arrays.fill(pieces, Pieces.WHOLE);
            splits = true;
        }
        pieces[i] = word;
    }

    /** Lets a packet leave whole: it is another one than was to be cut. */
    public void keepWhole(final int i) {
        pieces[i] = Pieces.WHOLE;
    }

    /** Lets the packets from one index to before another leave whole to which this happens. */
    public void keepWhole(final int from, final int to, final int action) {
        for (int i = from; i < to; i++) {
            if (this.action[i] == action) {
                keepWhole(i);
            }
        }
    }

    /**
     * Overwrites packet {@code to} with packet {@code from}: the move of a stable compaction, or of making room.
     *
     * <p>{@link #verdict} stays, the sweep clears it.
     */
    public void move(final int from, final int to) {
        handle[to] = handle[from];
        position[to] = position[from];
        length[to] = length[from];
        timeNs[to] = timeNs[from];
        link[to] = link[from];
        tunnel[to] = tunnel[from];
        protocols[to] = protocols[from];
        offsets[to] = offsets[from];
        rule[to] = rule[from];
        action[to] = action[from];
        bearer[to] = bearer[from];
        way[to] = way[from];
        chain[to] = chain[from];
        egress[to] = egress[from];
        pieces[to] = pieces[from];
    }

    /**
     * Takes over packets of another vector, with all that is known of them, in the place of what was here; or keeps
     * some of its own.
     *
     * @param from    the other vector, or this one
     * @param picks   indexes there, ascending
     * @param count   how many
     * @param columns what of them anybody reads from here on
     */
    public void pick(final PacketVector from, final int[] picks, final int count, final Spreader.Columns columns) {
        pick(from.handle, picks, count, handle);
        pick(from.position, picks, count, position);
        pick(from.length, picks, count, length);
        pick(from.timeNs, picks, count, timeNs);
        if (columns != Spreader.Columns.LEAVING) {
            pickHeaders(from, picks, count);
        }
        if (columns == Spreader.Columns.DECISIONS) {
            pickDecisions(from, picks, count);
        }
        if (columns != Spreader.Columns.HEADERS) {
            pickWayOut(from, picks, count);
        }
        size = count;
        comeFrom(from);
    }

    private void pickHeaders(final PacketVector from, final int[] picks, final int count) {
        pick(from.link, picks, count, link);
        pick(from.tunnel, picks, count, tunnel);
        pick(from.protocols, picks, count, protocols);
        pick(from.offsets, picks, count, offsets);
        if (from.chained) {
            pick(from.chain, picks, count, chain);
        }
    }

    private void pickDecisions(final PacketVector from, final int[] picks, final int count) {
        pick(from.rule, picks, count, rule);
        pick(from.action, picks, count, action);
        pick(from.bearer, picks, count, bearer);
        pick(from.way, picks, count, way);
    }

    private void pickWayOut(final PacketVector from, final int[] picks, final int count) {
        pick(from.egress, picks, count, egress);
        if (from.splits) {
            pick(from.pieces, picks, count, pieces);
        }
    }

    private void comeFrom(final PacketVector from) {
        moved = from.moved;
        describer = from.describer;
        actions = from.actions;
        rewrites = from.rewrites;
        duplicates = from.duplicates;
        chained = from.chained;
        together = from.together;
        commonEgress = from.commonEgress;
        commonRule = from.commonRule;
        commonAction = from.commonAction;
        measured = false;
        splits = from.splits;
        through = from.through;
        ingress = from.ingress;
        pipeline = from.pipeline;
        sampledNs = from.sampledNs;
        marker = false;
    }

    private static void pick(final long[] from, final int[] picks, final int count, final long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[picks[i]];
        }
    }

    private static void pick(final int[] from, final int[] picks, final int count, final int[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[picks[i]];
        }
    }

    /** Forgets the first packets: they are somebody else's now. For who fails with the vector half done. */
    public void removeFirst(final int count) {
        for (int i = count; i < size; i++) {
            move(i, i - count);
        }
        size -= count;
        measured = false;
    }

    /**
     * Removes the packets with a verdict, keeping the order of the others. Called by the lane after each stage.
     *
     * @param leaversHandles receives their handles, from index 0
     * @param reasons        receives their verdicts, in step with the handles
     * @return how many were dropped
     */
    public int sweep(final long[] leaversHandles, final int[] reasons) {
        int kept = 0;
        int left = 0;
        for (int i = 0; i < size; i++) {
            final int reason = verdict[i];
            if (reason != 0) {
                leaversHandles[left] = handle[i];
                reasons[left] = reason;
                left += reason == RESTS ? 0 : 1;
                verdict[i] = 0;
            } else {
                if (kept != i) {
                    move(i, kept);
                }
                kept++;
            }
        }
        size = kept;
        leavers = 0;
        measured = false;
        return left;
    }
}
