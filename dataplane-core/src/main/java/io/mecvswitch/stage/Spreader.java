package io.mecvswitch.stage;

/**
 * Says at a cut in which of several lines each packet goes on. Where nobody says so, all stay in theirs.
 *
 * <p>It stands at the end of a lane and is called by that lane's thread, once per vector that has packets. It changes
 * nothing in the vector; the lane does.
 */
public abstract class Spreader {
    /**
     * Finds the lines.
     *
     * @param vector at least one packet
     * @param own    the line the vector is in
     * @param lines  by packet: receives the line, from 0
     * @return whether any packet goes on in another line than its own
     */
    public abstract boolean spread(PacketVector vector, int own, int[] lines);

    /** Whether stages before the cut have decided what becomes of packets, so that those columns go with them, too. */
    public abstract boolean isDecided();
}
