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
 */
public record DataplaneConfig(
    List<Integer> workerCpus,
    Optional<List<StageName>> cutAfter,
    Idle idle,
    int vectorSize,
    int handoffSize,
    int buffers,
    boolean hugePages) {

    /** What holds where nothing is configured. */
    public static final DataplaneConfig DEFAULT =
        new DataplaneConfig(List.of(), Optional.empty(), Idle.BACK_OFF, 64, 64, 32_768, true);

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
