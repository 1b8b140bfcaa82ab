package io.mecvswitch.control.data;

import io.mecvswitch.control.schema.SchemaNode;
import java.util.Collection;
import java.util.Optional;

/**
 * A node of data as expressions see it, in whatever form it is kept. Two of them are equal if they are the same node at
 * the same place.
 */
public interface Instance {
    /** What the model says of it. */
    SchemaNode schema();

    /** Its string-value (XPath 1.0 §5): for a leaf the canonical value. */
    String text();

    /** The node above; null for the root. */
    Instance parent();

    /** Its children of one kind, in their order; none if it has a value. */
    Collection<? extends Instance> children(SchemaNode kind);

    /** The entry with this key, or the value of a leaf-list. */
    Optional<? extends Instance> child(SchemaNode kind, String key);

    /** The node at the top. */
    default Instance root() {
        Instance at = this;
        while (at.parent() != null) {
            at = at.parent();
        }
        return at;
    }
}
