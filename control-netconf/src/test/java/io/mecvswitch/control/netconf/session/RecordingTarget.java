package io.mecvswitch.control.netconf.session;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.store.ConfigTarget;
import java.util.ArrayList;
import java.util.List;

/** A switch that remembers what it was told, and refuses what it is told to refuse. */
public final class RecordingTarget implements ConfigTarget {
    private final List<SwitchConfig> applied = new ArrayList<>();
    private final List<BearerUpdate> updates = new ArrayList<>();
    private final List<AirtimeReport> reports = new ArrayList<>();
    private List<Violation> refusal = List.of();
    private boolean full;

    /** From now on, everything is refused for this; for nothing, everything is taken. */
    public synchronized void refuse(final Violation... violations) {
        refusal = List.of(violations);
    }

    /** Whether there is no memory to apply anything from now on. */
    public synchronized void fill(final boolean now) {
        full = now;
    }

    /** What it took, in order. */
    public synchronized List<SwitchConfig> applied() {
        return List.copyOf(applied);
    }

    /** Updates of bearers that it was sent. */
    public synchronized List<BearerUpdate> updates() {
        return List.copyOf(updates);
    }

    /** Reports of airtime that it was sent. */
    public synchronized List<AirtimeReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public synchronized List<Violation> report(final List<AirtimeReport> told) {
        reports.addAll(told);
        return refusal;
    }

    @Override
    public synchronized List<Violation> update(final List<BearerUpdate> changes) {
        updates.addAll(changes);
        return refusal;
    }

    @Override
    public synchronized List<Violation> check(final SwitchConfig next) {
        return refusal;
    }

    @Override
    public synchronized List<Violation> apply(final SwitchConfig next) {
        if (full) {
            throw new OutOfMemoryError("as if");
        }
        if (refusal.isEmpty()) {
            applied.add(next);
        }
        return refusal;
    }
}
