/**
 * The command line.
 *
 * <p>{@link io.mecvswitch.vswitch.cli.MecVswitch} lists the commands; each is a class of its own, and adding one is
 * adding it to that list. What picocli could not parse ends with exit code 2 and the usage; a sentence for the operator
 * (a {@code StatusException}, a {@code PortException}) ends with 1; anything else that is thrown is a defect and shows
 * its stack trace.
 *
 * <p>Commands write to picocli's writers only, so that tests see what a user sees. Tables come from {@code show}.
 */
package io.mecvswitch.vswitch.cli;
