package io.mecvswitch.control.data;

import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Instance paths in the form of RFC 7951 §6.11: {@code /ietf-interfaces:interfaces/interface[name='core0']/enabled}.
 * Besides keys, an entry may be named by its position, from 1.
 */
public final class InstancePath {
    private static final Pattern STEP =
        Pattern.compile("/([^/\\[]++)((?:\\[(?:[^\\]'\"]|'[^']*+'|\"[^\"]*+\")*+\\])*+)(?=/|$)");
    private static final Pattern PREDICATE =
        Pattern.compile("\\[\\s*(?:(\\d{1,9})|([^=\\s]++)\\s*=\\s*(?:'([^']*+)'|\"([^\"]*+)\"))\\s*\\]");

    private InstancePath() { }

    /** The path of a node. */
    public static String of(final DataNode node) {
        if (node.parent() == null && node.schema().parent() == null) {
            return "/";
        }
        final StringBuilder path = new StringBuilder();
        append(path, node);
        return path.toString();
    }

    /** The path of a child that may not be there. */
    public static String of(final DataNode parent, final String child) {
        return (parent.schema().parent() == null ? "" : of(parent)) + "/" + child;
    }

    private static void append(final StringBuilder path, final DataNode node) {
        if (node.parent() != null && node.parent().schema().parent() != null) {
            append(path, node.parent());
        }
        path.append('/').append(node.schema().qualifiedName());
        switch (node.schema()) {
            case ListSchema list -> list.keys().forEach(key -> appendKey(path, (InnerNode) node, key));
            case LeafListSchema leafList -> path.append("[.=").append(quoted(node.text())).append(']');
            default -> { }
        }
    }

    private static void appendKey(final StringBuilder path, final InnerNode entry, final LeafSchema key) {
        entry.children(key).forEach(value ->
            path.append('[').append(key.name().local()).append('=').append(quoted(value.text())).append(']'));
    }

    /** A value between the quotes it does not contain. */
    private static String quoted(final String value) {
        return value.contains("'") ? '"' + value + '"' : "'" + value + "'";
    }

    /** The node of a path; if it is not there, the deepest node above it that is. */
    public static DataNode nearest(final InnerNode root, final String path) {
        DataNode at = root;
        final Matcher steps = STEP.matcher(path);
        while (steps.lookingAt()) {
            final Optional<DataNode> next = step(at, steps.group(1), steps.group(2));
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
            steps.region(steps.end(), path.length());
        }
        return at;
    }

    private static Optional<DataNode> step(final DataNode at, final String name, final String predicates) {
        return at instanceof InnerNode inner
            ? inner.schema().child(name).flatMap(kind -> instance(inner, kind, predicates)) : Optional.empty();
    }

    private static Optional<DataNode> instance(final InnerNode parent, final SchemaNode kind, final String predicates) {
        final Map<String, String> values = new HashMap<>();
        final Matcher matcher = PREDICATE.matcher(predicates);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                return parent.children(kind).stream().skip(Math.max(0, Long.parseLong(matcher.group(1)) - 1))
                    .findFirst();
            }
            values.put(matcher.group(2), Objects.requireNonNullElse(matcher.group(3), matcher.group(4)));
        }
        return values.isEmpty() ? parent.children(kind).stream().findFirst() : keyed(parent, kind, values);
    }

    private static Optional<DataNode> keyed(
        final InnerNode parent, final SchemaNode kind, final Map<String, String> values) {
        final List<String> keys = kind instanceof ListSchema list
            ? list.keys().stream().map(key -> key.name().local()).toList() : List.of(".");
        return Stream.of(keys).filter(names -> values.keySet().containsAll(names))
            .flatMap(names -> parent.child(kind, InnerNode.key(names.stream().map(values::get).toList())).stream())
            .findFirst();
    }
}
