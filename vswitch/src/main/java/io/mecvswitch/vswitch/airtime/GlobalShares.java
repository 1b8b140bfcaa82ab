package io.mecvswitch.vswitch.airtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps shares of tenants over several radios of one channel, by ceilings.
 *
 * <p>A radio gives each tenant its share of what the radio gets; but what a radio gets of the channel, CSMA/CA decides.
 * Where two tenants are on a radio each, both have half, whatever was agreed. So once in a period everybody who waits
 * is told how much of the clock's time his radio may use for him, and CSMA/CA gives the others what is left free.
 *
 * <pre>
 *   usage of all ──▶ targets: who wants less has what he takes, the others share the rest by their weights
 *                ──▶ debt: target less usage, of all periods, the last ones above all
 *                ──▶ ceiling: the target of the next period and some more, and the debt       alone: no ceilings
 *                ──▶ wants no more, twice in a row: no ceiling
 * </pre>
 *
 * <p>What contention gives to a node in a tenth of a second is luck, and in a second it still is: ceilings that are
 * right on average leave seconds in which shares are off. So they follow: where a node that nothing holds back was
 * unlucky, the others have less in the next period, until the debt is paid. That takes periods a good deal shorter than
 * the time over which shares are looked at. Ceilings that are all reached would keep the channel idle; so they grow
 * until somebody does not reach his.
 *
 * <p>After 5GCity D3.1 §4.2.2.1, the global scheduler. Who asks is a thread's own.
 */
public final class GlobalShares {
    private static final double WANTS = 0.1;
    private static final double BINDING = 0.93;
    private static final int PATIENCE = 2;
    private static final double NONE = 1;
    private static final double LEAST = 0.000_1;
    /** Of what is expected, more than all have: else nobody could ever have more. */
    private static final double MORE = 1.03;
    /** The same where all have reached their ceilings. */
    private static final double GROWTH = 1.1;
    /** Who is owed gets more than that, so that it is contention that holds him back, and not his ceiling. */
    private static final double OWED = 1.5;
    /** Whoever owes keeps so much of his target. */
    private static final double KEPT = 0.2;
    /** What was owed so many seconds ago counts a third. */
    private static final double DEBT_SECONDS = 2;
    /** Over so many seconds it is told what all have together. */
    private static final double USAGE_SECONDS = 0.6;
    /** Debt is not paid faster: in a longer period, a part of it. */
    private static final double PAYING_SECONDS = 0.3;
    /** Of a tenant's airtime, for a virtual interface that had none. */
    private static final double START = 0.05;

    private final Map<String, Double> weights;
    private final double remembered;
    private final double learned;
    private final double paid;
    private final Map<Place, Double> ceilings = new HashMap<>();
    private final Map<Place, Integer> loose = new HashMap<>();
    private final Map<String, Double> debts = new HashMap<>();
    private double expected;

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
     * @param seconds of a period
     */
    public GlobalShares(final Map<String, Double> weights, final double seconds) {
        this.weights = Map.copyOf(weights);
        this.remembered = Math.exp(-seconds / DEBT_SECONDS);
        this.learned = 1 - Math.exp(-seconds / USAGE_SECONDS);
        this.paid = Math.min(1, PAYING_SECONDS / seconds);
    }

    /**
     * Decides for the next period.
     *
     * @param seen of every virtual interface of the channel
     * @return ceilings of those that have one then, as parts of the clock's time
     */
    public Map<Place, Double> decide(final List<Seen> seen) {
        forgetOthers(seen.stream().map(Seen::place).collect(Collectors.toSet()));
        final Map<String, Double> usage = usage(seen);
        final Set<String> wanting = wanting(seen);
        debts.keySet().retainAll(wanting);
        if (wanting.size() < 2) {
            ceilings.clear();
            loose.clear();
            expected = 0;
        } else {
            decide(seen, usage, wanting);
        }
        return Map.copyOf(ceilings);
    }

    /** Who is not there has no ceiling any more, and none when he comes back. */
    private void forgetOthers(final Set<Place> places) {
        ceilings.keySet().retainAll(places);
        loose.keySet().retainAll(places);
    }

