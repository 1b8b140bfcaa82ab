package io.mecvswitch.vswitch;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.ListChange;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.gtpu.TunnelTable;
import java.util.List;
import java.util.Set;

/**
 * From what runs to what is to run: found out once, and then what a commit costs.
 *
 * @param running what every lane runs
 * @param next    what is to follow
 * @param rules   what turns the rules of the one into those of the other
 * @param bearers the same of the bearers
 */
record ConfigChange(
    SwitchConfig running, SwitchConfig next, ListChange<RuleConfig> rules, ListChange<BearerConfig> bearers) {

    static ConfigChange between(final SwitchConfig running, final SwitchConfig next) {
        return new ConfigChange(running, next, ListChange.between(running.rules(), next.rules(), RuleConfig::name),
            ListChange.between(running.bearers(), next.bearers(), BearerConfig::name));
    }

    /**
     * Every reason why the next configuration can't be run or, if there is none, why it can't follow on the running.
     *
     * @param tunnels bearers that are running
     * @param names   of the rules that are running
     */
    List<Violation> violations(final TunnelTable tunnels, final Set<String> names) {
        final List<Violation> own = running.differsInEntriesOnly(next)
            ? ConfigCheck.violations(this, tunnels, names) : ConfigCheck.violations(running, next);
        return own.isEmpty() ? ConfigCheck.transition(running, next) : own;
    }

    /** Bearers that come and go in the table: those whose subscribers have access to their slices. */
    ListChange<BearerConfig> admitted() {
        final List<BearerConfig> before = running.slices().admitted(running.bearers());
        final List<BearerConfig> after = next.slices().admitted(next.bearers());
        return before == running.bearers() && after == next.bearers() ? bearers
            : ListChange.between(before, after, BearerConfig::name);
    }
}
