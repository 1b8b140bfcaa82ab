package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.bool;
import static io.mecvswitch.control.map.SwitchMapper.constant;
import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.only;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
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
            action(node),
            node.inner("rewrite").findFirst().map(RuleMapper::rewrite).orElse(HeaderRewrite.NONE),
            constant(RuleConfig.FilterType.class, text(node, "filter-type")));
    }

    private static RuleAction action(final InnerNode node) {
        final String action = text(node, "action");
        return switch (action) {
            case "mec-vswitch-rules:passthrough" -> new RuleAction.Pass();
            case "mec-vswitch-rules:drop" -> new RuleAction.Drop();
            case "mec-vswitch-rules:forward-as-is", "mec-vswitch-rules:forward-encapsulated" ->
                destination(node).<RuleAction>map(RuleAction.ForwardEncapsulated::new).or(() -> chain(node, false))
                    .orElseGet(() -> new RuleAction.Forward(text(node, "destination-interface")));
            case "mec-vswitch-rules:forward-decapsulated" -> chain(node, true)
                .orElseGet(() -> new RuleAction.ForwardDecapsulated(text(node, "destination-interface")));
            case "mec-vswitch-rules:duplicate-as-is", "mec-vswitch-rules:duplicate-encapsulated" ->
                destination(node).<RuleAction>map(tunnel ->
                        new RuleAction.DuplicateEncapsulated(tunnel, node.text("original-interface")))
                    .orElseGet(() -> new RuleAction.Duplicate(
                        text(node, "destination-interface"), node.text("original-interface")));
            case "mec-vswitch-rules:duplicate-decapsulated", "mec-vswitch-rules:duplicated-decapsulated" ->
                new RuleAction.DuplicateDecapsulated(
                    text(node, "destination-interface"), node.text("original-interface"));
            default -> throw new IllegalArgumentException("the model has an action that has no meaning yet: " + action);
        };
    }

    private static Optional<RuleAction> chain(final InnerNode rule, final boolean decapsulated) {
        return rule.text("destination-chain").map(chain -> new RuleAction.ForwardChain(chain, decapsulated));
    }

    private static Optional<TunnelEnd> destination(final InnerNode rule) {
        return rule.inner("destination-tunnel").findFirst().map(tunnel ->
            new TunnelEnd(IpAddress.parse(text(tunnel, "endpoint")), Long.parseLong(text(tunnel, "teid"))));
    }

    private static HeaderRewrite rewrite(final InnerNode node) {
        return new HeaderRewrite(
            node.text("source-mac-address").map(MacAddress::parse),
            node.text("destination-mac-address").map(MacAddress::parse),
            tags(node),
            integer(node, "dscp"));
    }

    /** The cases of a choice: at most one of them is there. */
    private static TagRewrite tags(final InnerNode node) {
        return node.inner("push-vlan").findFirst().map(RuleMapper::push)
            .or(() -> node.inner("change-vlan").findFirst().map(RuleMapper::change))
            .or(() -> node.text("pop-vlan").map(empty -> new TagRewrite.Pop()))
            .orElseGet(TagRewrite.Keep::new);
    }

    private static TagRewrite push(final InnerNode node) {
        return new TagRewrite.Push(constant(TagRewrite.Type.class, text(node, "tag-type")),
            number(node, "vlan-id"), number(node, "vlan-pcp"), bool(node, "vlan-dei"));
    }

    private static TagRewrite change(final InnerNode node) {
        return new TagRewrite.Change(node.text("tag-type").map(type -> constant(TagRewrite.Type.class, type)),
            integer(node, "vlan-id"), integer(node, "vlan-pcp"), node.text("vlan-dei").map(Boolean::valueOf));
    }

    static FlowMatch match(final InnerNode filter) {
        return new FlowMatch(
            filter.text("ingress-interface"),
            ethernet(only(filter, "ethernet")),
            ip(only(filter, "outer")),
            tunnel(only(filter, "gtpu")),
            ip(only(filter, "inner")));
    }

    private static EthernetMatch ethernet(final InnerNode node) {
        return new EthernetMatch(
            mac(node, "source-mac-address"),
            mac(node, "destination-mac-address"),
            new VlanMatch(integer(node, "vlan-id"), integer(node, "vlan-pcp")),
            new VlanMatch(integer(node, "inner-vlan-id"), integer(node, "inner-vlan-pcp")),
            integer(node, "ethertype"));
    }

    private static IpMatch ip(final InnerNode node) {
        return new IpMatch(
            prefix(node, "source-address"),
            prefix(node, "destination-address"),
            integer(node, "protocol"),
            integer(node, "dscp"),
            range(only(node, "source-port"), "port"),
            range(only(node, "destination-port"), "port"));
    }

    private static TunnelMatch tunnel(final InnerNode node) {
        return new TunnelMatch(range(node, "teid"), integer(node, "message-type"), integer(node, "qfi"));
    }

    /** A single value, or both ends of a range. */
    static Optional<ValueRange> range(final InnerNode node, final String leaf) {
        return unsigned(node, leaf).map(ValueRange::of).or(() -> unsigned(node, "lower-" + leaf)
            .map(lower -> new ValueRange(lower, Long.parseLong(text(node, "upper-" + leaf)))));
    }

    private static Optional<Long> unsigned(final InnerNode node, final String leaf) {
        return node.text(leaf).map(Long::valueOf);
    }

    private static Optional<MacMatch> mac(final InnerNode ethernet, final String leaf) {
        return ethernet.text(leaf).map(address ->
            new MacMatch(MacAddress.parse(address), MacAddress.parse(text(ethernet, leaf + "-mask"))));
    }

    private static Optional<Integer> integer(final InnerNode node, final String leaf) {
        return node.text(leaf).map(Integer::valueOf);
    }

    static Optional<IpPrefix> prefix(final InnerNode node, final String leaf) {
        return node.text(leaf).map(IpPrefix::parse);
    }
}
