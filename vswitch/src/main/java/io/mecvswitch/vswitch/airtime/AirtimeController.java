package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import io.mecvswitch.vswitch.airtime.GlobalShares.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after several switches whose radios are on one channel: polls what tenants use, and sets ceilings so that all
 * together they have what was agreed.
 *
 * <p>A ceiling is held for a few periods and has to be renewed. If the controller dies, or a node can't be reached, the
 * node's ceilings end by themselves and its radios go on as they would alone. Its thread's own.
 */
final class AirtimeController {
    private static final int HELD_PERIODS = 4;
    private static final int MILLION = 1_000_000;
    private static final double TOLERANCE = 0.02;

    private final Map<String, NodeSession> nodes = new LinkedHashMap<>();
    private final GlobalShares shares;
    private final long periodMs;
    private final Consumer<String> out;
    private final Map<Place, NodeSession.Usage> before = new HashMap<>();
    private final Map<String, Long> polledNs = new HashMap<>();
    private final Set<Place> set = new HashSet<>();
    private long renewal = System.currentTimeMillis() / 1_000 & 0xffff_ffffL;

    /**
     * @param nodes    sessions by the names of nodes
     * @param shares   what was agreed
     * @param periodMs between polls
     * @param out      for people
     */
    AirtimeController(final Map<String, NodeSession> nodes, final GlobalShares shares, final long periodMs,
        final Consumer<String> out) {
        this.nodes.putAll(nodes);
        this.shares = shares;
        this.periodMs = periodMs;
        this.out = out;
    }

    /** Polls and decides, again and again. */
    void run(final long periods) throws InterruptedException, IOException {
        poll();
        for (long period = 1; period <= periods; period++) {
            TimeUnit.MILLISECONDS.sleep(periodMs);
            final List<Seen> seen = poll();
            report(period, seen);
            tell(shares.decide(seen));
        }
    }

    /** What was used since the last poll. */
    private List<Seen> poll() throws IOException {
        final List<Seen> seen = new ArrayList<>();
        for (final Map.Entry<String, NodeSession> node : nodes.entrySet()) {
            final List<NodeSession.Usage> usages = node.getValue().poll();
            final long nowNs = System.nanoTime();
            final Long lastNs = polledNs.put(node.getKey(), nowNs);
            for (final NodeSession.Usage usage : usages) {
                final NodeSession.Usage last = before.put(usage.place(), usage);
                if (last != null && lastNs != null) {
                    seen.add(seen(usage, last, nowNs - lastNs));
                }
            }
        }
        return seen;
    }

    private static Seen seen(final NodeSession.Usage now, final NodeSession.Usage last, final long passedNs) {
        return new Seen(now.place(), now.tenant(), part(now.usedNs() - last.usedNs(), passedNs),
            part(now.backloggedNs() - last.backloggedNs(), passedNs));
    }

    private static double part(final long ns, final long passedNs) {
        return Math.max(0, (double) ns / passedNs);
    }

    private void report(final long period, final List<Seen> seen) {
        final Map<String, Double> usage = new TreeMap<>();
        seen.forEach(each -> usage.merge(each.tenant(), each.used(), Double::sum));
        final double all = Math.max(1e-9, usage.values().stream().mapToDouble(x -> x).sum());
        final StringBuilder line = new StringBuilder("Period ").append(period).append(':');
        usage.forEach((tenant, used) -> line.append(
            String.format(Locale.ROOT, " %s %.1f %%,", tenant, 100 * used / all)));
        line.append(String.format(Locale.ROOT, " %.1f %% of the time in use.", 100 * all));
        final List<String> violated = shares.violated(seen, TOLERANCE);
        out.accept(line + (violated.isEmpty() ? "" : " Below what was agreed: " + String.join(", ", violated) + "."));
    }

    private void tell(final Map<Place, Double> ceilings) throws IOException {
        renewal++;
        for (final Map.Entry<String, NodeSession> node : nodes.entrySet()) {
            final Map<Place, Optional<Integer>> changes = changes(node.getKey(), ceilings);
            if (!changes.isEmpty()) {
                node.getValue().set(changes, HELD_PERIODS * periodMs, renewal);
            }
        }
    }

    private Map<Place, Optional<Integer>> changes(final String node, final Map<Place, Double> ceilings) {
        final Map<Place, Optional<Integer>> changes = new LinkedHashMap<>();
        set.stream().filter(place -> place.node().equals(node) && !ceilings.containsKey(place))
            .forEach(place -> changes.put(place, Optional.empty()));
        ceilings.forEach((place, ratio) -> {
            if (place.node().equals(node)) {
                changes.put(place, Optional.of(Math.clamp((long) (ratio * MILLION), 1, MILLION)));
            }
        });
        changes.forEach((place, ceiling) -> {
            if (ceiling.isPresent()) {
                set.add(place);
            } else {
                set.remove(place);
            }
        });
        return changes;
    }
}
