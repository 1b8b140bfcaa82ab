/**
 * Conversations with clients (RFC 6241 §1.2, §3, §8.1).
 *
 * <p>A transport has a {@link io.mecvswitch.control.netconf.session.Connection} and asks {@link
 * io.mecvswitch.control.netconf.session.Sessions} for a {@link io.mecvswitch.control.netconf.session.Session} on it,
 * which it runs on a thread of its own:
 *
 * <pre>
 *   both say hello ─▶ message ─▶ Element ─▶ Operations ─▶ Reply ─▶ ...   until close-session, kill-session,
 *        │               │                                               the end of the stream,
 *        └── in time     └── in time, and not too long                   or broken framing
 * </pre>
 *
 * <p>However it ends, its locks are given back. {@link io.mecvswitch.control.netconf.session.Limits} says how long and
 * how much; one more thread looks every second for sessions that keep the switch waiting.
 *
 * <p>Read {@code transport} next.
 */
package io.mecvswitch.control.netconf.session;
