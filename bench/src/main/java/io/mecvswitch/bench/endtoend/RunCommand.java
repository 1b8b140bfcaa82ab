package io.mecvswitch.bench.endtoend;

import java.io.IOException;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code bench run}: scenarios, each contender in turn, a table and JSON. */
@Command(
    name = "run",
    description = "Run scenarios, and write what came out as Markdown and JSON.",
    footer = {
        "",
        "It needs root, two processors, hugepages (sysctl -w vm.nr_hugepages=1024), dpdk-testpmd (on Debian in the"
            + " package dpdk-dev) and, if wanted, openvswitch-switch-dpdk; the launcher sees to the last three.",
        "Examples:",
        "  ./mec-vswitch bench run all",
        "  ./mec-vswitch bench run netconf            how long NETCONF clients wait, beside Debian's netconfd",
        "  ./mec-vswitch bench run start --rounds 5      how long the switch takes to start",
        "  ./mec-vswitch bench run pop-10k --rounds 7 --under 'chrt -r 20'",
        "  chrt -r 20 ./mec-vswitch bench run grid"
    })
final class RunCommand extends Contest implements Callable<Integer> {
    private static final String ALL = "all";
    private static final String GRID = "grid";
    private static final String NETCONF = "netconf";
    private static final String MEMORY = "memory";
    private static final String START = "start";
    private static final Set<String> OTHERS = Set.of(GRID, NETCONF, START, MEMORY);

    @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Names that 'bench list' shows; all: each of"
        + " them; grid: rules and bearers by their numbers, without ports, a quarter of an hour; netconf: how long its"
        + " clients wait under traffic; start: how long the switch takes to start; memory: what"
        + " a million bearers take.")
    private List<String> names;

    @Override
    public Integer call() throws IOException, InterruptedException, RunnerException {
        check();
        final List<Scenario> scenarios = scenarios();
        if (names.contains(GRID)) {
            runGrid();
        }
        if (names.contains(NETCONF)) {
            runNetconf();
        }
        if (names.contains(MEMORY)) {
            final Path home = Path.of(System.getProperty("mecvswitch.home", "."));
            write("memory.md", new MemoryBench(home, prefix(), this::tell).run(Machine.facts(List.of(), prefix())));
        }
        if (names.contains(START)) {
            runStart();
        }
        return scenarios.isEmpty() ? CommandLine.ExitCode.OK
            : measure(scenarios, names.contains(ALL) ? "endtoend" : "run");
    }

    private void runGrid() throws IOException, RunnerException {
        final Map<String, String> machine = Machine.facts(jvmFlags(), List.of());
        write("grid.md", Grid.markdown(new Grid(seconds(), this::tell).run(), machine));
    }

    private void runNetconf() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("mecvswitch.home", "."));
        final NetconfBench.Outcome outcome =
            new NetconfBench(home, prefix(), isQuick(), this::tell).run(Machine.facts(List.of(), prefix()));
        write("netconf.md", outcome.markdown());
        write("netconf.json", outcome.json());
    }

    private void runStart() throws IOException, InterruptedException {
        final Path home = Path.of(System.getProperty("mecvswitch.home", "."));
        write("start.md",
            new StartBench(home, prefix(), rounds(), this::tell).run(Machine.facts(List.of(), prefix())));
    }

    private List<Scenario> scenarios() {
        final Set<Scenario> chosen = new LinkedHashSet<>();
        for (final String name : names) {
            if (name.equals(ALL)) {
                chosen.addAll(Scenarios.ALL);
            } else if (!OTHERS.contains(name)) {
                chosen.add(Scenarios.labelled(name).orElseThrow(() -> new ParameterException(spec().commandLine(),
                    "There is no scenario '" + name + "'. 'bench list' shows those there are.")));
            }
        }
        return new ArrayList<>(chosen);
    }
}
