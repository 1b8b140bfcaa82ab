package io.mecvswitch.control.data;

import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.schema.SchemaNode;

/** A node of a configuration. Compared by identity. */
public abstract sealed class DataNode implements Instance permits InnerNode, ValueNode {
    private final int line;
    private final int column;
    private final boolean byDefault;
    private InnerNode parent;

    DataNode(final Location location, final boolean byDefault) {
        this.line = location.line();
        this.column = location.column();
        this.byDefault = byDefault;
    }

    @Override
    public abstract SchemaNode schema();

    @Override
    public abstract String text();

    /** The node above; null for the root and for a node that was not added yet. */
    @Override
    public final InnerNode parent() {
        return parent;
    }

    /** Says where the node is going to be, so that conditions can look around from it before it is there. */
    public final void hangBelow(final InnerNode newParent) {
        parent = newParent;
    }

    /** Where in the file it begins. */
    public final Location location() {
        return line == 0 ? Location.NOWHERE : new Location(line, column);
    }

    /** Whether nobody wrote it: a default, or a container that means nothing by itself. */
    public final boolean byDefault() {
        return byDefault;
    }

    @Override
    public final DataNode root() {
        DataNode at = this;
        while (at.parent != null) {
            at = at.parent;
        }
        return at;
    }

    @Override
    public final String toString() {
        return InstancePath.of(this);
    }
}
