package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.Breakout;
import io.mecvswitch.bench.Flows;
import io.mecvswitch.bench.Uplink;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DataplaneConfig.Spread;
import io.mecvswitch.stage.StageName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The scenarios there are, in the order in which they run. */
final class Scenarios {
    private static final int BEARERS = 10_000;
    private static final int MANY_BEARERS = 1_000_000;
    /** Frames of a capture at most: they stay in packet buffers while it is read for ever. */
    private static final int CAPTURED = 131_072;
    private static final int FLOWS = 10_000;
    /** Traffic that several scenarios have. */
    private static final String UPLINK = "uplink";
    private static final int KILOBITS_PER_SECOND = 1_000_000;
    private static final int BURST_KILOBITS = 100_000;
    private static final long AMBR_BIT_PER_SECOND = 100_000_000_000L;
    private static final String ANSWERS = "answers.pcap";
    private static final String OTHER_SOURCE = "source-1.pcap";
    private static final String STATIONS = "stations.pcap";
    private static final List<Integer> ONE_WORKER = List.of(1);
    private static final List<Integer> TWO_WORKERS = List.of(1, 0);

    /** All of them. */
    static final List<Scenario> ALL =
        Stream.of(wires(), pops(), pushes(), breakouts(), chains(), rules(), bridges(), placements(), lines())
        .flatMap(List::stream).toList();

    private Scenarios() {
    }

    /** The scenario with this label. */
    static Optional<Scenario> labelled(final String label) {
        return ALL.stream().filter(scenario -> scenario.label().equals(label)).findFirst();
    }

    private static DataplaneConfig layout(final int buffers) {
        return layout(ONE_WORKER, Optional.empty(), buffers);
    }

    private static DataplaneConfig layout(final List<Integer> workers, final Optional<List<StageName>> cuts,
        final int buffers) {
        return new DataplaneConfig(workers, cuts, DataplaneConfig.Idle.BUSY_SPIN, TestpmdContender.BURST, 64, buffers,
            true);
    }

    // Forwarding.

    private static List<Scenario> wires() {
        return List.of(
            new Scenario("null-wire", "null-wire", "wire between two net_null, both ways", Map::of,
                _ -> Devices.NULL_SOURCE, _ -> Devices.NULL_SINK, Scenario.BUFFERS,
                _ -> Breakout.wire(layout(Scenario.BUFFERS), List.of(Devices.NULL_SOURCE, Devices.NULL_SINK)),
                Optional.empty(), Optional.empty()),
            Scenario.ofCapture("pcap-wire", "wire from net_pcap to net_null, 10 000 TEIDs",
                () -> Uplink.S1U_SMALL.frames(BEARERS), folder -> Breakout.wire(layout(Scenario.BUFFERS), wire(folder)))
                .withOvs(() -> OvsWork.of(List.of(OvsWork.FROM_SOURCE + "actions=" + OvsWork.TO_SINK)))
                .ofTraffic(UPLINK),
            Scenario.ofCapture("pcap-mac", "new MAC addresses from net_pcap to net_null, 10 000 TEIDs",
                () -> Uplink.S1U_SMALL.frames(BEARERS), folder -> Breakout.macs(layout(Scenario.BUFFERS), wire(folder)))
                .withOvs(() -> OvsWork.of(List.of(
                    OvsWork.FROM_SOURCE + "actions=" + OvsWork.NEW_ADDRESSES + OvsWork.TO_SINK))).ofTraffic(UPLINK));
    }

    private static List<String> wire(final Path folder) {
        return List.of(Devices.source(folder), Devices.SINK);
    }

    // GTP-U.

    private static List<Scenario> pops() {
        return List.of(
            pop("pop-1", "GTP-U pop, 1 bearer", Uplink.S1U_SMALL, 1),
            pop("pop-10k", "GTP-U pop, 10 000 bearers", Uplink.S1U_SMALL, BEARERS).ofTraffic(UPLINK),
            counted(pop("pop-10k-counted", "GTP-U pop, 10 000 bearers, traffic counted by bearer", Uplink.S1U_SMALL,
                BEARERS)).ofTraffic(UPLINK).alone(),
            pop("pop-1m", "GTP-U pop, 1 000 000 bearers, of which 131 072 send", Uplink.S1U_SMALL, MANY_BEARERS)
                .withBuffers(Scenario.BUFFERS + CAPTURED),
            pop("pop-5g", "GTP-U pop with PDU session container, 10 000 bearers", Uplink.N3_SMALL, BEARERS),
            pop("pop-imix", "GTP-U pop of the simple Internet mix, 10 000 bearers", Uplink.S1U_IMIX, BEARERS));
    }

