package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Metadata;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.stage.PacketVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slice of a bearer as a number, for what aware applications are told: that of the gateway where the bearer's
 * uplink ends. Made by control, read by the lane that transmits.
 */
final class SliceNumbers implements Metadata.Slices {
    private final TunnelTable tunnels;
    private final int[] gateways;
    private final int[] plmns;

    SliceNumbers(final List<SliceConfig> slices, final TunnelTable tunnels) {
        this.tunnels = tunnels;
        final Map<Integer, Integer> numbers = new TreeMap<>();
        slices.forEach(slice -> slice.gateways().forEach(gateway ->
            numbers.put(gateway(tunnels, gateway), number(slice.plmn()))));
        gateways = numbers.keySet().stream().mapToInt(Integer::intValue).toArray();
        plmns = numbers.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private static int gateway(final TunnelTable tunnels, final IpAddress address) {
        return (int) (tunnels.keyOf(new TunnelEnd(address, 1)) >>> 32);
    }

    /** The mobile country code times 1000, and the mobile network code (3GPP TS 23.003 §2.2). */
    static int number(final String plmn) {
        return Integer.parseInt(plmn.substring(0, 3)) * 1_000 + Integer.parseInt(plmn.substring(4));
    }

    @Override
    public int of(final PacketVector vector, final int i) {
        if (gateways.length == 0) {
            return 0;
        }
        final int uplink = vector.bearer[i] & ~1 | TunnelTable.UPLINK;
        final int at = Arrays.binarySearch(gateways, (int) (tunnels.key(uplink) >>> 32));
        return at < 0 ? 0 : plmns[at];
    }
}
