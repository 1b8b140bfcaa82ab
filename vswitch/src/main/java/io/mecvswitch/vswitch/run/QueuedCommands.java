package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.operation.SwitchCommands;
import io.mecvswitch.vswitch.Switch;
import io.mecvswitch.vswitch.show.Sample;
import java.util.List;
import java.util.function.Supplier;

/**
 * What clients do with a switch that runs: the control thread does it, they wait. Counters are cleared without it.
 *
 * @param queue     of the control thread
 * @param mecSwitch the switch
 * @param baselines what counters showed when they were cleared
 * @param sample    reads all counters
 */
record QueuedCommands(ControlQueue queue, Switch mecSwitch, Baselines baselines, Supplier<Sample> sample)
    implements SwitchCommands {
    @Override
    public BearerPage bearers(final BearerPage.Query query) {
        return queue.call(() -> mecSwitch.bearers(query));
    }

    @Override
    public List<Violation> drain(final DrainOrder order) {
        return queue.call(() -> mecSwitch.drain(order));
    }

    @Override
    public long resting() {
        return queue.call(() -> mecSwitch.conservation().resting());
    }

    @Override
    public List<Violation> inject(final InjectedFrame frame) {
        return queue.call(() -> mecSwitch.inject(frame));
    }

    @Override
    public void clear(final List<Counted> subjects) {
        baselines.clear(subjects, sample.get());
    }
}
