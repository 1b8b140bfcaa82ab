package io.mecvswitch.control.map;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.DataplaneConfig.Idle;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.stage.StageName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Makes a {@link SwitchConfig} of a valid tree. */
public final class SwitchMapper {
    private SwitchMapper() { }

    /** The whole configuration. */
    public static SwitchConfig map(final InnerNode root) {
        return map(root,
            only(root, "mec-vswitch-rules:traffic-rules").inner("traffic-rule").map(RuleMapper::rule).toList(),
            only(root, "mec-vswitch-bearers:bearers").inner("bearer").map(SwitchMapper::bearer).toList());
    }

    /** The whole configuration, of which these parts are mapped already. */
    public static SwitchConfig map(
        final InnerNode root, final List<RuleConfig> rules, final List<BearerConfig> bearers) {
        return new SwitchConfig(
            dataplane(only(root, "mec-vswitch-dataplane:dataplane")),
            only(root, "ietf-interfaces:interfaces").inner("interface").map(SwitchMapper::port).toList(),
            only(root, "mec-vswitch-ports:wires").inner("wire").map(SwitchMapper::wire).toList(),
            rules,
            bearers,
            gtpu(only(root, "mec-vswitch-gtpu:gtpu")),
            only(root, "mec-vswitch-bridges:bridge-domains").inner("bridge-domain").map(BridgeMapper::bridge).toList(),
            slices(only(root, "mec-vswitch-slices:slices")),
            ChainsMapper.chains(only(root, "mec-vswitch-chains:service-function-chains")),
            QosMapper.qos(root),
            only(root, "mec-vswitch-airtime:airtime").inner("radio").map(RadioMapper::radio).toList());
    }

    /** An entry of the list of rules. */
    public static RuleConfig rule(final InnerNode node) {
        return RuleMapper.rule(node);
    }

    private static DataplaneConfig dataplane(final InnerNode node) {
        return new DataplaneConfig(
            node.children("worker-cpu").map(cpu -> Integer.valueOf(cpu.text())).toList(),
            cuts(node),
            constant(Idle.class, text(node, "idle-strategy")),
            number(node, "vector-size"),
            number(node, "handoff-size"),
            number(node, "buffers"),
            bool(node, "hugepages"),
            number(node, "lines"),
            constant(DataplaneConfig.Spread.class, text(node, "spread-by")));
    }

    private static Optional<List<StageName>> cuts(final InnerNode node) {
        final List<StageName> cuts = node.children("cut-after")
            .map(stage -> constant(StageName.class, stage.text())).toList();
        return cuts.isEmpty() ? node.text("run-to-completion").map(empty -> List.of()) : Optional.of(cuts);
    }

    private static PortConfig port(final InnerNode node) {
        final InnerNode port = only(node, "mec-vswitch-ports:port");
        return new PortConfig(
            text(node, "name"),
            constant(PortConfig.Role.class, text(port, "role")),
            text(port, "device"),
            bool(node, "enabled"),
            number(port, "mtu"),
            bool(port, "promiscuous"),
            port.text("mac-address").map(MacAddress::parse),
            port.text("peer-mac-address").map(MacAddress::parse),
            port.children("gateway-address").map(address -> IpAddress.parse(address.text())).toList(),
            port.text("proxy-neighbour-discovery").map(Boolean::parseBoolean).orElse(false),
            fit(port),
            sources(only(port, "allowed-sources")));
    }

    private static SourcesConfig sources(final InnerNode node) {
        return new SourcesConfig(
            node.children("mac-address").map(mac -> MacAddress.parse(mac.text())).toList(),
            node.children("address").map(prefix -> IpPrefix.parse(prefix.text())).toList(),
            node.inner("pair").map(pair -> new SourcesConfig.Pair(
                MacAddress.parse(text(pair, "mac-address")), IpPrefix.parse(text(pair, "address")))).toList());
    }

    private static FitConfig fit(final InnerNode port) {
        return new FitConfig(
            port.text("max-mss").map(mss -> OptionalInt.of(Integer.parseInt(mss))).orElse(OptionalInt.empty()),
            port.text("too-big").map(policy -> constant(FitConfig.TooBig.class, policy)).orElse(FitConfig.TooBig.DROP));
    }

    private static WireConfig wire(final InnerNode node) {
        return new WireConfig(text(node, "name"), text(node, "access"), text(node, "core"),
            node.inner("sgi").flatMap(sgi -> sgi.children("ue-prefix")).map(ue -> IpPrefix.parse(ue.text())).toList());
    }

