package io.mecvswitch.stage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The running configuration itself: one immutable version of the whole line, cut into lanes.
 *
 * <p>Made by control, published by one reference, read by every lane. The list of inputs and the tables behind the
 * stages belong to this version alone; state that outlives it is adopted by the next version's stages.
 */
public final class Pipeline {
    private final long version;
    private final Input[] inputs;
    private final Stage[][] lanes;
    private final int[][] keepers;
    private final int[][] places;

    /**
     * @param version   grows with every publication
     * @param placement where the line is cut; the same in every version while the process runs
     * @param inputs    receive queues, in polling order
     * @param stages    in the packet's order, each {@link StageName} at most once, the last one transmits
     */
    public Pipeline(final long version, final Placement placement, final List<Input> inputs, final List<Stage> stages) {
        this.version = version;
        this.inputs = inputs.toArray(Input[]::new);
        this.lanes = new Stage[placement.laneCount()][];
        this.keepers = new int[placement.laneCount()][];
        this.places = new int[placement.laneCount()][];
        for (int lane = 0; lane < lanes.length; lane++) {
            final int number = lane;
            lanes[lane] = stages.stream().filter(s -> placement.laneOf(s.name()) == number).toArray(Stage[]::new);
            final Stage[] line = lanes[lane];
            keepers[lane] = IntStream.range(0, line.length).filter(i -> line[i].mayRest()).toArray();
            places[lane] = Arrays.stream(line).mapToInt(stage -> stage.name().ordinal()).toArray();
        }
    }

    private Pipeline(final long version, final Pipeline former) {
        this.version = version;
        this.inputs = former.inputs;
        this.lanes = former.lanes;
        this.keepers = former.keepers;
        this.places = former.places;
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

    /** Receive queues of lane 0, in polling order. Not to be changed. */
    public Input[] inputs() {
        return inputs;
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

    /** Lanes it is cut into. */
    public int laneCount() {
        return lanes.length;
    }
}
