package io.mecvswitch.stage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the line is cut into lanes. No cut is run-to-completion, a cut after every stage is the classic pipeline of
 * ring stages. The result of the line is the same whatever the placement; only its speed differs.
 *
 * @param cutAfter stages after which the next lane begins; never {@link StageName#TRANSMIT}
 */
public record Placement(Set<StageName> cutAfter) {
    /** One lane. */
    public static final Placement UNCUT = new Placement(Set.of());

    /** Checks that something follows each cut. */
    public Placement {
        if (cutAfter.contains(StageName.TRANSMIT)) {
            throw new IllegalArgumentException("nothing follows TRANSMIT: the line can't be cut there");
        }
        cutAfter = Set.copyOf(cutAfter);
    }

    /** A placement with these cuts. */
    public static Placement cutAfter(final List<StageName> stages) {
        return new Placement(stages.isEmpty() ? Set.of() : EnumSet.copyOf(stages));
    }

    /** Lanes the line falls into. */
    public int laneCount() {
        return cutAfter.size() + 1;
    }

    /** Number of the lane a stage runs in, from 0. */
    public int laneOf(final StageName stage) {
        int lane = 0;
        for (final StageName cut : cutAfter) {
            if (cut.compareTo(stage) < 0) {
                lane++;
            }
        }
        return lane;
    }
}
