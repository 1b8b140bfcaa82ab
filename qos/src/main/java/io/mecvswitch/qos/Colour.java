package io.mecvswitch.qos;

/** What a meter says of a packet (RFC 2697 §1). Constants rather than an enum, because they stand in arrays. */
public final class Colour {
    /** Within the committed burst. */
    public static final int GREEN = 0;
    /** Beyond it, and within the excess or peak burst. */
    public static final int YELLOW = 1;
    /** Beyond both. */
    public static final int RED = 2;

    private Colour() {
    }
}
