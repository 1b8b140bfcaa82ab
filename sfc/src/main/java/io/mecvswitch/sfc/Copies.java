package io.mecvswitch.sfc;

import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import java.util.Arrays;

/**
 * What rules copy, by the rule's index in {@link PacketVector#rule}. Filled by control, then read by the stage of one
 * lane.
 */
public final class Copies {
    private static final int NO_COPY = -1;

    /** The action that the packet itself has; one that another has befallen is not copied. */
    final int[] original;
    /** The copy's action. */
    final int[] action;
    /** The copy's egress port. */
    final int[] egress;

    /**
     * @param rules how many there are
     */
    public Copies(final int rules) {
        original = new int[rules];
        action = new int[rules];
        egress = new int[rules];
        Arrays.fill(original, NO_COPY);
    }

    /**
     * The rule with this index copies its packets.
     *
     * @param original what happens to the packet itself, an {@link Action}
     * @param action   what happens to the copy, {@link Action#COPY} or {@link Action#DECAPSULATE}
     * @param egress   index of the copy's egress port
     */
    public void put(final int rule, final int original, final int action, final int egress) {
        this.original[rule] = original;
        this.action[rule] = action;
        this.egress[rule] = egress;
    }
}
