package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Leads a client that only goes to servers to a connection that somebody else has made. */
final class Bridge {
    private Bridge() { }

    /** Joins the first client of a server with a connection, until one of them goes. */
    static void join(final ServerSocket server, final Socket connection) {
        try {
            final Socket client = server.accept();
            Thread.ofVirtual().start(() -> copy(client, connection));
            copy(connection, client);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(final Socket from, final Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (final IOException e) {
            // One of them has gone, and so does the other.
        }
    }
}
