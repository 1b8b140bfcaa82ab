package io.mecvswitch.vswitch;

import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleAction.ChainWay;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.qos.Meters;
import io.mecvswitch.qos.Police;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Tells Police whose limiters packets meet: those of a configuration's ports, rules and chains. Control thread.
 *
 * <p>A chain's limiter is met by what a rule leads into the chain, whether an operator wrote the rule or
 * {@link ChainRules} made it of a flow classifier.
 */
final class LimitOwners {
    private final QosConfig qos;
    private final Limits limits;
    private final Map<String, Integer> indexes;
    private final int tableSize;
    private final Ruleset ruleset;

    /**
     * @param config    has the limiters
     * @param limits    knows their meters
     * @param indexes   of ports
     * @param tableSize port indexes that there are
     * @param ruleset   has the rules, by index
     */
    LimitOwners(final SwitchConfig config, final Limits limits, final Map<String, Integer> indexes, final int tableSize,
        final Ruleset ruleset) {
        this.qos = config.qos();
        this.limits = limits;
        this.indexes = indexes;
        this.tableSize = tableSize;
        this.ruleset = ruleset;
    }

    Police.Owners owners() {
        final Map<String, Integer> ofRules = limits.attached(qos, Owner.RULE);
        final Map<String, Integer> forward = limits.attached(qos, Owner.CHAIN);
        final Map<String, Integer> reverse = limits.attached(qos, Owner.CHAIN_REVERSE);
        return new Police.Owners(
            limits.of(qos, Owner.PORT, tableSize, indexes::get),
            byRule(rule -> ofRules.getOrDefault(rule.name(), Meters.NONE)),
            byRule(rule -> ofChain(rule, forward, reverse)));
    }

    /** By index of the rule: a meter; empty if no rule has one. */
    private int[] byRule(final ToIntFunction<RuleConfig> meter) {
        final int[] meters = new int[ruleset.indexCount()];
        Arrays.fill(meters, Meters.NONE);
        ruleset.forEach((index, rule) -> meters[index] = meter.applyAsInt(rule));
        return Arrays.stream(meters).allMatch(number -> number == Meters.NONE) ? new int[0] : meters;
    }

    private static int ofChain(final RuleConfig rule, final Map<String, Integer> forward,
        final Map<String, Integer> reverse) {
        return rule.action() instanceof RuleAction.ForwardChain(String chain, boolean _, ChainWay way)
            ? (way == ChainWay.REVERSE ? reverse : forward).getOrDefault(chain, Meters.NONE) : Meters.NONE;
    }
}
