package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.Optional;

/**
 * Writes what makes one tree of another as a {@code <config>} that {@link Edit} merges. It is as long as what differs,
 * by entries of lists: an entry that changed is written as it is.
 */
public final class EditWriter {
    private static final String NAME = "config";
    private static final String REMOVE = " nc:operation=\"remove\"";
    private static final String REPLACE = " nc:operation=\"replace\"";

    private final StringBuilder out = new StringBuilder();

    private EditWriter() { }

    /** The edit. */
    public static String write(final Branch former, final Branch next) {
        final EditWriter writer = new EditWriter();
        XmlText.attribute(writer.out.append('<').append(NAME), "xmlns", Element.NETCONF);
        XmlText.attribute(writer.out, "xmlns:nc", Element.NETCONF).append('>');
        writer.inside(former, next);
        return writer.out.append("</").append(NAME).append('>').toString();
    }

    private void inside(final Branch former, final Branch next) {
        for (final SchemaNode kind : next.schema().children()) {
            if (kind.isMany()) {
                entries(former, next, kind);
            } else {
                single(former.child(kind), next.child(kind), kind);
            }
        }
    }

    private void single(final Optional<Node> former, final Optional<Node> next, final SchemaNode kind) {
        if (former.equals(next)) {
            return;
        }
        if (next.isEmpty()) {
            DataWriter.open(out, kind);
            out.append(REMOVE).append("/>");
        } else if (former.isPresent() && kind instanceof ContainerSchema) {
            DataWriter.open(out, kind);
            out.append('>');
            inside((Branch) former.get(), (Branch) next.get());
            DataWriter.close(out, kind);
        } else {
            DataWriter.append(out, next.get(), "");
        }
    }

    private void entries(final Branch former, final Branch next, final SchemaNode kind) {
        if (!former.has(kind) && !next.has(kind) || former.entries(kind) == next.entries(kind)) {
            return;
        }
        if (kind.userOrdered()) {
            // What is merged comes last, so all of them in their order are in their order.
            former.entries(kind).forEach(this::remove);
            next.entries(kind).forEach(entry -> DataWriter.append(out, entry, ""));
            return;
        }
        former.entries(kind).compare(next.entries(kind), new Differences() {
            @Override
            public void removed(final Node entry) {
                remove(entry);
            }

            @Override
            public void added(final Node entry) {
                DataWriter.append(out, entry, "");
            }

            @Override
            public void changed(final Node before, final Node entry) {
                DataWriter.append(out, entry, REPLACE);
            }
        });
    }

    private void remove(final Node entry) {
        if (entry instanceof Branch branch) {
            Branch keys = Branch.empty(branch.schema());
            for (final SchemaNode key : ((ListSchema) branch.schema()).keys()) {
                keys = keys.with(branch.child(key).orElseThrow());
            }
            DataWriter.append(out, keys, REMOVE);
        } else {
            DataWriter.append(out, entry, REMOVE);
        }
    }
}
