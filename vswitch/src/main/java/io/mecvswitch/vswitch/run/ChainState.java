package io.mecvswitch.vswitch.run;

import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.HopCounters;
import io.mecvswitch.vswitch.show.Sample;
import java.time.Instant;

/** What the switch tells clients of its service function chains; the part of {@link SwitchState} that does. */
final class ChainState {
    private static final Latency OF_CHAIN = new Latency(CounterType.CHAIN_SAMPLES, CounterType.CHAIN_P50,
        CounterType.CHAIN_P99, CounterType.CHAIN_MAX);
    private static final Latency OF_HOP = new Latency(CounterType.HOP_SAMPLES, CounterType.HOP_P50,
        CounterType.HOP_P99, CounterType.HOP_MAX);

    /** Where a latency is counted. */
    private record Latency(CounterType samples, CounterType p50, CounterType p99, CounterType max) { }

    private ChainState() {
    }

    static void tell(final Sample sample, final BranchBuilder chains) {
        chains.each("flow-classifier", (name, classifier) -> classifier.container("statistics", there -> there
            .value("packets", classified(sample, CounterType.RULE_PACKETS, name))
            .value("octets", classified(sample, CounterType.RULE_BYTES, name))));
        chains.each("port-chain", (name, chain) -> chain.container("statistics", there -> {
            there.value("chain-id", value(sample, CounterType.CHAIN_ID, name))
                .value("entered", value(sample, CounterType.CHAIN_ENTERED, name))
                .value("left", value(sample, CounterType.CHAIN_LEFT, name));
            latency(sample, OF_CHAIN, name, there);
            sample.labels(CounterType.HOP_IN).stream().filter(label -> label.startsWith(name + " "))
                .forEach(label -> there.entry("member", member -> member(sample, label, member)));
        }));
    }

    /** A classifier's rules are called by chain, classifier, and direction where that is the opposite one. */
    private static long classified(final Sample sample, final CounterType type, final String classifier) {
        return sample.labels(type).stream().filter(rule -> rule.contains("/") && rule.split("/")[1].equals(classifier))
            .mapToLong(rule -> value(sample, type, rule)).sum();
    }

    private static void member(final Sample sample, final String label, final BranchBuilder there) {
        final String[] names = label.split(" ");
        final long in = value(sample, CounterType.HOP_IN, label);
        final long out = value(sample, CounterType.HOP_OUT, label);
        final boolean consumes = value(sample, CounterType.HOP_KIND, label) == HopCounters.CONSUMES;
        there.value("direction", names[1]).value("port-pair-group", names[2]).value("port-pair", names[3])
            .value("in", in).value("out", out)
            .value(consumes ? "consumed" : "not-returned", Math.max(0, in - out));
        state(sample, names[2] + " " + names[3], there);
        latency(sample, OF_HOP, label, there);
    }

    private static void latency(
        final Sample sample, final Latency of, final String label, final BranchBuilder there) {
        if (value(sample, of.samples, label) > 0) {
            there.container("latency", latency -> latency
                .value("samples", value(sample, of.samples, label))
                .value("median", value(sample, of.p50, label))
                .value("p99", value(sample, of.p99, label))
                .value("maximum", value(sample, of.max, label)));
        }
    }

    private static void state(final Sample sample, final String member, final BranchBuilder there) {
        final Long state = sample.value(CounterType.MEMBER_STATE, member);
        if (state != null) {
            there.value("state", MemberState.of(state).word()).time("last-change",
                Instant.ofEpochMilli(value(sample, CounterType.MEMBER_CHANGED, member)));
        }
    }

    private static long value(final Sample sample, final CounterType type, final String label) {
        final Long value = sample.value(type, label);
        return value == null ? 0 : value;
    }
}
