package io.mecvswitch.control.codec;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.schema.Name;
import java.util.Iterator;
import java.util.Optional;

/**
 * Writes a configuration in XML, indented, without defaults that nobody wrote. Keys come first (RFC 7950 §7.8.5).
 */
public final class XmlWriter {
    private final StringBuilder out;

    /** A writer. */
    public XmlWriter(final StringBuilder out) {
        this.out = out;
    }

    /** Writes a whole document. */
    public void write(final InnerNode root) {
        out.append("<config xmlns=\"").append(XmlReader.NETCONF).append("\">\n");
        for (final DataNode child : Written.children(root)) {
            write(child, 1);
        }
        out.append("</config>\n");
    }

    private void write(final DataNode node, final int depth) {
        indent(depth).append('<').append(node.schema().name().local());
        if (node.schema().changesModule()) {
            XmlText.attribute(out, "xmlns", node.schema().name().module().namespace());
        }
        switch (node) {
            case ValueNode value -> writeValue(value);
            case InnerNode inner -> writeChildren(inner, depth);
        }
    }

    private void writeChildren(final InnerNode node, final int depth) {
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

    private void writeValue(final ValueNode node) {
        final Optional<Name> identity = node.schema().type().identity(node.text());
        if (identity.isPresent()) {
            final Name name = identity.get();
            XmlText.attribute(out, "xmlns:" + name.module().prefix(), name.module().namespace());
            out.append('>').append(name.module().prefix()).append(':').append(name.local());
        } else {
            XmlText.prefixes(out, node.schema().type().prefixes(node.text()));
            XmlText.append(out.append('>'), node.text());
        }
        close(node);
    }

    private void close(final DataNode node) {
        out.append("</").append(node.schema().name().local()).append(">\n");
    }

    private StringBuilder indent(final int depth) {
        return out.append("  ".repeat(depth));
    }
}
