package io.mecvswitch.vswitch;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.BridgeConfig.Station;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.VlanMode.Translation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.Ethernet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of {@link ConfigCheck} that looks at bridge domains. */
final class BridgeCheck {
    private static final int MAX_VLAN = 4094;
    private static final int MAX_STATIONS = 131_072;
    private static final int MAX_AGEING_SECONDS = 1_000_000;
    private static final int MAX_FLOOD_RATE = 1_000_000;

    private final Map<String, String> holders = new HashMap<>();
    private final ConfigCheck check;

    /**
     * @param wires of the whole configuration
     * @param check knows the ports, and takes what can't be honoured
     */
    BridgeCheck(final List<WireConfig> wires, final ConfigCheck check) {
        this.check = check;
        for (final WireConfig wire : wires) {
            holders.put(wire.access(), "the wire '" + wire.name() + "'");
            holders.put(wire.core(), "the wire '" + wire.name() + "'");
        }
    }

    void check(final BridgeConfig bridge) {
        final String path = ConfigPaths.bridge(bridge.name());
        if (bridge.ports().isEmpty()) {
            check.say(path, "The bridge domain has no interfaces. Name those that it joins.");
        }
        range(path + "/ageing-time", bridge.ageingSeconds(), 1, MAX_AGEING_SECONDS);
        range(path + "/max-stations", bridge.maxStations(), 1, MAX_STATIONS);
        range(path + "/flood-rate", bridge.floodRate(), 0, MAX_FLOOD_RATE);
        bridge.ports().forEach(port -> member(bridge, port));
        modes(bridge, path);
        stations(bridge);
    }

    private void range(final String path, final int value, final int least, final int most) {
        if (value < least || value > most) {
            check.say(path, "The value must be " + least + " to " + most + ", not " + value + ".");
        }
    }

    private void member(final BridgeConfig bridge, final BridgePort port) {
        final String path = ConfigPaths.bridgePort(bridge.name(), port.port());
        check.outside(path, port.port(), "whose packets go into tunnels");
        final String other = holders.putIfAbsent(port.port(), "the bridge domain '" + bridge.name() + "'");
        if (other != null) {
            check.say(path, "The interface '" + port.port() + "' is in " + other
                + " already. An interface can be in one wire or one bridge domain only.");
        }
        vlans(path, port.vlans());
    }

    private void vlans(final String path, final VlanMode mode) {
        switch (mode) {
            case VlanMode.Transparent() -> { }
            case VlanMode.Access(int vlan) -> vlan(path + "/access-vlan", vlan);
            case VlanMode.Trunk trunk -> trunk(path + "/trunk", trunk);
        }
    }

    private void vlan(final String path, final int vlan) {
        range(path, vlan, 1, MAX_VLAN);
    }

    private void trunk(final String path, final VlanMode.Trunk trunk) {
        trunk.allowed().forEach(vlan -> vlan(path + "/allowed-vlan", vlan));
        trunk.nativeVlan().ifPresent(vlan -> vlan(path + "/native-vlan", vlan));
        final Set<Integer> taken = plain(trunk);
        final Set<Integer> inside = new HashSet<>();
        for (final Translation translation : trunk.translations()) {
            final String entry = path + "/translation[outside='" + translation.outside() + "']";
            vlan(entry + "/outside", translation.outside());
            vlan(entry + "/inside", translation.inside());
            if (!taken.add(translation.outside())) {
                check.say(entry, "The identifier " + translation.outside() + " outside stands for another VLAN of the"
                    + " interface too. Give each VLAN one of its own.");
            }
            if (!inside.add(translation.inside()) || trunk.nativeVlan().orElse(0) == translation.inside()) {
                check.say(entry, "The VLAN " + translation.inside() + " has another identifier outside, or is native."
                    + " It can have one form only.");
            }
        }
    }

    /** Identifiers that mean the same outside and inside. */
    private static Set<Integer> plain(final VlanMode.Trunk trunk) {
        final List<Integer> translated = trunk.translations().stream().map(Translation::inside).toList();
        return Stream.concat(trunk.allowed().stream(), trunk.nativeVlan().stream().boxed())
            .filter(vlan -> !translated.contains(vlan)).collect(Collectors.toCollection(HashSet::new));
    }

    private void modes(final BridgeConfig bridge, final String path) {
        final long transparent = bridge.ports().stream().filter(port -> isTransparent(port.vlans())).count();
        if (transparent != 0 && transparent != bridge.ports().size()) {
            check.say(path, "Some interfaces of the bridge domain have a VLAN mode and some have none. Give each one,"
                + " or none at all.");
        }
    }

    private static boolean isTransparent(final VlanMode mode) {
        return mode instanceof VlanMode.Transparent;
    }

    private void stations(final BridgeConfig bridge) {
        final Set<String> known = new HashSet<>();
        for (final Station station : bridge.stations()) {
            final String path = ConfigPaths.station(bridge.name(), station);
            if (!known.add(path)) {
                check.say(path, "The station stands twice in its VLAN. It can be in one place only.");
            }
            if (Ethernet.isGroup(station.mac().bits())) {
                check.say(path, "A group address is no station. Give the address of a single one.");
            }
            if (!bridge.port(station.port()).map(port -> carries(port.vlans(), station.vlan())).orElse(false)) {
                check.say(path + "/interface", "The interface '" + station.port() + "' does not carry VLAN "
                    + station.vlan() + " in this bridge domain. Name one that does.");
            }
        }
    }

    private static boolean carries(final VlanMode mode, final int vlan) {
        return switch (mode) {
            case VlanMode.Transparent() -> vlan >= 0 && vlan <= MAX_VLAN;
            case VlanMode.Access(int only) -> vlan == only;
            case VlanMode.Trunk trunk -> trunk.allowed().contains(vlan) || trunk.nativeVlan().orElse(0) == vlan
                || trunk.translations().stream().anyMatch(translation -> translation.inside() == vlan);
        };
    }
}
