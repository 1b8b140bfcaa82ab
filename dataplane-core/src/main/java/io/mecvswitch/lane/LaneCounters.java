package io.mecvswitch.lane;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a lane tells of itself; each counter is written by the lane's thread alone.
 *
 * @param vectors     vectors walked, markers included
 * @param packetsIn   packets received, or taken from the handoff before
 * @param packetsOut  packets handed to the next lane; 0 for ever in the last one, where packets leave by ports
 * @param busyNs      time of sampled steps that found packets
 * @param idleNs      time of sampled steps that found none
 * @param sampled     packets of sampled steps
 * @param versionSeen version of the pipeline it runs
 */
public record LaneCounters(
    AtomicCounter vectors,
    AtomicCounter packetsIn,
    AtomicCounter packetsOut,
    AtomicCounter busyNs,
    AtomicCounter idleNs,
    AtomicCounter sampled,
    AtomicCounter versionSeen) { }
