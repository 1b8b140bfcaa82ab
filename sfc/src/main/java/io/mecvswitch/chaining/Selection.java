package io.mecvswitch.chaining;

/**
 * Which member of a group serves a flow that nobody serves yet, by the flow's number. Immutable: control makes it and
 * publishes it by one reference; any thread asks.
 */
public final class Selection {
    /** {@link #member}: there is none. */
    public static final int NONE = -1;
    /** That of a group in which nobody takes new flows. */
    public static final Selection EMPTY = new Selection(new char[0]);

    private final char[] slots;

    /**
     * @param slots index of a member in each; not to be changed
     */
    Selection(final char[] slots) {
        this.slots = slots;
    }

    /** Index of the member, or {@link #NONE}. */
    public int member(final long flow) {
        final char[] slots = this.slots;
        return slots.length == 0 ? NONE : slots[slot(flow, slots.length)];
    }

    /** The upper half of the number, scaled to the slots there are (Lemire 2019): no division. */
    private static int slot(final long flow, final int count) {
        return (int) ((flow >>> 32) * count >>> 32);
    }
}
