package io.mecvswitch.vswitch.replay;

import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.StatusReader;
import java.util.List;

/**
 * What a run came to.
 *
 * @param status       counters and errors
 * @param conservation what became of all packets
 * @param lostBuffers  packet buffers that did not come back; anything but 0 is a defect
 * @param notes        sentences about the captures, for the operator
 */
public record ReplayResult(StatusReader status, Conservation conservation, int lostBuffers, List<String> notes) {
    /** Defects of the switch that showed. */
    public List<DistinctError> errors() {
        return status.errors();
    }

    /** Whether every packet is accounted for, every buffer came back and no stage failed. */
    public boolean conserved() {
        return conservation.holds() && conservation.resting() == 0 && lostBuffers == 0 && errors().isEmpty();
    }
}
