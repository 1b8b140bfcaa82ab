package io.mecvswitch.bridging;

import io.mecvswitch.config.VlanMode;
import java.util.Arrays;

/**
 * What tags mean on one port: the VLAN inside for each identifier outside, and back. Immutable.
 *
 * <p>Untagged frames, and those whose tag names no VLAN (IEEE 802.1Q table 9-2), have identifier 0 outside.
 */
final class VlanMap {
    /** The port does not carry it. */
    static final int REFUSED = -1;
    /** {@link #outside}: the frame keeps the tag it has, or has none. */
    static final int AS_IT_IS = -2;

    /** VLAN identifiers, 0 included (12 bits). */
    static final int IDS = 1 << 12;

    private static final VlanMap TRANSPARENT = new VlanMap(new VlanMode.Transparent());

    private final short[] inside = new short[IDS];
    private final short[] outside = new short[IDS];

    private VlanMap(final VlanMode mode) {
        Arrays.fill(inside, (short) REFUSED);
        Arrays.fill(outside, (short) REFUSED);
        switch (mode) {
            case VlanMode.Transparent() -> carryAll();
            case VlanMode.Access(int vlan) -> carry(0, vlan);
            case VlanMode.Trunk trunk -> carry(trunk);
        }
    }

    /** What tags mean on a port of a mode. All transparent ports have one. */
    static VlanMap of(final VlanMode mode) {
        return mode instanceof VlanMode.Transparent ? TRANSPARENT : new VlanMap(mode);
    }

    private void carryAll() {
        for (int id = 0; id < IDS; id++) {
            inside[id] = (short) id;
        }
        Arrays.fill(outside, (short) AS_IT_IS);
    }

    /** A native VLAN is untagged when it leaves, and is taken both ways. */
    private void carry(final VlanMode.Trunk trunk) {
        trunk.allowed().forEach(vlan -> carry(vlan, vlan));
        for (final VlanMode.Translation translation : trunk.translations()) {
            inside[translation.inside()] = REFUSED;
        }
        trunk.translations().forEach(translation -> carry(translation.outside(), translation.inside()));
        trunk.nativeVlan().ifPresent(vlan -> carry(0, vlan));
    }

    private void carry(final int id, final int vlan) {
        inside[id] = (short) vlan;
        outside[vlan] = (short) id;
    }

    /** Whether all frames pass with the tags they have. */
    boolean isTransparent() {
        return this == TRANSPARENT;
    }

    /** VLAN of frames with this identifier, or {@link #REFUSED}. */
    int inside(final int id) {
        return inside[id];
    }

    /** Identifier that frames of this VLAN leave with, 0 for untagged, {@link #AS_IT_IS} or {@link #REFUSED}. */
    int outside(final int vlan) {
        return outside[vlan];
    }

    /** Whether frames of this VLAN leave here. */
    boolean carries(final int vlan) {
        return outside[vlan] != REFUSED;
    }
}
