package io.mecvswitch.config;

import java.util.List;

/**
 * A traffic rule (ETSI GS MEC 010-2 §6.2.1.9).
 *
 * @param name       unique
 * @param priority   0 to 65535, 0 is the highest; between equals the name that sorts first
 * @param matches    any of them is enough; never empty
 * @param action     what happens to a packet that the rule concerns
 * @param rewrite    what is changed in it as it leaves
 * @param filterType whether it concerns matching packets, or their flows in both directions
 */
public record RuleConfig(String name, int priority, List<FlowMatch> matches, RuleAction action, HeaderRewrite rewrite,
    FilterType filterType) {

    /** The filterType of ETSI GS MEC 010-2. */
    public enum FilterType {
        /** Each packet is judged by itself. */
        PACKET,
        /** The packets that go the opposite way are of the same flow, and treated alike. */
        FLOW
    }

    /** A rule that judges each packet by itself. */
    public RuleConfig(final String name, final int priority, final List<FlowMatch> matches, final RuleAction action,
        final HeaderRewrite rewrite) {
        this(name, priority, matches, action, rewrite, FilterType.PACKET);
    }

    /** A rule that changes nothing in its packets. */
    public RuleConfig(final String name, final int priority, final List<FlowMatch> matches, final RuleAction action) {
        this(name, priority, matches, action, HeaderRewrite.NONE);
    }

    /** The same rule, changing its packets so. */
    public RuleConfig withRewrite(final HeaderRewrite other) {
        return new RuleConfig(name, priority, matches, action, other, filterType);
    }

    /** The same rule for flows, or for packets. */
    public RuleConfig withFilterType(final FilterType other) {
        return new RuleConfig(name, priority, matches, action, rewrite, other);
    }
}
