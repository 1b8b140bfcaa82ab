package io.mecvswitch.gtpu;

import io.mecvswitch.config.PushConfig;
import java.util.Arrays;
import java.util.Map;

/**
 * Outer DSCPs of pushed packets, by QoS flow identifier and by the T-PDU's DSCP. Made by control and not changed after.
 */
public final class DscpMaps {
    private static final int VALUES = 64;
    private static final int NO_ENTRY = -1;

    private final int[] ofQfi;
    private final int[] ofInner;

    /**
     * @param ofQfi   DSCP by QFI, both 0 to 63
     * @param ofInner DSCP by the T-PDU's DSCP
     */
    public DscpMaps(final Map<Integer, Integer> ofQfi, final Map<Integer, Integer> ofInner) {
        this.ofQfi = table(ofQfi);
        this.ofInner = table(ofInner);
    }

    private static int[] table(final Map<Integer, Integer> entries) {
        final int[] table = new int[VALUES];
        Arrays.fill(table, NO_ENTRY);
        entries.forEach((from, dscp) -> table[from] = dscp);
        return table;
    }

    /**
     * The outer DSCP of a packet.
     *
     * @param way   how to push it
     * @param inner the T-PDU's DSCP
     */
    int dscp(final long way, final int inner) {
        final int source = Learned.dscpSource(way);
        int mapped = NO_ENTRY;
        if (source == PushConfig.Dscp.QFI.ordinal() && Learned.container(way)) {
            mapped = ofQfi[Learned.qfi(way)];
        } else if (source == PushConfig.Dscp.INNER.ordinal()) {
            mapped = ofInner[inner];
        }
        return mapped == NO_ENTRY ? Learned.dscp(way) : mapped;
    }
}
