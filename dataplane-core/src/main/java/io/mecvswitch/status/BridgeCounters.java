package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a bridge domain counts, written by the lane that bridges.
 *
 * @param stations  in the table
 * @param moves     of stations from one port to another
 * @param unlearned stations for which there was no room, counted each time they are seen
 * @param flooded   frames
 */
public record BridgeCounters(
    AtomicCounter stations, AtomicCounter moves, AtomicCounter unlearned, AtomicCounter flooded) { }
