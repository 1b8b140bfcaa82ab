package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;

/**
 * Counts by bearer what was popped, and what is about to be pushed: packets, and octets without Ethernet header. It
 * stands in the line only where somebody wants that, behind the limits, so what they drop does not count. The lane.
 */
public final class CountBearers extends Stage {
    private final BearerTraffic traffic;

    /**
     * @param traffic where
     */
    public CountBearers(final BearerTraffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public StageName name() {
        return StageName.COUNT;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.mayHave(Action.DECAPSULATE) && !vector.mayHave(Action.ENCAPSULATE)) {
            return;
        }
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final int[] length = vector.length;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE || action[i] == Action.ENCAPSULATE) {
                traffic.add(bearer[i], length[i] - Ethernet.HEADER_LENGTH);
            }
        }
    }
}
