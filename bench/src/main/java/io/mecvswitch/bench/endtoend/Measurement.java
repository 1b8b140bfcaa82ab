package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that measure: how long, under what, and where to the results go. */
abstract class Measurement {
    private static final Effort QUICK = new Effort(1, 1, 5);
    private static final int PATIENCE_SECONDS = 20;

    @Option(names = "--rounds", defaultValue = "5", description = "Times that each contender runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3",
        description = "Seconds measured in each run, after the rate is steady (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--quick", description = "One round of one second, after five at most: what to expect, not what to"
        + " quote.")
    private boolean quick;

    @Option(names = "--results", defaultValue = "${sys:mecvswitch.home:-.}/bench/results",
        description = "Folder for what comes out (${DEFAULT-VALUE}).")
    private Path results;

    @Option(names = "--under", defaultValue = "",
        description = "Command that every contender is run under, such as 'chrt -r 20' on a machine with other work.")
    private String under;

    @Spec
    private CommandSpec spec;

    /** Refuses what can't be. */
    final void check() {
        checkPositive("--rounds", rounds);
        checkPositive("--seconds", seconds);
    }

    private void checkPositive(final String option, final int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is at least 1, not " + value + ".");
        }
    }

    /** Seconds that each run measures. */
    final int seconds() {
        return quick ? QUICK.seconds() : seconds;
    }

    /** Flags of this JVM, and of those of the switch. */
    static List<String> jvmFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /** Runs scenarios with all contenders, and tells and keeps what came out. */
    final void measure(final List<Scenario> scenarios) throws IOException, InterruptedException {
        final Effort effort = quick ? QUICK : new Effort(rounds, seconds, PATIENCE_SECONDS);
        final List<String> prefix = under.isBlank() ? List.of() : List.of(under.strip().split("\\s+"));
        final Contender subject = new SwitchContender(prefix, jvmFlags(), effort);
        final List<Contender> peers = List.of(new SameWorkContender(prefix, effort),
            new TestpmdContender("io", prefix, effort), new TestpmdContender("mac", prefix, effort),
            new OvsContender(prefix, effort));
        if (!OvsProcess.isInstalled()) {
            tell("SKIPPED: Open vSwitch is not here; install openvswitch-switch-dpdk to measure beside it.");
        }
        final Report report = new Report(Machine.facts(jvmFlags(), prefix));
        new EndToEnd(effort.rounds(), Stream.concat(Stream.of(subject), peers.stream()).toList(), this::tell)
            .run(scenarios, report);
        write("endtoend.json", report.json());
        write("endtoend.md", report.markdown(subject.name()));
    }

    /** Says how far it is. */
    final void tell(final String progress) {
        spec.commandLine().getErr().println(progress);
        spec.commandLine().getErr().flush();
    }

    /** Keeps a file, and prints it if it is for people. */
    final void write(final String file, final String text) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve(file), text);
        if (file.endsWith(".md")) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
    }

    /** The command line, for refusals. */
    final CommandSpec spec() {
        return spec;
    }
}
