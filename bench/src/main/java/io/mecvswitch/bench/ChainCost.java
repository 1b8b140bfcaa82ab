package io.mecvswitch.bench;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.vswitch.Dataplane;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a service function chain costs: packets that get through a chain of n applications in a second, beside those
 * that pass along the wire, and how long a hop takes at half of that load.
 *
 * <p>One thread does everything: it receives from a {@link GeneratorPort}, and the applications are {@link LoopPort}s
 * that cost next to nothing. So each packet goes through the whole switch n + 1 times. The kinds take turns in one
 * process, so that what else the machine does concerns all alike; of the rounds the median counts.
 *
 * <pre>
 *   access ─▶ [ switch ] ─▶ core            wire, and 0 hops: what no classifier concerns, in the same line
 *                │   ▲
 *                ▼   │  n times
 *             application
 * </pre>
 *
 * <p>T-PDUs are popped and pushed besides, which no hop is to blame for. So there is one kind more, without any chain:
 * a rule pops them for an application, and what it sends back is for UEs and is pushed. That is two passes, as a
 * chain of one hop is; each further hop may cost a pass more.
 *
 * <p>Arguments: rounds, and seconds of one measurement.
 */
public final class ChainCost {
    private static final int MOST_HOPS = 5;
    private static final int BEARERS = 10_000;
    private static final int STEPS = 64;
    private static final int NO_CHAIN = -1;
    private static final String POP_AND_PUSH = "pop+push";
    private static final List<WireConfig> WIRES = List.of(new WireConfig("wire", "access", "core"));

    private final int rounds;
    private final long measuredNs;

    private ChainCost(final int rounds, final double seconds) {
        this.rounds = rounds;
        this.measuredNs = (long) (seconds * 1e9);
    }

    /** Prints two tables: frames as they come, and T-PDUs that are popped and put back. */
    public static void main(final String[] args) {
        final ChainCost cost = new ChainCost(Integer.parseInt(args[0]), Double.parseDouble(args[1]));
        cost.run("Frames as they come", PortChain.Serves.FRAME);
        cost.run("T-PDUs: popped, led, put back into their bearer", PortChain.Serves.T_PDU);
    }

    private void run(final String title, final PortChain.Serves serves) {
        final List<Bed> beds = new ArrayList<>();
        beds.add(Bed.wire());
        IntStream.rangeClosed(0, MOST_HOPS).forEach(hops -> beds.add(Bed.chain(serves, hops)));
        if (serves == PortChain.Serves.T_PDU) {
            beds.add(Bed.popAndPush());
        }
        beds.forEach(bed -> bed.run(2 * measuredNs));
        for (int round = 0; round < rounds; round++) {
            beds.forEach(bed -> bed.rates.add(bed.run(measuredNs)));
        }
        System.out.println(title);
        System.out.println("  hops        Mpkt/s   ns/pkt   x (n+1) of 0 hops   of pop, push and passes   of wire"
            + "   hop p50 us   p99 us at 50 %");
        final double wire = beds.get(0).ns();
        final double pass = beds.get(1).ns();
        final Bed last = beds.getLast();
        final double twoPasses = last.name.equals(POP_AND_PUSH) ? last.ns() : 2 * pass;
        for (final Bed bed : beds) {
            bed.print(wire, pass, twoPasses, measuredNs);
        }
    }

    /** A switch and its ports. */
    private static final class Bed {
        private final String name;
        private final int hops;
        private final List<Double> rates = new ArrayList<>();
        private final ChainBed bed;

        private Bed(final String name, final int hops, final SwitchConfig config, final List<byte[]> frames) {
            this.name = name;
            this.hops = hops;
            this.bed = new ChainBed(config, frames);
        }

        static Bed wire() {
            return new Bed("wire", NO_CHAIN, Breakout.wire(DataplaneConfig.DEFAULT, List.of("generator", "generator")),
                Uplink.S1U_SMALL.frames(BEARERS));
        }

        static Bed chain(final PortChain.Serves serves, final int hops) {
            return new Bed(hops + "", hops, config(serves, hops), Uplink.S1U_SMALL.frames(BEARERS));
        }

