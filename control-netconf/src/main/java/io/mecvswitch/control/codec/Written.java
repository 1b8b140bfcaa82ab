package io.mecvswitch.control.codec;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.schema.ListSchema;
import java.util.Comparator;
import java.util.List;

/** What of a tree is written: not what is there only by default. */
final class Written {
    private Written() { }

    /** Those children in the order of the model, but keys first. */
    static List<DataNode> children(final InnerNode node) {
        return node.children().filter(Written::isWritten).sorted(Comparator.comparing(child -> !isKey(child))).toList();
    }

    private static boolean isWritten(final DataNode node) {
        return !node.byDefault() || node instanceof InnerNode inner && inner.children().anyMatch(Written::isWritten);
    }

    private static boolean isKey(final DataNode node) {
        return node.parent().schema() instanceof ListSchema list && list.keys().contains(node.schema());
    }
}
