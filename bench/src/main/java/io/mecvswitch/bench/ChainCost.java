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
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a service function chain costs: packets that get through a chain of n applications in a second, beside those that
 * pass along the wire, and how long a hop takes at half of that load.
 *
 * <p>One thread does everything: it receives from a {@link GeneratorPort}, and the applications are {@link LoopPort}s
 * that cost next to nothing. So each packet goes through the whole switch n + 1 times. The kinds take turns in one
 * process, so that what else the machine does concerns all alike; of the rounds the median counts.
 *
 * <pre>
 *   access ─▶ [ switch ] ─▶ core                          wire, and 0 hops: what no classifier concerns, in the same line
 *                │   ▲
 *                ▼   │  n times
 *             application
 * </pre>
 *
 * <p>Arguments: rounds, and seconds of one measurement.
 */
public final class ChainCost {
    private static final int MOST_HOPS = 5;
    private static final int BEARERS = 10_000;
    private static final int BUFFERS = 1_024;
    private static final int STEPS = 64;
    private static final double REQUIRED = 0.9;

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
        beds.add(new Bed(serves, -1));
        IntStream.rangeClosed(0, MOST_HOPS).forEach(hops -> beds.add(new Bed(serves, hops)));
        beds.forEach(bed -> bed.run(2 * measuredNs));
        for (int round = 0; round < rounds; round++) {
            beds.forEach(bed -> bed.rates.add(bed.run(measuredNs)));
        }
        System.out.println(title);
        System.out.println("  hops        Mpkt/s   ns/pkt   x (n+1) of 0 hops   of wire   hop p50 us   p99 us at 50 %");
        final double wire = beds.get(0).median();
        final double pass = beds.get(1).median();
        for (final Bed bed : beds) {
            bed.print(wire, pass, measuredNs);
        }
    }

    /** A switch and its ports. */
    private static final class Bed implements PortProvider {
        private final PacketMemory memory = new ArrayMemory(
            BUFFERS + 64, (MemoryPort.HEADROOM + Uplink.MAX_LENGTH) / 128 * 128 + 64);
        private final Map<String, LoopPort> loops = new HashMap<>();
        private final StatusFile status = StatusFile.inMemory();
        private final int hops;
        private final List<Double> rates = new ArrayList<>();
        private final Dataplane dataplane;
        private final Lane lane;
        private final Paced source = new Paced();

        Bed(final PortChain.Serves serves, final int hops) {
            this.hops = hops;
            this.dataplane = new Dataplane(DataplaneConfig.DEFAULT, Placement.UNCUT, this, status,
                SystemNanoClock.INSTANCE, line -> () -> line.lanes().forEach(Lane::step));
            dataplane.apply(hops < 0
                ? Breakout.wire(DataplaneConfig.DEFAULT, List.of("generator", "generator")) : config(serves, hops));
            this.lane = dataplane.lanes().getFirst();
        }

        /** Packets that left by the core's port in a second. */
        double run(final long forNs) {
            final long before = sent();
            final long start = System.nanoTime();
            long now = start;
            while (now - start < forNs) {
                for (int i = 0; i < STEPS; i++) {
                    lane.step();
                }
                now = System.nanoTime();
            }
            return (sent() - before) * 1e9 / (now - start);
        }

        private long sent() {
            return status.portCounters(Breakout.CORE, "core", 0).txPackets().get();
        }

        double median() {
            return rates.stream().sorted().toList().get(rates.size() / 2);
        }

        void print(final double wire, final double pass, final long measuredNs) {
            final double rate = median();
            final String name = hops < 0 ? "wire" : hops + "";
            final double share = rate * (hops + 1) / pass;
            String latency = "";
            if (hops > 0) {
                final Histogram histogram = latency(rate / 2, measuredNs);
                latency = String.format(Locale.ROOT, "%13.2f%9.2f   (%d samples)",
                    histogram.getValueAtPercentile(50) / 1e3, histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getTotalCount());
            }
            System.out.printf(Locale.ROOT, "  %-8s%10.3f%9.1f%20s%10.3f%s%s%n", name, rate / 1e6, 1e9 / rate,
                hops < 0 ? "" : String.format(Locale.ROOT, "%.3f", share), rate / wire, latency,
                hops > 0 && share < REQUIRED ? "   below " + REQUIRED : "");
        }

        private Histogram latency(final double rate, final long forNs) {
            source.pace(rate);
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
            final List<PortConfig> ports = new ArrayList<>(List.of(port("access", Role.ACCESS), port("core", Role.CORE)));
            final List<PortPair> pairs = new ArrayList<>();
            final List<PortPairGroup> groups = new ArrayList<>();
            for (int i = 1; i <= Math.max(1, hops); i++) {
                ports.add(port("in" + i, Role.APPLICATION));
                ports.add(port("out" + i, Role.APPLICATION));
                pairs.add(new PortPair("pair" + i, "in" + i, "out" + i));
                groups.add(new PortPairGroup("group" + i, List.of("pair" + i)));
            }
            final PortChain chain = new PortChain(
                "chain", groups.stream().map(PortPairGroup::name).toList(), List.of("classifier"));
            final FlowClassifier classifier = new FlowClassifier("classifier", match(serves, hops));
            return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(new WireConfig("wire", "access", "core")),
                List.of(), Uplink.S1U_SMALL.bearers(BEARERS), GtpuConfig.NONE).withChains(new ChainsConfig(
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

        private static PortConfig port(final String name, final Role role) {
            return new PortConfig(name, role, "loop", true, 1_500, true, Optional.empty(),
                role == Role.APPLICATION ? Optional.of(new MacAddress(Uplink.ACCESS_MAC)) : Optional.empty());
        }

        @Override
        public PacketMemory memory() {
            return memory;
        }

        @Override
        public Port open(final PortConfig config, final int rxQueues, final int txQueues) {
            return switch (config.name()) {
                case "access" -> new GeneratorPort(
                    "access", memory, BUFFERS, Uplink.S1U_SMALL.frames(BEARERS), false, source);
                case "core" ->
                    new GeneratorPort("core", memory, 1, List.of(), false, GeneratorPort.Load.UNLIMITED);
                default -> loop(config.name());
            };
        }

        private Port loop(final String name) {
            final LoopPort port = new LoopPort(name);
            loops.put(name, port);
            final LoopPort in = loops.get(name.replace("out", "in"));
            if (in != null && in != port) {
                in.leadTo(port);
            }
            return port;
        }

        @Override
        public void enterWorker(final int cpu) {
        }

        @Override
        public void leaveWorker() {
        }

        @Override
        public void close() {
        }
    }
}
