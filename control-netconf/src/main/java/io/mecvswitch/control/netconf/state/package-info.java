/**
 * How things are, beside how they are configured: what {@code get} adds to running (RFC 6241 §7.7).
 *
 * <p>Who has something to tell is a {@link io.mecvswitch.control.netconf.state.StateSource} of one top-level node;
 * {@link io.mecvswitch.control.netconf.state.State} asks only those whose node a filter names, so that state that
 * nobody asks for costs nothing. The switch's sources are outside, beside its status file; the server's own are
 * {@link io.mecvswitch.control.netconf.state.YangLibrary} here and the monitoring of sessions in {@code session}.
 *
 * <p>Threads of sessions, several at a time. Read {@code operation} next.
 */
package io.mecvswitch.control.netconf.state;
