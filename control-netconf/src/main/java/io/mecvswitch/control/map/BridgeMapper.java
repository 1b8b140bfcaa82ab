package io.mecvswitch.control.map;

import static io.mecvswitch.control.map.SwitchMapper.number;
import static io.mecvswitch.control.map.SwitchMapper.text;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.BridgeConfig.Station;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.control.data.InnerNode;
import java.util.OptionalInt;

/** Makes {@link BridgeConfig}s of the bridge domains of a valid tree. */
final class BridgeMapper {
    private BridgeMapper() { }

    static BridgeConfig bridge(final InnerNode node) {
        return new BridgeConfig(
            text(node, "name"),
            node.inner("port").map(BridgeMapper::port).toList(),
            number(node, "ageing-time"),
            number(node, "max-stations"),
            number(node, "flood-rate"),
            node.inner("station").map(BridgeMapper::station).toList());
    }

    private static BridgePort port(final InnerNode node) {
        final VlanMode mode = node.inner("trunk").findFirst().map(BridgeMapper::trunk)
            .orElseGet(() -> node.text("access-vlan").<VlanMode>map(vlan -> new VlanMode.Access(Integer.parseInt(vlan)))
                .orElseGet(VlanMode.Transparent::new));
        return new BridgePort(text(node, "interface"), mode);
    }

    private static VlanMode trunk(final InnerNode node) {
        return new VlanMode.Trunk(
            node.children("allowed-vlan").map(vlan -> Integer.valueOf(vlan.text())).toList(),
            node.text("native-vlan").map(vlan -> OptionalInt.of(Integer.parseInt(vlan))).orElse(OptionalInt.empty()),
            node.inner("translation")
                .map(entry -> new VlanMode.Translation(number(entry, "outside"), number(entry, "inside"))).toList());
    }

    private static Station station(final InnerNode node) {
        return new Station(
            MacAddress.parse(text(node, "mac-address")), number(node, "vlan-id"), text(node, "interface"));
    }
}
