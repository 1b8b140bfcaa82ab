package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench run}: scenarios, each contender in turn, a table and JSON. */
@Command(
    name = "run",
    description = "Run scenarios, and write what came out as Markdown and JSON.",
    footer = {
        "",
        "It needs root, two processors, hugepages (sysctl -w vm.nr_hugepages=1024) and dpdk-testpmd (on Debian in the"
            + " package dpdk-dev); the launcher sees to the last two.",
        "Examples:",
        "  ./mec-vswitch bench run all",
        "  ./mec-vswitch bench run pcap-pop --rounds 7 --under 'chrt -r 20'"
    })
final class RunCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Names that 'bench list' shows, or all.")
    private List<String> names;

    @Option(names = "--rounds", defaultValue = "5", description = "Times that each contender runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3",
        description = "Seconds measured in each run, after the rate is steady (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--results", defaultValue = "${sys:mecvswitch.home:-.}/bench/results",
        description = "Folder for endtoend.md and endtoend.json (${DEFAULT-VALUE}).")
    private Path results;

    @Option(names = "--under", defaultValue = "",
        description = "Command that every contender is run under, such as 'chrt -r 20' on a machine with other work.")
    private String under;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkPositive("--rounds", rounds);
        checkPositive("--seconds", seconds);
        final List<Scenario> scenarios = scenarios();
        final List<String> prefix = under.isBlank() ? List.of() : List.of(under.strip().split("\\s+"));
        final List<String> jvmFlags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        final Contender subject = new SwitchContender(prefix, jvmFlags, seconds);
        final List<Contender> contenders = List.of(subject, new TestpmdContender("io", prefix, seconds),
            new TestpmdContender("mac", prefix, seconds));
        final Report report = new Report(Machine.facts(jvmFlags, prefix));
        new EndToEnd(rounds, contenders, line -> spec.commandLine().getErr().println(line)).run(scenarios, report);
        write(report, subject.name());
        return CommandLine.ExitCode.OK;
    }

    private void checkPositive(final String option, final int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is at least 1, not " + value + ".");
        }
    }

    private List<Scenario> scenarios() {
        final Set<Scenario> chosen = new LinkedHashSet<>();
        for (final String name : names) {
            if (name.equals(ALL)) {
                chosen.addAll(List.of(Scenario.values()));
            } else {
                chosen.add(Scenario.labelled(name).orElseThrow(() -> new ParameterException(spec.commandLine(),
                    "There is no scenario '" + name + "'. 'bench list' shows those there are.")));
            }
        }
        return new ArrayList<>(chosen);
    }

    private void write(final Report report, final String subject) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve("endtoend.md"), report.markdown(subject));
        Files.writeString(results.resolve("endtoend.json"), report.json());
        spec.commandLine().getOut().print(report.markdown(subject));
        spec.commandLine().getOut().flush();
    }
}
