package io.mecvswitch.status;

import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What a virtual interface takes of its radio, written by the lane that transmits.
 *
 * @param usedNs       airtime
 * @param backloggedNs time in which frames waited
 * @param frames       sent
 * @param bytes        of those
 * @param lost         frames that did not arrive
 * @param estimated    frames whose airtime nobody told
 * @param factor       airtime over estimate, in thousandths
 * @param congestion   time at the head over airtime, in thousandths
 * @param ceiling      in millionths of the clock's time, 1 000 000 without one
 * @param share        in millionths of the radio's airtime
 * @param radioNs      time of the radio's clock
 * @param receivedNs   airtime of frames from stations, of which the access point told
 * @param attempts     frames that the access point sent, each as often as it was, as far as it told
 * @param successes    those of them that arrived
 * @param told         1 while the access point tells what frames take, 0 while all is estimated
 */
public record VifCounters(AtomicCounter usedNs, AtomicCounter backloggedNs, AtomicCounter frames, AtomicCounter bytes,
    AtomicCounter lost, AtomicCounter estimated, AtomicCounter factor, AtomicCounter congestion,
    AtomicCounter ceiling, AtomicCounter share, AtomicCounter radioNs, AtomicCounter receivedNs,
    AtomicCounter attempts, AtomicCounter successes, AtomicCounter told) {
    /** Each of them. */
    List<AtomicCounter> all() {
        return List.of(usedNs, backloggedNs, frames, bytes, lost, estimated, factor, congestion, ceiling, share,
            radioNs, receivedNs, attempts, successes, told);
    }
}
