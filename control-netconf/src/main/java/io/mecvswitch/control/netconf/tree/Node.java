package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.SchemaNode;

/** A node of a configuration; immutable, and part of any number of trees. */
public sealed interface Node permits Branch, Value {
    /** What the model says of it. */
    SchemaNode schema();

    /** What tells it from its likes: the keys of an entry, the value of a leaf-list. */
    String key();
}
