package io.mecvswitch.qos.airtime;

/** What the receiver of a frame says, a SIFS after it (IEEE Std 802.11-2020 §10.3.2.11, §9.3.1). */
public enum Answer {
    /** Nothing: group-addressed frames. */
    NONE(0),
    /** One MPDU arrived. */
    ACK(14),
    /** Which of 64 MPDUs arrived. */
    BLOCK_ACK(32);

    private final int octets;

    Answer(final int octets) {
        this.octets = octets;
    }

    /** Its length on air, with check sequence. */
    public int octets() {
        return octets;
    }
}