        static Bed popAndPush() {
            final RuleConfig pop = new RuleConfig("pop", 0, List.of(match(PortChain.Serves.T_PDU, 1)),
                new RuleAction.ForwardDecapsulated("in1"));
            return new Bed(POP_AND_PUSH, NO_CHAIN, new SwitchConfig(DataplaneConfig.DEFAULT, ChainBed.ports(1), WIRES,
                List.of(pop), Uplink.S1U_SMALL.bearers(BEARERS), GtpuConfig.NONE),
                Uplink.S1U_SMALL.framesToUes(BEARERS));
        }

        /** Packets that left by the core's port in a second. */
        double run(final long forNs) {
            final Lane lane = bed.lane();
            final long before = bed.sent();
            final long start = System.nanoTime();
            long now = start;
            while (now - start < forNs) {
                for (int i = 0; i < STEPS; i++) {
                    lane.step();
                }
                now = System.nanoTime();
            }
            return (bed.sent() - before) * 1e9 / (now - start);
        }

        double median() {
            return rates.stream().sorted().toList().get(rates.size() / 2);
        }

        double ns() {
            return 1e9 / median();
        }

        void print(final double wire, final double pass, final double twoPasses, final long measuredNs) {
            String shares = " ".repeat(46);
            String latency = "";
            if (hops >= 0) {
                final double ofPasses = (hops + 1) * pass / ns();
                final double ofParts = (twoPasses + (hops - 1) * pass) / ns();
                shares = String.format(Locale.ROOT, "%20.3f%26s", ofPasses,
                    hops == 0 ? "" : String.format(Locale.ROOT, "%.3f", ofParts));
            }
            if (hops > 0) {
                final Histogram histogram = latency(median() / 2, measuredNs);
                latency = String.format(Locale.ROOT, "%13.2f%9.2f   (%d samples)",
                    histogram.getValueAtPercentile(50) / 1e3, histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getTotalCount());
            }
            System.out.printf(Locale.ROOT, "  %-8s%10.3f%9.1f%s%10.3f%s%n", name, median() / 1e6, ns(), shares,
                wire / ns(), latency);
        }

        private Histogram latency(final double rate, final long forNs) {
            final Dataplane dataplane = bed.dataplane();
            bed.source().pace(rate);
            run(forNs / 4);
            final Histogram all = new Histogram(2);
            final Histogram one = new Histogram(2);
            dataplane.chains().labels().forEach(label -> dataplane.chains().latency(label).orElseThrow().reset());
            run(2 * forNs);
            for (final String label : dataplane.chains().labels()) {
                dataplane.chains().latency(label).orElseThrow().getIntervalHistogramInto(one);
                all.add(one);
            }
            return all;
        }

        private static SwitchConfig config(final PortChain.Serves serves, final int hops) {
            final int applications = Math.max(1, hops);
            final List<PortPair> pairs = new ArrayList<>();
            final List<PortPairGroup> groups = new ArrayList<>();
            for (int i = 1; i <= applications; i++) {
                pairs.add(new PortPair("pair" + i, "in" + i, "out" + i));
                groups.add(new PortPairGroup("group" + i, List.of("pair" + i)));
            }
            final PortChain chain = new PortChain(
                "chain", groups.stream().map(PortPairGroup::name).toList(), List.of("classifier"));
            final FlowClassifier classifier = new FlowClassifier("classifier", match(serves, hops));
            return new SwitchConfig(DataplaneConfig.DEFAULT, ChainBed.ports(applications),
                WIRES, List.of(), Uplink.S1U_SMALL.bearers(BEARERS),
                GtpuConfig.NONE).withChains(new ChainsConfig(
                    Ambiguity.REJECT, 65_536, 300, pairs, groups, List.of(classifier),
                    List.of(serves == PortChain.Serves.FRAME ? chain.ofFrames() : chain), List.of()));
        }

        /** Everything from the access side; for 0 hops, what nobody sends. */
        private static FlowMatch match(final PortChain.Serves serves, final int hops) {
            final Optional<IpPrefix> nobody =
                hops == 0 ? Optional.of(IpPrefix.parse("198.51.100.1/32")) : Optional.empty();
            final IpMatch from = IpMatch.between(nobody, Optional.empty());
            return new FlowMatch(Optional.of("access"), EthernetMatch.ANY, serves == PortChain.Serves.FRAME ? from
                : IpMatch.ANY, TunnelMatch.ANY, serves == PortChain.Serves.FRAME ? IpMatch.ANY : from);
        }
    }
}
