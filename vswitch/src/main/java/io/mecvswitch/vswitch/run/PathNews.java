package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.gtpu.EchoPaths;
import io.mecvswitch.status.PathCounters;
import io.mecvswitch.status.StatusFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the operator when a path to a GTP-U peer comes up or goes down. Control thread. */
final class PathNews {
    private final StatusFile status;
    private final Consumer<String> say;
    private final Map<String, Long> told = new HashMap<>();

    /**
     * @param status has the states of paths
     * @param say    gets sentences for the operator
     */
    PathNews(final StatusFile status, final Consumer<String> say) {
        this.status = status;
        this.say = say;
    }

    /** Tells what has changed since the last look. */
    void look(final List<EndpointConfig> endpoints) {
        told.keySet().retainAll(EchoPaths.names(endpoints));
        for (final EndpointConfig endpoint : endpoints) {
            endpoint.peers().forEach(peer -> look(endpoint, peer));
        }
    }

    private void look(final EndpointConfig endpoint, final PeerConfig peer) {
        final String name = EchoPaths.name(endpoint.address(), peer.address());
        final long state = status.pathCounters(name).state().get();
        final Long former = told.put(name, state);
        if (former == null ? state != PathCounters.UNKNOWN : former != state) {
            tell("The GTP-U path from " + endpoint.address() + " to " + peer.address(), state, peer.requests());
        }
    }

    private void tell(final String path, final long state, final int requests) {
        if (state == PathCounters.UP) {
            say.accept(path + " is up.");
        } else if (state == PathCounters.DOWN) {
            say.accept(path + " is down: " + requests + " Echo Requests were not answered.");
        }
    }
}
