package io.mecvswitch.control.netconf.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Octets to and from a server. */
interface Wire extends AutoCloseable {
    /** From it. */
    InputStream in();

    /** To it. */
    OutputStream out();

    /** Waits until the server has understood a hello, where it does not by itself. */
    default void settle() throws InterruptedException {
        // A server has to take what comes when it comes.
    }

    @Override
    void close() throws IOException;
}
