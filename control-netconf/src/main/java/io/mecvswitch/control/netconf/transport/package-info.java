/**
 * NETCONF over SSH (RFC 6242) and, where asked for, over TLS (RFC 7589), for clients who come and for those who are
 * called (RFC 8071).
 *
 * <p>{@link io.mecvswitch.control.netconf.transport.SshListener} accepts connections, authenticates users by the keys
 * that {@link io.mecvswitch.control.netconf.transport.Accounts} knows, and runs a session for each channel that asks
 * for subsystem {@code netconf} ({@link io.mecvswitch.control.netconf.transport.NetconfSubsystem}). Nothing else is
 * offered: no shell, no commands, no forwarding. {@link
 * io.mecvswitch.control.netconf.transport.Connections} bounds how many clients there are, known and unknown. Nobody has
 * an account unless somebody who may write to the server's folder gave him one:
 *
 * <pre>
 *   FOLDER/host-key       made at the first start and kept; how clients know this switch again
 *   FOLDER/users/NAME     public keys of user NAME, in the format of OpenSSH's authorized_keys
 *   FOLDER/recovery/NAME  the same, of those for whom access control is not
 *   FOLDER/passwords/NAME the hash of a password, see PasswordHash
 *   FOLDER/tls/           key, certificate, authorities, and who is who, where TLS is asked for
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.netconf.transport.Passwords} are asked for only if there are any. Nothing of this
 * is believed if others can write it ({@link io.mecvswitch.control.netconf.transport.Ownership}). {@link
 * io.mecvswitch.control.netconf.transport.JdkEd25519} lets the library understand keys of the kind most people have.
 *
 * <p>{@link io.mecvswitch.control.netconf.transport.TlsListener} has {@link
 * io.mecvswitch.control.netconf.transport.TlsFiles}, and knows users by the certificates that {@link
 * io.mecvswitch.control.netconf.transport.CertToName} gives a name. {@link
 * io.mecvswitch.control.netconf.transport.CallHome} makes connections that either of them then serves.
 *
 * <p>Each session has a virtual thread; packets of SSH are the library's threads' affair.
 */
package io.mecvswitch.control.netconf.transport;
