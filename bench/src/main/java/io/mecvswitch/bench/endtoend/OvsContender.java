package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Open vSwitch over DPDK, as Debian has it, with tunnels and OpenFlow rules that do the same.
 *
 * <p>It forwards on core 1. Its exact-match cache has 8 192 places; of more flows than that it holds some and looks for
 * all, which costs more than it saves. So it is measured twice, as it comes and with that cache off. Core 0 runs the
 * rest, and is told to keep all flows. Its bursts are of 32 packets, which can't be changed. Where there are tunnels,
 * one port takes those of all bearers, and leaves what to do with each to the rules.
 *
 * <pre>
 *   wire   net_pcap ──▶ bridge in, one rule ──▶ net_null
 *   pop    net_pcap ──▶ bridge out, has the tunnel's address ──▶ tunnel port ──▶ bridge in, 10 000 rules ──▶ net_null
 *   chain  net_pcap ──▶ bridge in, rule by port ──▶ net_ring ──▶ bridge in, rule by port ──▶ net_null
 *   push   net_pcap ──▶ bridge in, 10 000 rules ──▶ tunnel port ──▶ bridge out, knows the neighbour ──▶ net_null
 * </pre>
 */
final class OvsContender implements Contender {
    private static final String NAME = "OVS-DPDK";
    private static final String UNCACHED = "OVS-DPDK without EMC";
    private static final String IN = "in";
    private static final String OUT = "out";
    private static final String SINK = "sink";
    private static final String SOURCE = "source";

    private final List<String> prefix;
    private final Effort effort;

    /**
     * @param prefix  command words to put before, such as those of {@code chrt}
     * @param effort  how long it runs
     */
    OvsContender(final List<String> prefix, final Effort effort) {
        this.prefix = prefix;
        this.effort = effort;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean knows(final Scenario scenario) {
        return scenario.ovs().isPresent() && OvsProcess.isInstalled();
    }

    @Override
    public Map<String, Double> run(final Scenario scenario, final Path folder)
        throws IOException, InterruptedException {
        final OvsWork work = scenario.ovs().orElseThrow().get();
        try (OvsProcess ovs = OvsProcess.start(prefix)) {
            ovs.addBridge(IN);
            if (work.meters().count() > 0) {
                ovs.addMeters(IN, work.meters());
            }
            if (!work.rules().isEmpty()) {
                addRules(ovs, work.rules());
            }
            if (work.tunnel() != OvsWork.Tunnel.NONE) {
                addTunnel(ovs);
            }
            ovs.addPort(work.tunnel() == OvsWork.Tunnel.SINK ? OUT : IN, SINK, OvsWork.SINK_PORT, "type=dpdk",
                device(scenario.sink().apply(folder)));
            ovs.addPort(work.tunnel() == OvsWork.Tunnel.SOURCE ? OUT : IN, SOURCE, OvsWork.SOURCE_PORT, "type=dpdk",
                device(scenario.source().apply(folder)));
            addLoops(ovs, work.loops());
            final Map<String, Double> rates = new LinkedHashMap<>();
            rates.put(NAME, SteadyRate.measure(() -> ovs.packetsSent(SINK), effort).mpps());
            ovs.turnExactMatchCacheOff();
            rates.put(UNCACHED, SteadyRate.measure(() -> ovs.packetsSent(SINK), effort).mpps());
            return rates;
        }
    }

    private static String device(final String arguments) {
        return "options:dpdk-devargs=\"" + arguments + '"';
    }

    /** Before there are packets: a thread that polls leaves little of the processors for it. */
    private static void addRules(final OvsProcess ovs, final List<String> rules)
        throws IOException, InterruptedException {
        final Path file = Files.createTempFile("rules", ".txt");
        try {
            Files.write(file, rules);
            ovs.addRules(IN, file);
        } finally {
            Files.delete(file);
        }
    }

    /** A ring of it has many queues, and its thread sends by the second: so both are received from. */
    private static void addLoops(final OvsProcess ovs, final int count) throws IOException, InterruptedException {
        for (int loop = 0; loop < count; loop++) {
            ovs.addPort(IN, "loop" + loop, OvsWork.FIRST_LOOP_PORT + loop, "type=dpdk", "options:n_rxq=2",
                device(Devices.loop(loop)));
        }
    }

    private static void addTunnel(final OvsProcess ovs) throws IOException, InterruptedException {
        ovs.addPort(IN, "gtp", OvsWork.TUNNEL_PORT, "type=gtpu", "options:remote_ip=flow", "options:key=flow");
        ovs.addBridge(OUT);
        ovs.addNeighbour(OUT, Tunnels.CORE + Tunnels.PREFIX, Tunnels.ACCESS, Tunnels.ACCESS_MAC);
    }
}
