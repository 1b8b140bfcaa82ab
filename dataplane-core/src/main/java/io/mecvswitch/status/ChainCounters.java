package io.mecvswitch.status;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a service function chain counts, both directions together, written by the lane that leads packets.
 *
 * @param entered packets that entered it
 * @param left    packets that went on behind its last application
 * @param id      its service path identifier; written by control
 */
public record ChainCounters(AtomicCounter entered, AtomicCounter left, AtomicCounter id) { }
