package io.mecvswitch.qos.medium;

/** What contends for a {@link Medium}: an access point, or a foreign station. Called by whoever advances the medium. */
public interface Sender {
    /** Nothing will come by itself. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Brings the next PPDU to the head, if there is one.
     *
     * @param into its first part is filled
     * @return whether there was one
     */
    boolean next(long nowNs, Transmission into);

    /** The PPDU arrived or was given up. */
    void done(long nowNs, Transmission transmission);

    /** When to ask for the next PPDU again, where nobody has one now. */
    default long wakeNs(final long nowNs) {
        return NEVER;
    }
}
