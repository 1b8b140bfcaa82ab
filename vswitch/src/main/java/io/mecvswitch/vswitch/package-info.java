/**
 * Where the switch starts.
 *
 * <p>{@link io.mecvswitch.vswitch.Main} hands the command line to {@code cli}; its commands read the status of a running
 * switch with {@code show}, or put a switch together and run it.
 */
package io.mecvswitch.vswitch;
