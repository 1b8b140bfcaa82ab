package io.mecvswitch.config;

import java.util.Optional;

/**
 * What a traffic rule changes in its packets as they leave. An empty field is left as it is.
 *
 * @param source      Ethernet source address, of one station
 * @param destination Ethernet destination address
 * @param tags        VLAN tags
 * @param dscp        code point of the frame's first IP header, 0 to 63; of a decapsulated packet that is the T-PDU's
 */
public record HeaderRewrite(
    Optional<MacAddress> source, Optional<MacAddress> destination, TagRewrite tags, Optional<Integer> dscp) {

    /** Leaves everything as it is. */
    public static final HeaderRewrite NONE =
        new HeaderRewrite(Optional.empty(), Optional.empty(), new TagRewrite.Keep(), Optional.empty());

    /** New Ethernet addresses, and nothing else. */
    public static HeaderRewrite macs(final MacAddress source, final MacAddress destination) {
        return new HeaderRewrite(
            Optional.of(source), Optional.of(destination), new TagRewrite.Keep(), Optional.empty());
    }

    /** Whether nothing behind the Ethernet addresses is changed. */
    public boolean isOfMacsAlone() {
        return tags instanceof TagRewrite.Keep && dscp.isEmpty();
    }
}
