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
    private final StringBuilder out;
    private final Marks marks;

    private DataWriter(final StringBuilder out, final Marks marks) {
        this.out = out;
        this.marks = marks;
    }

    /** Appends the children of a root. */
    public static void append(final StringBuilder out, final Branch root) {
        append(out, root, Marks.NONE);
    }

    /** Appends the children of a root, with marks. */
    public static void append(final StringBuilder out, final Branch root, final Marks marks) {
        final DataWriter writer = new DataWriter(out, marks);
        for (final SchemaNode kind : root.schema().children()) {
            root.children(kind).forEach(child -> writer.append(child, root));
        }
    }

    /** Appends a node and all in it, with more attributes of its own. */
    static void append(final StringBuilder out, final Node node, final String attributes) {
        new DataWriter(out, (to, marked, _) -> to.append(marked == node ? attributes : "")).append(node, null);
    }

    private void append(final Node node, final Branch parent) {
        open(out, node.schema());
        marks.append(out, node, parent);
        switch (node) {
            case Branch branch -> appendBranch(branch);
            case Value value -> appendValue(value);
        }
        close(out, node.schema());
    }

    /** A start-tag to which attributes may be appended. */
    static void open(final StringBuilder out, final SchemaNode schema) {
        out.append('<').append(schema.name().local());
        if (schema.changesModule()) {
            XmlText.attribute(out, "xmlns", schema.name().module().namespace());
        }
    }

    /** An end-tag. */
    static void close(final StringBuilder out, final SchemaNode schema) {
        out.append("</").append(schema.name().local()).append('>');
    }

    private void appendBranch(final Branch branch) {
        final InnerSchema schema = branch.schema();
        out.append('>');
        if (schema instanceof ListSchema list) {
            list.keys().forEach(key -> branch.child(key).ifPresent(child -> append(child, branch)));
        }
        for (final SchemaNode kind : schema.children()) {
            if (!(schema instanceof ListSchema list && list.keys().contains(kind))) {
                branch.children(kind).forEach(child -> append(child, branch));
            }
        }
    }

    private void appendValue(final Value value) {
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