    private static Map<String, Double> usage(final List<Seen> seen) {
        return seen.stream()
            .collect(Collectors.groupingBy(Seen::tenant, LinkedHashMap::new, Collectors.summingDouble(Seen::used)));
    }

    private static Set<String> wanting(final List<Seen> seen) {
        return seen.stream().filter(each -> each.backlogged() > WANTS).map(Seen::tenant).collect(Collectors.toSet());
    }

    private void decide(final List<Seen> seen, final Map<String, Double> usage, final Set<String> wanting) {
        final double shared = wanting.stream().mapToDouble(usage::get).sum();
        final double growth = isReached(seen, wanting) ? GROWTH : MORE;
        expected = expected == 0 ? shared : expected + learned * (shared - expected);
        final Map<String, Double> targets = targets(shared, wanting);
        for (final String tenant : wanting) {
            final double target = targets.get(tenant) / Math.max(shared, LEAST) * expected;
            final double debt = debt(tenant, targets.get(tenant) - usage.get(tenant));
            final double airtime = Math.max(KEPT * target, growth * target + paid * (debt > 0 ? OWED : 1) * debt);
            seen.stream().filter(each -> each.tenant().equals(tenant))
                .forEach(each -> set(each.place(), airtime * part(each, seen, usage.get(tenant))));
        }
        seen.stream().filter(each -> !wanting.contains(each.tenant())).forEach(this::loosen);
    }

    /** Whether everybody who waits has had what his ceiling allows. */
    private boolean isReached(final List<Seen> seen, final Set<String> wanting) {
        return seen.stream().filter(each -> wanting.contains(each.tenant())).allMatch(each ->
            ceilings.containsKey(each.place()) && each.used() >= BINDING * ceilings.get(each.place()));
    }

    /** What a tenant is owed, or owes. Nobody owes what he took before there were ceilings. */
    private double debt(final String tenant, final double missing) {
        return debts.merge(tenant, debts.containsKey(tenant) ? missing : 0,
            (before, _) -> before * remembered + missing);
    }

    /** The rest of what all take, by weight. */
    private Map<String, Double> targets(final double shared, final Set<String> wanting) {
        final double sum = wanting.stream().mapToDouble(this::weight).sum();
        return wanting.stream()
            .collect(Collectors.toMap(tenant -> tenant, tenant -> shared * weight(tenant) / sum));
    }

    private double weight(final String tenant) {
        return weights.getOrDefault(tenant, 1.0);
    }

    /**
     * A tenant's airtime goes to his virtual interfaces as they used it; one that had none gets a little to begin with.
     */
    private static double part(final Seen one, final List<Seen> seen, final double usage) {
        final double places = seen.stream().filter(each -> each.tenant().equals(one.tenant())).count();
        final double start = Math.max(LEAST, START * usage / places);
        return (one.used() + start) / (usage + places * start);
    }

    private void loosen(final Seen seen) {
        if (ceilings.containsKey(seen.place())
            && loose.merge(seen.place(), 1, Integer::sum) >= PATIENCE) {
            ceilings.remove(seen.place());
            loose.remove(seen.place());
        }
    }

    private void set(final Place place, final double ceiling) {
        loose.remove(place);
        if (ceiling >= NONE) {
            ceilings.remove(place);
        } else {
            ceilings.put(place, Math.max(LEAST, ceiling));
        }
    }

    /** Whether a tenant that wants more has less than its part, by more than a tolerance. */
    public List<String> violated(final List<Seen> seen, final double tolerance) {
        final Map<String, Double> usage = usage(seen);
        final Set<String> wanting = wanting(seen);
        final double all = usage.values().stream().mapToDouble(x -> x).sum();
        final Map<String, Double> targets = targets(wanting.stream().mapToDouble(usage::get).sum(), wanting);
        final List<String> violated = new ArrayList<>();
        wanting.stream().sorted().filter(tenant -> usage.get(tenant) < targets.get(tenant) - tolerance * all)
            .forEach(violated::add);
        return violated;
    }
}
