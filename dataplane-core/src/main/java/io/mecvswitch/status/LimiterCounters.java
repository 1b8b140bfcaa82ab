package io.mecvswitch.status;

import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a limiter counts, written by the lane that polices.
 *
 * @param green     packets
 * @param yellow    packets
 * @param red       packets
 * @param dropped   packets of any colour that it dropped
 * @param bytes     octets that count, of what it and all limiters around it let pass
 * @param place     of green, and behind it of bytes, in {@link StatusFile#rowMemory}
 * @param rarePlace of yellow, and behind it of red and dropped
 */
public record LimiterCounters(AtomicCounter green, AtomicCounter yellow, AtomicCounter red, AtomicCounter dropped,
    AtomicCounter bytes, int place, int rarePlace) {

    List<AtomicCounter> all() {
        return List.of(green, yellow, red, dropped, bytes);
    }
}
