/**
 * Who may do what (RFC 8341, NACM).
 *
 * <p>{@link io.mecvswitch.control.netconf.access.AccessControl} reads {@code /nacm} of the running configuration and
 * says what a user may do; an operation asks that {@link io.mecvswitch.control.netconf.access.Access} three things: may
 * he ask for me, what of this tree may he know, may he make that tree of this one.
 *
 * <pre>
 *   request ─▶ requireOperation ─▶ tree ─▶ readable ─▶ filter ─▶ reply
 *                                    └──▶ edit ─▶ requireChange(before, after) ─▶ validate ─▶ store
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.netconf.access.Ruleset} is the configuration, {@link
 * io.mecvswitch.control.netconf.access.Rule} one rule for one user. Rules are about nodes by path: a {@link
 * io.mecvswitch.control.netconf.access.Position} walks down a tree and takes all of them along, so that each node is
 * asked of once, and of a part in which one answer holds for all, only the top. {@link
 * io.mecvswitch.control.netconf.access.ReadFilter} and {@link io.mecvswitch.control.netconf.access.Changes} walk so;
 * {@link io.mecvswitch.control.netconf.access.Way} goes along a path whose nodes need not be there. What is refused is
 * told through {@link io.mecvswitch.control.netconf.access.Concealment}, which takes out what its reader may not know.
 *
 * <p>An empty {@code /nacm} means the model's defaults: reading, and no writing. The sessions of those who have a key
 * in the server's folder {@code recovery} are not limited. Threads of sessions. Read {@code operation} next.
 */
package io.mecvswitch.control.netconf.access;
