package io.mecvswitch.vswitch;

import io.mecvswitch.chaining.Chains;
import io.mecvswitch.classifier.Decisions;
import io.mecvswitch.classifier.Ruleset;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.gtpu.TunnelTable;
import io.mecvswitch.sfc.Copies;
import io.mecvswitch.sfc.Edits;
import io.mecvswitch.stage.Action;
import io.mecvswitch.status.RuleCounters;
import io.mecvswitch.status.StatusException;
import io.mecvswitch.status.StatusFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules as stages want them: how packets find theirs, and what it decides, by its index.
 *
 * <p>A change makes another one of it; only rules that came are decided then. The thread of commits.
 *
 * @param ruleset   finds rules
 * @param decisions by line: each counts for itself
 */
record CompiledRules(Ruleset ruleset, List<Decisions> decisions) {
    /**
     * What the names in rules stand for.
     *
     * @param ports  indexes of the ports by name
     * @param chains into which rules lead
     * @param status where rules are counted
     * @param lines  that count
     */
    record Terms(Map<String, Integer> ports, Chains chains, StatusFile status, int lines) { }

    /**
     * Compiles all.
     *
     * @throws StatusException if there is no room for counters
     */
    static CompiledRules of(final List<RuleConfig> rules, final Terms terms) {
        return decided(new Ruleset(rules, terms.ports), Stream.generate(() ->
            new Decisions(rules.size(), terms.status.rowMemory())).limit(terms.lines).toList(), terms);
    }

    /**
     * When rules have come and gone.
     *
     * @throws StatusException if there is no room for counters
     */
    CompiledRules with(final ListChange<RuleConfig> change, final Terms terms) {
        final Ruleset next = ruleset.with(change, terms.ports);
        return decided(
            next, decisions.stream().map(former -> new Decisions(former, next.indexCount())).toList(), terms);
    }

    private static CompiledRules decided(final Ruleset ruleset, final List<Decisions> decisions, final Terms terms) {
        for (int line = 0; line < terms.lines; line++) {
            for (final int index : ruleset.fresh()) {
                final RuleConfig rule = ruleset.rule(index);
                decide(decisions.get(line), index, rule, terms, terms.status.ruleCounters(rule.name(), line));
            }
        }
        return new CompiledRules(ruleset, decisions);
    }

    private static void decide(final Decisions decisions, final int index, final RuleConfig rule, final Terms terms,
        final RuleCounters counters) {
        decisions.count(index, counters);
        switch (rule.action()) {
            case RuleAction.Drop() -> decisions.drop(index);
            case RuleAction.Pass() -> decisions.act(index, Action.PASS, 0);
            case RuleAction.Forward(String port) -> decisions.act(index, Action.FORWARD, terms.ports.get(port));
            case RuleAction.ForwardDecapsulated(String port) ->
                decisions.act(index, Action.DECAPSULATE, terms.ports.get(port));
            case RuleAction.ForwardEncapsulated _ -> decisions.act(index, Action.ENTER, 0);
            case RuleAction.ForwardChain chain -> decisions.act(index, Action.CHAIN, terms.chains.entry(chain));
            case RuleAction.Copying copying -> decisions.act(
                index, original(copying), copying.original().map(terms.ports::get).orElse(0));
        }
        if (RuleUses.rewrites(rule)) {
            decisions.rewrite(index);
        }
        if (rule.action() instanceof RuleAction.Copying) {
            decisions.copy(index);
        }
    }

    private static int original(final RuleAction.Copying action) {
        return action.original().isPresent() ? Action.FORWARD : Action.NONE;
    }

    /** Rules by index, null where none is. */
    RuleConfig[] byIndex() {
        final RuleConfig[] byIndex = new RuleConfig[ruleset.indexCount()];
        ruleset.forEach((index, rule) -> byIndex[index] = rule);
        return byIndex;
    }

    /** What becomes of copies, and of what was copied. */
    Copies copies(final Map<String, Integer> ports) {
        final Copies copies = new Copies(ruleset.indexCount());
        ruleset.forEach((index, rule) -> {
            if (rule.action() instanceof RuleAction.Copying copying) {
                copies.put(index, original(copying), changed(rule), egress(copying, ports));
            }
        });
        return copies;
    }

    private static int egress(final RuleAction.Copying copying, final Map<String, Integer> ports) {
        return switch (copying) {
            case RuleAction.Duplicate(String port, Optional<String> _) -> ports.get(port);
            case RuleAction.DuplicateDecapsulated(String port, Optional<String> _) -> ports.get(port);
            // It is where the tunnel is.
            case RuleAction.DuplicateEncapsulated _ -> 0;
        };
    }

    /** What rules change in headers. */
    Edits edits() {
        final Edits edits = new Edits(ruleset.indexCount());
        ruleset.forEach((index, rule) -> {
            if (RuleUses.rewrites(rule)) {
                edits.put(index, changed(rule), rule.rewrite());
            }
        });
        return edits;
    }

    /** What befalls the packets that the rule changes; of a duplicating rule those are the copies. */
    private static int changed(final RuleConfig rule) {
        return switch (rule.action()) {
            case RuleAction.Drop() -> Action.NONE;
            case RuleAction.Pass() -> Action.PASS;
            case RuleAction.Forward _ -> Action.FORWARD;
            case RuleAction.ForwardDecapsulated _ -> Action.DECAPSULATE;
            case RuleAction.Duplicate _ -> Action.COPY;
            case RuleAction.DuplicateDecapsulated _ -> Action.DECAPSULATE;
            case RuleAction.ForwardEncapsulated _ -> Action.ENCAPSULATE;
            case RuleAction.ForwardChain _ -> Action.CHAIN;
            case RuleAction.DuplicateEncapsulated _ -> Action.ENTER;
        };
    }

    /** By index of the rule: key of the tunnel that it leads into, 0 where it leads into none. */
    long[] destinations(final TunnelTable tunnels) {
        final long[] destinations = new long[ruleset.indexCount()];
        ruleset.forEach((index, rule) ->
            rule.action().entered().ifPresent(tunnel -> destinations[index] = tunnels.keyOf(tunnel)));
        return destinations;
    }
}
