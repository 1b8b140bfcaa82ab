package io.mecvswitch.stage;

/**
 * One step of the line: a function of a vector, an immutable table of its own, and state that belongs to its lane.
 *
 * <p>A stage writes the columns that are its own and packet bytes, and gives a verdict to packets that must leave. It
 * allocates nothing, waits for nothing and logs nothing. Control makes it; from then on only its lane's thread calls
 * it.
 */
public abstract class Stage {
    /** Its place in the line. */
    public abstract StageName name();

    /** Handles every packet of the vector. Never called with an empty one. */
    public abstract void process(PacketVector vector);

    /**
     * Whether it reads where packets are, or how long each of them is. Where no stage of a line does, ports need not
     * say. It never changes.
     */
    public boolean looksAtPackets() {
        return true;
    }

    /**
     * Takes over the live state (tokens, queues, learned entries) of the stage that stood here before the configuration
     * changed. Called once, by the lane's thread, before the first {@link #process}.
     */
    public void adopt(final Stage predecessor) {
    }

    /** Whether packets can rest here between vectors, so that {@link #release} is to be called. It never changes. */
    public boolean mayRest() {
        return false;
    }

    /**
     * Drops packets that have rested too long, and lets go on those that have no reason to rest any more. Called by the
     * lane's thread between vectors, again and again, whether or not any come.
     *
     * @param vector an empty one; what goes on is put into it as this stage leaves its packets, all from one port
     * @return packets that left the switch here and now; those in the vector are not among them
     */
    public int release(final PacketVector vector) {
        return 0;
    }

    /**
     * Gives up live state: no stage stands in this place in the configuration that follows. Packets that rest here are
     * dropped. Called once, by the lane's thread, after the last {@link #process}.
     */
    public void retire() {
    }
}
