package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import io.mecvswitch.vswitch.airtime.GlobalShares.Seen;
import java.util.ArrayList;
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
 * together they have what was agreed in each period. To that end it takes several steps in a period.
 *
 * <p>A step and a period are over when the radios' clocks say so, so that neither a late poll nor a channel that stood
 * still looks like a tenant that took little. A ceiling is held for a few periods and has to be renewed. If the
 * controller dies, or a node can't be reached, the node's ceilings end by themselves and its radios go on as they would
 * alone; a node that comes back is looked after again. Its thread's own.
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
    private final long stepMs;
    private final long periodMs;
    private final boolean watches;
    private final Consumer<String> out;
    private final Set<Place> set = new HashSet<>();
    private long renewal = System.currentTimeMillis() / 1_000 & 0xffff_ffffL;

    /**
     * @param nodes    whom to look after
     * @param shares   what was agreed
     * @param stepMs   between polls
     * @param periodMs that is told about, and of which four pass until a ceiling ends
     * @param watches  sets nothing
     * @param out      for people
     */
    AirtimeController(final List<Node> nodes, final GlobalShares shares, final long stepMs, final long periodMs,
        final boolean watches, final Consumer<String> out) {
        this.nodes = List.copyOf(nodes);
        this.shares = shares;
        this.stepMs = stepMs;
        this.periodMs = periodMs;
        this.watches = watches;
        this.out = out;
    }

    /** Polls and decides, again and again. */
    void run(final long periods) throws InterruptedException {
        for (final Node node : nodes) {
            node.reach(PATIENCE_MS);
        }
        Polled began = poll();
        for (long period = 1; period <= periods; period++) {
            final Polled ended = live(began);
            report(period, seen(began, ended));
            began = ended;
        }
    }

    /** A period, step by step; or without any, for who only watches. */
    private Polled live(final Polled began) throws InterruptedException {
        Polled last = began;
        do {
            final Polled now = await(last, watches ? periodMs : stepMs);
            if (!watches) {
                tell(shares.decide(seen(last, now)));
            }
            for (final Node node : nodes) {
                node.reach(0);
            }
            last = now;
        } while (leftMs(began, last, periodMs) > LEAST_SLEEP_MS
            && last.atNs - began.atNs < TimeUnit.MILLISECONDS.toNanos(SLOWEST * periodMs));
        return last;
    }

    /** What virtual interfaces had used at a time of ours. */
    private record Polled(long atNs, Map<Place, NodeSession.Usage> usages) { }

    private Polled poll() throws InterruptedException {
        final Map<Place, NodeSession.Usage> usages = new LinkedHashMap<>();
        for (final Node node : nodes) {
            node.poll(PATIENCE_MS).ifPresent(all -> all.forEach(usage -> usages.put(usage.place(), usage)));
        }
        usages.values().stream().filter(NodeSession.Usage::ceiling).map(NodeSession.Usage::place).forEach(set::add);
        return new Polled(System.nanoTime(), usages);
    }

    /** Waits until all radios have lived through a step, or some of them too slowly. */
    private Polled await(final Polled last, final long ms) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOWEST * ms);
        long leftMs = ms - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last.atNs);
        Polled now;
        do {
            TimeUnit.MILLISECONDS.sleep(Math.max(LEAST_SLEEP_MS, leftMs));
            now = poll();
            leftMs = leftMs(last, now, ms);
        } while (leftMs > LEAST_SLEEP_MS && System.nanoTime() - deadlineNs < 0);
        return now;
    }

    /**
     * What is left of a time by the slowest radio's clock; of a radio that is new or began again, that is not known.
     */
    private static long leftMs(final Polled from, final Polled to, final long ms) {
        final long passedNs = to.usages.values().stream().mapToLong(now -> passedNs(from, now))
            .filter(passed -> passed > 0).min().orElse(to.atNs - from.atNs);
        return ms - TimeUnit.NANOSECONDS.toMillis(passedNs);
    }

    /** How long a radio has lived since; 0 if that is not known. */
    private static long passedNs(final Polled from, final NodeSession.Usage now) {
        final NodeSession.Usage last = from.usages.get(now.place());
        return last == null || now.usedNs() < last.usedNs() ? 0 : Math.max(0, now.radioNs() - last.radioNs());
    }

    private static List<Seen> seen(final Polled from, final Polled to) {
        final List<Seen> seen = new ArrayList<>();
        for (final NodeSession.Usage now : to.usages.values()) {
            final long passedNs = passedNs(from, now);
            if (passedNs > 0) {
                final NodeSession.Usage last = from.usages.get(now.place());
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
