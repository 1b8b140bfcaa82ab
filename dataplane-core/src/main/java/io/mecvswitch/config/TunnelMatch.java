package io.mecvswitch.config;

import java.util.Optional;

/**
 * What is asked of a GTP-U header; any field asks for a GTP-U message.
 *
 * @param teid        tunnel endpoint identifier, unsigned 32 bits
 * @param messageType message type, 0 to 255; 255 is a G-PDU (TS 29.281 table 6.1-1)
 * @param qfi         QoS flow identifier in the PDU session container, 0 to 63 (TS 38.415)
 */
public record TunnelMatch(Optional<ValueRange> teid, Optional<Integer> messageType, Optional<Integer> qfi) {
    /** Matches every packet, GTP-U or not. */
    public static final TunnelMatch ANY = new TunnelMatch(Optional.empty(), Optional.empty(), Optional.empty());
}
