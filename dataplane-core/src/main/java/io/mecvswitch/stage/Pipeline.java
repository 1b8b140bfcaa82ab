package io.mecvswitch.stage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The running configuration itself: one immutable version of the whole line, cut into lanes, or of several such lines.
 *
 * <p>Made by control, published by one reference, read by every lane. The list of inputs and the tables behind the
 * stages belong to this version alone; state that outlives it is adopted by the next version's stages.
 */
public final class Pipeline {
    private final long version;
    private final Input[][] inputs;
    private final Stage[][] lanes;
    private final int[][] keepers;
    private final int[][] places;
    private final Spreader[] spreaders;
    private final boolean[] looks;

    /**
     * One of the lines.
     *
     * @param inputs    receive queues, in polling order
     * @param stages    in the packet's order, each {@link StageName} at most once, the last one transmits
     * @param spreaders by cut: who says in which line packets go on, if anybody does; may be shorter
     */
    public record Way(List<Input> inputs, List<Stage> stages, List<Optional<Spreader>> spreaders) { }

    /**
     * One line.
     *
     * @param version   grows with every publication
     * @param placement where the line is cut; the same in every version while the process runs
     * @param inputs    receive queues, in polling order
     * @param stages    in the packet's order, each {@link StageName} at most once, the last one transmits
     */
    public Pipeline(final long version, final Placement placement, final List<Input> inputs, final List<Stage> stages) {
        this(version, placement, List.of(new Way(inputs, stages, List.of())));
    }

    /**
     * @param version   grows with every publication
     * @param placement how many lines, and where they are cut; the same in every version while the process runs
     * @param lines     as many as the placement says
     */
    public Pipeline(final long version, final Placement placement, final List<Way> lines) {
        this.version = version;
        this.inputs = lines.stream().map(way -> way.inputs().toArray(Input[]::new)).toArray(Input[][]::new);
        this.lanes = new Stage[placement.laneCount()][];
        this.keepers = new int[placement.laneCount()][];
        this.places = new int[placement.laneCount()][];
        this.spreaders = new Spreader[placement.laneCount()];
        this.looks = new boolean[lines.size()];
        for (int line = 0; line < looks.length; line++) {
            looks[line] = lines.get(line).stages().stream().anyMatch(Stage::looksAtPackets);
        }
        for (int lane = 0; lane < lanes.length; lane++) {
            final int position = placement.positionOf(lane);
            final Way way = lines.get(placement.lineOf(lane));
            spreaders[lane] = position < way.spreaders().size() ? way.spreaders().get(position).orElse(null) : null;
            cut(lane, way.stages().stream().filter(s -> placement.laneOf(s.name()) == position).toArray(Stage[]::new));
        }
    }

    private void cut(final int lane, final Stage[] stages) {
        lanes[lane] = stages;
        keepers[lane] = IntStream.range(0, stages.length).filter(i -> stages[i].mayRest()).toArray();
        places[lane] = Arrays.stream(stages).mapToInt(stage -> stage.name().ordinal()).toArray();
    }

    private Pipeline(final long version, final Pipeline former) {
        this.version = version;
        this.inputs = former.inputs;
        this.lanes = former.lanes;
        this.keepers = former.keepers;
        this.places = former.places;
        this.spreaders = former.spreaders;
        this.looks = former.looks;
    }

    /**
     * The same line under another version: it changes nothing, but tells control when every lane has begun a vector
     * since it was published.
     */
    public Pipeline renewed(final long version) {
        return new Pipeline(version, this);
    }

    /** Grows with every publication. */
    public long version() {
        return version;
    }

    /** Receive queues of the first line, in polling order. Not to be changed. */
    public Input[] inputs() {
        return inputs[0];
    }

    /** Receive queues of a line, in polling order. Not to be changed. */
    public Input[] inputs(final int line) {
        return inputs[line];
    }

    /** Whether any stage of a line reads where packets are, or how long each of them is. */
    public boolean looksAtPackets(final int line) {
        return looks[line];
    }

    /** Who says in which line packets go on behind a lane; null if they stay in theirs. */
    public Spreader spreader(final int lane) {
        return spreaders[lane];
    }

    /** Stages of a lane, in the packet's order. Not to be changed. */
    public Stage[] stages(final int lane) {
        return lanes[lane];
    }

    /** Which of a lane's stages packets may rest in, by their place among them. Not to be changed. */
    public int[] keepers(final int lane) {
        return keepers[lane];
    }

    /** Ordinal of the {@link StageName} of each of a lane's stages. Not to be changed. */
    public int[] places(final int lane) {
        return places[lane];
    }

    /** Lanes of all lines. */
    public int laneCount() {
        return lanes.length;
    }
}
