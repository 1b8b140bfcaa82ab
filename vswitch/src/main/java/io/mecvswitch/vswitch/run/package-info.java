/**
 * A switch as a process: {@code mec-vswitch run}.
 *
 * <p>{@link io.mecvswitch.vswitch.run.SwitchProcess} loads the configuration, makes the ports' provider and a
 * {@link io.mecvswitch.vswitch.Switch}, says what it forwards ({@link io.mecvswitch.vswitch.run.StartReport}), and then
 * waits on the control thread for notes that {@link io.mecvswitch.vswitch.run.Signals} leave: to read the configuration
 * again, or to stop. If it serves NETCONF ({@link io.mecvswitch.vswitch.run.NetconfManagement}), sessions leave their
 * commits in the same {@link io.mecvswitch.vswitch.run.ControlQueue} and wait. Packets never come by here; they are the
 * workers' own affair.
 */
package io.mecvswitch.vswitch.run;
