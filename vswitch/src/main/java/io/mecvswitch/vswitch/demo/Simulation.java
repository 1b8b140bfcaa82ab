package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * The world around the switch: a station at the far end of each port, all on one thread.
 *
 * <p>Control makes, starts and stops it; its own thread steps the stations.
 */
final class Simulation implements Agent {
    private static final List<String> PORTS = List.of("access", "core", "edge", "inline");
    private static final long LINK_TIMEOUT_NS = 5_000_000_000L;
    private static final long SETTLE_TIMEOUT_NS = 10_000_000_000L;
    private static final long POLL_NS = 1_000_000;

    private final PortProvider provider;
    private final Map<String, Cable> cables = new LinkedHashMap<>();
    private final Scorecard score = new Scorecard();
    private final Move move = new Move();
    private final Window window;
    private final AccessSimulator access;
    private final List<Station> stations;
    private AgentRunner runner;
    // written by the simulation's thread
    private volatile boolean settled;
    // written by control, taken by the simulation's thread
    private volatile boolean extendCaptures;

    /**
     * Plugs a station into every port.
     *
     * @param provider of the switch
     * @param config   that the switch runs
     * @param folder   where captures go
     */
    Simulation(final PortProvider provider, final SwitchConfig config, final Path folder) throws IOException {
        this.provider = provider;
        for (final PortConfig farEnd : farEnds(config)) {
            final String name = PORTS.get(cables.size());
            final Capture capture = new Capture(folder.resolve(name + ".pcap"));
            cables.put(name, new Cable(provider.open(farEnd, 1), provider.memory(), capture));
        }
        final Ledger ledger = new Ledger();
        window = new Window(List.copyOf(cables.values()));
        access = new AccessSimulator(cables.get("access"), window, ledger, score, move);
        stations = List.of(access,
            new CoreSimulator(cables.get("core"), ledger, score, move),
            new EdgeApplication(cables.get("edge"), ledger, score, move),
            new InlineApplication(cables.get("inline"), ledger, score));
    }

    /** What will be plugged into the ports of a configuration, in the order of {@link #PORTS}. */
    static List<PortConfig> farEnds(final SwitchConfig config) {
        return PORTS.stream().map(name -> FarEnd.of(config.ports().stream()
            .filter(port -> port.name().equals(name)).findFirst().orElseThrow(() -> new PortException(
                "The demo's configuration has no interface '" + name + "'. It needs "
                    + String.join(", ", PORTS) + "."))))
            .toList();
    }

    /** Starts the traffic once every link is up. */
    void start(final ErrorHandler errors) {
        runner = new AgentRunner(new BackoffIdleStrategy(100, 10, 1_000, TimeUnit.MICROSECONDS.toNanos(50)),
            errors, null, this);
        awaitLinks();
        AgentRunner.startOnThread(runner);
    }

    private void awaitLinks() {
        final long deadline = System.nanoTime() + LINK_TIMEOUT_NS;
        while (!cables.values().stream().allMatch(Cable::linkUp)) {
            if (System.nanoTime() > deadline) {
                throw new PortException("The demo's links do not come up. Is another demo running with the same"
                    + " sockets? Name others in the configuration.");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** A memif client lends its server buffers when it polls: each does, before the first packet wants one. */
    @Override
    public void onStart() {
        provider.enterWorker(-1);
        cables.values().forEach(cable -> cable.receive(_ -> { }));
    }

    @Override
    public int doWork() {
        if (extendCaptures) {
            extendCaptures = false;
            cables.values().forEach(cable -> cable.capture().extend());
        }
        final long nowNs = System.nanoTime();
        int work = 0;
        for (final Station station : stations) {
            work += station.step(nowNs);
        }
        settled = access.silent() && window.empty(nowNs);
        return work;
    }

    @Override
    public void onClose() {
        provider.leaveWorker();
    }

    @Override
    public String roleName() {
        return "simulation";
    }

    /** To be told of the change in mid-run. */
    Move move() {
        return move;
    }

    /** Notes as much in the captures again as at the start. */
    void extendCaptures() {
        extendCaptures = true;
    }

    /** Counted while it runs. */
    Scorecard score() {
        return score;
    }

    /** What was noted at each port. */
    List<Capture> captures() {
        return cables.values().stream().map(Cable::capture).toList();
    }

    /** Ends the requests, waits for the last answers, and stops the thread. */
    void stop() {
        access.fallSilent();
        final long deadline = System.nanoTime() + SETTLE_TIMEOUT_NS;
        while (System.nanoTime() < deadline && !settled) {
            LockSupport.parkNanos(POLL_NS);
        }
        runner.close();
    }

    /** Takes the far ends off and finishes the captures; the switch must have stopped. */
    void unplug() throws IOException {
        cables.values().forEach(Cable::unplug);
        for (final Capture capture : captures()) {
            capture.close();
        }
    }
}
