package io.mecvswitch.control.netconf.conformance;

import java.io.IOException;

/** A server under test, with users admin, whom no rules limit, and ann and bob. */
interface Server extends AutoCloseable {
    /** A client of a user, who has not said anything yet. */
    Wire connect(String user) throws Exception;

    @Override
    void close() throws IOException;
}
