package io.mecvswitch.vswitch;

import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import java.util.List;

/**
 * How many rules want what of the line: where none does, nothing need stand there. Counted on from one configuration to
 * the next, so that a rule more does not cost a look at all the others.
 *
 * @param decapsulating take packets out of tunnels
 * @param entering      put packets into tunnels
 * @param copying       send packets twice
 * @param rewriting     change packets as they leave
 * @param marking       change the DSCP
 * @param looking       ask for, or take out or in, what no single fragment shows
 */
record RuleUses(int decapsulating, int entering, int copying, int rewriting, int marking, int looking) {
    private static final RuleUses NONE = new RuleUses(0, 0, 0, 0, 0, 0);

    /** Of all these. */
    static RuleUses of(final List<RuleConfig> rules) {
        return NONE.plus(rules, 1);
    }

    /** When rules have come and gone. */
    RuleUses changed(final ListChange<RuleConfig> change) {
        return plus(change.removed(), -1).plus(change.added(), 1);
    }

    private RuleUses plus(final List<RuleConfig> rules, final int each) {
        RuleUses uses = this;
        for (final RuleConfig rule : rules) {
            uses = uses.plus(rule, each);
        }
        return uses;
    }

    private RuleUses plus(final RuleConfig rule, final int each) {
        return new RuleUses(
            decapsulating + (rule.action().decapsulates() ? each : 0),
            entering + (rule.action().entered().isPresent() ? each : 0),
            copying + (rule.action() instanceof RuleAction.Copying ? each : 0),
            rewriting + (rewrites(rule) ? each : 0),
            marking + (rule.rewrite().dscp().isPresent() ? each : 0),
            looking + (looksIntoTunnels(rule) ? each : 0));
    }

    private static boolean looksIntoTunnels(final RuleConfig rule) {
        return rule.action().decapsulates() || rule.action().entered().isPresent()
            || rule.matches().stream().anyMatch(FlowMatch::looksIntoTunnel);
    }

    /** Whether packets of a rule are changed as they leave. */
    static boolean rewrites(final RuleConfig rule) {
        return !rule.rewrite().equals(HeaderRewrite.NONE);
    }
}
