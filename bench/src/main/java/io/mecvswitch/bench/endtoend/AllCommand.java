package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bench all}: every scenario with ports. */
@Command(
    name = "all",
    description = "Run every scenario that 'bench list' shows, and write what came out as Markdown and JSON.",
    footer = {
        "",
        "With --quick it takes a quarter of an hour, else two hours at most.",
        "Example:",
        "  ./mec-vswitch bench all --quick --under 'chrt -r 20'"
    })
final class AllCommand extends Contest implements Callable<Integer> {
    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        return measure(Scenarios.ALL, "endtoend");
    }
}
