package io.mecvswitch.config;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the customer tags (802.1Q, type 0x8100) of frames mean on a port of a bridge domain.
 *
 * <p>Identifiers are 1 to 4094. A domain's ports have all a mode other than {@link Transparent}, or none.
 */
public sealed interface VlanMode {
    /** Tags stay as they are; frames of different tags never meet in the table of stations. */
    record Transparent() implements VlanMode { }

    /**
     * Frames are untagged outside, and belong to one VLAN inside.
     *
     * @param vlan the VLAN
     */
    record Access(int vlan) implements VlanMode { }

    /**
     * Frames say by their tags which VLAN they belong to.
     *
     * @param allowed      VLANs of the domain that the port carries
     * @param nativeVlan   VLAN of the domain whose frames are untagged outside; without one those are dropped
     * @param translations VLANs that have another identifier outside
     */
    record Trunk(List<Integer> allowed, OptionalInt nativeVlan, List<Translation> translations) implements VlanMode { }

    /**
     * One VLAN with two identifiers.
     *
     * @param outside in the tags of frames on the port
     * @param inside  in the domain
     */
    record Translation(int outside, int inside) { }
}
