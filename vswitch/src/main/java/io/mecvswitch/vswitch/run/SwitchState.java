package io.mecvswitch.vswitch.run;

import io.mecvswitch.control.netconf.operation.SwitchCommands.Counted;
import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.PathCounters;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.show.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What the switch tells clients of how things are: the counters of its status file, where the model has a place for
 * them.
 *
 * <p>Threads of sessions. Workers notice nothing of it.
 */
final class SwitchState {
    private final StatusReader status;
    private final Baselines baselines;

    private SwitchState(final StatusReader status, final Baselines baselines) {
        this.status = status;
        this.baselines = baselines;
    }

    /**
     * All there is to tell.
     *
     * @param baselines what counters showed when they were cleared
     */
    static List<StateSource> of(final StatusReader status, final Baselines baselines) {
        final SwitchState state = new SwitchState(status, baselines);
        return List.of(
            state.new Source("ietf-interfaces:interfaces", state::ports, "PORT_", "DEVICE_", "LATENCY_", "SHAPER_",
                "RESTING", "LANE_PACKETS_"),
            state.new Source("mec-vswitch-rules:traffic-rules", SwitchState::rules, "RULE_"),
            state.new Source("mec-vswitch-bridges:bridge-domains", SwitchState::bridges, "BRIDGE_"),
            state.new Source("mec-vswitch-chains:service-function-chains", ChainState::tell, "RULE_", "CHAIN_", "HOP_",
                "MEMBER_"),
            state.new Source("mec-vswitch-slices:slices", SwitchState::slices, "SLICE_"),
            state.new Source("mec-vswitch-qos:qos", SwitchState::limiters, "LIMITER_", "SHAPER_"),
            state.new Source("mec-vswitch-gtpu:gtpu", SwitchState::paths, "PATH_"),
            state.new Source("mec-vswitch-airtime:airtime", RadioState::tell, "VIF_"),
            state.new Source("mec-vswitch-dataplane:dataplane", SwitchState::dataplane, "PORT_RX_PACKETS",
                "PORT_TX_PACKETS", "COPIED", "PUNTED", "DROPPED", "RESTING", "LANE_"));
    }

    private final class Source implements StateSource {
        private final String node;
        private final BiConsumer<Sample, BranchBuilder> tell;
        private final Set<CounterType> types;