    /** An entry of the list of bearers. */
    public static BearerConfig bearer(final InnerNode node) {
        final InnerNode uplink = only(node, "uplink");
        final InnerNode downlink = only(node, "downlink");
        return new BearerConfig(
            text(node, "name"),
            IpAddress.parse(text(node, "ue-address")),
            IpAddress.parse(text(uplink, "endpoint")),
            Long.parseLong(text(uplink, "teid")),
            IpAddress.parse(text(downlink, "endpoint")),
            Long.parseLong(text(downlink, "teid")),
            node.text("qfi").map(qfi -> OptionalInt.of(Integer.parseInt(qfi))).orElse(OptionalInt.empty()),
            node.text("imsi"),
            push(only(node, "push")),
            node.text("slice"),
            QosMapper.ambr(node));
    }

    private static SlicesConfig slices(final InnerNode node) {
        return new SlicesConfig(number(node, "limit"), node.inner("slice").map(SwitchMapper::slice).toList());
    }

    private static SliceConfig slice(final InnerNode node) {
        return new SliceConfig(
            text(node, "plmn-id"),
            node.children("gateway").map(gateway -> IpAddress.parse(gateway.text())).toList(),
            text(node, "access").equals("listed"),
            node.children("imsi").map(DataNode::text).toList(),
            node.children("vlan-id").map(vlan -> Integer.valueOf(vlan.text())).toList());
    }

    private static PushConfig push(final InnerNode node) {
        return new PushConfig(
            bool(node, "sequence-numbers"),
            constant(PushConfig.SourcePort.class, text(node, "source-port")),
            constant(PushConfig.Dscp.class, text(node, "dscp")),
            number(node, "ttl"));
    }

    private static GtpuConfig gtpu(final InnerNode node) {
        return new GtpuConfig(
            node.inner("endpoint").map(SwitchMapper::endpoint).toList(),
            bool(node, "ecn"),
            dscps(node, "qfi-dscp", "qfi"),
            dscps(node, "inner-dscp", "inner"),
            node.inner("reassembly").map(SwitchMapper::reassembly).findFirst(),
            learning(only(node, "learning")),
            bool(node, "count-bearers"));
    }

    private static Optional<LearningConfig> learning(final InnerNode node) {
        return !bool(node, "enabled") ? Optional.empty() : Optional.of(new LearningConfig(
            number(node, "maximum-bearers"),
            number(node, "ageing-time"),
            constant(LearningConfig.Handover.class, text(node, "handover")),
            number(node, "end-marker-wait"),
            hold(only(node, "hold"))));
    }

    private static HoldConfig hold(final InnerNode node) {
        return new HoldConfig(number(node, "max-packets"), number(node, "max-packets-per-bearer"),
            number(node, "time"));
    }

    private static Map<Integer, Integer> dscps(final InnerNode node, final String list, final String key) {
        return node.inner(list).collect(Collectors.toMap(entry -> number(entry, key), entry -> number(entry, "dscp")));
    }

    private static ReassemblyConfig reassembly(final InnerNode node) {
        return new ReassemblyConfig(number(node, "max-datagrams"), number(node, "timeout"));
    }

    private static EndpointConfig endpoint(final InnerNode node) {
        return new EndpointConfig(
            IpAddress.parse(text(node, "address")),
            node.text("interface"),
            bool(node, "echo"),
            number(node, "error-rate"),
            bool(node, "udp-port-extension"),
            bool(node, "neighbour-discovery"),
            node.inner("peer").map(SwitchMapper::peer).toList(),
            bool(node, "end-markers"));
    }

    private static PeerConfig peer(final InnerNode node) {
        return new PeerConfig(
            IpAddress.parse(text(node, "address")),
            text(node, "interface"),
            MacAddress.parse(text(node, "mac-address")),
            node.text("vlan-id").map(id -> OptionalInt.of(Integer.parseInt(id))).orElse(OptionalInt.empty()),
            number(node, "echo-interval"),
            number(node, "t3-response"),
            number(node, "n3-requests"));
    }

    // Leafs of a valid tree: mandatory, or with a default.

    /** The container of this name. */
    static InnerNode only(final InnerNode parent, final String name) {
        return (InnerNode) parent.first(name).orElseThrow(() -> missing(parent, name));
    }

    /** The value of this leaf. */
    static String text(final InnerNode parent, final String name) {
        return parent.text(name).orElseThrow(() -> missing(parent, name));
    }

    /** The value of this leaf as a number. */
    static int number(final InnerNode parent, final String name) {
        return Integer.parseInt(text(parent, name));
    }

    /** The value of this leaf as a truth value. */
    static boolean bool(final InnerNode parent, final String name) {
        return Boolean.parseBoolean(text(parent, name));
    }

    /** An enum of the model, in the words of Java. */
    static <E extends Enum<E>> E constant(final Class<E> type, final String value) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static IllegalArgumentException missing(final DataNode parent, final String name) {
        return new IllegalArgumentException(parent + " has no " + name + "; validate the tree before mapping it");
    }
}
