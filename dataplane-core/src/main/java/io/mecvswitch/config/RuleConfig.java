package io.mecvswitch.config;

import java.util.List;

/**
 * A traffic rule (ETSI GS MEC 010-2 §6.2.1.9).
 *
 * @param name     unique
 * @param priority 0 to 65535, 0 is the highest; between equals the name that sorts first
 * @param matches  any of them is enough; never empty
 * @param action   what happens to a packet that the rule concerns
 * @param rewrite  what is changed in it as it leaves
 */
public record RuleConfig(
    String name, int priority, List<FlowMatch> matches, RuleAction action, HeaderRewrite rewrite) {

    /** A rule that changes nothing in its packets. */
    public RuleConfig(final String name, final int priority, final List<FlowMatch> matches, final RuleAction action) {
        this(name, priority, matches, action, HeaderRewrite.NONE);
    }

    /** The same rule, changing its packets so. */
    public RuleConfig withRewrite(final HeaderRewrite other) {
        return new RuleConfig(name, priority, matches, action, other);
    }
}
