package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.bool;
import static io.mecvswitch.control.map.SwitchMapper.constant;
import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.only;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Balancing;
import io.mecvswitch.config.PortPairGroup.TupleMapping;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.ServiceGraph.Branch;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a {@link ChainsConfig} of the service function chains of a valid tree. */
final class ChainsMapper {
    private ChainsMapper() { }

    static ChainsConfig chains(final InnerNode node) {
        return new ChainsConfig(
            constant(ChainsConfig.Ambiguity.class, text(node, "ambiguity")),
            number(node, "max-flows"),
            number(node, "idle-time"),
            node.inner("port-pair").map(ChainsMapper::pair).toList(),
            node.inner("port-pair-group").map(ChainsMapper::group).toList(),
            node.inner("flow-classifier").map(ChainsMapper::classifier).toList(),
            node.inner("port-chain").map(ChainsMapper::chain).toList(),
            node.inner("service-graph").map(ChainsMapper::graph).toList());
    }

    private static PortPair pair(final InnerNode node) {
        return new PortPair(
            text(node, "name"),
            text(node, "ingress"),
            text(node, "egress"),
            node.text("correlation").map(name -> constant(Correlation.class, name)).orElse(Correlation.NONE),
            number(node, "weight"),
            bool(node, "drain"));
    }

    private static PortPairGroup group(final InnerNode node) {
        return new PortPairGroup(
            text(node, "name"),
            names(node, "port-pair"),
            balancing(node),
            bool(node, "tap"),
            bool(node, "end-point"),
            constant(PortPairGroup.Position.class, text(node, "position")),
            constant(PortPairGroup.FailMode.class, text(node, "fail-mode")),
            node.text("backup-chain"),
            node.inner("tuple-mapping").findFirst().map(mapping ->
                new TupleMapping(tuple(only(mapping, "ingress")), tuple(only(mapping, "egress")))),
            health(only(node, "health-check")));
    }

    private static Balancing balancing(final InnerNode node) {
        final Set<PortPairGroup.Field> fields = node.children("lb-field")
            .map(field -> constant(PortPairGroup.Field.class, field.text())).collect(Collectors.toUnmodifiableSet());
        return new Balancing(
            constant(PortPairGroup.Mode.class, text(node, "mode")),
            fields.isEmpty() ? constant(PortPairGroup.Key.class, text(node, "key")) : PortPairGroup.Key.FIELDS,
            fields,
            bool(node, "affinity"));
    }

    private static IpMatch tuple(final InnerNode node) {
        return new IpMatch(
            RuleMapper.prefix(node, "source-address"),
            RuleMapper.prefix(node, "destination-address"),
            Optional.empty(),
            Optional.empty(),
            RuleMapper.range(only(node, "source-port"), "port"),
            RuleMapper.range(only(node, "destination-port"), "port"));
    }

    private static HealthCheck health(final InnerNode node) {
        return new HealthCheck(
            constant(HealthCheck.Probe.class, text(node, "probe")),
            node.text("address").map(IpAddress::parse),
            node.text("source-address").map(IpAddress::parse),
            bool(node, "passive"),
            number(node, "interval"),
            number(node, "count"),
            number(node, "hold-down"),
            bool(node, "preempt"));
    }

    private static FlowClassifier classifier(final InnerNode node) {
        return new FlowClassifier(text(node, "name"), number(node, "priority"), RuleMapper.match(node),
            node.text("logical-destination-interface"));
    }

    private static PortChain chain(final InnerNode node) {
        return new PortChain(
            text(node, "name"),
            number(node, "chain-id"),
            names(node, "port-pair-group"),
            names(node, "flow-classifier"),
            constant(Correlation.class, text(node, "correlation")),
            bool(node, "symmetric"),
            text(node, "serves").equals("frames") ? PortChain.Serves.FRAME : PortChain.Serves.T_PDU,
            tag(node, "vlan-id"),
            tag(node, "reverse-vlan-id"),
            number(node, "metadata-type"));
    }

    private static OptionalInt tag(final InnerNode node, final String leaf) {
        return node.text(leaf).map(id -> OptionalInt.of(Integer.parseInt(id))).orElse(OptionalInt.empty());
    }

    private static ServiceGraph graph(final InnerNode node) {
        return new ServiceGraph(text(node, "name"),
            node.inner("branch").map(branch -> new Branch(text(branch, "source"), names(branch, "destination")))
            .toList());
    }

    private static List<String> names(final InnerNode node, final String leafList) {
        return node.children(leafList).map(DataNode::text).toList();
    }
}
