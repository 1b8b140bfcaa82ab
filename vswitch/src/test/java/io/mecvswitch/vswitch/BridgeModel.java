package io.mecvswitch.vswitch;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.VlanMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A learning bridge with VLANs in the plainest words: a map of stations, and frames taken apart into addresses, tag and
 * rest.
 */
final class BridgeModel {
    private static final int UNTAGGED = -1;
    private static final int NOT_CARRIED = -2;
    private static final int AS_IT_IS = -3;

    private record Key(int vlan, String mac) { }

    private record Place(String port, long seenNs) { }

    private final BridgeConfig config;
    private final Map<Key, Place> stations = new HashMap<>();

    BridgeModel(final BridgeConfig config) {
        this.config = config;
    }

    /** What leaves by each port, for a frame that came in by one. */
    Map<String, String> forward(final String ingress, final byte[] frame, final long nowNs) {
        final Map<String, String> leaving = new TreeMap<>();
        final String text = HexFormat.of().formatHex(frame);
        if (frame.length < 14 || text.startsWith("8100", 24) && frame.length < 18) {
            return leaving;
        }
        final String destination = text.substring(0, 12);
        final String source = text.substring(12, 24);
        final int vlan = inside(mode(ingress), tag(text));
        if (isGroup(source) || destination.startsWith("0180c200000") || vlan == NOT_CARRIED) {
            return leaving;
        }
        stations.put(new Key(vlan, source), new Place(ingress, nowNs));
        for (final String port : targets(new Key(vlan, destination), ingress, nowNs)) {
            leaving.put(port, retagged(text, outside(mode(port), vlan)));
        }
        return leaving;
    }

    private List<String> targets(final Key destination, final String ingress, final long nowNs) {
        final Place place = stations.get(destination);
        if (place != null && nowNs - place.seenNs() <= config.ageingSeconds() * 1_000_000_000L) {
            return place.port().equals(ingress) ? List.of() : List.of(place.port());
        }
        final List<String> all = new ArrayList<>(config.ports().stream().map(BridgePort::port)
            .filter(port -> outside(mode(port), destination.vlan()) != NOT_CARRIED).toList());
        all.remove(ingress);
        return all;
    }

    private VlanMode mode(final String port) {
        return config.port(port).orElseThrow().vlans();
    }

    private static boolean isGroup(final String mac) {
        return "13579bdf".indexOf(mac.charAt(1)) >= 0;
    }

    /** Identifier in the customer tag, or untagged. */
    private static int tag(final String frame) {
        return frame.startsWith("8100", 24) ? Integer.parseInt(frame.substring(29, 32), 16) : UNTAGGED;
    }

    private static int inside(final VlanMode mode, final int tag) {
        final boolean untagged = tag == UNTAGGED || tag == 0;
        return switch (mode) {
            case VlanMode.Transparent() -> Math.max(tag, 0);
            case VlanMode.Access(int vlan) -> untagged ? vlan : NOT_CARRIED;
            case VlanMode.Trunk trunk when untagged -> trunk.nativeVlan().orElse(NOT_CARRIED);
            case VlanMode.Trunk trunk -> trunk.translations().stream().filter(t -> t.outside() == tag)
                .map(VlanMode.Translation::inside).findFirst().orElseGet(() -> plain(trunk, tag) ? tag : NOT_CARRIED);
        };
    }

    private static int outside(final VlanMode mode, final int vlan) {
        return switch (mode) {
            case VlanMode.Transparent() -> AS_IT_IS;
            case VlanMode.Access(int only) -> only == vlan ? UNTAGGED : NOT_CARRIED;
            case VlanMode.Trunk trunk when trunk.nativeVlan().orElse(0) == vlan -> UNTAGGED;
            case VlanMode.Trunk trunk -> trunk.translations().stream().filter(t -> t.inside() == vlan)
                .map(VlanMode.Translation::outside).findFirst()
                .orElseGet(() -> plain(trunk, vlan) ? vlan : NOT_CARRIED);
        };
    }

    private static boolean plain(final VlanMode.Trunk trunk, final int vlan) {
        return trunk.allowed().contains(vlan) && trunk.translations().stream().noneMatch(t -> t.inside() == vlan);
    }

    private static String retagged(final String frame, final int id) {
        if (id == AS_IT_IS) {
            return frame;
        }
        final String addresses = frame.substring(0, 24);
        final boolean tagged = tag(frame) != UNTAGGED;
        final String rest = frame.substring(tagged ? 32 : 24);
        final int priority = tagged ? Integer.parseInt(frame.substring(28, 32), 16) & 0xf000 : 0;
        return addresses + (id == UNTAGGED ? "" : String.format("8100%04x", priority | id)) + rest;
    }

    /** Frames in a form that can be compared. */
    static List<String> texts(final List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).toList();
    }
}