    /** The same, and traffic is counted by bearer. */
    private static Scenario counted(final Scenario scenario) {
        return scenario.withConfig(config -> config.withGtpu(config.gtpu().withCounting()));
    }

    private static Scenario pop(final String label, final String title, final Uplink traffic, final int bearers) {
        final int sending = Math.min(bearers, CAPTURED);
        return Scenario.ofCapture(label, title, () -> traffic.frames(bearers, sending),
            folder -> Breakout.config(layout(buffers(sending)), List.of(Devices.source(folder), Devices.OTHER_SINK,
                Devices.SINK), 1, traffic.bearers(bearers)))
            .withSameWork(new SameWork("pop", bearers, _ -> Devices.SINK))
            .withOvs(() -> new OvsWork(OvsWork.Tunnel.SOURCE, traffic.bearers(bearers, sending)
                .map(BearerConfig::uplinkTeid).map(teid -> OvsWork.FROM_TUNNEL + "tun_id=" + teid + ",actions="
                    + OvsWork.NEW_ADDRESSES + OvsWork.TO_SINK).toList()));
    }

    private static int buffers(final int captured) {
        return captured > Scenario.BUFFERS / 2 ? Scenario.BUFFERS + captured : Scenario.BUFFERS;
    }

    /** Uplink packets come once, to show the switch on what way each tunnel is; then there are answers only. */
    private static List<Scenario> pushes() {
        return List.of(
            push("push-1", "GTP-U push, 1 bearer", Uplink.S1U_SMALL, 1),
            push("push-10k", "GTP-U push, 10 000 bearers", Uplink.S1U_SMALL, BEARERS),
            push("push-1m", "GTP-U push, 1 000 000 bearers, of which 131 072 are answered", Uplink.S1U_SMALL,
                MANY_BEARERS).withBuffers(Scenario.BUFFERS + CAPTURED),
            push("push-5g", "GTP-U push with PDU session container, 10 000 bearers", Uplink.N3_SMALL, BEARERS));
    }

    private static Scenario push(final String label, final String title, final Uplink traffic, final int bearers) {
        final int sending = Math.min(bearers, CAPTURED);
        return Scenario.ofCapture(label, title, () -> traffic.answers(bearers, sending),
            folder -> Breakout.config(layout(buffers(sending)), List.of(Devices.once(2, folder.resolve(ANSWERS)),
                Devices.OTHER_SINK, Devices.source(folder)), 1, traffic.bearers(bearers)))
            .withCapture(ANSWERS, () -> traffic.frames(bearers, sending))
            .withSameWork(
                new SameWork(traffic == Uplink.N3_SMALL ? "push-5g" : "push", bearers, _ -> Devices.SINK))
            .withOvs(() -> new OvsWork(OvsWork.Tunnel.SINK, traffic.bearers(bearers, sending)
                .map(bearer -> OvsWork.FROM_SOURCE + "ip,nw_dst=" + bearer.ueAddress() + ",actions=set_field:"
                    + bearer.downlinkTeid() + "->tun_id,set_field:" + Tunnels.ACCESS + "->tun_dst,"
                    + OvsWork.TO_TUNNEL).toList()));
    }

    /** Both ways at once, 4G and 5G mixed, under a hundred rules; testpmd forwards the uplink. */
    private static List<Scenario> breakouts() {
        final List<Uplink> both = List.of(Uplink.S1U_SMALL, Uplink.N3_SMALL);
        return List.of(Scenario.ofCapture("breakout",
            "breakout with answers, 4G and 5G mixed, 10 000 bearers, 100 rules",
            () -> Uplink.frames(both, BEARERS),
            folder -> Breakout.config(layout(Scenario.BUFFERS), List.of(Devices.source(folder), Devices.OTHER_SINK,
                answering(folder)), 100, Uplink.bearers(both, BEARERS)))
            .withCapture(ANSWERS, () -> Uplink.S1U_SMALL.answers(BEARERS, BEARERS))
            .withSameWork(new SameWork("breakout", BEARERS, Scenarios::answering)));
    }

