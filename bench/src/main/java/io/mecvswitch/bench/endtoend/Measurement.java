package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that measure: for how long, and where the results go. */
abstract class Measurement {
    private static final String HOME = "-Dmecvswitch.home=";

    @Option(names = "--seconds", defaultValue = "3",
        description = "Seconds measured in each run, after the rate is steady (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--results", defaultValue = "${sys:mecvswitch.home:-.}/bench/results",
        description = "Folder for what comes out (${DEFAULT-VALUE}).")
    private Path results;

    @Spec
    private CommandSpec spec;

    /** Refuses what can't be. */
    void check() {
        checkPositive("--seconds", seconds);
    }

    /** Refuses what is below 1. */
    final void checkPositive(final String option, final int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is at least 1, not " + value + ".");
        }
    }

    /** Seconds that each run measures. */
    final int seconds() {
        return seconds;
    }

    /** Flags of this JVM, and of those of the switch, without where the launcher stands. */
    static List<String> jvmFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith(HOME)).toList();
    }

    /** Says how far it is. */
    final void tell(final String progress) {
        spec.commandLine().getErr().println(progress);
        spec.commandLine().getErr().flush();
    }

    /** Keeps a file, and prints it if it is for people. */
    final void write(final String file, final String text) throws IOException {
        keep(file, text);
        if (file.endsWith(".md")) {
            print(text);
        }
    }

    /** Keeps a file. */
    final void keep(final String file, final String text) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve(file), text);
    }

    /** Prints what is for people. */
    final void print(final String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    /** The command line, for refusals. */
    final CommandSpec spec() {
        return spec;
    }
}