        /**
         * @param types beginnings of the names of those that are told of: of others there may be a great many
         */
        private Source(final String node, final BiConsumer<Sample, BranchBuilder> tell, final String... types) {
            this.node = node;
            this.tell = tell;
            this.types = Arrays.stream(CounterType.values())
                .filter(type -> Arrays.stream(types).anyMatch(type.name()::startsWith))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CounterType.class)));
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public void tell(final BranchBuilder there) {
            tell.accept(baselines.since(Sample.of(status, types)), there);
        }
    }

    // Ports.

    private void ports(final Sample sample, final BranchBuilder interfaces) {
        final Instant started = started(sample);
        interfaces.each("interface", (name, port) -> {
            port.value("oper-status", link(sample.value(CounterType.DEVICE_LINK, name)))
                .container("statistics", all -> device(sample, name, all.time("discontinuity-time",
                    baselines.clearedAt(Counted.Kind.INTERFACE, name).orElse(started))))
                .container("mec-vswitch-ports:port", own -> {
                    own.container("statistics", all -> port(sample, name, all));
                    shaper(sample, name, own);
                    drain(sample, name, own);
                });
        });
    }

    private static void shaper(final Sample sample, final String port, final BranchBuilder there) {
        if (sample.labels(CounterType.SHAPER_PACKETS).stream().anyMatch(label -> label.startsWith(port + " "))) {
            there.container("mec-vswitch-qos:shaper", shaper -> shaper.each("class", (name, shaped) ->
                shaped.container("statistics", all -> shapedClass(sample, port + " " + name, all))));
        }
    }

    private static void drain(final Sample sample, final String port, final BranchBuilder there) {
        final Long since = sample.value(CounterType.PORT_DRAIN_SINCE, port);
        if (since != null) {
            there.container("mec-vswitch-operations:drain", drain -> {
                value(drain.time("since", Instant.ofEpochMilli(since)), "turned-away", sample,
                    CounterType.PORT_TURNED_AWAY, port);
                drain.value("resting", Math.max(0, Conservation.of(sample.snapshot()).resting()));
            });
        }
    }

    private static void shapedClass(final Sample sample, final String label, final BranchBuilder there) {
        value(there, "packets", sample, CounterType.SHAPER_PACKETS, label);
        value(there, "octets", sample, CounterType.SHAPER_BYTES, label);
        value(there, "dropped", sample, CounterType.SHAPER_DROPPED, label);
        value(there, "dropped-early", sample, CounterType.SHAPER_EARLY, label);
        value(there, "marked", sample, CounterType.SHAPER_MARKED, label);
    }

    private static String link(final Long state) {
        return state == null ? "not-present" : state == 0 ? "down" : "up";
    }

    /** In the words of RFC 8343. */
    private static void device(final Sample sample, final String name, final BranchBuilder there) {
        value(there, "in-octets", sample, CounterType.PORT_RX_BYTES, name);
        counter32(there, "in-discards", value(sample, CounterType.DEVICE_RX_MISSED, name)
            + value(sample, CounterType.DEVICE_RX_NO_BUFFER, name));
        counter32(there, "in-errors", value(sample, CounterType.DEVICE_RX_ERRORS, name));
        value(there, "out-octets", sample, CounterType.PORT_TX_BYTES, name);
        counter32(there, "out-errors", value(sample, CounterType.DEVICE_TX_ERRORS, name));
    }

    private static void port(final Sample sample, final String name, final BranchBuilder there) {
        traffic(there, "received", sample, CounterType.PORT_RX_PACKETS, CounterType.PORT_RX_BYTES, name);
        traffic(there, "sent", sample, CounterType.PORT_TX_PACKETS, CounterType.PORT_TX_BYTES, name);
        if (value(sample, CounterType.LATENCY_SAMPLES, name) > 0) {
            there.container("latency", latency -> {
                value(latency, "samples", sample, CounterType.LATENCY_SAMPLES, name);
                value(latency, "median", sample, CounterType.LATENCY_P50, name);
                value(latency, "p99", sample, CounterType.LATENCY_P99, name);
                value(latency, "p999", sample, CounterType.LATENCY_P999, name);
                value(latency, "maximum", sample, CounterType.LATENCY_MAX, name);
            });
        }
    }

    // What is configured by name.

    private static void rules(final Sample sample, final BranchBuilder rules) {
        rules.each("traffic-rule", (name, rule) ->
            traffic(rule, "statistics", sample, CounterType.RULE_PACKETS, CounterType.RULE_BYTES, name));
    }

    private static void slices(final Sample sample, final BranchBuilder slices) {
        slices.each("slice", (plmn, slice) ->
            traffic(slice, "statistics", sample, CounterType.SLICE_PACKETS, CounterType.SLICE_BYTES, plmn));
    }

    private static void limiters(final Sample sample, final BranchBuilder qos) {
        qos.each("limiter", (name, limiter) -> {
            if (sample.labels(CounterType.LIMITER_GREEN).contains(name)) {
                limiter.container("statistics", there -> limiter(sample, name, there));
            }
        });
    }

    private static void limiter(final Sample sample, final String name, final BranchBuilder there) {
        value(there, "green", sample, CounterType.LIMITER_GREEN, name);
        value(there, "yellow", sample, CounterType.LIMITER_YELLOW, name);
        value(there, "red", sample, CounterType.LIMITER_RED, name);
        value(there, "dropped", sample, CounterType.LIMITER_DROPPED, name);
        value(there, "octets", sample, CounterType.LIMITER_BYTES, name);
    }

    private static void bridges(final Sample sample, final BranchBuilder bridges) {
        bridges.each("bridge-domain", (name, bridge) -> bridge.container("statistics", there -> {
            value(there, "stations", sample, CounterType.BRIDGE_STATIONS, name);
            value(there, "moves", sample, CounterType.BRIDGE_MOVES, name);
            value(there, "not-learned", sample, CounterType.BRIDGE_UNLEARNED, name);
            value(there, "flooded", sample, CounterType.BRIDGE_FLOODED, name);
        }));
    }

    private static void paths(final Sample sample, final BranchBuilder gtpu) {
        gtpu.each("endpoint", (own, endpoint) -> endpoint.each("peer", (address, peer) -> {
            final String label = own + " " + address;
            if (sample.labels(CounterType.PATH_STATE).contains(label)) {
                peer.container("path", path -> path(sample, label, path));
            }
        }));
    }

    private static void path(final Sample sample, final String label, final BranchBuilder there) {
        there.value("state", PathCounters.word(value(sample, CounterType.PATH_STATE, label)));
        value(there, "requests", sample, CounterType.PATH_REQUESTS, label);
        value(there, "responses", sample, CounterType.PATH_RESPONSES, label);
        value(there, "failures", sample, CounterType.PATH_FAILURES, label);
    }

    // The whole.

    private static void dataplane(final Sample sample, final BranchBuilder dataplane) {
        dataplane.container("state", there -> {
            there.time("start-time", started(sample))
                .container("packets", books -> books(Conservation.of(sample.snapshot()), books));
            drops(sample, there);
            sample.snapshot().of(CounterType.LANE_VECTORS).forEach(lane ->
                there.entry("lane", one -> lane(sample, lane.label(), one.value("number", lane.key()))));
            errors(sample.errors(), there);
        });
    }

    private static void books(final Conservation books, final BranchBuilder there) {
        there.value("received", books.received()).value("copied", books.copied()).value("sent", books.sent())
            .value("punted", books.punted()).value("dropped", books.dropped())
            .value("resting", Math.max(0, books.resting()));
    }

    private static void drops(final Sample sample, final BranchBuilder there) {
        for (final DropReason reason : DropReason.values()) {
            final long packets = value(sample, CounterType.DROPPED, reason.name());
            if (packets > 0) {
                there.entry("drop", drop -> drop.value("reason", reason.name()).value("packets", packets)
                    .value("meaning", reason.sentence()));
            }
        }
    }

    private static void lane(final Sample sample, final String lane, final BranchBuilder there) {
        value(there, "vectors", sample, CounterType.LANE_VECTORS, lane);
        value(there, "packets", sample, CounterType.LANE_PACKETS_IN, lane);
        value(there, "busy-time", sample, CounterType.LANE_BUSY_NS, lane);
        value(there, "idle-time", sample, CounterType.LANE_IDLE_NS, lane);
        value(there, "waiting", sample, CounterType.LANE_HANDOFF_OCCUPANCY, lane);
    }

    private static void errors(final List<DistinctError> errors, final BranchBuilder there) {
        for (int number = 0; number < errors.size(); number++) {
            final DistinctError error = errors.get(number);
            final int place = number;
            there.entry("error", one -> one.value("number", place).value("times", error.count())
                .time("first", Instant.ofEpochMilli(error.firstMs())).time("last", Instant.ofEpochMilli(error.lastMs()))
                .value("text", error.text().strip()));
        }
    }

    // Values.

    private static void traffic(final BranchBuilder there, final String name, final Sample sample,
        final CounterType packets, final CounterType octets, final String label) {
        there.container(name, all -> {
            value(all, "packets", sample, packets, label);
            value(all, "octets", sample, octets, label);
        });
    }

    static void value(final BranchBuilder there, final String name, final Sample sample,
        final CounterType type, final String label) {
        there.value(name, value(sample, type, label));
    }

    static long value(final Sample sample, final CounterType type, final String label) {
        final Long value = sample.value(type, label);
        return value == null ? 0 : value;
    }

    /** Such a counter begins again at 0 after its largest value (RFC 6991). */
    private static void counter32(final BranchBuilder there, final String name, final long value) {
        there.value(name, value & 0xffff_ffffL);
    }

    private static Instant started(final Sample sample) {
        return Instant.ofEpochMilli(sample.snapshot().startedMs());
    }
}
