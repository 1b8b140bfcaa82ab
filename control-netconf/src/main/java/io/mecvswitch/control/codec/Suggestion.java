package io.mecvswitch.control.codec;

import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.YangModule;
import java.util.List;

/** What to write instead of a name that is not known. */
public final class Suggestion {
    private Suggestion() { }

    /** The message for a child that the model does not have. */
    public static String unknown(final InnerSchema parent, final YangModule module, final String local) {
        final String where = parent.isRoot() ? "at the top" : "in " + parent.name().local();
        final List<SchemaNode> elsewhere = parent.children().stream()
            .filter(child -> child.config() && child.name().local().equals(local)).toList();
        if (!elsewhere.isEmpty()) {
            return "'" + local + "' " + where + " belongs to module " + elsewhere.getFirst().name().module().name()
                + " (namespace " + elsewhere.getFirst().name().module().namespace() + "), not to " + module.name();
        }
        return "there is no '" + local + "' " + where + "; there may be " + String.join(", ",
            parent.children().stream().filter(SchemaNode::config).map(SchemaNode::qualifiedName).toList());
    }
}
