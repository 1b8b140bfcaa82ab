package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Something that happened.
 *
 * @param time when
 * @param name of the notification that tells it, as {@code module:name}
 * @param fill tells what there is to tell; called once, by whoever publishes
 */
public record Event(Instant time, String name, Consumer<BranchBuilder> fill) {
    /** Something that happened just now. */
    public static Event now(final String name, final Consumer<BranchBuilder> fill) {
        return new Event(Instant.now(), name, fill);
    }
}
