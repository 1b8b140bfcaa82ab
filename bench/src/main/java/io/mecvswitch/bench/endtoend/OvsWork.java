package io.mecvswitch.bench.endtoend;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What Open vSwitch is told, to do what the switch does: OpenFlow rules of the bridge that the ports are in.
 *
 * @param tunnel which port is behind a tunnel, on a bridge of its own
 * @param rules  in ovs-ofctl's words, with the ports of {@link #FROM_TUNNEL} and so on; none if the bridge is to
 *               forward by Ethernet addresses that it learns
 * @param meters that rules name
 * @param loops  ports from {@link #FIRST_LOOP_PORT} on that give back what they take
 */
record OvsWork(Tunnel tunnel, List<String> rules, Meters meters, int loops) {
    /** Number of the tunnel's port. */
    static final int TUNNEL_PORT = 1;
    /** Number of the port that packets go to. */
    static final int SINK_PORT = 2;
    /** Number of the port that packets come from. */
    static final int SOURCE_PORT = 3;
    /** Number of the first port that gives back what it takes. */
    static final int FIRST_LOOP_PORT = 4;
    /** Begin of a rule for what came out of a tunnel. */
    static final String FROM_TUNNEL = "in_port=" + TUNNEL_PORT + ",";
    /** Begin of a rule for what came from the source. */
    static final String FROM_SOURCE = "in_port=" + SOURCE_PORT + ",";
    /** End of a rule that sends. */
    static final String TO_SINK = "output:" + SINK_PORT;
    /** End of a rule that sends through the tunnel. */
    static final String TO_TUNNEL = "output:" + TUNNEL_PORT;
    /** Action that writes the Ethernet addresses that testpmd's mode mac writes, too. */
    static final String NEW_ADDRESSES = "mod_dl_src:02:00:00:00:00:02,mod_dl_dst:02:00:00:00:00:01,";

    /** Where tunnels are. */
    enum Tunnel {
        /** Nowhere. */
        NONE,
        /** The source's packets are in tunnels. */
        SOURCE,
        /** The sink's packets are. */
        SINK
    }

    /**
     * Meters, all alike: 1 to their count.
     *
     * @param count             of them
     * @param kilobitsPerSecond beyond which they drop
     * @param burstKilobits     that passes at once
     */
    record Meters(int count, int kilobitsPerSecond, int burstKilobits) {
        /** None. */
        static final Meters NONE = new Meters(0, 0, 0);
    }

    /** Rules by which packets go through tunnels. */
    OvsWork(final Tunnel tunnel, final List<String> rules) {
        this(tunnel, rules, Meters.NONE);
    }

    /** Rules that name meters. */
    OvsWork(final Tunnel tunnel, final List<String> rules, final Meters meters) {
        this(tunnel, rules, meters, 0);
    }

    /** Rules that lead what comes from the source through ports that give it back, one after the other. */
    static OvsWork chain(final int loops) {
        return new OvsWork(Tunnel.NONE, IntStream.rangeClosed(0, loops).mapToObj(hop ->
            (hop == 0 ? FROM_SOURCE : "in_port=" + (FIRST_LOOP_PORT + hop - 1) + ",") + "actions="
                + (hop == loops ? TO_SINK : "output:" + (FIRST_LOOP_PORT + hop))).toList(), Meters.NONE, loops);
    }

    /** Rules without tunnels. */
    static OvsWork of(final List<String> rules) {
        return new OvsWork(Tunnel.NONE, rules);
    }
}
