package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.limits.Experiments;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code bench limits}: what limiters and shapers do in real time. */
@Command(
    name = "limits",
    description = "Let traffic pass limiters and shapers on DPDK ports in real time, and tell"
        + " how well they keep to it.",
    footer = {
        "",
        "The switch has processor 1, what loads it and listens processor 0; net_memif is between them. Example:",
        "  nice -n -20 ./mec-vswitch bench limits --seconds 10",
        "  nice -n -20 ./mec-vswitch bench limits --spin departures flows",
        "Not under chrt: Linux takes 50 ms of each second from real-time threads that never sleep."
    })
final class LimitsCommand extends Measurement implements Callable<Integer> {
    private static final int WORKER_CPU = 1;
    private static final int TRAFFIC_CPU = 0;

    @Option(names = "--spin", description = "Poll on where there is nothing to do: for times in microseconds, on a"
        + " quiet machine.")
    private boolean spins;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "rates, windows, fast, conforming, ues, change,"
        + " nested, departures, flows, isolation; without any, all.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws IOException {
        check();
        try (Experiments experiments = new Experiments(WORKER_CPU, TRAFFIC_CPU, spins, seconds(), this::tell)) {
            final List<String> all = List.copyOf(experiments.all().keySet());
            if (!all.containsAll(names)) {
                throw new ParameterException(spec().commandLine(), "There are the experiments " + all + ".");
            }
            final String table = experiments.run(names.isEmpty() ? all : names);
            write(spins ? "limits-spin.md" : "limits.md",
                Report.facts(Machine.facts(jvmFlags(), List.of())) + "\n" + table);
        }
        return CommandLine.ExitCode.OK;
    }
}
