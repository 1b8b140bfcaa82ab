package io.mecvswitch.status;

import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a class of a shaper counts, written by the lane that transmits.
 *
 * @param packets that left
 * @param bytes   octets of their frames
 * @param dropped packets that there was no room for, or that would have waited too long
 * @param marked  packets that were told of congestion
 * @param early   packets that were dropped because their queue stood
 */
public record ShaperCounters(
    AtomicCounter packets, AtomicCounter bytes, AtomicCounter dropped, AtomicCounter marked, AtomicCounter early) {

    List<AtomicCounter> all() {
        return List.of(packets, bytes, dropped, marked, early);
    }
}
