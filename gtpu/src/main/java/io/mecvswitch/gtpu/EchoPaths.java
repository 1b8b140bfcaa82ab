package io.mecvswitch.gtpu;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.status.PathCounters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All paths to peers that configurations have, so that one that stays goes on under the next. Control. */
public final class EchoPaths {
    private final Map<String, EchoPath> paths = new HashMap<>();

    /** What operators know a path by. */
    public static String name(final IpAddress own, final IpAddress peer) {
        return own + " " + peer;
    }

    /** Names of the paths of a configuration. */
    public static Set<String> names(final List<EndpointConfig> endpoints) {
        return endpoints.stream().flatMap(endpoint ->
            endpoint.peers().stream().map(peer -> name(endpoint.address(), peer.address())))
            .collect(Collectors.toUnmodifiableSet());
    }

    /** Makes the paths of a configuration that are not there yet. */
    public void add(final List<EndpointConfig> endpoints, final Function<String, PathCounters> counters) {
        names(endpoints).forEach(name -> paths.computeIfAbsent(name, key -> new EchoPath(counters.apply(key))));
    }

    /** Forgets all other paths; no lane may run a configuration any more that has them. */
    public void retain(final List<EndpointConfig> endpoints) {
        paths.keySet().retainAll(names(endpoints));
    }

    /** A path that was added. */
    EchoPath path(final EndpointConfig endpoint, final PeerConfig peer) {
        return paths.get(name(endpoint.address(), peer.address()));
    }
}
