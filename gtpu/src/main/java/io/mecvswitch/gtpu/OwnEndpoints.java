package io.mecvswitch.gtpu;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.stage.MessageRate;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The addresses at which the switch itself is a GTP-U entity, as one configuration has them, each with a number.
 *
 * <p>Made by control and not changed after; the rates belong to the lane.
 */
public final class OwnEndpoints {
    /** The address is another node's. */
    static final int NONE = Endpoints.UNKNOWN;

    private static final int ANY_PORT = -1;

    private final Endpoints addresses = new Endpoints();
    private final EndpointConfig[] configs;
    private final int[] ports;
    private final int[] tunnelEndpoints;
    private final MessageRate[] rates;
    private final Endpoints peers = new Endpoints();
    // by address and peer; null where no path is watched
    private final EchoPath[][] paths;

    /**
     * @param configs   each address once
     * @param table     bearers; the addresses get their numbers there, whether or not a bearer uses them yet
     * @param portIndex index of a port by its name
     * @param paths     those of these addresses
     */
    public OwnEndpoints(final List<EndpointConfig> configs, final TunnelTable table,
        final ToIntFunction<String> portIndex, final EchoPaths paths) {
        this.configs = configs.toArray(EndpointConfig[]::new);
        this.ports = configs.stream()
            .mapToInt(config -> config.port().map(portIndex::applyAsInt).orElse(ANY_PORT)).toArray();
        this.tunnelEndpoints =
            configs.stream().mapToInt(config -> table.endpoints().word(config.address())).toArray();
        this.rates = configs.stream().map(config -> new MessageRate(config.errorRate())).toArray(MessageRate[]::new);
        configs.forEach(config -> addresses.number(config.address()));
        configs.forEach(config -> config.peers().forEach(peer -> peers.number(peer.address())));
        this.paths = configs.stream().map(config -> paths(config, paths)).toArray(EchoPath[][]::new);
    }

    private EchoPath[] paths(final EndpointConfig config, final EchoPaths all) {
        final EchoPath[] own = new EchoPath[peers.size()];
        config.peers().forEach(peer -> own[peers.number(peer.address())] = all.path(config, peer));
        return own;
    }

    /** The path between an address and a peer, or null if it is not watched. */
    EchoPath path(final int number, final int version, final long high, final long low) {
        final int peer = peers.find(version, high, low);
        return peer == NONE ? null : paths[number][peer];
    }

    /** Whether there are any. */
    boolean any() {
        return configs.length != 0;
    }

    /** Number of an address, or {@link #NONE}. */
    int find(final int version, final long high, final long low) {
        return addresses.find(version, high, low);
    }

    /** Whether what comes in by a port is for this endpoint. */
    boolean listensOn(final int number, final int port) {
        return ports[number] == ANY_PORT || ports[number] == port;
    }

    /** Its number among the endpoints of tunnels, for {@link TunnelTable#key(int, int)}. */
    int tunnelEndpoint(final int number) {
        return tunnelEndpoints[number];
    }

    /** Whether it answers Echo Requests. */
    boolean echo(final int number) {
        return configs[number].echo();
    }

    /** Whether its Error Indications carry the G-PDU's source port. */
    boolean udpPortExtension(final int number) {
        return configs[number].udpPortExtension();
    }

    /** Lets messages go that tell peers of their errors. */
    MessageRate errorRate(final int number) {
        return rates[number];
    }

    /** Goes on with the rates of the endpoints that stay. */
    void resume(final OwnEndpoints former) {
        for (int number = 0; number < configs.length; number++) {
            final int before = former.addresses.find(configs[number].address().version(),
                configs[number].address().high(), configs[number].address().low());
            if (before != NONE) {
                rates[number].resume(former.rates[before]);
            }
        }
    }
}
