package io.mecvswitch.vswitch.run;

import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.status.CounterHistory;
import io.mecvswitch.status.CounterHistory.Pace;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.vswitch.Radios;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * What the switch tells clients of rates, and of when something changed last, beside what {@link SwitchState} tells.
 * Threads of sessions.
 */
final class RateState {
    private static final String MODULE = "mec-vswitch-rates:";
    private static final String PACKETS = MODULE + "packets-per-second";
    private static final String BITS = MODULE + "bits-per-second";
    private static final String LAST_CHANGE = MODULE + "last-change";

    private final CounterHistory history;
    private final LongSupplier clock;

    private RateState(final CounterHistory history, final LongSupplier clock) {
        this.history = history;
        this.clock = clock;
    }

    /**
     * All there is to tell.
     *
     * @param clock milliseconds since 1970
     */
    static List<StateSource> of(final CounterHistory history, final LongSupplier clock) {
        final RateState state = new RateState(history, clock);
        return List.of(
            state.new Source("ietf-interfaces:interfaces", RateState::ports),
            state.new Source("mec-vswitch-rules:traffic-rules", RateState::rules),
            state.new Source("mec-vswitch-chains:service-function-chains", RateState::members),
            state.new Source("mec-vswitch-slices:slices", RateState::slices),
            state.new Source("mec-vswitch-qos:qos", RateState::limiters),
            state.new Source("mec-vswitch-gtpu:gtpu", RateState::paths),
            state.new Source("mec-vswitch-airtime:airtime", RateState::vifs));
    }

    private final class Source implements StateSource {
        private final String node;
        private final BiConsumer<Paces, BranchBuilder> tell;

        private Source(final String node, final BiConsumer<Paces, BranchBuilder> tell) {
            this.node = node;
            this.tell = tell;
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public void tell(final BranchBuilder there) {
            tell.accept(new Paces(), there);
        }
    }

    /** What is known of types that are asked for. */
    private final class Paces {
        private final Map<CounterType, Map<String, Pace>> known = new EnumMap<>(CounterType.class);
        private final long nowMs = clock.getAsLong();

        private Pace of(final CounterType type, final String label) {
            return known.computeIfAbsent(type, one -> history.paces(one, nowMs)).get(label);
        }
    }

    private static void ports(final Paces paces, final BranchBuilder interfaces) {
        interfaces.each("interface", (name, port) -> {
            changed(paces.of(CounterType.DEVICE_LINK, name), "last-change", port);
            if (paces.of(CounterType.PORT_RX_PACKETS, name) != null) {
                port.container("mec-vswitch-ports:port", own -> own.container("statistics", all -> {
                    traffic(paces, "received", CounterType.PORT_RX_PACKETS, CounterType.PORT_RX_BYTES, name, all);
                    traffic(paces, "sent", CounterType.PORT_TX_PACKETS, CounterType.PORT_TX_BYTES, name, all);
                }));
            }
        });
    }

    private static void rules(final Paces paces, final BranchBuilder rules) {
        rules.each("traffic-rule", (name, rule) ->
            traffic(paces, "statistics", CounterType.RULE_PACKETS, CounterType.RULE_BYTES, name, rule));
    }

    private static void slices(final Paces paces, final BranchBuilder slices) {
        slices.each("slice", (plmn, slice) ->
            traffic(paces, "statistics", CounterType.SLICE_PACKETS, CounterType.SLICE_BYTES, plmn, slice));
    }

    private static void vifs(final Paces paces, final BranchBuilder airtime) {
        airtime.each("radio", (port, radio) -> radio.each("vif", (name, vif) -> traffic(paces, "statistics",
            CounterType.VIF_FRAMES, CounterType.VIF_BYTES, Radios.label(port, name), vif)));
    }

    /** A member is called by its chain and by its keys. */
    private static void members(final Paces paces, final BranchBuilder chains) {
        chains.each("port-chain", (name, chain) -> chain.container("statistics", there ->
            there.each("member", (keys, member) -> {
                final Pace pace = paces.of(CounterType.HOP_IN, name + ' ' + keys.replace('\0', ' '));
                if (pace != null) {
                    member.value(PACKETS, Math.round(pace.perSecond()));
                }
            })));
    }

    private static void limiters(final Paces paces, final BranchBuilder qos) {
        qos.each("limiter", (name, limiter) -> {
            final Pace octets = paces.of(CounterType.LIMITER_BYTES, name);
            if (octets != null) {
                limiter.container("statistics", there -> {
                    there.value(BITS, bits(octets));
                    changed(octets, LAST_CHANGE, there);
                });
            }
        });
    }

    private static void paths(final Paces paces, final BranchBuilder gtpu) {
        gtpu.each("endpoint", (own, endpoint) -> endpoint.each("peer", (address, peer) -> {
            final Pace pace = paces.of(CounterType.PATH_STATE, own + ' ' + address);
            if (pace != null && pace.changedMs() > 0) {
                peer.container("path", path -> changed(pace, LAST_CHANGE, path));
            }
        }));
    }

    private static void traffic(final Paces paces, final String name, final CounterType packets,
        final CounterType octets, final String label, final BranchBuilder there) {
        final Pace pace = paces.of(packets, label);
        final Pace octetPace = paces.of(octets, label);
        if (pace != null && octetPace != null) {
            there.container(name, all -> {
                all.value(PACKETS, Math.round(pace.perSecond())).value(BITS, bits(octetPace));
                changed(pace, LAST_CHANGE, all);
            });
        }
    }

    private static long bits(final Pace octets) {
        return Math.round(octets.perSecond() * Byte.SIZE);
    }

    private static void changed(final Pace pace, final String leaf, final BranchBuilder there) {
        if (pace != null && pace.changedMs() > 0) {
            there.time(leaf, Instant.ofEpochMilli(pace.changedMs()));
        }
    }
}
