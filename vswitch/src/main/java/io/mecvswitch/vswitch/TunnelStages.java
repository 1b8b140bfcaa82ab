package io.mecvswitch.vswitch;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.gtpu.Answer;
import io.mecvswitch.gtpu.Decapsulate;
import io.mecvswitch.gtpu.DscpMaps;
import io.mecvswitch.gtpu.EchoPaths;
import io.mecvswitch.gtpu.Encapsulate;
import io.mecvswitch.gtpu.Hold;
import io.mecvswitch.gtpu.Learn;
import io.mecvswitch.gtpu.Learner;
import io.mecvswitch.gtpu.MatchBearer;
import io.mecvswitch.gtpu.MssClamp;
import io.mecvswitch.gtpu.OwnAddresses;
import io.mecvswitch.gtpu.OwnEndpoints;
import io.mecvswitch.gtpu.PacketOwners;
import io.mecvswitch.gtpu.PlainUes;
import io.mecvswitch.gtpu.Resolve;
import io.mecvswitch.gtpu.SliceGuard;
import io.mecvswitch.gtpu.TooBig;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.status.LearningEvent;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the stages that know tunnels: they find bearers, take tunnels off and put them on, answer peers, and keep
 * slices apart.
 *
 * <p>For one configuration. The thread of commits.
 */
final class TunnelStages {
    private final SwitchConfig config;
    private final List<PortSlot> slots;
    private final PortTables ports;
    private final Resources means;
    private final PacketMemory memory;
    private final TunnelTable tunnels;
    private final StatusFile status;
    private final int vectorSize;
    private final Learner learner;
    private final EchoPaths paths;
    private final Supplier<PacketClock> clocks;
    private final boolean draining;

    /**
     * @param slots    the ports in the configuration's order
     * @param ports    what is said of them
     * @param paths    to peers
     * @param clocks   gives each stage one to wait by
     * @param draining whether nothing may rest
     */
    TunnelStages(final SwitchConfig config, final List<PortSlot> slots, final PortTables ports,
        final Resources means, final Learner learner, final EchoPaths paths, final Supplier<PacketClock> clocks,
        final boolean draining) {
        this.config = config;
        this.slots = slots;
        this.ports = ports;
        this.means = means;
        this.memory = means.memory();
        this.tunnels = means.tunnels();
        this.status = means.status();
        this.vectorSize = means.vectorSize();
        this.learner = learner;
        this.paths = paths;
        this.clocks = clocks;
        this.draining = draining;
    }

    /** Finds bearers. */
    MatchBearer matchBearer(final long[] destinations) {
        return new MatchBearer(tunnels, plainUes(), memory, ports.application(), ports.partners(), destinations,
            vectorSize);
    }

    /** Where UEs' packets are without tunnels. */
    PlainUes plainUes() {
        final int[] directions = new int[ports.size()];
        Arrays.fill(directions, PlainUes.NO_DIRECTION);
        final List<IpPrefix> prefixes = new ArrayList<>();
        for (final WireConfig wire : config.wires()) {
            if (wire.isPlain()) {
                directions[ports.indexes().get(wire.access())] = TunnelTable.UPLINK;
                directions[ports.indexes().get(wire.core())] = TunnelTable.DOWNLINK;
                prefixes.addAll(wire.ues());
            }
        }
        return new PlainUes(prefixes, tunnels, directions);
    }

    /** Finds bearers, and has those told that nobody knows yet. */
    Learn learn(final long[] destinations) {
        return new Learn(matchBearer(destinations), learner, memory, ports.behind(Role.ACCESS), ports.behind(Role.CORE),
            means.clock(), status.learningCounter(LearningEvent.OVERRUN), hold(), vectorSize);
    }

    private Hold hold() {
        final HoldConfig hold = config.gtpu().learning().orElseThrow().hold();
        return draining || hold.packets() == 0 ? null : new Hold(tunnels, memory, hold, clocks.get(),
            means.exit(), status.resting(), status.learningCounter(LearningEvent.HELD));
    }

    /** Answers who asks the switch itself. */
    Answer answer() {
        final OwnEndpoints own = new OwnEndpoints(config.gtpu().endpoints(), tunnels, ports.indexes()::get, paths);
        final PacketClock time = clocks.get();
        return new Answer(own, tunnels, memory, ports.tunnelled(), time,
            new Resolve(ownAddresses(), memory, ports.macs(), time));
    }

    private OwnAddresses ownAddresses() {
        final OwnAddresses addresses = new OwnAddresses(tunnels, plainUes(), ports.size());
        for (final PortSlot slot : slots) {
            final PortConfig port = slot.config();
            if (port.role() == Role.APPLICATION) {
                port.gateways().forEach(address -> addresses.router(slot.index(), address));
                if (port.proxy()) {
                    addresses.proxy(slot.index());
                }
            } else if (!ports.plain()[slot.index()]) {
                endpointsAt(port.name()).forEach(endpoint -> addresses.host(slot.index(), endpoint.address()));
            }
        }
        return addresses;
    }

    private Stream<EndpointConfig> endpointsAt(final String port) {
        return config.gtpu().endpoints().stream().filter(endpoint ->
            endpoint.neighbours() && endpoint.port().map(port::equals).orElse(true));
    }

    /** Keeps slices apart. */
    SliceGuard guard(final int line) {
        final List<SliceConfig> slices = config.slices().slices();
        return new SliceGuard(slices,
            slices.stream().map(slice -> status.sliceCounters(slice.plmn(), line)).toList(), tunnels, memory,
            ports.application());
    }

    /** Tells whose packets are that leave. */
    PacketOwners owners() {
        return new PacketOwners(config.slices().slices(), tunnels, memory, ports.application());
    }

    /** Takes tunnels off. */
    Decapsulate decapsulate() {
        return new Decapsulate(plainUes(), memory, ports.peerMacs(), ports.macs(), config.gtpu().ecn(), clamp());
    }

    /** Puts tunnels on. */
    Encapsulate encapsulate() {
        return new Encapsulate(tunnels, memory, dscps(), config.gtpu().ecn(), clamp(), tooBig(), vectorSize);
    }

    /** By QFI, and by what is inside. */
    DscpMaps dscps() {
        return new DscpMaps(config.gtpu().dscpOfQfi(), config.gtpu().dscpOfInner());
    }

    private MssClamp clamp() {
        if (config.ports().stream().allMatch(port -> port.fit().maxMss().isEmpty())) {
            return null;
        }
        final int[] limits = new int[ports.size()];
        Arrays.fill(limits, MssClamp.ANY);
        slots.forEach(slot -> limits[slot.index()] = slot.config().fit().maxMss().orElse(MssClamp.ANY));
        return new MssClamp(memory, limits);
    }

    /** Whether a packet that is too long for a port is cut, or its sender told. */
    boolean cutsOrTells() {
        return config.ports().stream().anyMatch(port -> port.fit().tooBig() != FitConfig.TooBig.DROP);
    }

    private TooBig tooBig() {
        if (!cutsOrTells()) {
            return null;
        }
        final FitConfig.TooBig[] policies = new FitConfig.TooBig[ports.size()];
        Arrays.fill(policies, FitConfig.TooBig.DROP);
        final int[] mtus = new int[ports.size()];
        for (final PortSlot slot : slots) {
            policies[slot.index()] = slot.config().fit().tooBig();
            mtus[slot.index()] = slot.config().mtu();
        }
        return new TooBig(memory, policies, mtus, clocks.get(), vectorSize);
    }
}
