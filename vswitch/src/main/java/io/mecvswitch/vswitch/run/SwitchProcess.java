package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.control.LoadedConfig;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.ConfigRefusedException;
import io.mecvswitch.vswitch.Switch;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A switch as a process of its own: from its start to the signal that ends it.
 *
 * <pre>
 *   start ──▶ RUNNING ──SIGTERM, SIGINT──▶ drain, stop, balance the books
 *              │   ▲
 *              └───┘ SIGHUP: reads the configuration again and applies it under traffic
 * </pre>
 *
 * <p>Control thread; signals only leave it a note.
 */
public final class SwitchProcess {
    private static final long REFRESH_MS = 250;
    private static final long BUSY_MS = 1;
    private static final long FIRST_PACKET_POLL_MS = 5;
    private static final long FIRST_PACKET_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Optional<Supplier<LoadedConfig>> source;
    private final PortProviders providers;
    private final Path statusPath;
    private final PrintWriter out;
    private final ControlQueue queue = new ControlQueue();
    private final Optional<Management> management;
    /** From when it runs. */
    private Switch mecSwitch;
    private boolean stopping;
    private boolean injection;
    private Runnable onReload;

    /**
     * @param source     gives the configuration at the start and on each SIGHUP; empty for a switch without one
     * @param providers  of devices
     * @param statusPath where the status file goes
     * @param management serves who changes the configuration while it runs; empty for nobody
     * @param out        for people
     */
    public SwitchProcess(final Optional<Supplier<LoadedConfig>> source, final PortProviders providers,
        final Path statusPath, final Optional<Management> management, final PrintWriter out) {
        this.source = source;
        this.management = management;
        this.providers = providers;
        this.statusPath = statusPath;
        this.out = out;
    }

    /** Lets those who may inject frames into ports of a switch that is not yet run. */
    public SwitchProcess allowInjection() {
        injection = true;
        return this;
    }

    /**
     * Runs until a signal ends it.
     *
     * @return whether every packet was accounted for and every buffer came back
     */
    public boolean run() throws InterruptedException {
        final Optional<LoadedConfig> loaded = source.map(Supplier::get);
        final SwitchConfig config = loaded.map(LoadedConfig::config).orElse(SwitchConfig.EMPTY);
        try (Signals _ = Signals.on(List.of("TERM", "INT"), () -> queue.leave(() -> stopping = true))
                .and("HUP", () -> queue.leave(() -> onReload.run()));
            StatusFile status = StatusFile.create(statusPath);
            Opening devices = new Opening(() -> providers.make(config.dataplane(), config.ports(), this::say))) {
            final Optional<Management.Ready> ready = management.map(managed -> managed.prepare(
                loaded, subject(status), status.errorHandler()::onError, this::say));
            try (Switch opened = new Switch(config.dataplane(), devices.await(), status)) {
                mecSwitch = opened;
                return run(config, loaded, status, ready);
            }
        }
    }

    private boolean run(final SwitchConfig config, final Optional<LoadedConfig> loaded, final StatusFile status,
        final Optional<Management.Ready> ready) throws InterruptedException {
        if (injection) {
            mecSwitch.allowInjection();
        }
        loaded.ifPresent(this::apply);
        StartReport.of(mecSwitch.running()).forEach(this::say);
        StartReport.processors(config.dataplane(), mecSwitch.hasProcessorsFree()).ifPresent(this::say);
        serve(status, ready.map(Management.Ready::start));
        return stop();
    }

    private void apply(final LoadedConfig loaded) {
        try {
            mecSwitch.apply(loaded.config());
        } catch (final ConfigRefusedException e) {
            throw e.described(loaded::describe);
        }
    }

    /** Tells how long it took from the start of the process until something was forwarded, if there is traffic. */
    private void awaitFirstPacket(final StatusFile status) throws InterruptedException {
        final long deadline = System.nanoTime() + FIRST_PACKET_PATIENCE_NS;
        mecSwitch.refreshStatus();
        while (queue.isEmpty() && System.nanoTime() < deadline) {
            if (status.reader().snapshot().total(CounterType.PORT_TX_PACKETS) > 0) {
                say(String.format(Locale.ROOT, "First packet forwarded %.2f s after the start.", UpTime.seconds()));
                return;
            }
            TimeUnit.MILLISECONDS.sleep(FIRST_PACKET_POLL_MS);
            mecSwitch.work();
            status.heartbeat();
        }
    }

    private void serve(final StatusFile status, final Optional<Management.Service> service)
        throws InterruptedException {
        onReload = () -> reload(status, service);
        try {
            awaitFirstPacket(status);
            Heap.settle();
            final PathNews paths = new PathNews(status, this::say);
            while (!stopping) {
                goOn(paths);
            }
        } finally {
            // First, because sessions may be waiting for this thread.
            queue.close();
            service.ifPresent(Management.Service::close);
        }
    }

    /** A session whose request fills the heap gives it back by being refused: nothing that can end the switch. */
    private void goOn(final PathNews paths) throws InterruptedException {
        try {
            runNext();
            mecSwitch.refreshStatus();
            paths.look(mecSwitch.running().gtpu().endpoints());
        } catch (final OutOfMemoryError e) {
            TimeUnit.MILLISECONDS.sleep(REFRESH_MS);
        }
    }

    private Management.Subject subject(final StatusFile status) {
        final Baselines baselines = new Baselines();
        return new Management.Subject(new QueuedTarget(queue, () -> mecSwitch),
            new QueuedCommands(queue, () -> mecSwitch, baselines, status.reader()), status.reader(), baselines);
    }

    /** Does what is left to do next, or nothing until the next refresh; a busy switch is stepped meanwhile. */
    private void runNext() throws InterruptedException {
        if (!mecSwitch.isBusy()) {
            queue.runNext(REFRESH_MS);
            mecSwitch.work();
            return;
        }
        final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REFRESH_MS);
        while (!stopping && System.nanoTime() < deadline) {
            queue.runNext(mecSwitch.work() > 0 ? 0 : BUSY_MS);
        }
    }

    private void reload(final StatusFile status, final Optional<Management.Service> service) {
        if (source.isEmpty()) {
            say("There is no configuration file to read again: start the switch with --config FILE.");
            return;
        }
        if (service.isPresent()) {
            // It will ask this thread to apply the configuration when nobody else is changing it.
            Thread.ofVirtual().start(() -> reload(status, service.get()::reload));
        } else {
            reload(status, this::apply);
        }
    }

    private void reload(final StatusFile status, final Consumer<LoadedConfig> apply) {
        try {
            final LoadedConfig loaded = source.get().get();
            final long startNs = System.nanoTime();
            apply.accept(loaded);
            say(String.format(Locale.ROOT, "%s applied in %.1f ms.", loaded.file(),
                (System.nanoTime() - startNs) / 1e6));
        } catch (final RuntimeException e) {
            // Whatever it was, the running configuration goes on; what it was, is said here and kept in the error log.
            status.errorHandler().onError(e);
            say("The configuration is refused, the former one goes on:\n" + e.getMessage());
        }
    }

    private boolean stop() {
        final long startNs = System.nanoTime();
        final int lost = mecSwitch.stop();
        final Conservation books = mecSwitch.conservation();
        say(String.format(Locale.ROOT, "Stopped in %d ms. Packets: %s. %s",
            (System.nanoTime() - startNs) / 1_000_000, books,
            lost == 0 ? "Every packet buffer came back." : lost + " packet buffers did not come back."));
        return books.holds() && lost == 0;
    }

    private void say(final String sentence) {
        out.println(sentence);
        out.flush();
    }
}
