package io.mecvswitch.vswitch.demo;

import java.util.List;

/**
 * How many frames may be inside the switch: fewer than a port's ring holds, so that a processor that is taken away for
 * a while costs time and no packets.
 *
 * <p>The simulation's thread. Each frame that goes in comes out once, unless it is dropped; what has not come out for a
 * while is taken for dropped, so that drops don't end the traffic.
 */
final class Window {
    private static final int LIMIT = 512;
    private static final long PATIENCE_NS = 2_000_000_000;

    private final List<Cable> cables;
    private long lastReceived;
    private long lastReceivedNs;
    private long givenUp;

    Window(final List<Cable> cables) {
        this.cables = List.copyOf(cables);
    }

    /** Whether a new request may be sent. */
    boolean open(final long nowNs) {
        return waiting() + underway(nowNs) < LIMIT;
    }

    /** Whether nothing is inside the switch, and nothing waits to go in. */
    boolean empty(final long nowNs) {
        return waiting() == 0 && underway(nowNs) <= 0;
    }

    private int waiting() {
        return cables.stream().mapToInt(Cable::waiting).sum();
    }

    /** Frames inside the switch; negative if something comes that was given up. */
    private long underway(final long nowNs) {
        final long received = cables.stream().mapToLong(Cable::received).sum();
        final long inside = cables.stream().mapToLong(Cable::sent).sum() - received - givenUp;
        if (received != lastReceived || inside == 0) {
            lastReceived = received;
            lastReceivedNs = nowNs;
        } else if (nowNs - lastReceivedNs > PATIENCE_NS) {
            givenUp += inside;
            return 0;
        }
        return inside;
    }
}
