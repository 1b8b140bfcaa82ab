/**
 * A switch as a process: {@code mec-vswitch run}.
 *
 * <p>{@link io.mecvswitch.vswitch.run.SwitchProcess} loads the configuration, makes the ports' provider and a
 * {@link io.mecvswitch.vswitch.Switch}, says what it forwards ({@link io.mecvswitch.vswitch.run.StartReport}), and then
 * waits on the control thread for notes that {@link io.mecvswitch.vswitch.run.Signals} leave: to read the configuration
 * again, or to stop. Packets never come by here; they are the workers' own affair.
 */
package io.mecvswitch.vswitch.run;
