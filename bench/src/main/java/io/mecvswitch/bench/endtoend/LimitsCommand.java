package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.limits.Experiments;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench limits}: what limiters and shapers do in real time. */
@Command(
    name = "limits",
    description = "Let traffic pass limiters and shapers on DPDK ports in real time, and tell how well they keep to it.",
    footer = {
        "",
        "The switch has processor 1, what loads it and listens processor 0; net_memif is between them. Example:",
        "  chrt -r 20 ./mec-vswitch bench limits --seconds 10"
    })
final class LimitsCommand extends Measurement implements Callable<Integer> {
    private static final int WORKER_CPU = 1;
    private static final int TRAFFIC_CPU = 0;

    @Override
    public Integer call() throws IOException {
        check();
        try (Experiments experiments = new Experiments(WORKER_CPU, TRAFFIC_CPU, seconds(), this::tell)) {
            final String table = experiments.run();
            write("limits.md", Report.facts(Machine.facts(jvmFlags(), List.of())) + "\n" + table);
        }
        return CommandLine.ExitCode.OK;
    }
}
