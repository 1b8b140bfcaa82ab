package io.mecvswitch.control.netconf.store;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.control.netconf.tree.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes of bearers of the run time.
 *
 * @param removed names of those that end, before others are added
 * @param put     those that are added or changed, in the order in which that happens
 * @param others  a configuration that has those of {@code put} of which is not known yet what they mean
 */
public record BearerChanges(List<String> removed, List<Put> put, Branch others) {
    /**
     * One that is added or changed.
     *
     * @param name   of the bearer
     * @param bearer what it means; empty if {@link BearerChanges#others} has it
     */
    public record Put(String name, Optional<BearerConfig> bearer) { }

    /** In their order, given what the others mean. */
    List<BearerUpdate> updates(final List<BearerConfig> meant) {
        final Map<String, BearerConfig> byName =
            meant.stream().collect(Collectors.toMap(BearerConfig::name, Function.identity()));
        final List<BearerUpdate> updates = new ArrayList<>(removed.size() + put.size());
        removed.forEach(name -> updates.add(new BearerUpdate.Remove(name)));
        put.forEach(one -> updates.add(new BearerUpdate.Put(one.bearer().orElseGet(() -> byName.get(one.name())))));
        return updates;
    }
}
