package io.mecvswitch.dpdk;

import io.mecvswitch.port.PortException;
import java.util.ArrayList;
import java.util.List;

/**
 * DPDK's environment abstraction layer: its memory, devices and threads, as far as they live in this process.
 *
 * <p>DPDK keeps all of it in static C variables, so this is one of the two static things of the switch:
 *
 * <pre>
 *   NEW ──start──▶ RUNNING ──stop──▶ ENDED
 *    └────── start failed ────────────▲
 * </pre>
 *
 * <p>From ENDED there is no way back but another process. The control thread calls; EAL itself is started on a thread
 * of its own, because it makes the thread that starts it its main thread and sets its affinity.
 */
public final class Eal {
    private enum State { NEW, RUNNING, ENDED }

    private static State state = State.NEW;

    private Eal() {
    }

    /**
     * Starts DPDK.
     *
     * @param arguments as DPDK's Linux guide lists them, without the program's name
     * @throws PortException if it does not start, or was started before; the message tells what to do
     */
    public static synchronized void start(final List<String> arguments) {
        if (state != State.NEW) {
            throw new PortException("DPDK was started in this process before, and can't be started twice."
                + " Share one DpdkPortProvider, or start another process.");
        }
        NativeLibrary.load();
        final int result = initialise(arguments);
        if (result < 0) {
            state = State.ENDED;
            throw refused(result, arguments);
        }
        state = State.RUNNING;
    }

    /**
     * Does ahead, on any thread, what takes long only the first time: loads DPDK and links its functions. It starts
     * nothing.
     *
     * @throws PortException if it can't be loaded; to start it will fail likewise
     */
    public static void prepare() {
        NativeLibrary.load();
        NativeDpdk.link();
    }

    /** Whether DPDK is started and not stopped. */
    public static synchronized boolean running() {
        return state == State.RUNNING;
    }

    /** Stops DPDK for good and gives back its memory; ports and pools must have been closed before. */
    public static synchronized void stop() {
        if (state == State.RUNNING) {
            state = State.ENDED;
            DpdkException.check(NativeDpdk.ealCleanup());
        }
    }

    private static int initialise(final List<String> arguments) {
        final List<String> line = new ArrayList<>(arguments);
        line.addFirst("mec-vswitch");
        final int[] result = new int[1];
        final Thread thread = Thread.ofPlatform().name("eal-start").start(() -> result[0] = NativeDpdk.ealInit(line));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result[0];
    }

    private static PortException refused(final int error, final List<String> arguments) {
        final List<String> log = NativeDpdk.lastLog();
        final String reason = log.isEmpty() ? NativeDpdk.errorText(error) : String.join("; ", log);
        return new PortException("DPDK does not start: " + reason + " Correct what it names, or switch hugepages off,"
            + " and start again. Its arguments were: " + String.join(" ", arguments));
    }
}
