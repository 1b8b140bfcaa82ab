/**
 * The switch put together, and where it starts.
 *
 * <p>{@link io.mecvswitch.vswitch.Main} hands the command line to {@code cli}; its commands read the status of a
 * running switch with {@code show}, or make a {@link io.mecvswitch.vswitch.Switch}: worker threads that step the
 * {@link io.mecvswitch.vswitch.Dataplane}, which changes from one configuration to the next. Configurations arrive from
 * {@code control} as {@link io.mecvswitch.config.SwitchConfig}, devices from a
 * {@link io.mecvswitch.port.PortProvider}; counts leave by the status file.
 *
 * <p>Everything here is control's: one thread, never a packet. Read {@link io.mecvswitch.vswitch.Dataplane} first.
 */
package io.mecvswitch.vswitch;
