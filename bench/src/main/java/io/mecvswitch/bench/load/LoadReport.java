package io.mecvswitch.bench.load;

import java.util.Locale;
import java.util.function.Consumer;

/** Rows of the tables that {@link LoadBench} makes. */
record LoadReport(StringBuilder text, Consumer<String> progress) {
    private static final double MEGA = 1e6;

    /** Empty. */
    LoadReport(final Consumer<String> progress) {
        this(new StringBuilder(), progress);
    }

    /** Begins a table. */
    void table(final String title, final String... columns) {
        text.append("\n### ").append(title).append("\n\n| ").append(String.join(" | ", columns)).append(" |\n|")
            .append("---|".repeat(columns.length)).append('\n');
    }

    /** Adds a row. */
    void row(final Object... cells) {
        final StringBuilder row = new StringBuilder("|");
        for (final Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        text.append(row).append('\n');
        progress.accept(row.toString());
    }

    /** Adds a row about a trial: rate, loss and latencies. */
    void row(final String name, final Loaded.Trial trial) {
        row(name, mpps(trial.rate()), trial.lost(), us(trial, 50), us(trial, 99), us(trial, 99.99),
            number("%.1f", trial.latencies().getMaxValue() / 1e3));
    }

    private static String us(final Loaded.Trial trial, final double percentile) {
        return number("%.1f", trial.latencies().getValueAtPercentile(percentile) / 1e3);
    }

    /** Million packets per second. */
    static String mpps(final double packetsPerSecond) {
        return number("%.2f", packetsPerSecond / MEGA);
    }

    /** A number as tables show it. */
    static String number(final String format, final double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
