package io.mecvswitch.config;

import java.util.Optional;

/** What a traffic rule does with the outermost VLAN tag of its packets. */
public sealed interface TagRewrite {
    /** The tag protocol identifiers of IEEE Std 802.1Q-2018 table 9-1. */
    enum Type {
        /** Customer tag, 0x8100. */
        C_VLAN,
        /** Service tag, 0x88a8. */
        S_VLAN
    }

    /** Nothing. */
    record Keep() implements TagRewrite { }

    /** Takes it off; a frame without one stays as it is. */
    record Pop() implements TagRewrite { }

    /**
     * Puts a new one in front. No frame leaves with more than two.
     *
     * @param type         of the new tag
     * @param id           VLAN identifier, 0 to 4094; 0 for a tag that has only a priority
     * @param priority     priority code point, 0 to 7
     * @param dropEligible drop eligible indicator
     */
    record Push(Type type, int id, int priority, boolean dropEligible) implements TagRewrite { }

    /**
     * Changes fields of it; a frame without one stays as it is.
     *
     * @param type         its new type
     * @param id           its new VLAN identifier, 0 to 4094
     * @param priority     its new priority code point, 0 to 7
     * @param dropEligible its new drop eligible indicator
     */
    record Change(Optional<Type> type, Optional<Integer> id, Optional<Integer> priority,
        Optional<Boolean> dropEligible) implements TagRewrite { }
}
