package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
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
        "It needs root, two processors, hugepages (sysctl -w vm.nr_hugepages=1024), dpdk-testpmd (on Debian in the package"
            + " dpdk-dev) and, if wanted, openvswitch-switch-dpdk; the launcher sees to the last three.",
        "Examples:",
        "  ./mec-vswitch bench run all",
        "  ./mec-vswitch bench run pcap-pop --rounds 7 --under 'chrt -r 20'",
        "  chrt -r 20 ./mec-vswitch bench run grid"
    })
final class RunCommand implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String GRID = "grid";

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Names that 'bench list' shows; all: each of"
        + " them; grid: rules and bearers by their numbers, without ports, a quarter of an hour.")
    private List<String> names;

    @Option(names = "--rounds", defaultValue = "5", description = "Times that each contender runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3",
        description = "Seconds measured in each run, after the rate is steady (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--results", defaultValue = "${sys:mecvswitch.home:-.}/bench/results",
        description = "Folder for what comes out (${DEFAULT-VALUE}).")
    private Path results;

    @Option(names = "--under", defaultValue = "",
        description = "Command that every contender is run under, such as 'chrt -r 20' on a machine with other work.")
    private String under;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        checkPositive("--rounds", rounds);
        checkPositive("--seconds", seconds);
        final List<Scenario> scenarios = scenarios();
        if (names.contains(GRID)) {
            runGrid();
        }
        if (!scenarios.isEmpty()) {
            run(scenarios);
        }
        return CommandLine.ExitCode.OK;
    }

    private void runGrid() throws IOException, RunnerException {
        final List<String> jvmFlags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        final Map<String, String> machine = Machine.facts(jvmFlags, List.of());
        write("grid.md", Grid.markdown(new Grid(seconds, this::tell).run(), machine));
    }

    private void tell(final String progress) {
        spec.commandLine().getErr().println(progress);
    }

    private void run(final List<Scenario> scenarios) throws IOException, InterruptedException {
        final List<String> prefix = under.isBlank() ? List.of() : List.of(under.strip().split("\\s+"));
        final List<String> jvmFlags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        final Contender subject = new SwitchContender(prefix, jvmFlags, seconds);
        final List<Contender> contenders = List.of(subject, new TestpmdContender("io", prefix, seconds),
            new TestpmdContender("mac", prefix, seconds), new OvsContender(prefix, seconds));
        if (!OvsProcess.isInstalled()) {
            tell("SKIPPED: Open vSwitch is not here; install openvswitch-switch-dpdk to measure beside it.");
        }
        final Report report = new Report(Machine.facts(jvmFlags, prefix));
        new EndToEnd(rounds, contenders, this::tell).run(scenarios, report);
        write("endtoend.json", report.json());
        write("endtoend.md", report.markdown(subject.name()));
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
            } else if (!name.equals(GRID)) {
                chosen.add(Scenario.labelled(name).orElseThrow(() -> new ParameterException(spec.commandLine(),
                    "There is no scenario '" + name + "'. 'bench list' shows those there are.")));
            }
        }
        return new ArrayList<>(chosen);
    }

    private void write(final String file, final String text) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve(file), text);
        if (file.endsWith(".md")) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
    }
}
