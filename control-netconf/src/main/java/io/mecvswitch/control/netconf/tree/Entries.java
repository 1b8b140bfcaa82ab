package io.mecvswitch.control.netconf.tree;

import java.util.Optional;

/** The entries of a list, or the values of a leaf-list; immutable. */
public sealed interface Entries extends Iterable<Node> permits SortedEntries, OrderedEntries {
    /** How many there are. */
    int size();

    /** The one with a key. */
    Optional<Node> get(String key);

    /** With this one: in the place of the one that has its key, or else where new ones go. */
    Entries with(Node entry);

    /** Without the one that has this key, if there is one. */
    Entries without(String key);

    /** What others have that these have not, and the reverse. What both share costs nothing where the system orders. */
    void compare(Entries next, Differences differences);
}
