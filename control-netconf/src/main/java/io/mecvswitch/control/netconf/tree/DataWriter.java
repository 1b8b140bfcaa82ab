package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Name;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.YangModule;
import java.util.Optional;

/** Writes data in XML as short as it can be. Keys come first (RFC 7950 §7.8.5). */
public final class DataWriter {
    private DataWriter() { }

    /** Appends the children of a root. */
    public static void append(final StringBuilder out, final Branch root) {
        for (final SchemaNode kind : root.schema().children()) {
            root.children(kind).forEach(child -> appendNode(out, child));
        }
    }

    private static void appendNode(final StringBuilder out, final Node node) {
        final SchemaNode schema = node.schema();
        out.append('<').append(schema.name().local());
        if (schema.changesModule()) {
            XmlText.attribute(out, "xmlns", schema.name().module().namespace());
        }
        switch (node) {
            case Branch branch -> appendBranch(out, branch);
            case Value value -> appendValue(out, value);
        }
        out.append("</").append(schema.name().local()).append('>');
    }

    private static void appendBranch(final StringBuilder out, final Branch branch) {
        final InnerSchema schema = branch.schema();
        out.append('>');
        if (schema instanceof ListSchema list) {
            list.keys().forEach(key -> branch.child(key).ifPresent(child -> appendNode(out, child)));
        }
        for (final SchemaNode kind : schema.children()) {
            if (!(schema instanceof ListSchema list && list.keys().contains(kind))) {
                branch.children(kind).forEach(child -> appendNode(out, child));
            }
        }
    }

    private static void appendValue(final StringBuilder out, final Value value) {
        final Optional<Name> identity = value.schema().type().identity(value.text());
        if (identity.isPresent()) {
            final YangModule module = identity.get().module();
            XmlText.attribute(out, "xmlns:" + module.prefix(), module.namespace());
            out.append('>').append(module.prefix()).append(':').append(identity.get().local());
        } else {
            XmlText.prefixes(out, value.schema().type().prefixes(value.text()));
            XmlText.append(out.append('>'), value.text());
        }
    }
}
