package io.mecvswitch.port;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.memory.TableMemory;
import java.util.List;

/**
 * Where ports and their packet memory come from; the one service interface of the switch.
 *
 * <p>Called by the control thread, except for {@link #enterWorker} and {@link #leaveWorker}.
 */
public interface PortProvider extends AutoCloseable {
    /** The buffers of every port opened here. */
    PacketMemory memory();

    /** Where tables are to lie that lanes look into at random. */
    default TableMemory tables() {
        return TableMemory.ordinary();
    }

    /**
     * Opens and starts a device.
     *
     * @param config which one and how
     * @param queues receive queues and transmit queues wanted, at least 1; a device that has not so many gets one of
     *               each, see {@link Port#queues}
     * @throws PortException if it can't be had; the message tells what to do
     */
    Port open(PortConfig config, int queues);

    /**
     * Keeps all threads there are, and all that they will make, off some processors: those are for workers, who enter
     * by {@link #enterWorker} afterwards. None gives all processors back.
     *
     * @return whether that is done; not where no processor would be left, or where threads can't be told
     */
    default boolean keepFree(final List<Integer> cpus) {
        return false;
    }

    /**
     * Prepares the calling thread to touch packets: its own buffer cache, and its processor.
     *
     * @param cpu processor to pin the thread to, or -1 to leave it where it is
     */
    void enterWorker(int cpu);

    /** Undoes {@link #enterWorker}. */
    void leaveWorker();

    /** Releases everything; ports must have been closed before. */
    @Override
    void close();
}
