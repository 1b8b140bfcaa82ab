/**
 * The command line.
 *
 * <p>{@link io.mecvswitch.vswitch.cli.MecVswitch} lists the commands; each is a class of its own, and adding one is
 * adding it to that list. What picocli could not parse ends with exit code 2 and the usage; an exception whose message
 * is a sentence for the operator ({@link io.mecvswitch.vswitch.cli.CommandFailedException}, and those of ports, status
 * and configuration) ends with 1; so does anything else that is thrown, as a defect. Only {@code --verbose} shows
 * stack traces.
 *
 * <p>Configuration arrives by {@link io.mecvswitch.vswitch.cli.ConfigFile}, the switch a command is about by
 * {@link io.mecvswitch.vswitch.cli.InstanceOptions}. Commands write to picocli's writers only, so that tests see what a
 * user sees. Tables come from {@code show}.
 */
package io.mecvswitch.vswitch.cli;
