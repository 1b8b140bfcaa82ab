package io.mecvswitch.bench.airtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench airtime}: how airtime is shared, on the simulated channel. */
@Command(
    name = "airtime",
    description = "Run the experiments on airtime and write a plot (SVG) and the numbers behind it (CSV) of each.")
public final class AirtimeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "bench/results",
        description = "Where files go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        for (final Plot plot : Experiments.all()) {
            Files.writeString(out.resolve(plot.name() + ".csv"), plot.csv());
            Files.writeString(out.resolve(plot.name() + ".svg"), plot.svg());
            spec.commandLine().getOut().println(out.resolve(plot.name() + ".svg") + ": " + plot.title());
        }
        return 0;
    }
}
