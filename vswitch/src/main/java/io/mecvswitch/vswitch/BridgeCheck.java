package io.mecvswitch.vswitch;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.BridgeConfig.Station;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.VlanMode.Translation;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.header.Ethernet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of {@link ConfigCheck} that looks at bridge domains. */
final class BridgeCheck {
    private static final int MAX_VLAN = 4094;
    private static final int MAX_STATIONS = 65_536;
    private static final int MAX_AGEING_SECONDS = 1_000_000;
    private static final int MAX_FLOOD_RATE = 1_000_000;

    private final Map<String, PortConfig> ports;
    private final Map<String, String> holders = new HashMap<>();
    private final BiConsumer<String, String> say;

    /**
     * @param config the whole configuration
     * @param say    takes the path of what can't be honoured, and what to do about it
     */
    BridgeCheck(final SwitchConfig config, final BiConsumer<String, String> say) {
        this.ports = config.ports().stream().collect(Collectors.toMap(PortConfig::name, port -> port, (a, b) -> a));
        this.say = say;
        for (final WireConfig wire : config.wires()) {
            holders.put(wire.access(), "the wire '" + wire.name() + "'");
            holders.put(wire.core(), "the wire '" + wire.name() + "'");
        }
    }

    void check(final BridgeConfig bridge) {
        final String path = ConfigPaths.bridge(bridge.name());
        if (bridge.ports().isEmpty()) {
            say.accept(path, "The bridge domain has no interfaces. Name those that it joins.");
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
            say.accept(path, "The value must be " + least + " to " + most + ", not " + value + ".");
        }
    }

    private void member(final BridgeConfig bridge, final BridgePort port) {
        final String path = ConfigPaths.bridgePort(bridge.name(), port.port());
        final PortConfig known = ports.get(port.port());
        if (known == null) {
            say.accept(path, "There is no interface '" + port.port() + "'. Configure it, or name another one.");
        } else if (known.role() == Role.APPLICATION) {
            say.accept(path, "The interface '" + port.port() + "' has the role application, whose packets go into"
                + " tunnels. Name one with the role access or core.");
        }
        final String other = holders.putIfAbsent(port.port(), "the bridge domain '" + bridge.name() + "'");
        if (other != null) {
            say.accept(path, "The interface '" + port.port() + "' is in " + other
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
                say.accept(entry, "The identifier " + translation.outside() + " outside stands for another VLAN of the"
                    + " interface too. Give each VLAN one of its own.");
            }
            if (!inside.add(translation.inside()) || trunk.nativeVlan().orElse(0) == translation.inside()) {
                say.accept(entry, "The VLAN " + translation.inside() + " has another identifier outside, or is native."
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
            say.accept(path, "Some interfaces of the bridge domain have a VLAN mode and some have none. Give each one,"
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
                say.accept(path, "The station stands twice in its VLAN. It can be in one place only.");
            }
            if (Ethernet.isGroup(station.mac().bits())) {
                say.accept(path, "A group address is no station. Give the address of a single one.");
            }
            if (!bridge.port(station.port()).map(port -> carries(port.vlans(), station.vlan())).orElse(false)) {
                say.accept(path + "/interface", "The interface '" + station.port() + "' does not carry VLAN "
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
