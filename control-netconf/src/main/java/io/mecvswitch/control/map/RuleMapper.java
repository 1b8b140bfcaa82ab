package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.only;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.control.data.InnerNode;
import java.util.Optional;

/** Makes {@link RuleConfig}s of the traffic rules of a valid tree. */
final class RuleMapper {
    private RuleMapper() { }

    static RuleConfig rule(final InnerNode node) {
        return new RuleConfig(
            text(node, "name"),
            number(node, "priority"),
            node.inner("traffic-filter").map(RuleMapper::match).toList(),
            action(node));
    }

    private static RuleAction action(final InnerNode node) {
        final String action = text(node, "action");
        return switch (action) {
            case "mec-vswitch-rules:passthrough" -> new RuleAction.Pass();
            case "mec-vswitch-rules:drop" -> new RuleAction.Drop();
            case "mec-vswitch-rules:forward-as-is", "mec-vswitch-rules:forward-encapsulated" ->
                new RuleAction.Forward(text(node, "destination-interface"));
            case "mec-vswitch-rules:forward-decapsulated" ->
                new RuleAction.ForwardDecapsulated(text(node, "destination-interface"));
            default -> throw new IllegalArgumentException("the model has an action that has no meaning yet: " + action);
        };
    }

    private static FlowMatch match(final InnerNode filter) {
        final InnerNode ethernet = only(filter, "ethernet");
        final InnerNode outer = only(filter, "outer");
        final InnerNode gtpu = only(filter, "gtpu");
        final InnerNode inner = only(filter, "inner");
        return new FlowMatch(
            filter.text("ingress-interface"),
            mac(ethernet, "source-mac-address"),
            mac(ethernet, "destination-mac-address"),
            integer(ethernet, "vlan-id"),
            integer(ethernet, "inner-vlan-id"),
            integer(ethernet, "ethertype"),
            prefix(outer, "source-address"),
            prefix(outer, "destination-address"),
            integer(outer, "protocol"),
            gtpu.text("teid").map(Long::valueOf),
            integer(gtpu, "message-type"),
            integer(gtpu, "qfi"),
            prefix(inner, "source-address"),
            prefix(inner, "destination-address"),
            integer(inner, "protocol"));
    }

    private static Optional<MacMatch> mac(final InnerNode ethernet, final String leaf) {
        return ethernet.text(leaf).map(address ->
            new MacMatch(MacAddress.parse(address), MacAddress.parse(text(ethernet, leaf + "-mask"))));
    }

    private static Optional<Integer> integer(final InnerNode node, final String leaf) {
        return node.text(leaf).map(Integer::valueOf);
    }

    private static Optional<IpPrefix> prefix(final InnerNode node, final String leaf) {
        return node.text(leaf).map(IpPrefix::parse);
    }
}
