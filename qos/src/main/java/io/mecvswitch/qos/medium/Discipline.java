package io.mecvswitch.qos.medium;

/** In which order an {@link AccessPoint} sends the frames of its flows. Times are the medium's. */
public interface Discipline {
    /** No flow. */
    int NONE = -1;

    /** A frame of a flow has come; whether there is room for it. */
    boolean offer(int flow, int octets, long nowNs);

    /** The flow whose oldest frame is sent next, or {@link #NONE}. */
    int pick(long nowNs);

    /** The frame that was picked last has been sent. */
    void done(int flow, Transmission transmission);
}
