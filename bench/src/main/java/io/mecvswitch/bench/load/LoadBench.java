package io.mecvswitch.bench.load;

import io.mecvswitch.bench.Site;
import io.mecvswitch.bench.Uplink;
import io.mecvswitch.bench.load.Loaded.Trial;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a switch that pops GTP-U does under a load that does not wait for it: throughput without loss (RFC 2544 §26.1),
 * latency at parts of it, and what commits cost the packets that come meanwhile.
 *
 * @param cpu     of the worker
 * @param seconds of a trial
 * @param soak    minutes at the rate without loss, 0 for none
 * @param report  takes the tables
 */
public record LoadBench(int cpu, double seconds, int soak, LoadReport report) {
    private static final double WARM_UP_SECONDS = 8;
    private static final double RESOLUTION = 0.01;
    private static final double LOADED = 0.9;
    private static final int TRIALS = 3;
    private static final double TOLERATED = 1e-5;
    private static final int BEARERS = 10_000;
    private static final int MANY = 100_000;
    private static final int RULES = 1_000;
    private static final int COMMITS = 50;
    private static final int LARGE_COMMITS = 10;
    private static final double COMMITS_PER_MINUTE = 1_000;
    private static final String[] COLUMNS = {"", "Mpps", "lost", "p50 us", "p99 us", "p99.99 us", "longest us"};

    /** Made of what the command line says. */
    public LoadBench(final int cpu, final double seconds, final int soak, final Consumer<String> progress) {
        this(cpu, seconds, soak, new LoadReport(progress));
    }

    /** Runs everything. Returns the tables as Markdown. */
    public String run(final Consumer<String> messages) {
        try (Loaded loaded = new Loaded(cpu, BEARERS, messages)) {
            final double lossless = throughput(loaded);
            latency(loaded, lossless);
            commits(loaded, lossless);
            changes(loaded, BEARERS);
            if (soak > 0) {
                soak(loaded, lossless);
            }
        }
        return report.text().toString();
    }

    /** A second process is needed for another number of bearers: DPDK's buffers are made once. */
    public String runMany(final Consumer<String> messages) {
        try (Loaded loaded = new Loaded(cpu, MANY, messages)) {
            changes(loaded, MANY);
        }
        return report.text().toString();
    }

    /** Only what is asked of collectors: latency at half load, without commits and with them. */
    public String runPauses(final Consumer<String> messages) {
        try (Loaded loaded = new Loaded(cpu, BEARERS, messages)) {
            final double lossless = search(loaded, loaded.unlimited(WARM_UP_SECONDS, seconds), 0);
            report.table("Latency at 50 % of " + LoadReport.mpps(lossless) + " Mpps", COLUMNS);
            report.row("without commits", loaded.trial(lossless / 2, 2 * seconds));
            commits(loaded, lossless);
        }
        return report.text().toString();
    }

    // Throughput.

    private double throughput(final Loaded loaded) {
        report.table("Throughput of GTP-U pop, 10 000 bearers", "packets lost of all", "Mpps");
        final double unlimited = loaded.unlimited(WARM_UP_SECONDS, seconds);
        report.row("as many as it fetches", LoadReport.mpps(unlimited));
        final double lossless = search(loaded, unlimited, 0);
        report.row("none", LoadReport.mpps(lossless));
        report.row("0.001 %", LoadReport.mpps(search(loaded, unlimited, TOLERATED)));
        return lossless;
    }

