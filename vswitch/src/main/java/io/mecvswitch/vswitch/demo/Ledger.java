package io.mecvswitch.vswitch.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every packet that is underway as it was sent, so that what arrives is compared with what was sent, byte by byte.
 *
 * <p>The simulation's thread. A packet through the inline application is in here twice: as its sender and as the
 * application sent it.
 */
final class Ledger {
    /** Who sent a packet. */
    enum Sender {
        /** The UE's access node, or the server. */
        ORIGIN,
        /** The inline application. */
        INLINE
    }

    private record Key(Tag tag, Sender sender) { }

    private final Map<Key, Dissection> underway = new HashMap<>();

    /** Notes a packet that is sent. */
    void sent(final Sender sender, final byte[] frame) {
        final Dissection packet = Dissection.of(frame).orElseThrow();
        underway.put(new Key(packet.tag(), sender), packet);
    }

    /** A packet as it was sent; empty if it never was, or has arrived before. */
    Optional<Dissection> find(final Tag tag, final Sender sender) {
        return Optional.ofNullable(underway.get(new Key(tag, sender)));
    }

    /** {@link #find} for the last time: a second one of the kind is not expected. */
    Optional<Dissection> take(final Tag tag, final Sender sender) {
        return Optional.ofNullable(underway.remove(new Key(tag, sender)));
    }
}
