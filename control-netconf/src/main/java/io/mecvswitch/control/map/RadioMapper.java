package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.constant;
import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.only;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.Band;
import io.mecvswitch.config.RadioConfig.CeilingConfig;
import io.mecvswitch.config.RadioConfig.Encryption;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.control.data.InnerNode;
import java.math.BigDecimal;

/** Makes a {@link RadioConfig} of a radio of a valid tree. */
final class RadioMapper {
    private static final int LOWEST_OFDM = 60;
    private static final int LOWEST_DSSS = 10;

    private RadioMapper() { }

    static RadioConfig radio(final InnerNode node) {
        return new RadioConfig(
            text(node, "interface"),
            constant(Band.class, text(node, "band")),
            number(node, "channel-width"),
            constant(Encryption.class, text(node, "encryption")),
            node.text("feedback-ring"),
            number(node, "quantum"),
            number(node, "max-frames"),
            number(node, "max-wait"),
            Boolean.parseBoolean(text(node, "charge-received")),
            rate(only(node, "group-rate")),
            node.inner("vif").map(RadioMapper::vif).toList());
    }

    private static VifConfig vif(final InnerNode node) {
        return new VifConfig(
            text(node, "name"),
            number(node, "id"),
            node.text("tenant"),
            node.text("ssid"),
            node.text("bssid").map(MacAddress::parse),
            node.text("vlan-id").map(Integer::valueOf),
            scaled(text(node, "share"), 4),
            node.inner("ceiling").map(RadioMapper::ceiling).findFirst(),
            rate(only(node, "rate")),
            node.inner("station").map(station ->
                new StationConfig(MacAddress.parse(text(station, "mac-address")), rate(station))).toList());
    }

    private static CeilingConfig ceiling(final InnerNode node) {
        return new CeilingConfig(
            scaled(text(node, "max-airtime-ratio"), 4),
            optional(node, "hold-time", 0),
            Long.parseLong(text(node, "renewal")));
    }

    private static RateConfig rate(final InnerNode node) {
        final Standard standard = constant(Standard.class, text(node, "standard"));
        return new RateConfig(
            standard,
            switch (standard) {
                case A, G -> node.text("bit-rate").map(rate -> scaled(rate, 1)).orElse(LOWEST_OFDM);
                case B -> node.text("bit-rate").map(rate -> scaled(rate, 1)).orElse(LOWEST_DSSS);
                case N, AC, AX -> optional(node, "mcs", 0);
            },
            optional(node, "spatial-streams", 1),
            optional(node, "guard-interval", 800),
            optional(node, "aggregated-frames", 1));
    }

    private static int optional(final InnerNode node, final String leaf, final int otherwise) {
        return node.text(leaf).map(Integer::valueOf).orElse(otherwise);
    }

    /** A decimal number in units of its last digit: percent with four digits are millionths. */
    private static int scaled(final String decimal, final int digits) {
        return new BigDecimal(decimal).movePointRight(digits).intValueExact();
    }
}
