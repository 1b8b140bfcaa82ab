package io.mecvswitch.vswitch;

import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.sfc.Steer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a configuration says of ports, as stages ask for it: by port index.
 *
 * <p>Behind the indexes of the ports are those of where the switch's own messages come in, as if from the other end of
 * a wire. The thread of commits.
 */
final class PortTables {
    private final List<PortSlot> slots;
    private final Map<String, Integer> indexes;
    private final int size;
    private final int[] partners;
    private final boolean[] application;
    private final boolean[] plain;
    private final long[] macs;

    /**
     * @param slots      the ports in the configuration's order
     * @param firstProbe behind all port indexes ever given
     * @param probed     ports to which messages of the switch's own go
     */
    PortTables(final SwitchConfig config, final List<PortSlot> slots, final int firstProbe,
        final List<String> probed) {
        this.slots = slots;
        this.indexes = slots.stream().collect(Collectors.toMap(slot -> slot.config().name(), PortSlot::index));
        this.size = firstProbe + probed.size();
        this.partners = partners(config, firstProbe, probed);
        this.application = behind(Role.APPLICATION);
        this.plain = plain(config);
        this.macs = addresses();
    }

    private int[] partners(final SwitchConfig config, final int firstProbe, final List<String> probed) {
        final int[] table = new int[size];
        Arrays.fill(table, Steer.NO_PARTNER);
        for (final WireConfig wire : config.wires()) {
            table[indexes.get(wire.access())] = indexes.get(wire.core());
            table[indexes.get(wire.core())] = indexes.get(wire.access());
        }
        for (int probe = 0; probe < probed.size(); probe++) {
            table[firstProbe + probe] = indexes.get(probed.get(probe));
        }
        return table;
    }

    private boolean[] plain(final SwitchConfig config) {
        final boolean[] table = new boolean[size];
        config.wires().stream().filter(WireConfig::isPlain).forEach(wire -> {
            table[indexes.get(wire.access())] = true;
            table[indexes.get(wire.core())] = true;
        });
        return table;
    }

    /** Of the ports by name. */
    Map<String, Integer> indexes() {
        return indexes;
    }

    /** How long every table is. */
    int size() {
        return size;
    }

    /** Where a wire's other end is, or {@link Steer#NO_PARTNER}. */
    int[] partners() {
        return partners;
    }

    /** Behind which applications are. */
    boolean[] application() {
        return application;
    }

    /** Where UEs' packets are without tunnels. */
    boolean[] plain() {
        return plain;
    }

    /** Where packets may be in tunnels. */
    boolean[] tunnelled() {
        final boolean[] table = new boolean[size];
        for (int port = 0; port < size; port++) {
            table[port] = !application[port] && !plain[port];
        }
        return table;
    }

    /** Which have this role. */
    boolean[] behind(final Role role) {
        final boolean[] table = new boolean[size];
        slots.forEach(slot -> table[slot.index()] = slot.config().role() == role);
        return table;
    }

    /** The switch's Ethernet addresses; 0 of a port that is gone and has none configured. */
    long[] macs() {
        return macs;
    }

    private long[] addresses() {
        final long[] table = new long[size];
        for (final PortSlot slot : slots) {
            table[slot.index()] = slot.config().mac().map(mac -> mac.bits())
                .orElseGet(() -> slot.port().map(port -> port.macAddress()).orElse(0L));
        }
        return table;
    }

    /** Ethernet addresses of the applications, 0 where none is configured. */
    long[] peerMacs() {
        final long[] table = new long[size];
        slots.forEach(slot -> slot.config().peerMac().ifPresent(mac -> table[slot.index()] = mac.bits()));
        return table;
    }
}
