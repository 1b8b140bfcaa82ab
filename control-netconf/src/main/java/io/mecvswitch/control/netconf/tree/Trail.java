package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;

/**
 * The way from the root to a node of a request, since nodes do not know their parents.
 *
 * @param parent the way to the node above; null for the root
 * @param step   the last step, with keys
 */
public record Trail(Trail parent, String step) {
    /** Where every way begins. */
    public static final Trail ROOT = new Trail(null, "");

    /** One step further. */
    public Trail to(final SchemaNode kind) {
        return new Trail(this, kind.qualifiedName());
    }

    /** One step further, to an entry. */
    public Trail to(final ListSchema list, final List<String> keys) {
        final StringBuilder entry = new StringBuilder(list.qualifiedName());
        for (int i = 0; i < keys.size(); i++) {
            final LeafSchema key = list.keys().get(i);
            entry.append('[').append(key.name().local()).append('=').append(quoted(keys.get(i))).append(']');
        }
        return new Trail(this, entry.toString());
    }

    private static String quoted(final String value) {
        return value.contains("'") ? '"' + value + '"' : "'" + value + "'";
    }

    /** One step further, to something the model need not know. */
    Trail to(final String name) {
        return new Trail(this, name);
    }

    /** As an instance path (RFC 7951 §6.11). */
    @Override
    public String toString() {
        return parent == null ? "/" : append(new StringBuilder()).toString();
    }

    private StringBuilder append(final StringBuilder path) {
        return parent == null ? path : parent.append(path).append('/').append(step);
    }
}
