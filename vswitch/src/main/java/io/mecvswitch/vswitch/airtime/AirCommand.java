package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.ConfigException;
import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.dpdk.DpdkPortProvider;
import io.mecvswitch.port.PortException;
import io.mecvswitch.qos.airtime.Answer;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.Exchange;
import io.mecvswitch.qos.airtime.FeedbackRing;
import io.mecvswitch.qos.airtime.PhyRate;
import io.mecvswitch.qos.medium.Medium;
import io.mecvswitch.qos.medium.SaturatedStation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code air}: a Wi-Fi channel that several switches share, without radios. */
@Command(
    name = "air",
    description = "Simulate the Wi-Fi channel behind the radios of one or more switches, in real time.",
    footer = {
        "",
        "The switches' radios and core ports are net_memif devices; this process has their other ends, and tells each",
        "switch by its feedback ring what its frames took. Start it before the switches. It ends with SIGTERM.",
        "",
        "The channel's time stands still while a switch gets no processor, so that a loaded machine makes it slow and",
        "not unfair; a switch that says nothing for two seconds is taken as gone. Switches are told that time.",
        "",
        "Example:",
        "  mec-vswitch air --node node1.xml --node node2.xml --offer 3000"
    })
public final class AirCommand implements Callable<Integer> {
    private static final int BUFFERS = 8_192;
    private static final long PAUSE_NS = 50_000;
    /** Virtual time never has more than this to make good: who has no processor has no channel either. */
    private static final long PATIENCE_NS = 5_000_000;
    /** So far virtual time goes ahead of what a switch has seen of it. */
    private static final long LEAD_NS = 5_000_000;
    private static final long DIFS_NS = 34_000;
    private static final long SLOT_NS = 9_000;
    private static final int CW_MIN = 15;
    private static final int CW_MAX = 1_023;
    private static final int MPDU = 1_538;

    @Spec
    private CommandSpec spec;

    @Option(names = "--node", required = true, paramLabel = "FILE",
        description = "The configuration of a switch, with one radio; once for each.")
    private List<Path> nodes;

    @Option(names = "--offer", paramLabel = "N", defaultValue = "0",
        description = "Send so many frames per second to each virtual interface, by the core port (default: none).")
    private long offer;

    @Option(names = "--foreign", paramLabel = "N", defaultValue = "0",
        description = "Stations of others on the channel that always have something to send (default: none).")
    private int foreign;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the back-offs (default: 1).")
    private long seed;

    private volatile boolean stopping;

    @Override
    public Integer call() throws IOException, ConfigException {
        final List<SwitchConfig> configs = new ArrayList<>();
        for (final Path node : nodes) {
            configs.add(new ConfigLoader().load(node).config());
        }
        final DataplaneConfig layout = DataplaneConfig.DEFAULT;
        final List<PortConfig> ports = configs.stream().flatMap(config -> config.ports().stream()).toList();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true));
        try (DpdkPortProvider provider = new DpdkPortProvider(new DataplaneConfig(layout.workerCpus(),
            layout.cutAfter(), layout.idle(), layout.vectorSize(), layout.handoffSize(), BUFFERS, false), ports,
            this::say)) {
            serve(provider, configs);
        }
        return 0;
    }

    private void serve(final DpdkPortProvider provider, final List<SwitchConfig> configs) throws IOException {
        final Medium medium = new Medium(seed, DIFS_NS, SLOT_NS);
        final List<AirNode> air = new ArrayList<>();
        final List<Offer> offers = new ArrayList<>();
        for (final SwitchConfig config : configs) {
            final RadioConfig radio = radio(config);
            final FeedbackRing ring = FeedbackRing.open(Path.of(radio.feedback().orElseThrow()));
            air.add(new AirNode(provider.memory(), provider.open(far(config, Role.ACCESS, 2 * air.size()), 1), radio,
                ring));
            medium.join(air.getLast(), CW_MIN, CW_MAX);
            if (offer > 0) {
                offers.add(new Offer(provider.memory(),
                    provider.open(far(config, Role.CORE, 2 * air.size() - 1), 1), radio, offer));
            }
        }
        final Exchange exchange = Exchange.of(Band.GHZ_5, PhyRate.ofdm(540), Answer.ACK);
        for (int i = 0; i < foreign; i++) {
            medium.join(new SaturatedStation(exchange.data().ns(MPDU), exchange.tailNs()), CW_MIN, CW_MAX);
        }
        say("The channel is on air for " + air.size() + " switches.");
        provider.enterWorker(-1);
        run(medium, air, offers);
        provider.leaveWorker();
    }

    private void run(final Medium medium, final List<AirNode> air, final List<Offer> offers) {
        final long startNs = System.nanoTime();
        long lostNs = 0;
        while (!stopping) {
            final long passedNs = System.nanoTime() - startNs;
            offers.forEach(each -> each.send(passedNs));
            air.forEach(AirNode::receive);
            final long behindNs = passedNs - lostNs - medium.nowNs();
            lostNs += Math.max(0, behindNs - PATIENCE_NS);
            medium.advance(Math.min(passedNs - lostNs, seenNs(air, passedNs) + LEAD_NS));
            air.forEach(each -> each.tellClock(medium.nowNs()));
            LockSupport.parkNanos(PAUSE_NS);
        }
        say("The channel was on air for " + TimeUnit.NANOSECONDS.toMillis(medium.nowNs()) + " ms, sent "
            + air.stream().mapToLong(AirNode::sent).sum() + " frames, and stood still for "
            + TimeUnit.NANOSECONDS.toMillis(lostNs) + " ms in which this process or a switch had no processor.");
    }

    /** What the slowest switch has seen of the channel's time: without processor it is not to look idle. */
    private static long seenNs(final List<AirNode> air, final long passedNs) {
        long leastNs = Long.MAX_VALUE / 2;
        for (final AirNode node : air) {
            leastNs = Math.min(leastNs, node.seenNs(passedNs));
        }
        return leastNs;
    }

    private static RadioConfig radio(final SwitchConfig config) {
        if (config.radios().size() != 1 || config.radios().getFirst().feedback().isEmpty()) {
            throw new PortException("A node of the channel has one radio, and that has a feedback-ring. Add it.");
        }
        return config.radios().getFirst();
    }

    /** The other end of a port. */
    private static PortConfig far(final SwitchConfig config, final Role role, final int number) {
        final PortConfig near = config.ports().stream().filter(port -> port.role() == role).findFirst()
            .orElseThrow(() -> new PortException("A node of the channel has an access and a core port. Add it."));
        if (!near.device().matches("net_memif[0-9]*,.*role=client.*")) {
            throw new PortException("The port '" + near.name() + "' is no net_memif device with role=client, so it has"
                + " no other end here. Configure one.");
        }
        return near.withDevice(near.device().replaceFirst("net_memif[0-9]*", "net_memif" + number)
            .replace("role=client", "role=server"));
    }

    private void say(final String sentence) {
        spec.commandLine().getOut().println(sentence);
        spec.commandLine().getOut().flush();
    }
}
