package io.mecvswitch.stage;

import io.mecvswitch.port.PacketBurst;

/**
 * A batch of packets on their way through the line, held as columns.
 *
 * <p>All packets of a vector were received in one burst from one port, and are processed under one {@link Pipeline}
 * from the first stage to the last, across every handoff. A vector belongs to one lane at a time. Nothing is copied:
 * headers are pushed and popped by moving {@link #position}.
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

    // Written by Parse.
    /** {@link Layer} bits: what was found. Read by Classify, MatchBearer, Decapsulate. */
    public final int[] layers;
    /** Ordinal of the {@link DropReason} of the first defect, 0 if the headers are sound. Read by Decapsulate. */
    public final int[] defect;
    /** Tag control information: outermost tag in the high half, second in the low. Read by Classify. */
    public final int[] vlan;
    /** EtherType behind the tags. Read by Classify. */
    public final int[] etherType;
    /** Offset of the first IP header. Read by Classify, MatchBearer, Decapsulate. */
    public final int[] network;
    /** Protocol behind the first IP header and its extensions. Read by Classify. */
    public final int[] protocol;
    /** Offset of the transport header. Read by Classify. */
    public final int[] transport;
    /** Offset of the GTP-U header. Read by Classify, MatchBearer. */
    public final int[] tunnel;
    /** {@link GtpuColumn}: message type, QFI and PDU type as found. Read by Classify, Decapsulate. */
    public final int[] gtpu;
    /** Tunnel endpoint identifier. Read by Classify, MatchBearer. */
    public final int[] teid;
    /** Offset of the T-PDU; without a tunnel, of the IP packet. Read by Classify, Decapsulate, Encapsulate. */
    public final int[] inner;
    /** Bytes of the T-PDU as GTP-U's length says, or of the IP packet. Read by Decapsulate, Encapsulate. */
    public final int[] innerLength;
    /** Protocol of the T-PDU. Read by Classify. */
    public final int[] innerProtocol;
    /** Offset of the T-PDU's transport header, where {@link Layer#INNER_PORTS} is set. Read by Classify. */
    public final int[] innerTransport;

    // Written by Classify.
    /** Index of the traffic rule, or {@link #NO_RULE}. Read by nobody but tests and traces. */
    public final int[] rule;
    /** An {@link Action}; Answer and MatchBearer may change it. Read by all stages behind. */
    public final int[] action;

    // Written by MatchBearer.
    /** Bearer and direction, where {@link #action} is about tunnels. Read by Decapsulate, Encapsulate. */
    public final int[] bearer;
    /** How to push into the bearer's tunnel, in gtpu's own words. Read by Encapsulate. */
    public final long[] way;

    // Written by Classify and MatchBearer where they know it, else by Steer.
    /** Index of the egress port. Read by Decapsulate, Transmit. */
    public final int[] egress;

    // Written by any stage through leave().
    /** Ordinal of the {@link DropReason} the packet leaves by, 0 if it goes on. Read by the lane's sweep. */
    public final int[] verdict;

    /** Packets with a verdict among {@link #size}. Written by {@link #leave}, cleared by the sweep. */
    public int leavers;
    /** Index of the port all packets arrived on. Written by the receiving lane. */
    public int ingress;
    /** The configuration all packets are processed under. Written by the receiving lane, once per trip. */
    public Pipeline pipeline;
    /** Whether it is empty on purpose, to carry a new configuration through idle lanes. Written by the receiving lane. */
    public boolean marker;
    /** When the burst was received, or 0 if this vector's latency is not sampled. Written by the receiving lane. */
    public long sampledNs;

    /**
     * @param capacity packets at most
     */
    public PacketVector(final int capacity) {
        super(capacity);
        layers = new int[capacity];
        defect = new int[capacity];
        vlan = new int[capacity];
        etherType = new int[capacity];
        network = new int[capacity];
        protocol = new int[capacity];
        transport = new int[capacity];
        tunnel = new int[capacity];
        gtpu = new int[capacity];
        teid = new int[capacity];
        inner = new int[capacity];
        innerLength = new int[capacity];
        innerProtocol = new int[capacity];
        innerTransport = new int[capacity];
        rule = new int[capacity];
        action = new int[capacity];
        bearer = new int[capacity];
        way = new long[capacity];
        egress = new int[capacity];
        verdict = new int[capacity];
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

    /** {@link #leave(int, int)}. */
    public void leave(final int i, final DropReason reason) {
        leave(i, reason.ordinal());
    }

    /**
     * Overwrites packet {@code to} with packet {@code from}: the move of a stable compaction.
     *
     * <p>{@link #verdict} stays, the sweep clears it.
     */
    void move(final int from, final int to) {
        handle[to] = handle[from];
        position[to] = position[from];
        length[to] = length[from];
        timeNs[to] = timeNs[from];
        layers[to] = layers[from];
        defect[to] = defect[from];
        vlan[to] = vlan[from];
        etherType[to] = etherType[from];
        network[to] = network[from];
        protocol[to] = protocol[from];
        transport[to] = transport[from];
        tunnel[to] = tunnel[from];
        gtpu[to] = gtpu[from];
        teid[to] = teid[from];
        inner[to] = inner[from];
        innerLength[to] = innerLength[from];
        innerProtocol[to] = innerProtocol[from];
        innerTransport[to] = innerTransport[from];
        rule[to] = rule[from];
        action[to] = action[from];
        bearer[to] = bearer[from];
        way[to] = way[from];
        egress[to] = egress[from];
    }

    /**
     * Removes the packets with a verdict, keeping the order of the others. Called by the lane after each stage.
     *
     * @param leaversHandles receives their handles, from index 0
     * @param reasons        receives their verdicts, in step with the handles
     * @return how many left
     */
    public int sweep(final long[] leaversHandles, final int[] reasons) {
        int kept = 0;
        int left = 0;
        for (int i = 0; i < size; i++) {
            final int reason = verdict[i];
            if (reason != 0) {
                leaversHandles[left] = handle[i];
                reasons[left++] = reason;
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
        return left;
    }
}
