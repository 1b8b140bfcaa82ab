package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goes along an instance path (RFC 7951 §6.11), whether or not the nodes on it are there. */
final class Way {
    private static final Pattern STEP = Pattern.compile("/([^/\\[]++)((?:\\[[^=\\]]++=(?:'[^']*+'|\"[^\"]*+\")\\])*+)");
    private static final Pattern KEY = Pattern.compile("\\[([^=]++)=(?:'([^']*+)'|\"([^\"]*+)\")\\]");

    private Way() { }

    /** Where one comes to from the root; nowhere, if the model has no such node. */
    static Optional<Position> to(final String path, final Position root) {
        Position at = root;
        final Matcher steps = STEP.matcher(path);
        while (steps.find()) {
            final Optional<SchemaNode> kind =
                at.kind() instanceof InnerSchema inner ? inner.child(steps.group(1)) : Optional.empty();
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            at = at.to(instance(kind.get(), steps.group(2)));
        }
        return Optional.of(at);
    }

    /** A node of a kind with these keys. */
    private static Node instance(final SchemaNode kind, final String keys) {
        if (kind instanceof ValueSchema value) {
            return new Value(value, "");
        }
        Branch instance = Branch.empty((InnerSchema) kind);
        final Matcher key = KEY.matcher(keys);
        while (key.find()) {
            final String name = key.group(1);
            final Optional<LeafSchema> leaf = kind instanceof ListSchema list
                ? list.keys().stream().filter(one -> one.name().local().equals(name)).findFirst() : Optional.empty();
            if (leaf.isPresent()) {
                instance = instance.with(new Value(leaf.get(), key.group(2) == null ? key.group(3) : key.group(2)));
            }
        }
        return instance;
    }
}
