package io.mecvswitch.bench;

import io.mecvswitch.bench.LimitedLineBenchmark.Limited;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@link LimitedLineBenchmark}'s lines by turns in one process, by the thread's processor time: what another process
 * takes of the machine meanwhile, it takes of each alike.
 *
 * <p>Arguments: bearers, seconds, and whose limiters packets meet, of {@link Limited}; all of them if none is named.
 */
public final class LimitedLineTurns {
    private static final int STEPS = 600;
    /** Before each turn, for what the other lines left in the caches. */
    private static final int STEPS_UNTIMED = 60;
    private static final int STEPS_TO_COMPILE = 80_000;

    private final ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    private final Limited limited;
    private final LimitedLineBenchmark line = new LimitedLineBenchmark();
    private final List<Double> turns = new ArrayList<>();

    private LimitedLineTurns(final Limited limited, final int bearers) {
        this.limited = limited;
        line.limited = limited;
        line.bearers = bearers;
        line.setUp();
    }

    /** Prints a line for each. */
    public static void main(final String[] arguments) {
        final int bearers = Integer.parseInt(arguments[0]);
        final long lastsNs = TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
        final List<LimitedLineTurns> lines = Arrays.stream(Limited.values())
            .filter(limited -> arguments.length == 2 || Arrays.asList(arguments).contains(limited.name()))
            .map(limited -> new LimitedLineTurns(limited, bearers)).toList();
        lines.forEach(each -> each.step(STEPS_TO_COMPILE));
        final long beginNs = System.nanoTime();
        while (System.nanoTime() - beginNs < lastsNs) {
            lines.forEach(LimitedLineTurns::turn);
        }
        lines.forEach(each -> System.out.println(each.result()));
    }

    private void turn() {
        step(STEPS_UNTIMED);
        final long beforeNs = thread.getCurrentThreadCpuTime();
        step(STEPS);
        turns.add((thread.getCurrentThreadCpuTime() - beforeNs) / (double) (STEPS * StageBenchmark.VECTOR));
    }

    private void step(final int steps) {
        for (int i = 0; i < steps; i++) {
            line.step();
        }
    }

    private String result() {
        turns.sort(null);
        return String.format(Locale.ROOT, "%-8s %5d turns; best tenth %.1f, quartile %.1f, median %.1f ns a packet",
            limited, turns.size(), turns.get(turns.size() / 10), turns.get(turns.size() / 4),
            turns.get(turns.size() / 2));
    }
}
