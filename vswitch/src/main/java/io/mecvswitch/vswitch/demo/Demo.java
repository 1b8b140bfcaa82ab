package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.status.StatusSnapshot;
import io.mecvswitch.vswitch.Switch;
import io.mecvswitch.vswitch.run.PortProviders;
import io.mecvswitch.vswitch.run.Signals;
import io.mecvswitch.vswitch.show.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The three scenarios on real devices, with traffic, a change of configuration under way, and a verdict.
 *
 * <p>Control thread. One worker runs the switch and one thread all that is around it.
 */
public final class Demo {
    private static final long REFRESH_MS = 250;

    private final Settings settings;
    private final Function<Path, SwitchConfig> loader;
    private final PortProviders providers;
    private final PrintWriter out;
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /**
     * What a user can choose.
     *
     * @param seconds  of traffic
     * @param folder   where captures and configuration go
     * @param config   to run instead of the demo's own; null for that
     * @param status   the status file
     * @param terminal whether the live table is drawn in place
     */
    public record Settings(double seconds, Path folder, Path config, Path status, boolean terminal) { }

    /**
     * @param settings  what a user can choose
     * @param loader    reads a configuration file
     * @param providers of devices
     * @param out       for people
     */
    public Demo(final Settings settings, final Function<Path, SwitchConfig> loader, final PortProviders providers,
        final PrintWriter out) {
        this.settings = settings;
        this.loader = loader;
        this.providers = providers;
        this.out = out;
    }

    /**
     * Runs it from start to report.
     *
     * @return whether all checks passed
     * @throws IOException if its folder can't be written
     */
    public boolean run() throws IOException, InterruptedException {
        Files.createDirectories(settings.folder);
        final SwitchConfig config = config();
        final List<PortConfig> ports =
            Stream.concat(config.ports().stream(), Simulation.farEnds(config).stream()).toList();
        try (PortProvider provider = providers.make(config.dataplane(), ports, this::say);
            StatusFile status = StatusFile.create(settings.status);
            Signals _ = Signals.on(List.of("INT", "TERM"), interrupted::countDown)) {
            final DemoReport report = run(config, provider, status);
            report.print(out);
            return report.passed();
        }
    }

    private SwitchConfig config() throws IOException {
        if (settings.config != null) {
            say("Configuration: " + settings.config);
            return loader.apply(settings.config);
        }
        final Path own = settings.folder.resolve("switch.xml");
        DemoConfig.write(own);
        say("Configuration: " + own + ", to look at, or to edit and try with --config");
        return loader.apply(own);
    }

    private DemoReport run(final SwitchConfig config, final PortProvider provider, final StatusFile status)
        throws IOException, InterruptedException {
        final Switch mecSwitch = new Switch(config.dataplane(), provider, status);
        try (mecSwitch) {
            mecSwitch.apply(config);
            final Simulation simulation = new Simulation(provider, config, settings.folder);
            simulation.start(status.errorHandler());
            watch(mecSwitch, simulation, status);
            simulation.stop();
            final int buffersLost = mecSwitch.stop();
            simulation.unplug();
            return new DemoReport(simulation.score().scenarios(), status.reader().snapshot(),
                status.reader().errors(), buffersLost, settings.folder);
        }
    }

    private void watch(final Switch mecSwitch, final Simulation simulation, final StatusFile status)
        throws InterruptedException {
        final LiveTable table =
            new LiveTable(new Screen(out, settings.terminal), settings.terminal, status.reader().snapshot());
        table.event("traffic starts: 8 subscribers over S1-U, N3 and Wi-Fi");
        show(table, mecSwitch, status);
        if (interrupted.getCount() > 0) {
            change(table, mecSwitch, simulation, status);
            show(table, mecSwitch, status);
        }
        table.event("traffic ends");
    }

    /** For half of the time, or until somebody wants it to end. */
    private void show(final LiveTable table, final Switch mecSwitch, final StatusFile status)
        throws InterruptedException {
        final long deadline = System.nanoTime() + (long) (settings.seconds / 2 * TimeUnit.SECONDS.toNanos(1));
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        while (leftMs > 0 && !interrupted.await(Math.min(leftMs, REFRESH_MS), TimeUnit.MILLISECONDS)) {
            mecSwitch.refreshStatus();
            table.update(status.reader().snapshot());
            leftMs = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    private static void change(final LiveTable table, final Switch mecSwitch, final Simulation simulation,
        final StatusFile status) {
        final StatusSnapshot before = status.reader().snapshot();
        simulation.extendCaptures();
        simulation.move().begin();
        final long startNs = System.nanoTime();
        mecSwitch.apply(DemoConfig.changed(mecSwitch.running()));
        final long tookUs = (System.nanoTime() - startNs) / 1_000;
        simulation.move().done();
        table.event(LiveTable.change(before, status.reader().snapshot(), tookUs));
    }

    private void say(final String sentence) {
        out.println(sentence);
        out.flush();
    }
}
