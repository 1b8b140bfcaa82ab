package io.mecvswitch.control.netconf.store;

import java.util.Locale;

/** A datastore of the protocol. */
public enum DatastoreName {
    /** What the switch does. */
    RUNNING,
    /** What it may do next; all sessions share it. */
    CANDIDATE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
