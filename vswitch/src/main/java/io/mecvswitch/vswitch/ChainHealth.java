package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Chains;
import io.mecvswitch.chaining.FlowHash;
import io.mecvswitch.chaining.HealthMonitor;
import io.mecvswitch.chaining.HealthMonitor.Watched;
import io.mecvswitch.chaining.MemberProbe;
import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.chaining.ProbeAnswers;
import io.mecvswitch.chaining.ProbeSource;
import io.mecvswitch.config.ChainsByName;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.Port;
import io.mecvswitch.status.StatusFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Looks after the members of the running configuration's groups, and lets their groups and the status file know how
 * they stand.
 *
 * <pre>
 *   compile ──▶ plan ──▶ its probes: asked by the receiving lane, heard by the one that chains
 *   commit  ──▶ watch ──▶ HealthMonitor ──▶ Chains.report; MEMBER_STATE, MEMBER_CHANGED
 * </pre>
 *
 * <p>Control.
 */
final class ChainHealth {
    private static final int IDENTIFIERS = 0xffff;

    private final StatusFile status;
    private final Supplier<Chains> chains;
    private final NanoClock clock;
    private final HealthMonitor monitor;
    private final Drains drains;
    /** Those that are looked after and asked nothing, by name of the pair. */
    private Map<String, Member> members = Map.of();

    /**
     * A member that nobody asks anything, and what all that is said of it follows from: where those are the same
     * objects, it goes on.
     */
    private record Member(PortPairGroup group, PortPair pair, PortSlot ingress, PortSlot egress, String name,
        Watched watched) {

        boolean isOf(final PortPairGroup otherGroup, final PortPair otherPair, final PortSlot in, final PortSlot out,
            final boolean drains) {
            return group == otherGroup && pair == otherPair && ingress == in && egress == out
                && watched.draining() == drains;
        }
    }

    /**
     * @param status for the counters of members
     * @param chains those that lanes run
     * @param clock  tells intervals
     * @param drains members that are drained at run time
     */
    ChainHealth(final StatusFile status, final Supplier<Chains> chains, final NanoClock clock, final Drains drains) {
        this.status = status;
        this.chains = chains;
        this.clock = clock;
        this.drains = drains;
        this.monitor = new HealthMonitor(clock, (group, pair, _, state, _) -> tell(group, pair, state));
    }

    private void tell(final String group, final String pair, final MemberState state) {
        chains.get().report(pair, state);
        status.memberStands(HealthMonitor.name(group, pair), state.ordinal());
    }

    /** Whether there is anybody to look after. */
    boolean isBusy() {
        return monitor.isBusy();
    }

    /** Looks at all members; returns how many stand otherwise than before. */
    int work() {
        return monitor.doWork();
    }

    /**
     * What a configuration wants; nothing is done yet.
     *
     * @param named its chains by name
     * @param ports open
     */
    Plan plan(final ChainsConfig config, final ChainsByName named, final List<PortSlot> ports) {
        final Plan plan = new Plan(ports);
        config.chains().stream().flatMap(chain -> chain.groups().stream()).distinct()
            .map(name -> named.group(name).orElseThrow())
            .forEach(group -> group.pairs().forEach(pair -> plan.add(group, named.pair(pair).orElseThrow())));
        return plan;
    }

    /** All lanes run the configuration that this is the plan of. */
    void watch(final Plan plan) {
        status.retainMembers(plan.names);
        monitor.watch(plan.watched);
        members = plan.unasked;
    }

    /** The members of one configuration. */
    final class Plan {
        private final Map<String, PortSlot> ports;
        private final Map<String, MemberProbe> asking = monitor.probes();
        private final List<Watched> watched = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final Map<String, Member> unasked = new HashMap<>();
        /** By the port that requests leave by. */
        private final Map<String, List<MemberProbe>> asked = new LinkedHashMap<>();
        /** By the index of a port that answers come by. */
        private final Map<Integer, List<MemberProbe>> heard = new LinkedHashMap<>();

        private Plan(final List<PortSlot> ports) {
            this.ports = ports.stream().collect(Collectors.toMap(slot -> slot.config().name(), slot -> slot));
        }

        private void add(final PortPairGroup group, final PortPair pair) {
            final PortSlot ingress = ports.get(pair.ingress());
            final PortSlot egress = ports.get(pair.egress());
            final Member former = members.get(pair.name());
            if (former != null && former.isOf(group, pair, ingress, egress, drains(pair))) {
                add(former);
            } else {
                addNew(group, pair, ingress, egress);
            }
        }

        private void add(final Member member) {
            names.add(member.name);
            watched.add(member.watched);
            unasked.put(member.pair.name(), member);
        }

        private void addNew(final PortPairGroup group, final PortPair pair, final PortSlot ingress,
            final PortSlot egress) {
            final String name = HealthMonitor.name(group.name(), pair.name());
            final Optional<MemberProbe> probe = probe(group.health(), name, ingress);
            probe.ifPresent(asker -> {
                asked.computeIfAbsent(pair.ingress(), _ -> new ArrayList<>()).add(asker);
                IntStream.of(ingress.index(), egress.index()).distinct()
                    .forEach(port -> heard.computeIfAbsent(port, _ -> new ArrayList<>()).add(asker));
            });
            final AtomicCounter taken = status.portCounters(ingress.index(), pair.ingress(), 0).txPackets();
            status.memberCounters(name);
            final Watched looked = new Watched(group.name(), pair.name(), group.health(), drains(pair),
                () -> isLinked(ingress) && isLinked(egress), () -> chains.get().delivered(pair.name()), taken::get,
                () -> chains.get().returned(pair.name()), probe);
            if (probe.isEmpty()) {
                add(new Member(group, pair, ingress, egress, name, looked));
            } else {
                names.add(name);
                watched.add(looked);
            }
        }

        private boolean drains(final PortPair pair) {
            return pair.draining() || pair.weight() == 0 || drains.has(pair);
        }

        private static boolean isLinked(final PortSlot slot) {
            return slot.port().map(Port::linkUp).orElse(false);
        }

        /** One that asks the same already goes on. */
        private Optional<MemberProbe> probe(final HealthCheck check, final String name, final PortSlot ingress) {
            if (check.probe() == HealthCheck.Probe.NONE) {
                return Optional.empty();
            }
            final long own = ingress.config().mac().map(MacAddress::bits)
                .orElseGet(() -> ingress.port().map(Port::macAddress).orElse(0L));
            final long peer = ingress.config().peerMac().map(MacAddress::bits).orElse(0L);
            final MemberProbe probe =
                new MemberProbe(check, own, peer, (int) FlowHash.ofName(name) & IDENTIFIERS);
            return Optional.of(Optional.ofNullable(asking.get(name)).filter(probe::asksAs).orElse(probe));
        }

        /** Names of the ports that requests leave by. */
        Stream<String> ports() {
            return asked.keySet().stream();
        }

        /** Where the requests of a port come in. */
        ProbeSource source(final String port, final PacketMemory memory, final AtomicCounter made) {
            return new ProbeSource(port, asked.get(port), memory, clock, made);
        }

        /**
         * Knows the answers.
         *
         * @param capacity port indexes there are
         */
        ProbeAnswers answers(final PacketMemory memory, final int capacity) {
            final ProbeAnswers answers = new ProbeAnswers(memory, capacity);
            heard.forEach(answers::expect);
            return answers;
        }
    }
}
