package io.mecvswitch.control.netconf.session;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.DrainOrder;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.operation.SwitchCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A switch that remembers what it was told, has the bearers it is given, and refuses what it is told to refuse. */
public final class RecordingCommands implements SwitchCommands {
    private final List<Object> told = new ArrayList<>();
    private BearerPage page = new BearerPage(List.of(), OptionalInt.empty());
    private List<Violation> refusal = List.of();

    /** From now on, everything is refused for this; for nothing, everything is taken. */
    public synchronized void refuse(final Violation... violations) {
        refusal = List.of(violations);
    }

    /** From now on these are its bearers; a page that goes on is followed by an empty one. */
    public synchronized void have(final BearerPage bearers) {
        page = bearers;
    }

    /** Orders, frames, queries, and what was cleared, in order. */
    public synchronized List<Object> told() {
        return List.copyOf(told);
    }

    @Override
    public synchronized BearerPage bearers(final BearerPage.Query query) {
        told.add(query);
        return query.after() == 0 ? page : new BearerPage(List.of(), OptionalInt.empty());
    }

    @Override
    public synchronized List<Violation> drain(final DrainOrder order) {
        told.add(order);
        return refusal;
    }

    @Override
    public synchronized long resting() {
        return 3;
    }

    @Override
    public synchronized List<Violation> inject(final InjectedFrame frame) {
        told.add(frame);
        return refusal;
    }

    @Override
    public synchronized void clear(final List<Counted> subjects) {
        told.addAll(subjects);
    }
}
