package io.mecvswitch.sfc;

import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.util.Arrays;

/**
 * Chooses the egress port of every packet for which no earlier stage has.
 *
 * <p>What no rule concerns, and what a rule lets pass, goes to the wire partner of the port it came from. From a port
 * of a bridge domain it goes on as it is: the domain has its own stage behind this one.
 */
public final class Steer extends Stage {
    /** The port is no end of a wire. */
    public static final int NO_PARTNER = -1;
    /** The port belongs to a bridge domain. */
    public static final int BRIDGED = -2;

    private final int[] partners;
    private final boolean decided;

    /**
     * @param partners index of each port's wire partner, by port index, {@link #NO_PARTNER} or {@link #BRIDGED}
     * @param decided  whether a stage before wrote {@link PacketVector#action}; without one every packet passes
     */
    public Steer(final int[] partners, final boolean decided) {
        this.partners = partners.clone();
        this.decided = decided;
    }

    @Override
    public StageName name() {
        return StageName.STEER;
    }

    @Override
    public boolean looksAtPackets() {
        return false;
    }

    @Override
    public void process(final PacketVector vector) {
        if (decided && !vector.mayHave(Action.NONE) && !vector.mayHave(Action.PASS)) {
            return;
        }
        final int partner = partners[vector.ingress];
        if (partner == BRIDGED) {
            return;
        }
        if (!decided && partner != NO_PARTNER) {
            Arrays.fill(vector.egress, 0, vector.size, partner);
            vector.commonEgress = partner;
            vector.together = true;
        } else {
            passOn(vector, partner);
        }
    }

    private void passOn(final PacketVector vector, final int partner) {
        for (int i = 0; i < vector.size; i++) {
            if (!decided || vector.action[i] <= Action.PASS) {
                passOn(vector, i, partner);
            }
        }
    }

    private static void passOn(final PacketVector vector, final int i, final int partner) {
        if (partner == NO_PARTNER) {
            vector.leave(i, DropReason.NO_WIRE);
        } else {
            vector.egress[i] = partner;
        }
    }
}
