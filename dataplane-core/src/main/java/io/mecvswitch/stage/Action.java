package io.mecvswitch.stage;

/**
 * Values of {@link PacketVector#action}: what is to happen to a packet.
 *
 * <p>Constants rather than an enum, because they stand in a column.
 */
public final class Action {
    /** No rule concerns it: it goes the way of its port. */
    public static final int NONE = 0;
    /** As if no rule concerned it: to the wire partner of its port, or through its bridge domain. */
    public static final int PASS = 1;
    /** Unchanged to {@link PacketVector#egress}. */
    public static final int FORWARD = 2;
    /** Its T-PDU to {@link PacketVector#egress}. */
    public static final int DECAPSULATE = 3;
    /** Into the tunnel of {@link PacketVector#bearer}, to {@link PacketVector#egress}. */
    public static final int ENCAPSULATE = 4;
    /** A copy, unchanged, to {@link PacketVector#egress}. */
    public static final int COPY = 5;
    /** Into the tunnel that its rule names; {@link #ENCAPSULATE} as soon as that is found. */
    public static final int ENTER = 6;

    /** Into the service function chain that {@link PacketVector#egress} stands for; Chain makes another one of it. */
    public static final int CHAIN = 7;

    private Action() {
    }
}