    /**
     * The highest rate that loses no more than is tolerated, found by halving. A rate passes if one trial of three
     * does: others on the machine make some fail.
     */
    private double search(final Loaded loaded, final double most, final double tolerated) {
        double low = 0;
        double high = most;
        while (high - low > most * RESOLUTION) {
            final double rate = (low + high) / 2;
            if (passes(loaded, rate, tolerated)) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return low;
    }

    private boolean passes(final Loaded loaded, final double rate, final double tolerated) {
        return IntStream.range(0, TRIALS).anyMatch(_ -> loaded.trial(rate, seconds).lossRatio() <= tolerated);
    }

    // Latency.

    private void latency(final Loaded loaded, final double lossless) {
        report.table("Latency at parts of the throughput without loss", COLUMNS);
        for (final int percent : new int[] {10, 50, 90}) {
            report.row(percent + " %", loaded.trial(lossless * percent / 100, 2 * seconds));
        }
    }

    // Commits.

    private void commits(final Loaded loaded, final double lossless) {
        report.table("Latency at 50 % while 1 000 commits a minute add and remove a rule", COLUMNS);
        final SwitchConfig without = loaded.site();
        final SwitchConfig with = more(without, 1);
        // The first time the JIT has not met the kind of rule yet, as this runs without the switch's AOT cache.
        for (final String time : List.of("the first time", "again", "and again")) {
            report.row(time, loaded.trial(lossless / 2, () -> addAndRemove(loaded, with)));
        }
        loaded.apply(without);
    }

    private void addAndRemove(final Loaded loaded, final SwitchConfig with) {
        final int commits = (int) Math.max(2, 2 * seconds * COMMITS_PER_MINUTE / 60);
        for (int commit = 0; commit < commits; commit++) {
            loaded.apply(commit % 2 == 0 ? with : loaded.site());
            Loaded.sleep(60 / COMMITS_PER_MINUTE);
        }
    }

    /**
     * What one commit blocks, as FD.io CSIT has it: packets lost by the rate. Many rules make packets cost more, so the
     * throughput is found anew.
     */
    private void changes(final Loaded loaded, final int bearers) {
        final SwitchConfig site = more(loaded.site(), RULES);
        loaded.apply(site);
        final double lossless = search(loaded, loaded.unlimited(WARM_UP_SECONDS, seconds), 0);
        report.table("Commits at 90 % of the throughput without loss (" + LoadReport.mpps(lossless) + " Mpps), "
            + bearers + " bearers, " + RULES + " rules", "change", "commits", "that lost packets", "packets lost",
            "blocked, median ms", "worst", "longest latency, us");
        changes(loaded, lossless, "one rule", COMMITS, count -> more(loaded.site(), RULES + count % 2));
        changes(loaded, lossless, "1 000 rules", COMMITS, count -> more(loaded.site(), RULES - RULES * (count % 2)));
        changes(loaded, lossless, "one bearer", COMMITS,
            count -> site.withBearers(bearers(site.bearers(), bearers, 1 + count % 2)));
        changes(loaded, lossless, "1 000 bearers", COMMITS,
            count -> site.withBearers(bearers(site.bearers(), bearers, 1 + RULES * (count % 2))));
        if (bearers == MANY) {
            changes(loaded, lossless, "100 000 bearers", LARGE_COMMITS,
                count -> site.withBearers(bearers(site.bearers(), bearers, 1 + MANY * (count % 2))));
        }
        loaded.apply(loaded.site());
    }

    private void changes(final Loaded loaded, final double lossless, final String name, final int commits,
        final IntFunction<SwitchConfig> configuration) {
        final List<SwitchConfig> both = List.of(configuration.apply(1), configuration.apply(0));
        final List<Trial> trials = new ArrayList<>();
        for (int commit = 0; commit < commits; commit++) {
            final SwitchConfig next = both.get(commit % 2);
            trials.add(loaded.trial(lossless * LOADED, () -> loaded.apply(next)));
        }
        final double[] blockedMs = trials.stream().mapToDouble(Trial::blockedMs).sorted().toArray();
        report.row(name, commits, trials.stream().filter(trial -> trial.lost() > 0).count(),
            trials.stream().mapToLong(Trial::lost).sum(), LoadReport.number("%.3f", blockedMs[commits / 2]),
            LoadReport.number("%.3f", blockedMs[commits - 1]),
            LoadReport.number("%.1f", trials.stream().mapToLong(Trial::longestNs).max().orElse(0) / 1e3));
    }

    /** The same with other rules beside the one that matters, none of which concerns the packets. */
    private static SwitchConfig more(final SwitchConfig site, final int rules) {
        final List<RuleConfig> all = new ArrayList<>(site.rules());
        all.addAll(Site.rules(Site.Mix.MIXED, rules));
        return site.withRules(all);
    }

    private static List<BearerConfig> bearers(final List<BearerConfig> present, final int first, final int count) {
        final List<BearerConfig> all = new ArrayList<>(present);
        IntStream.range(first, first + count).mapToObj(Uplink.S1U_SMALL::bearer).forEach(all::add);
        return all;
    }

    // Soak.

    private void soak(final Loaded loaded, final double lossless) {
        report.table("Soak at 90 % of the throughput without loss, minute by minute", COLUMNS);
        for (int minute = 1; minute <= soak; minute++) {
            report.row("minute " + minute, loaded.trial(lossless * LOADED, 60));
        }
    }
}
