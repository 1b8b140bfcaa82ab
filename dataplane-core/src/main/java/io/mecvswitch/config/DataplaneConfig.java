package io.mecvswitch.config;

import io.mecvswitch.stage.StageName;
import java.util.List;
import java.util.Optional;

/**
 * How the packet path is laid out on the machine. Applied when the process starts; a change asks for a restart.
 *
 * @param workerCpus   processors that worker threads are pinned to, in lane order; empty for one unpinned worker
 * @param cutAfter     stages after which the line is cut between two lanes; empty means the default: one cut after
 *                     {@link StageName#CLASSIFY} with two or more workers, none with one
 * @param idle         what a worker does when there was nothing to do
 * @param vectorSize   packets of one vector at most, 4 to 256
 * @param handoffSize  vectors a handoff holds, a power of two from 2 to 4096
 * @param buffers      packet buffers in all
 * @param hugePages    whether hugepages are asked for; without them, or when there are none, ordinary memory serves
 * @param lines        lines side by side, 1 to {@link io.mecvswitch.stage.Placement#MAX_LINES}
 * @param spread       who says which packets go by which line
 */
public record DataplaneConfig(
    List<Integer> workerCpus,
    Optional<List<StageName>> cutAfter,
    Idle idle,
    int vectorSize,
    int handoffSize,
    int buffers,
    boolean hugePages,
    int lines,
    Spread spread) {

    /** What holds where nothing is configured. */
    public static final DataplaneConfig DEFAULT =
        new DataplaneConfig(List.of(), Optional.empty(), Idle.BACK_OFF, 64, 64, 32_768, true);

    /** One line. */
    public DataplaneConfig(final List<Integer> workerCpus, final Optional<List<StageName>> cutAfter, final Idle idle,
        final int vectorSize, final int handoffSize, final int buffers, final boolean hugePages) {
        this(workerCpus, cutAfter, idle, vectorSize, handoffSize, buffers, hugePages, 1, Spread.UE);
    }

    /** The same with several lines. */
    public DataplaneConfig withLines(final int count, final Spread by) {
        return new DataplaneConfig(workerCpus, cutAfter, idle, vectorSize, handoffSize, buffers, hugePages, count, by);
    }

    /** The same with handoffs of another size. */
    public DataplaneConfig withHandoffSize(final int vectors) {
        return new DataplaneConfig(workerCpus, cutAfter, idle, vectorSize, vectors, buffers, hugePages, lines, spread);
    }

    /** Who says which packets go by which of several lines. */
    public enum Spread {
        /** The switch, by the UE's address: packets change lines where they have to. */
        UE,
        /** Each port's device, which gives each line a queue of its own: packets stay there. */
        DEVICE
    }

    /** What a worker does when there was nothing to do. */
    public enum Idle {
        /** Polls on: lowest latency, one core at 100 %. */
        BUSY_SPIN,
        /** Spins, then yields, then parks for up to 50 us. */
        BACK_OFF,
        /** Parks 1 ms at once: for laptops and demos. */
        PARK
    }
}
