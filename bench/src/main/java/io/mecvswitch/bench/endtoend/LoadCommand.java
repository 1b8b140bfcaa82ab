package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.load.LoadBench;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench load}: throughput without loss, latency, and what commits cost. */
@Command(
    name = "load",
    description = "Load the switch at a constant rate: throughput without loss, latency, and what commits cost.",
    footer = {
        "",
        "Packets come from memory and go there, so that no generator shares the machine; the worker has processor 1.",
        "Example:",
        "  chrt -r 20 ./mec-vswitch bench load --seconds 2"
    })
final class LoadCommand extends Measurement implements Callable<Integer> {
    private static final int WORKER_CPU = 1;

    @Option(names = "--many", description = "Only what commits cost with 100 000 bearers.")
    private boolean many;

    @Option(names = "--pauses", description = "Only latency at half load, without commits and with them, a minute: what"
        + " collectors are compared by.")
    private boolean pauses;

    @Option(names = "--soak", defaultValue = "0", description = "Minutes of load at the end (${DEFAULT-VALUE}).")
    private int soakMinutes;

    @Override
    public Integer call() throws IOException {
        check();
        final LoadBench bench = new LoadBench(WORKER_CPU, seconds(), soakMinutes, this::tell);
        final String tables = many ? bench.runMany(this::tell)
            : pauses ? bench.runPauses(this::tell) : bench.run(this::tell);
        write(many ? "load-many.md" : pauses ? "load-pauses.md" : "load.md",
            Report.facts(Machine.facts(jvmFlags(), List.of())) + tables);
        return CommandLine.ExitCode.OK;
    }
}
