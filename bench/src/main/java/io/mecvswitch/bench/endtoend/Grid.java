package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.ScaleBenchmark;
import io.mecvswitch.bench.ScaleBenchmark.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@link ScaleBenchmark} over all of its parameters, as one table with the ratios that are promised.
 *
 * <p>A machine that others use too is slower in some seconds than in others, by half and more. The best of a cell's
 * seconds is what can be compared; a processor that is one's own shows the same in all.
 */
final class Grid {
    private static final int[] RULES = {10, 1_000, 16_000};
    private static final int[] BEARERS = {1, 10_000, 1_000_000};
    private static final double BEARERS_LIMIT = 2.5;
    private static final double ADVERSARY_LIMIT = 2;
    private static final double MEDIAN = 50;

    /** One place of the grid. */
    record Cell(int rules, int bearers, Traffic traffic, boolean hit) { }

    private final int seconds;
    private final Consumer<String> progress;

    /**
     * @param seconds  measured of each cell
     * @param progress told what was measured
     */
    Grid(final int seconds, final Consumer<String> progress) {
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Measures all; nanoseconds of a packet by cell. */
    Map<Cell, Double> run() throws RunnerException {
        final Map<Cell, Double> times = new LinkedHashMap<>();
        for (final Cell cell : cells()) {
            times.put(cell, measure(cell));
            progress.accept(String.format(Locale.ROOT, "%s: %.1f ns", cell, times.get(cell)));
        }
        return times;
    }

    private static List<Cell> cells() {
        final List<Cell> cells = new ArrayList<>();
        for (final Traffic traffic : Traffic.values()) {
            for (final boolean hit : new boolean[] {true, false}) {
                for (final int rules : RULES) {
                    for (final int bearers : BEARERS) {
                        cells.add(new Cell(rules, bearers, traffic, hit));
                    }
                }
            }
        }
        return cells;
    }

    private double measure(final Cell cell) throws RunnerException {
        final Options options = new OptionsBuilder().include(ScaleBenchmark.class.getName())
            .param("rules", Integer.toString(cell.rules)).param("bearers", Integer.toString(cell.bearers))
            .param("traffic", cell.traffic.name()).param("hit", Boolean.toString(cell.hit))
            .measurementIterations(seconds).verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
        return new Runner(options).runSingle().getBenchmarkResults().stream()
            .flatMap(result -> result.getIterationResults().stream())
            .mapToDouble(second -> second.getPrimaryResult().getStatistics().getPercentile(MEDIAN)).min().orElseThrow()
            / ScaleBenchmark.VECTOR;
    }

    /** The table for people. */
    static String markdown(final Map<Cell, Double> times, final Map<String, String> machine) {
        final StringBuilder text = new StringBuilder("# Rules and bearers\n\n");
        machine.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("\nNanoseconds to find the rule and the bearer of a packet: of each second's median vector of ")
            .append(ScaleBenchmark.VECTOR).append(", the best.\n\n| traffic | rules |");
        for (final int bearers : BEARERS) {
            text.append(String.format(Locale.ROOT, " %,d bearer%s |", bearers, bearers == 1 ? "" : "s"));
        }
        text.append(" most / 10,000 |\n|---|---|").append("---|".repeat(BEARERS.length + 1)).append('\n');
        for (final Traffic traffic : Traffic.values()) {
            for (final boolean hit : new boolean[] {true, false}) {
                for (final int rules : RULES) {
                    row(text, times, traffic, hit, rules);
                }
            }
        }
        return text.append('\n').append(promises(times)).toString();
    }

    private static void row(final StringBuilder text, final Map<Cell, Double> times, final Traffic traffic,
        final boolean hit, final int rules) {
        text.append(String.format(Locale.ROOT, "| %s, %s | %,d |", traffic.name().toLowerCase(Locale.ROOT),
            hit ? "hit" : "miss", rules));
        for (final int bearers : BEARERS) {
            text.append(String.format(Locale.ROOT, " %.1f |", times.get(new Cell(rules, bearers, traffic, hit))));
        }
        text.append(String.format(Locale.ROOT, " %.2f |%n", growth(times, new Cell(rules, 0, traffic, hit))));
    }

    private static double growth(final Map<Cell, Double> times, final Cell of) {
        return times.get(new Cell(of.rules, BEARERS[2], of.traffic, of.hit))
            / times.get(new Cell(of.rules, BEARERS[1], of.traffic, of.hit));
    }

    private static double adversary(final Map<Cell, Double> times, final Cell of) {
        return times.get(new Cell(of.rules, of.bearers, Traffic.ADVERSARIAL, of.hit))
            / times.get(new Cell(of.rules, of.bearers, Traffic.UNIFORM, of.hit));
    }

    private static String promises(final Map<Cell, Double> times) {
        final double growth = times.keySet().stream().mapToDouble(cell -> growth(times, cell)).max().orElseThrow();
        final double adversary = times.keySet().stream().mapToDouble(cell -> adversary(times, cell)).max()
            .orElseThrow();
        return String.format(Locale.ROOT, "A million bearers to ten thousand: %.2f at most (%.1f allowed). "
            + "An adversary to uniform traffic: %.2f at most (%.1f allowed).%n", growth, BEARERS_LIMIT, adversary,
            ADVERSARY_LIMIT);
    }
}
