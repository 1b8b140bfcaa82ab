package io.mecvswitch.control.netconf.session;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Octets to and from one client who has been authenticated.
 *
 * @param user     who it is
 * @param recovery whether access control is not for him
 * @param host     the address it comes from, empty if it has none
 * @param transport by which it comes, an identity of RFC 6022
 * @param in       from the client
 * @param out      to the client
 * @param close    breaks the connection, so that reading and writing end; any thread, any number of times
 */
public record Connection(String user, boolean recovery, String host, String transport, InputStream in, OutputStream out,
    Runnable close) {
    /** NETCONF over SSH. */
    public static final String SSH = "netconf-ssh";
    /** NETCONF over TLS. */
    public static final String TLS = "netconf-tls";

    /** One over SSH. */
    public Connection(final String user, final boolean recovery, final String host, final InputStream in,
        final OutputStream out, final Runnable close) {
        this(user, recovery, host, SSH, in, out, close);
    }
}
