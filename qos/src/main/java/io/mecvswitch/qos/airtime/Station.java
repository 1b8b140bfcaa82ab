package io.mecvswitch.qos.airtime;

/**
 * Who frames of a virtual interface go to.
 *
 * @param mac  Ethernet address in the low 48 bits; {@link #OTHERS} and {@link #GROUP} for those without their own entry
 * @param cost what frames to it take
 */
public record Station(long mac, FrameCost cost) {
    /** All that have no entry. */
    public static final long OTHERS = -1;
    /** Group addresses. */
    public static final long GROUP = -2;
}
