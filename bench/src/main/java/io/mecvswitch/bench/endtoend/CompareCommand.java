package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench compare}: what changed between two results. */
@Command(
    name = "compare",
    description = "Compare the medians of two results, scenario by scenario and contender by contender.",
    footer = {
        "",
        "A peer that changed too says that the machine did: trust ratios to a peer of the same run."
    })
final class CompareCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BEFORE.json", description = "Result of 'bench run'.")
    private Path before;

    @Parameters(paramLabel = "AFTER.json", description = "Another result.")
    private Path after;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final Result former = Result.read(before);
        final Result latter = Result.read(after);
        spec.commandLine().getOut().printf("%-12s %-14s %10s %10s %8s%n", "scenario", "contender", "before", "after",
            "ratio");
        former.mpps().forEach((scenario, contenders) -> contenders.forEach((contender, runs) ->
            row(scenario, contender, Result.median(runs), latter.median(scenario, contender))));
        return CommandLine.ExitCode.OK;
    }

    private void row(final String scenario, final String contender, final double former,
        final Optional<Double> latter) {
        spec.commandLine().getOut().printf(Locale.ROOT, "%-12s %-14s %10.2f %10s %8s%n", scenario, contender, former,
            latter.map(rate -> String.format(Locale.ROOT, "%.2f", rate)).orElse("-"),
            latter.map(rate -> String.format(Locale.ROOT, "%.3f", rate / former)).orElse("-"));
    }
}