    private static String answering(final Path folder) {
        return Devices.endless(2, folder.resolve(ANSWERS));
    }

    // Service function chains.

    /** Frames through applications that cost nothing: what is measured are the n + 1 passes through the switch. */
    private static List<Scenario> chains() {
        return List.of(
            chain("chain-1", "chain of one application, frames of 10 000 TEIDs", 1),
            chain("chain-3", "chain of three applications, frames of 10 000 TEIDs", 3));
    }

    private static Scenario chain(final String label, final String title, final int applications) {
        return Scenario.ofCapture(label, title, () -> Uplink.S1U_SMALL.frames(BEARERS),
            folder -> Breakout.chain(layout(Scenario.BUFFERS), wire(folder),
                IntStream.range(0, applications).mapToObj(Devices::loop).toList()))
            .withOvs(() -> OvsWork.chain(applications)).ofTraffic(UPLINK);
    }

    // Rules and bridges.

    private static List<Scenario> rules() {
        return List.of(
            rules("rules-10", "10 rules for VLAN and server, 10 000 flows", 10, FLOWS),
            rules("rules-1k", "1 000 rules for VLAN and server, 10 000 flows", 1_000, FLOWS),
            rules("rules-10k", "10 000 rules for VLAN and server, 10 000 flows", FLOWS, FLOWS),
            rules("rules-16k", "16 000 rules for VLAN and server, 16 000 flows", 16_000, 16_000),
            rules("rules-new", "1 000 rules for VLAN and server, 131 072 flows", 1_000, CAPTURED)
                .withBuffers(Scenario.BUFFERS + CAPTURED),
            limited("limits-1k", "1 000 rules with a policer each, 10 000 flows", 1_000, FLOWS),
            limited("limits-10k", "10 000 rules with a policer each, 10 000 flows", FLOWS, FLOWS),
            policed("limits-1m", "GTP-U pop, 1 000 000 bearers with an AMBR each, of which 131 072 send",
                MANY_BEARERS));
    }

    /** Each bearer's AMBR is more than comes, so that the work is metering, not dropping. */
    private static Scenario policed(final String label, final String title, final int bearers) {
        final AmbrConfig ambr = AmbrConfig.of(AMBR_BIT_PER_SECOND, AMBR_BIT_PER_SECOND);
        return Scenario.ofCapture(label, title, () -> Uplink.S1U_SMALL.frames(bearers, CAPTURED),
            folder -> Breakout.config(layout(buffers(CAPTURED)), List.of(Devices.source(folder), Devices.OTHER_SINK,
                Devices.SINK), 1, Uplink.S1U_SMALL.bearers(bearers).stream()
                .map(bearer -> bearer.withAmbr(ambr)).toList())).withBuffers(Scenario.BUFFERS + CAPTURED);
    }

    /** What each rule lets pass is more than comes, so that the work is metering, not dropping. */
    private static Scenario limited(final String label, final String title, final int rules, final int flows) {
        return rules(label, title, rules, flows)
            .withConfig(config -> config.withQos(
                Breakout.limits(rules, KILOBITS_PER_SECOND * 1_000L, BURST_KILOBITS * 125L)))
            .withOvs(() -> new OvsWork(OvsWork.Tunnel.NONE, Stream.iterate(0, rule -> rule + 1).limit(rules)
                .map(rule -> OvsWork.FROM_SOURCE + "dl_vlan=" + Flows.VLAN + ",ip,nw_dst="
                    + Breakout.server(rule) + ",actions=meter:" + (rule + 1) + "," + OvsWork.TO_SINK).toList(),
                new OvsWork.Meters(rules, KILOBITS_PER_SECOND, BURST_KILOBITS)));
    }

    private static Scenario rules(final String label, final String title, final int rules, final int flows) {
        return Scenario.ofCapture(label, title, () -> Flows.users(flows, rules),
            folder -> Breakout.servers(layout(buffers(flows)), wire(folder), rules))
            .withOvs(() -> OvsWork.of(Stream.iterate(0, rule -> rule + 1).limit(rules)
                .map(rule -> OvsWork.FROM_SOURCE + "dl_vlan=" + Flows.VLAN + ",ip,nw_dst="
                    + Breakout.server(rule) + ",actions=" + OvsWork.TO_SINK).toList()));
    }

