package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Goes to a client instead of waiting for it (RFC 8071): for switches that nobody can reach from outside. The
 * connection is made by the switch; from then on it is the server, of SSH or TLS, and asks the client who it is, as
 * always. One that ends or can't be made is made again, after a second at first and after a minute at last. One virtual
 * thread per client.
 */
public final class CallHome implements AutoCloseable {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofMinutes(1);

    private final InetSocketAddress client;
    private final Way way;
    private final Consumer<String> complaints;
    private final Thread thread;

    /** How a connection is made and served. */
    @FunctionalInterface
    public interface Way {
        /**
         * Connects, and serves until it is over.
         *
         * @throws IOException if it can't be made
         */
        void serve(InetSocketAddress client) throws IOException, InterruptedException;
    }

    /**
     * Begins to call.
     *
     * @param client     whom, resolved anew each time
     * @param complaints gets a sentence when he does not answer, once until he does; any thread
     */
    public CallHome(final InetSocketAddress client, final Way way, final Consumer<String> complaints) {
        this.client = client;
        this.way = way;
        this.complaints = complaints;
        this.thread = Thread.ofVirtual().name("netconf-call-home").start(this::run);
    }

    private void run() {
        Duration pause = FIRST;
        try {
            while (true) {
                try {
                    way.serve(new InetSocketAddress(client.getHostString(), client.getPort()));
                    pause = FIRST;
                } catch (final IOException e) {
                    if (pause.equals(FIRST)) {
                        complaints.accept("Call home to " + client.getHostString() + " port " + client.getPort()
                            + " is not answered (" + e.getMessage() + "); it is tried again.");
                    }
                    pause = pause.multipliedBy(2).compareTo(LAST) < 0 ? pause.multipliedBy(2) : LAST;
                }
                Thread.sleep(pause);
            }
        } catch (final InterruptedException e) {
            // Nobody calls any more.
        }
    }

    /** Calls no more. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
