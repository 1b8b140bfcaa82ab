package io.mecvswitch.stage;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where the line is cut into lanes, and how many such lines stand side by side. No cut is run-to-completion, a cut
 * after every stage is the classic pipeline of ring stages. The result of the line is the same whatever the placement;
 * only its speed differs.
 *
 * <p>Lanes are numbered line by line. At a cut, packets may change from one line to another where a {@link Spreader}
 * says so: every lane in front of it has a handoff to every lane behind it.
 *
 * <pre>
 *   line 0   lane 0 ──┬──▶ lane 1 ──┬──▶ lane 2      position in the line: 0, 1, 2
 *                     ╳             ╳
 *   line 1   lane 3 ──┴──▶ lane 4 ──┴──▶ lane 5
 * </pre>
 *
 * @param cutAfter stages after which the next lane begins; never {@link StageName#TRANSMIT}
 * @param lines    from 1 to {@link #MAX_LINES}
 */
public record Placement(Set<StageName> cutAfter, int lines) {
    /** Lines side by side at most: each has a handoff to each at every cut. */
    public static final int MAX_LINES = 16;
    /** One lane. */
    public static final Placement UNCUT = new Placement(Set.of());

    /** One line. */
    public Placement(final Set<StageName> cutAfter) {
        this(cutAfter, 1);
    }

    /** Checks that something follows each cut. */
    public Placement {
        if (lines < 1 || lines > MAX_LINES) {
            throw new IllegalArgumentException(lines + " lines: there can be 1 to " + MAX_LINES);
        }
        if (cutAfter.contains(StageName.TRANSMIT)) {
            throw new IllegalArgumentException("nothing follows TRANSMIT: the line can't be cut there");
        }
        cutAfter = Set.copyOf(cutAfter);
    }

    /** A placement with these cuts. */
    public static Placement cutAfter(final List<StageName> stages) {
        return new Placement(stages.isEmpty() ? Set.of() : EnumSet.copyOf(stages));
    }

    /** Lanes of all lines. */
    public int laneCount() {
        return lines * positions();
    }

    /** Lanes that each line falls into. */
    public int positions() {
        return cutAfter.size() + 1;
    }

    /** Line that a lane is of, from 0. */
    public int lineOf(final int lane) {
        return lane / positions();
    }

    /** Where in its line a lane is, from 0. */
    public int positionOf(final int lane) {
        return lane % positions();
    }

    /** Position of the lane a stage runs in, from 0; in the first line that is the lane's number. */
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
