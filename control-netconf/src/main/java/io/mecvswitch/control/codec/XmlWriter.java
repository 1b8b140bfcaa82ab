package io.mecvswitch.control.codec;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.Name;
import io.mecvswitch.control.schema.SchemaNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Writes a configuration in XML, indented, without defaults that nobody wrote. Keys come first (RFC 7950 §7.8.5).
 */
public final class XmlWriter {
    private final Appendable out;

    /** A writer. */
    public XmlWriter(final Appendable out) {
        this.out = out;
    }

    /** Writes a whole document. */
    public void write(final InnerNode root) throws IOException {
        out.append("<config xmlns=\"").append(XmlReader.NETCONF).append("\">\n");
        for (final DataNode child : Written.children(root)) {
            write(child, 1);
        }
        out.append("</config>\n");
    }

    private void write(final DataNode node, final int depth) throws IOException {
        indent(depth).append('<').append(node.schema().name().local());
        if (changesModule(node.schema())) {
            out.append(" xmlns=\"").append(escaped(node.schema().name().module().namespace())).append('"');
        }
        switch (node) {
            case ValueNode value -> writeValue(value);
            case InnerNode inner -> writeChildren(inner, depth);
        }
    }

    private void writeChildren(final InnerNode node, final int depth) throws IOException {
        final Iterator<DataNode> children = Written.children(node).iterator();
        if (!children.hasNext()) {
            out.append("/>\n");
            return;
        }
        out.append(">\n");
        while (children.hasNext()) {
            write(children.next(), depth + 1);
        }
        indent(depth);
        close(node);
    }

    private void writeValue(final ValueNode node) throws IOException {
        final Optional<Name> identity = node.schema().type().identity(node.text());
        if (identity.isPresent()) {
            final Name name = identity.get();
            out.append(" xmlns:").append(name.module().prefix()).append("=\"")
                .append(escaped(name.module().namespace())).append("\">")
                .append(name.module().prefix()).append(':').append(name.local());
        } else {
            out.append('>').append(escaped(node.text()));
        }
        close(node);
    }

    private void close(final DataNode node) throws IOException {
        out.append("</").append(node.schema().name().local()).append(">\n");
    }

    private static boolean changesModule(final SchemaNode schema) {
        return schema.parent().isRoot() || !schema.parent().name().module().equals(schema.name().module());
    }

    private Appendable indent(final int depth) throws IOException {
        return out.append("  ".repeat(depth));
    }

    /** A carriage return, too, or the reader would take it for a line feed (XML 1.0 §2.11). */
    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replace("\r", "&#13;");
    }
}
