package io.mecvswitch.stage;

/**
 * Says at a cut in which of several lines each packet goes on. Where nobody says so, all stay in theirs.
 *
 * <p>It stands at the end of a lane and is called by that lane's thread, once per vector that has packets. It changes
 * nothing in the vector; the lane does.
 */
public abstract class Spreader {
    /** What of a packet goes with it. */
    public enum Columns {
        /** What Parse found: nobody has decided what becomes of packets. */
        HEADERS,
        /** That, and what was decided. */
        DECISIONS,
        /** What is to be sent, and by which port: nothing but that is left to do. */
        LEAVING
    }

    /**
     * Finds the lines.
     *
     * @param vector at least one packet
     * @param own    the line the vector is in
     * @param lines  by packet: receives the line, from 0
     * @return whether any packet goes on in another line than its own
     */
    public abstract boolean spread(PacketVector vector, int own, int[] lines);

    /** What the stages behind the cut read. It never changes. */
    public abstract Columns columns();
}
