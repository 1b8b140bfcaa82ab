package io.mecvswitch.bench.endtoend;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is asked of the switch: its rate by that of another, as it comes out of one run.
 *
 * @param scenario what the switch does
 * @param other    scenario of what it is held against
 * @param peers    contenders it is held against, of which the fastest counts
 * @param asked    least ratio of the medians
 */
record Target(String scenario, String other, List<String> peers, double asked) {
    /** The switch, as tables call it. */
    static final String SWITCH = "mec-vswitch";
    private static final String C = "same work in C";
    private static final String IO = "testpmd io";
    private static final String MAC = "testpmd mac";
    private static final List<String> OVS = List.of("OVS-DPDK", "OVS-DPDK without EMC");
    /** "At least 8 Mpps where testpmd mac does 13." */
    private static final double BREAKOUT_BY_MAC = 8.0 / 13;

    /** Those there are; half the rate is twice the nanoseconds. */
    static final List<Target> ALL = List.of(
        beside("null-wire", List.of(IO), 0.90),
        beside("pcap-mac", List.of(MAC), 0.95),
        beside("pop-10k", List.of(C), 0.95),
        beside("pop-10k", OVS, 6),
        beside("push-10k", List.of(C), 0.90),
        beside("push-10k", OVS, 4),
        beside("pop-1m", List.of(C), 0.85),
        new Target("pop-1m", "pop-10k", List.of(SWITCH), 0.5),
        beside("breakout", List.of(MAC), BREAKOUT_BY_MAC),
        beside("rules-10k", OVS, 6),
        beside("bridge-10k", OVS, 3),
        beside("limits-10k", OVS, 6),
        new Target("lines-2-device", "lines-1", List.of(SWITCH), 1.8));

    private static Target beside(final String scenario, final List<String> peers, final double asked) {
        return new Target(scenario, scenario, peers, asked);
    }

    /**
     * What came of a target.
     *
     * @param beside  what the switch was held against
     * @param ratio   of the medians
     * @param lowest  ratio of a round
     * @param highest ratio of a round
     */
    record Outcome(String beside, double ratio, double lowest, double highest) {
        /** From the rates of both sides' rounds, of which there is one at least. */
        static Outcome of(final String beside, final List<Double> own, final List<Double> peer) {
            final double[] ratios = ratios(own, peer);
            return new Outcome(beside, Result.median(own) / Result.median(peer), ratios[0],
                ratios[ratios.length - 1]);
        }

        /** Round by round, in order: what slows the machine down hits both sides of a round. */
        private static double[] ratios(final List<Double> own, final List<Double> peer) {
            return IntStream.range(0, Math.min(own.size(), peer.size()))
                .mapToDouble(round -> own.get(round) / peer.get(round)).sorted().toArray();
        }
    }

    /** What came of it, if both sides took part. */
    Optional<Outcome> outcome(final Map<String, Map<String, List<Double>>> mpps) {
        final List<Double> own = mpps.getOrDefault(scenario, Map.of()).getOrDefault(SWITCH, List.of());
        final Map<String, List<Double>> others = mpps.getOrDefault(other, Map.of());
        return peers.stream().filter(others::containsKey)
            .max(Comparator.comparingDouble(peer -> Result.median(others.get(peer))))
            .filter(peer -> !own.isEmpty())
            .map(peer -> Outcome.of(scenario.equals(other) ? peer : other, own, others.get(peer)));
    }
}
