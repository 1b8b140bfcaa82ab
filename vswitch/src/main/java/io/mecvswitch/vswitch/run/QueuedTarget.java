package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.store.ConfigTarget;
import io.mecvswitch.vswitch.ConfigRefusedException;
import io.mecvswitch.vswitch.Switch;
import java.util.List;
import java.util.function.Supplier;

/**
 * The switch for threads of management: the control thread does it, they wait.
 *
 * @param queue     of the control thread
 * @param mecSwitch the switch, from when it runs
 */
record QueuedTarget(ControlQueue queue, Supplier<Switch> mecSwitch) implements ConfigTarget {
    @Override
    public List<Violation> check(final SwitchConfig next) {
        return queue.call(() -> mecSwitch.get().violations(next));
    }

    @Override
    public List<Violation> apply(final SwitchConfig next) {
        return queue.call(() -> applied(next));
    }

    @Override
    public List<Violation> update(final List<BearerUpdate> updates) {
        return queue.call(() -> mecSwitch.get().updateBearers(updates));
    }

    @Override
    public List<Violation> report(final List<AirtimeReport> reports) {
        return queue.call(() -> mecSwitch.get().reportAirtime(reports));
    }

    private List<Violation> applied(final SwitchConfig next) {
        try {
            mecSwitch.get().apply(next);
            return List.of();
        } catch (final ConfigRefusedException e) {
            return e.violations();
        }
    }
}
