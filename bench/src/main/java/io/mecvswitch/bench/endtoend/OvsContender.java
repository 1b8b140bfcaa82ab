package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Open vSwitch over DPDK, as Debian has it, with tunnels and OpenFlow rules that do the same.
 *
 * <p>It forwards on core 1 and asks its flow caches first, as it does out of the box. Core 0 runs the rest. Its bursts are
 * of 32 packets, which can't be changed. A wire is a rule from port to port; to pop GTP-U it has one rule for each TEID
 * behind a tunnel port that leaves the TEID to the rules.
 *
 * <pre>
 *   wire   net_pcap ──▶ bridge in, one rule ──▶ net_null
 *   pop    net_pcap ──▶ bridge out, has the tunnel's address ──▶ tunnel port ──▶ bridge in, 10 000 rules ──▶ net_null
 * </pre>
 */
final class OvsContender implements Contender {
    private static final String NAME = "OVS-DPDK";
    private static final int TUNNEL = 1;
    private static final int SINK = 2;
    private static final int SOURCE = 3;
    /** Ethernet addresses that testpmd's mode mac writes, too. */
    private static final String NEW_ADDRESSES = "mod_dl_src:02:00:00:00:00:02,mod_dl_dst:02:00:00:00:00:01,";

    private final List<String> prefix;
    private final int seconds;

    /**
     * @param prefix  command words to put before, such as those of {@code chrt}
     * @param seconds to measure
     */
    OvsContender(final List<String> prefix, final int seconds) {
        this.prefix = prefix;
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean knows(final Scenario scenario) {
        return scenario != Scenario.NULL_WIRE && OvsProcess.isInstalled();
    }

    @Override
    public double run(final Scenario scenario, final Path capture) throws IOException, InterruptedException {
        try (OvsProcess ovs = OvsProcess.start(prefix)) {
            ovs.addBridge("in", "");
            addRules(ovs, scenario);
            ovs.addPort("in", "sink", SINK, "type=dpdk", "options:dpdk-devargs=\"" + scenario.sink() + '"');
            addSource(ovs, scenario, "options:dpdk-devargs=\"" + scenario.source(capture.toString()) + '"');
            return SteadyRate.measure(() -> ovs.packetsSent("sink"), seconds).mpps();
        }
    }

    /** Before there are packets: a thread that polls leaves little of the processors for it. */
    private static void addRules(final OvsProcess ovs, final Scenario scenario)
        throws IOException, InterruptedException {
        final Path rules = Files.createTempFile("rules", ".txt");
        try {
            Files.write(rules, rules(scenario));
            ovs.addRules("in", rules);
        } finally {
            Files.delete(rules);
        }
    }

    private static List<String> rules(final Scenario scenario) {
        return switch (scenario) {
            case NULL_WIRE, PCAP_WIRE -> List.of("in_port=" + SOURCE + ",actions=output:" + SINK);
            case PCAP_MAC -> List.of("in_port=" + SOURCE + ",actions=" + NEW_ADDRESSES + "output:" + SINK);
            case PCAP_POP -> scenario.teids().map(teid -> "in_port=" + TUNNEL + ",tun_id=" + teid + ",actions="
                + NEW_ADDRESSES + "output:" + SINK).toList();
        };
    }

    private static void addSource(final OvsProcess ovs, final Scenario scenario, final String device)
        throws IOException, InterruptedException {
        if (scenario == Scenario.PCAP_POP) {
            ovs.addPort("in", "gtp", TUNNEL, "type=gtpu", "options:remote_ip=flow", "options:key=flow");
            ovs.addBridge("out", scenario.tunnelEnd());
            ovs.addPort("out", "source", SOURCE, "type=dpdk", device);
        } else {
            ovs.addPort("in", "source", SOURCE, "type=dpdk", device);
        }
    }
}
