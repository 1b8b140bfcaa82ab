/**
 * What happens, told to those who asked for it (RFC 5277, RFC 6470).
 *
 * <p>Who knows of something makes an {@link io.mecvswitch.control.netconf.notification.Event} and hands it to {@link
 * io.mecvswitch.control.netconf.notification.Events}. What only shows in how things are is noticed by an {@link
 * io.mecvswitch.control.netconf.notification.EventSource}, which {@link
 * io.mecvswitch.control.netconf.notification.EventWatch} asks a few times a second; the server's own news come from
 * {@link io.mecvswitch.control.netconf.notification.ServerNews}.
 *
 * <pre>
 *   Datastores, Sessions ─▶ ServerNews ─┐               ┌─▶ Subscription ─▶ session
 *                                       ├─▶ EventLog ◀──┤   its own thread and place in the log
 *   status file ─▶ EventSource ─────────┘   bounded     └─▶ Subscription ─▶ session
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.netconf.notification.EventLog} is queue and replay log in one. Publishing waits for
 * nobody; a {@link io.mecvswitch.control.netconf.notification.Subscription} that is so slow that the log has gone on
 * without it ends its session, so that nothing is lost in silence. {@link
 * io.mecvswitch.control.netconf.notification.Throttle} keeps what happens all the time from filling the log.
 *
 * <p>Read {@code session} next.
 */
package io.mecvswitch.control.netconf.notification;
