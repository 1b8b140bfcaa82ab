package io.mecvswitch.control.netconf.session;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Octets to and from one client who has been authenticated.
 *
 * @param user     who it is
 * @param recovery whether access control is not for him
 * @param host     the address it comes from, empty if it has none
 * @param in       from the client
 * @param out      to the client
 * @param close    breaks the connection, so that reading and writing end; any thread, any number of times
 */
public record Connection(
    String user, boolean recovery, String host, InputStream in, OutputStream out, Runnable close) { }
