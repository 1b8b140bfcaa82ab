package io.mecvswitch.classifier;

/** How far into a packet {@link Parse} has to look, from the least. What nobody reads costs nothing. */
public enum Depth {
    /** Ethernet and its tags; of an untagged frame nothing more is found. */
    LINK,
    /** To the version of the T-PDU; of an ordinary one nothing more is found. */
    TUNNEL,
    /** To the T-PDU's DSCP, protocol and ports. */
    TPDU;

    /** The deeper of two. */
    public Depth and(final Depth other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
