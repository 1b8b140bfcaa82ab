package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.operation.SwitchCommands;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.Switch;
import io.mecvswitch.vswitch.show.Sample;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What clients do with a switch that runs: the control thread does it, they wait. Counters are cleared without it.
 *
 * @param queue     of the control thread
 * @param mecSwitch the switch, from when it runs
 * @param baselines what counters showed when they were cleared
 * @param status    what they show
 */
record QueuedCommands(ControlQueue queue, Supplier<Switch> mecSwitch, Baselines baselines, StatusReader status)
    implements SwitchCommands {
    private static final Set<CounterType> RESTING =
        EnumSet.of(CounterType.RESTING, CounterType.LANE_PACKETS_IN, CounterType.LANE_PACKETS_OUT);

    @Override
    public BearerPage bearers(final BearerPage.Query query) {
        return queue.call(() -> mecSwitch.get().bearers(query));
    }

    @Override
    public List<Violation> drain(final DrainOrder order) {
        return queue.call(() -> mecSwitch.get().drain(order));
    }

    @Override
    public long resting() {
        return Conservation.of(status.snapshot(RESTING)).resting();
    }

    @Override
    public List<Violation> inject(final InjectedFrame frame) {
        return queue.call(() -> mecSwitch.get().inject(frame));
    }

    @Override
    public void clear(final List<Counted> subjects) {
        baselines.clear(subjects, Sample.first(status));
    }
}