    /** Each station sends once, by the sink; then all that comes is for them. */
    private static List<Scenario> bridges() {
        return List.of(
            bridge("bridge-1k", "bridge, 1 000 stations", 1_000),
            bridge("bridge-10k", "bridge, 10 000 stations", 10_000),
            bridge("bridge-100k", "bridge, 100 000 stations", 100_000)
                .withBuffers(Scenario.BUFFERS + CAPTURED));
    }

    private static Scenario bridge(final String label, final String title, final int stations) {
        return new Scenario(label, label, title, () -> Map.of(Scenario.SOURCE, Flows.toStations(stations), STATIONS,
            Flows.fromStations(stations)), Devices::source, folder -> Devices.once(1, folder.resolve(STATIONS)),
            Scenario.BUFFERS, folder -> Breakout.bridge(layout(buffers(stations)),
            List.of(Devices.source(folder), Devices.once(1, folder.resolve(STATIONS))), stations),
            Optional.of(() -> OvsWork.of(List.of())), Optional.empty());
    }

    // Threads.

    private static List<Scenario> placements() {
        return List.of(
            placed("pop-cut", "GTP-U pop, 10 000 bearers, cut behind Classify, two cores", TWO_WORKERS,
                List.of(StageName.CLASSIFY)),
            placed("pop-cut-same", "GTP-U pop, 10 000 bearers, cut behind Classify, one core", ONE_WORKER,
                List.of(StageName.CLASSIFY)),
            placed("pop-cuts", "GTP-U pop, 10 000 bearers, cut behind Parse, Classify, MatchBearer and Decapsulate, one"
                + " core", ONE_WORKER, List.of(StageName.PARSE, StageName.CLASSIFY, StageName.MATCH_BEARER,
                StageName.DECAPSULATE)));
    }

    /** The device has two queues, as if it brought half of the UEs to each; or all UEs are in both. */
    private static List<Scenario> lines() {
        return List.of(
            lines("lines-1", "GTP-U pop, 10 000 bearers from two queues, one line, one core", ONE_WORKER, 1,
                Spread.UE),
            lines("lines-2-device", "GTP-U pop, 10 000 bearers from two queues, two lines on two cores, spread by the"
                + " device", TWO_WORKERS, 2, Spread.DEVICE),
            lines("lines-2-ue", "GTP-U pop, 10 000 bearers from two queues, two lines on two cores, spread by UE",
                TWO_WORKERS, 2, Spread.UE),
            lines("lines-2-ue-same", "GTP-U pop, 10 000 bearers from two queues, two lines by one worker, spread by UE",
                ONE_WORKER, 2, Spread.UE));
    }

    private static Scenario lines(final String label, final String title, final List<Integer> workers,
        final int count, final Spread spread) {
        return new Scenario(label, "lines", title, () -> Map.of(Scenario.SOURCE, half(0), OTHER_SOURCE, half(1)),
            Scenarios::twoQueues, _ -> Devices.SINK, Scenario.BUFFERS,
            folder -> Breakout.config(layout(workers, Optional.empty(), Scenario.BUFFERS)
                .withLines(count, spread), List.of(twoQueues(folder), Devices.OTHER_SINK, Devices.SINK), 1,
                Uplink.S1U_SMALL.bearers(BEARERS)), Optional.empty(), Optional.empty());
    }

    private static String twoQueues(final Path folder) {
        return Devices.twoQueues(folder.resolve(Scenario.SOURCE), folder.resolve(OTHER_SOURCE));
    }

    private static List<byte[]> half(final int remainder) {
        final List<byte[]> frames = Uplink.S1U_SMALL.frames(BEARERS);
        return IntStream.range(0, frames.size()).filter(i -> i % 2 == remainder).mapToObj(frames::get).toList();
    }

    private static Scenario placed(final String label, final String title, final List<Integer> workers,
        final List<StageName> cuts) {
        return Scenario.ofCapture(label, title, () -> Uplink.S1U_SMALL.frames(BEARERS),
            folder -> Breakout.config(layout(workers, Optional.of(cuts), Scenario.BUFFERS),
                List.of(Devices.source(folder), Devices.OTHER_SINK, Devices.SINK), 1,
                Uplink.S1U_SMALL.bearers(BEARERS))).ofTraffic(UPLINK);
    }
}
