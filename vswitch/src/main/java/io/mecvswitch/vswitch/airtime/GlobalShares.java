package io.mecvswitch.vswitch.airtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps shares of tenants over several radios of one channel, by ceilings.
 *
 * <p>A radio gives each tenant its share of what the radio gets; but what a radio gets of the channel, CSMA/CA decides.
 * Where two tenants are on a radio each, both have half, whatever was agreed. So once in a period, who has too much is
 * told how much of the clock's time his radio may use for him, and CSMA/CA gives the others what is left free.
 *
 * <pre>
 *   usage of all ──▶ targets: who wants less has what he takes, the others share the rest by their weights
 *                ──▶ above his target: ceiling · target / usage       alone: no ceilings
 *                    or, where that is little, half way
 *                ──▶ wants no more, twice in a row: no ceiling
 * </pre>
 *
 * <p>After 5GCity D3.1 §4.2.2.1, the global scheduler. Who asks is a thread's own.
 */
public final class GlobalShares {
    private static final double WANTS = 0.1;
    private static final double BINDING = 0.9;
    private static final int PATIENCE = 2;
    private static final double NONE = 1;
    private static final double LEAST = 0.000_1;
    /** What contention alone makes of a second; bench {@code airtime-global-luck} shows it. */
    private static final double LUCK = 0.15;
    private static final double DOUBT = 0.5;

    private final Map<String, Double> weights;
    private final Map<Place, Double> ceilings = new HashMap<>();
    private final Map<Place, Integer> loose = new HashMap<>();

    /**
     * A tenant's virtual interface on a radio.
     *
     * @param node  of the radio
     * @param radio interface of the node
     * @param vif   of the radio
     */
    public record Place(String node, String radio, String vif) { }

    /**
     * What was seen of a virtual interface in a period.
     *
     * @param place      which one
     * @param tenant     whose
     * @param used       airtime over the clock's time
     * @param backlogged time in which frames waited over the clock's time
     */
    public record Seen(Place place, String tenant, double used, double backlogged) { }

    /**
     * @param weights of tenants, in any unit; who has none has 1
     */
    public GlobalShares(final Map<String, Double> weights) {
        this.weights = Map.copyOf(weights);
    }

    /**
     * Decides for the next period.
     *
     * @param seen of every virtual interface of the channel
     * @return ceilings of those that have one then, as parts of the clock's time
     */
    public Map<Place, Double> decide(final List<Seen> seen) {
        forgetOthers(seen.stream().map(Seen::place).collect(Collectors.toSet()));
        final Map<String, Double> usage = seen.stream()
            .collect(Collectors.groupingBy(Seen::tenant, LinkedHashMap::new, Collectors.summingDouble(Seen::used)));
        final Set<String> wanting =
            seen.stream().filter(each -> each.backlogged() > WANTS).map(Seen::tenant).collect(Collectors.toSet());
        if (wanting.size() < 2) {
            ceilings.clear();
            loose.clear();
        } else {
            final Map<String, Double> targets = targets(usage, wanting);
            seen.stream().filter(each -> wanting.contains(each.tenant()))
                .forEach(each -> decide(each, targets.get(each.tenant()), usage.get(each.tenant())));
            seen.stream().filter(each -> !wanting.contains(each.tenant())).forEach(this::loosen);
        }
        return Map.copyOf(ceilings);
    }

    /** Who is not there has no ceiling any more, and none when he comes back. */
    private void forgetOthers(final Set<Place> places) {
        ceilings.keySet().retainAll(places);
        loose.keySet().retainAll(places);
    }

    /** Weighted max-min: who takes less than his part leaves the rest to the others. */
    private Map<String, Double> targets(final Map<String, Double> usage, final Set<String> wanting) {
        final double rest = usage.entrySet().stream().filter(each -> !wanting.contains(each.getKey()))
            .mapToDouble(each -> -each.getValue()).sum() + usage.values().stream().mapToDouble(x -> x).sum();
        final Map<String, Double> targets = new HashMap<>();
        final double sum = wanting.stream().mapToDouble(this::weight).sum();
        for (final String tenant : wanting) {
            targets.put(tenant, rest * weight(tenant) / sum);
        }
        return targets;
    }

    private double weight(final String tenant) {
        return weights.getOrDefault(tenant, 1.0);
    }

    private void decide(final Seen seen, final double target, final double usage) {
        final Double ceiling = ceilings.get(seen.place());
        if (ceiling == null) {
            if (usage > target) {
                set(seen.place(), seen.used() * target / usage);
            }
        } else if (usage > target || seen.used() >= BINDING * ceiling) {
            loose.remove(seen.place());
            set(seen.place(), ceiling * correction(target / Math.max(usage, LEAST)));
        }
    }

    /** What is off by little is off by luck as much as by the ceiling, so that half of it is corrected. */
    private static double correction(final double ratio) {
        return Math.abs(ratio - 1) < LUCK ? Math.pow(ratio, DOUBT) : ratio;
    }

    private void loosen(final Seen seen) {
        if (ceilings.containsKey(seen.place())
            && loose.merge(seen.place(), 1, Integer::sum) >= PATIENCE) {
            ceilings.remove(seen.place());
            loose.remove(seen.place());
        }
    }

    private void set(final Place place, final double ceiling) {
        if (ceiling >= NONE) {
            ceilings.remove(place);
        } else {
            ceilings.put(place, Math.max(LEAST, ceiling));
        }
    }

    /** Whether a tenant that wants more has less than its part, by more than a tolerance. */
    public List<String> violated(final List<Seen> seen, final double tolerance) {
        final Map<String, Double> usage = seen.stream()
            .collect(Collectors.groupingBy(Seen::tenant, LinkedHashMap::new, Collectors.summingDouble(Seen::used)));
        final Set<String> wanting = new HashSet<>();
        seen.stream().filter(each -> each.backlogged() > WANTS).forEach(each -> wanting.add(each.tenant()));
        final double all = usage.values().stream().mapToDouble(x -> x).sum();
        final Map<String, Double> targets = targets(usage, wanting);
        final List<String> violated = new ArrayList<>();
        wanting.stream().sorted().filter(tenant -> usage.get(tenant) < targets.get(tenant) - tolerance * all)
            .forEach(violated::add);
        return violated;
    }
}
