package io.mecvswitch.config;

import java.util.Optional;

/**
 * What is asked of a VLAN tag.
 *
 * @param id       VLAN identifier, 1 to 4094; 0 asks that there be no tag
 * @param priority priority code point, 0 to 7 (IEEE 802.1Q §6.9.3)
 */
public record VlanMatch(Optional<Integer> id, Optional<Integer> priority) {
    /** Matches every tag, and none. */
    public static final VlanMatch ANY = new VlanMatch(Optional.empty(), Optional.empty());

    /** Checks that no priority is asked of a tag that must not be there. */
    public VlanMatch {
        if (priority.isPresent() && id.equals(Optional.of(0))) {
            throw new IllegalArgumentException("VLAN identifier 0 asks for no tag, and no tag has no priority");
        }
    }

    /** A tag with this identifier, or with 0 none. */
    public static VlanMatch of(final int id) {
        return new VlanMatch(Optional.of(id), Optional.empty());
    }
}
