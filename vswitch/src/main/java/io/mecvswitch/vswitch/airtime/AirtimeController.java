package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import io.mecvswitch.vswitch.airtime.GlobalShares.Seen;
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
 * <p>A period is over when the radios' clocks say so, so that neither a late poll nor a channel that stood still looks
 * like a tenant that took little. A ceiling is held for a few periods and has to be renewed. If the controller dies, or
 * a node can't be reached, the node's ceilings end by themselves and its radios go on as they would alone; a node that
 * comes back is looked after again. Its thread's own.
 */
final class AirtimeController {
    private static final int HELD_PERIODS = 4;
    private static final int MILLION = 1_000_000;
    private static final double TOLERANCE = 0.02;
    /** As much as a radio's clock may go slower than ours before a period ends without it. */
    private static final int SLOWEST = 8;
    private static final long LEAST_SLEEP_MS = 20;
    private static final long PATIENCE_MS = 10_000;

    private final List<Node> nodes;
    private final GlobalShares shares;
    private final long periodMs;
    private final boolean watches;
    private final Consumer<String> out;
    private final Map<Place, NodeSession.Usage> before = new HashMap<>();
    private final Set<Place> set = new HashSet<>();
    private long renewal = System.currentTimeMillis() / 1_000 & 0xffff_ffffL;

    /**
     * @param nodes    whom to look after
     * @param shares   what was agreed
     * @param periodMs between polls
     * @param watches  sets nothing
     * @param out      for people
     */
    AirtimeController(final List<Node> nodes, final GlobalShares shares, final long periodMs, final boolean watches,
        final Consumer<String> out) {
        this.nodes = List.copyOf(nodes);
        this.shares = shares;
        this.periodMs = periodMs;
        this.watches = watches;
        this.out = out;
    }

    /** Polls and decides, again and again. */
    void run(final long periods) throws InterruptedException {
        for (final Node node : nodes) {
            node.reach(PATIENCE_MS);
        }
        begin(poll());
        for (long period = 1; period <= periods; period++) {
            final List<NodeSession.Usage> usages = await();
            final List<Seen> seen = seen(usages);
            report(period, seen);
            begin(usages);
            if (!watches) {
                tell(shares.decide(seen));
                // A commit may take long: what was used before it says nothing of the ceilings that it set.
                begin(poll());
            }
            for (final Node node : nodes) {
                node.reach(0);
            }
        }
    }

    private List<NodeSession.Usage> poll() throws InterruptedException {
        final List<NodeSession.Usage> usages = new ArrayList<>();
        for (final Node node : nodes) {
            node.poll(PATIENCE_MS).ifPresent(usages::addAll);
        }
        return usages;
    }

    /** A period begins with what has been used so far. */
    private void begin(final List<NodeSession.Usage> usages) {
        before.clear();
        usages.forEach(usage -> {
            before.put(usage.place(), usage);
            if (usage.ceiling()) {
                set.add(usage.place());
            }
        });
    }

    /** Waits until all radios have lived through a period, or some of them too slowly. */
    private List<NodeSession.Usage> await() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOWEST * periodMs);
        long leftMs = periodMs;
        List<NodeSession.Usage> usages;
        do {
            TimeUnit.MILLISECONDS.sleep(Math.max(LEAST_SLEEP_MS, leftMs));
            usages = poll();
            final long passedNs = usages.stream().mapToLong(this::passedNs).filter(passed -> passed > 0).min()
                .orElse(TimeUnit.MILLISECONDS.toNanos(periodMs));
            leftMs = periodMs - TimeUnit.NANOSECONDS.toMillis(passedNs);
        } while (leftMs > LEAST_SLEEP_MS && System.nanoTime() - deadlineNs < 0);
        return usages;
    }

    /** How long a period a radio has lived through; 0 if that is not known, because it is new or began again. */
    private long passedNs(final NodeSession.Usage now) {
        final NodeSession.Usage last = before.get(now.place());
        return last == null || now.usedNs() < last.usedNs() ? 0 : Math.max(0, now.radioNs() - last.radioNs());
    }

    private List<Seen> seen(final List<NodeSession.Usage> usages) {
        final List<Seen> seen = new ArrayList<>();
        for (final NodeSession.Usage now : usages) {
            final long passedNs = passedNs(now);
            if (passedNs > 0) {
                final NodeSession.Usage last = before.get(now.place());
                seen.add(new Seen(now.place(), now.tenant(), part(now.usedNs() - last.usedNs(), passedNs),
                    part(now.backloggedNs() - last.backloggedNs(), passedNs)));
            }
        }
        return seen;
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

    private void tell(final Map<Place, Double> ceilings) throws InterruptedException {
        renewal++;
        for (final Node node : nodes) {
            final Map<Place, Optional<Integer>> changes = changes(node.name(), ceilings);
            if (!changes.isEmpty()) {
                node.set(changes, HELD_PERIODS * periodMs, renewal, PATIENCE_MS);
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
