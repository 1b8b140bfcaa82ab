package io.mecvswitch.bench;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How long a small change of a large configuration takes, from the new value to the moment at which every lane runs it.
 *
 * <p>No JMH, because the first commit of a process counts most: nobody warms a switch up. It is the thread's processor
 * time that is shown, so that others on the machine do not count. Arguments: the mix of rules, how many there are, how
 * many bearers, and how often each change is made.
 */
public final class CommitTimes {
    private final Dataplane dataplane = new Dataplane(DataplaneConfig.DEFAULT, Placement.UNCUT,
        new GeneratorProvider(Map.of()), StatusFile.inMemory(1 << 18), SystemNanoClock.INSTANCE,
        line -> () -> line.lanes().forEach(Lane::step));
    private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    private final int rounds;

    private CommitTimes(final int rounds) {
        this.rounds = rounds;
    }

    /** Prints a table: first, median and longest of each kind of change. */
    public static void main(final String[] args) {
        final Site.Mix mix = Site.Mix.valueOf(args[0]);
        final int rules = Integer.parseInt(args[1]);
        final int bearers = Integer.parseInt(args[2]);
        new CommitTimes(Integer.parseInt(args[3])).run(mix, rules, bearers);
    }

    private void run(final Site.Mix mix, final int rules, final int bearers) {
        final List<RuleConfig> all = Site.rules(mix, rules + rounds);
        final List<RuleConfig> kept = all.subList(0, rules);
        final List<BearerConfig> allBearers = Uplink.S1U_SMALL.bearers(bearers + rounds);
        final SwitchConfig site = Breakout.config(DataplaneConfig.DEFAULT,
            List.of("generator", "generator", "generator"), 1, allBearers.subList(0, bearers)).withRules(List.of());
        System.out.printf("%s, %d rules, %d bearers: milliseconds of the processor%n", mix, rules, bearers);
        System.out.printf("%-22s %8s %8s %8s%n", "", "first", "median", "longest");
        print("everything", millis(site.withRules(new ArrayList<>(kept))));
        final double[] added = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            added[round] = millis(site.withRules(new ArrayList<>(all.subList(0, rules + round + 1))));
        }
        print("one rule more", added);
        final double[] removed = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            removed[round] = millis(site.withRules(new ArrayList<>(all.subList(0, rules + rounds - 1 - round))));
        }
        print("one rule fewer", removed);
        bearers(site.withRules(dataplane.running().rules()), allBearers, bearers);
    }

    private void bearers(final SwitchConfig site, final List<BearerConfig> all, final int bearers) {
        final double[] times = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            times[round] = millis(site.withBearers(new ArrayList<>(all.subList(0, bearers + round + 1))));
        }
        print("one bearer more", times);
    }

    private double millis(final SwitchConfig next) {
        final long start = thread.getCurrentThreadCpuTime();
        dataplane.apply(next);
        return (thread.getCurrentThreadCpuTime() - start) / 1e6;
    }

    private static void print(final String change, final double... millis) {
        final double[] sorted = millis.clone();
        Arrays.sort(sorted);
        System.out.printf("%-22s %8.2f %8.2f %8.2f%n", change, millis[0], sorted[sorted.length / 2],
            sorted[sorted.length - 1]);
    }
}
