package io.mecvswitch.config;

import java.util.List;

/**
 * A traffic rule (ETSI GS MEC 010-2 §6.2.1.9).
 *
 * @param name     unique
 * @param priority 0 to 65535, 0 is the highest; between equals the name that sorts first
 * @param matches  any of them is enough; never empty
 * @param action   what happens to a packet that the rule concerns
 */
public record RuleConfig(String name, int priority, List<FlowMatch> matches, RuleAction action) { }
