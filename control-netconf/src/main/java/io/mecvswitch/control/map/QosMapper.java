package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.bool;
import static io.mecvswitch.control.map.SwitchMapper.constant;
import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.only;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Meter;
import io.mecvswitch.config.LimiterConfig.Rate;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.EarlyDrop;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes a {@link QosConfig} of the limiters of a valid tree, and of what refers to them. */
final class QosMapper {
    private static final String MODULE = "mec-vswitch-qos:";

    private QosMapper() { }

    static QosConfig qos(final InnerNode root) {
        return new QosConfig(
            only(root, MODULE + "qos").inner("limiter").map(QosMapper::limiter).toList(),
            Stream.of(
                only(root, "ietf-interfaces:interfaces").inner("interface").flatMap(port ->
                    attachment(Owner.PORT, text(port, "name"), only(port, "mec-vswitch-ports:port"), "limiter")),
                only(root, "mec-vswitch-rules:traffic-rules").inner("traffic-rule").flatMap(rule ->
                    attachment(Owner.RULE, text(rule, "name"), rule, "limiter")),
                only(root, "mec-vswitch-slices:slices").inner("slice").flatMap(QosMapper::ofSlice),
                only(root, "mec-vswitch-chains:service-function-chains").inner("port-chain")
                    .flatMap(QosMapper::ofChain))
                .flatMap(attachments -> attachments).toList(),
            only(root, "ietf-interfaces:interfaces").inner("interface").flatMap(QosMapper::shaper).toList());
    }

    private static Stream<ShaperConfig> shaper(final InnerNode port) {
        return only(port, "mec-vswitch-ports:port").inner(MODULE + "shaper").map(shaper -> new ShaperConfig(
            text(port, "name"),
            octets(shaper, "rate"),
            octets(shaper, "burst-size"),
            constant(Length.class, text(shaper, "length")),
            number(shaper, "max-packets"),
            number(shaper, "max-delay"),
            value(shaper, "mark-after").orElse(0),
            shaper.inner("early-drop").findFirst().map(early -> new EarlyDrop(number(early, "target"),
                number(early, "interval"), bool(early, "ecn"))),
            shaper.inner("class").map(QosMapper::shapedClass).toList()));
    }

    private static ShapedClass shapedClass(final InnerNode node) {
        return new ShapedClass(
            text(node, "name"),
            rate(node, "guaranteed-rate"),
            rate(node, "maximum-rate"),
            number(node, "weight"),
            number(node, "max-packets"),
            rate(node, "bearer-rate"),
            node.children("traffic-rule").map(DataNode::text).toList(),
            node.children("slice").map(DataNode::text).toList(),
            node.children("ingress-interface").map(DataNode::text).toList(),
            node.text("within"));
    }

    private static Stream<Attachment> ofSlice(final InnerNode slice) {
        final String plmn = text(slice, "plmn-id");
        return Stream.concat(attachment(Owner.SLICE_UPLINK, plmn, slice, "uplink-limiter"),
            attachment(Owner.SLICE_DOWNLINK, plmn, slice, "downlink-limiter"));
    }

    private static Stream<Attachment> ofChain(final InnerNode chain) {
        final String name = text(chain, "name");
        return Stream.concat(attachment(Owner.CHAIN, name, chain, "limiter"),
            attachment(Owner.CHAIN_REVERSE, name, chain, "reverse-limiter"));
    }

    private static Stream<Attachment> attachment(final Owner owner, final String name, final InnerNode node,
        final String leaf) {
        return node.text(MODULE + leaf).map(limiter -> new Attachment(owner, name, limiter)).stream();
    }

    /** How much a bearer may take. */
    static AmbrConfig ambr(final InnerNode bearer) {
        final InnerNode node = only(bearer, MODULE + "ambr");
        final AmbrConfig ambr = new AmbrConfig(
            rate(node, "uplink"), rate(node, "downlink"), number(node, "burst-duration"),
            node.text("uplink-limiter"), node.text("downlink-limiter"));
        return ambr.equals(AmbrConfig.NONE) ? AmbrConfig.NONE : ambr;
    }

    private static OptionalLong rate(final InnerNode node, final String leaf) {
        return node.text(leaf).map(rate -> OptionalLong.of(Long.parseLong(rate))).orElse(OptionalLong.empty());
    }

    private static LimiterConfig limiter(final InnerNode node) {
        final Meter meter = constant(Meter.class, text(node, "meter"));
        return new LimiterConfig(
            text(node, "name"),
            meter,
            bool(node, "color-aware"),
            new Rate(octets(node, "committed-information-rate"), octets(node, "committed-burst-size")),
            excess(meter, node),
            constant(Length.class, text(node, "length")),
            treatment(only(node, "conform-action"), false),
            treatment(node, "exceed-action"),
            treatment(node, "violate-action"),
            node.text("within"));
    }

    private static Optional<Rate> excess(final Meter meter, final InnerNode node) {
        return switch (meter) {
            case ONE_RATE_TWO_COLOR -> Optional.empty();
            case ONE_RATE_THREE_COLOR -> Optional.of(
                new Rate(octets(node, "committed-information-rate"), octets(node, "excess-burst-size")));
            case TWO_RATE_THREE_COLOR -> Optional.of(
                new Rate(octets(node, "peak-information-rate"), octets(node, "peak-burst-size")));
            case TWO_RATE_THREE_COLOR_APART -> Optional.of(
                new Rate(octets(node, "excess-information-rate"), octets(node, "excess-burst-size")));
        };
    }

    private static long octets(final InnerNode node, final String leaf) {
        return Long.parseLong(text(node, leaf));
    }

    private static Treatment treatment(final InnerNode limiter, final String name) {
        final InnerNode node = only(limiter, name);
        return treatment(node, bool(node, "drop"));
    }

    private static Treatment treatment(final InnerNode node, final boolean drops) {
        return new Treatment(drops, value(node, "dscp"), value(node, "pcp"));
    }

    private static OptionalInt value(final InnerNode node, final String leaf) {
        return node.text(leaf).map(value -> OptionalInt.of(Integer.parseInt(value))).orElse(OptionalInt.empty());
    }
}
