package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.Violation;
import java.util.List;

/** What a switch that runs can be told and asked, apart from its configuration. Any thread; it may wait. */
public interface SwitchCommands {
    /** Some of the bearers that there are, wherever they come from. */
    BearerPage bearers(BearerPage.Query query);

    /**
     * Lets a port or a member of chains get no new flows, or some again.
     *
     * @return why it can't be; nothing has changed then
     */
    List<Violation> drain(DrainOrder order);

    /** Packets that wait anywhere in the switch at this moment. */
    long resting();

    /**
     * Lets a port receive a frame that no device did.
     *
     * @return why it can't; nothing was received then
     */
    List<Violation> inject(InjectedFrame frame);

    /**
     * Lets counters begin again at 0, for who reads them here.
     *
     * @param subjects what they count
     */
    void clear(List<Counted> subjects);

    /**
     * Something that has counters.
     *
     * @param kind what it is
     * @param name by which it is configured; empty for all of the kind
     */
    record Counted(Kind kind, String name) {
        /** All of a kind. */
        public static Counted all(final Kind kind) {
            return new Counted(kind, "");
        }

        /** What has counters. */
        public enum Kind {
            /** A port, with its shaper. */
            INTERFACE,
            /** A traffic rule. */
            TRAFFIC_RULE,
            /** A classifier of service function chains. */
            FLOW_CLASSIFIER,
            /** A service function chain, with its hops. */
            PORT_CHAIN,
            /** A limiter. */
            LIMITER,
            /** A bridge domain. */
            BRIDGE_DOMAIN,
            /** A RAN slice. */
            SLICE,
            /** A path to a GTP-U peer. */
            PATH,
            /** A virtual interface of a radio. */
            VIF,
            /** Drops, by reason. */
            DROPS
        }
    }
}
