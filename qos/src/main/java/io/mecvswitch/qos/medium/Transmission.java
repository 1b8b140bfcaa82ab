package io.mecvswitch.qos.medium;

/**
 * A PPDU at the head of a sender: what it takes of the medium, and what became of it.
 *
 * <p>One object per sender, used again and again.
 */
public final class Transmission {
    // written by the sender, before it contends
    /** Time on air of an attempt, without the answer. */
    public long txNs;
    /** SIFS and the answer; 0 for frames that nobody answers. */
    public long tailNs;
    /** How often an attempt is lost that met no collision, in millionths. */
    public int lossPpm;
    /** The sender's own mark. */
    public long tag;

    // written by the medium
    /** When it came to the head of its sender. */
    public long sinceNs;
    /** Attempts so far. */
    public int attempts;
    /** Airtime of all attempts. */
    public long occupancyNs;
    /** From coming to the head to the end of the last attempt. */
    public long serviceNs;
    /** Whether an attempt arrived. */
    public boolean delivered;
}
