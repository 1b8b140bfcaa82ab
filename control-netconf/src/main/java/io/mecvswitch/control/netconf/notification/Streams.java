package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.tree.BranchBuilder;

/**
 * Tells which streams of events there are (RFC 5277 §3.2.5): one.
 *
 * @param log what it tells again
 */
public record Streams(EventLog log) implements StateSource {
    /** Name of the one stream. */
    public static final String NETCONF = "NETCONF";

    @Override
    public String node() {
        return "nc-notifications:netconf";
    }

    @Override
    public void tell(final BranchBuilder there) {
        there.container("streams", streams -> streams.entry("stream", stream -> stream.value("name", NETCONF)
            .value("description", "All that the switch and its server tell.").value("replaySupport", true)
            .time("replayLogCreationTime", log.created())));
    }
}
