package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes from a tree what a subtree filter selects (RFC 6241 §6). Entries keep their keys, so that they can be told
 * apart. An entry whose keys the filter gives is found without visiting the others.
 */
public final class SubtreeFilter implements Filter {
    private final Schema schema;
    private final Element filter;

    /**
     * For trees of a model.
     *
     * @param filter the element with what is asked for: nothing, if it is empty (§6.4.2)
     */
    public SubtreeFilter(final Schema schema, final Element filter) {
        this.schema = schema;
        this.filter = filter;
    }

    @Override
    public Branch select(final Branch root, final Depth depth) {
        return below(root, List.of(filter), depth);
    }

    @Override
    public Branch narrow(final Branch root) {
        return narrow(root, List.of(filter));
    }

    private Branch narrow(final Branch branch, final List<Element> filters) {
        Branch narrowed = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            final List<Element> asking = asking(kind, filters);
            if (!asking.isEmpty() && branch.has(kind) && kind instanceof InnerSchema) {
                narrowed = narrow(narrowed, kind, asking);
            }
        }
        return narrowed;
    }

    private Branch narrow(final Branch parent, final SchemaNode kind, final List<Element> asking) {
        if (!kind.isMany()) {
            return parent.with(narrow((Branch) parent.child(kind).orElseThrow(), asking));
        }
        final Iterable<Node> entries = candidates(parent, kind, asking);
        if (entries instanceof Entries) {
            return parent;
        }
        Branch narrowed = parent.without(kind);
        for (final Node entry : entries) {
            narrowed = narrowed.with(narrow((Branch) entry, asking));
        }
        return narrowed;
    }

    private static List<Element> asking(final SchemaNode kind, final List<Element> filters) {
        return filters.stream().flatMap(one -> one.children().stream()).filter(child -> names(child, kind)).toList();
    }

    @Override
    public boolean asks(final SchemaNode kind) {
        return filter.children().stream().anyMatch(child -> names(child, kind));
    }

    /** The part of a branch that all the filters together select; each of them matches the branch itself. */
    private Branch below(final Branch branch, final List<Element> filters, final Depth depth) {
        Branch selected = Branch.empty(branch.schema());
        for (final SchemaNode kind : branch.schema().children()) {
            final List<Element> asking = asking(kind, filters);
            if (!asking.isEmpty()) {
                for (final Node child : candidates(branch, kind, asking)) {
                    selected = add(selected, child, asking, depth);
                }
            }
        }
        return selected;
    }

    private static Branch withPart(final Branch selected, final Optional<Node> part) {
        return part.map(selected::with).orElse(selected);
    }

    private Branch add(
        final Branch selected, final Node child, final List<Element> filters, final Depth depth) {
        return switch (child) {
            case Value value -> filters.stream().anyMatch(filter -> matches(value, filter))
                ? selected.with(value) : selected;
            case Branch branch -> withPart(selected, select(branch, filters, depth));
        };
    }

    private Optional<Node> select(final Branch branch, final List<Element> filters, final Depth depth) {
        final List<Element> matching = filters.stream().filter(filter -> contentMatches(branch, filter)).toList();
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        // Without anything but content matches, all siblings are selected (§6.2.5).
        if (matching.stream().anyMatch(filter -> filter.children().stream().allMatch(SubtreeFilter::isContent))) {
            return Optional.of(depth.cut(branch));
        }
        final Branch selected = below(branch, matching, depth);
        return selected.isEmpty() ? Optional.empty() : Optional.of(Selection.withKeys(selected, branch));
    }

    // Matching.

    /** An element without namespace asks in all of them (§6.2.1). */
    private static boolean names(final Element filter, final SchemaNode kind) {
        return filter.local().equals(kind.name().local())
            && (filter.namespace().isEmpty() || filter.namespace().equals(kind.name().module().namespace()));
    }

    private static boolean isContent(final Element filter) {
        return filter.children().isEmpty() && !filter.text().isBlank();
    }

    private boolean contentMatches(final Branch branch, final Element filter) {
        return filter.attributes().isEmpty() && filter.children().stream().filter(SubtreeFilter::isContent)
            .allMatch(content -> branch.schema().children().stream().filter(kind -> names(content, kind))
                .anyMatch(kind -> anyMatches(branch, kind, content)));
    }

    private boolean anyMatches(final Branch branch, final SchemaNode kind, final Element content) {
        for (final Node child : branch.children(kind)) {
            if (child instanceof Value value && matches(value, content)) {
                return true;
            }
        }
        return false;
    }

    /** A leaf has no attributes, so a filter that asks for one selects nothing (§6.2.2). */
    private boolean matches(final Value value, final Element filter) {
        return filter.attributes().isEmpty() && filter.children().isEmpty() && (filter.text().isBlank()
            || canonical(value.schema(), filter).filter(value.text()::equals).isPresent());
    }

    private Optional<String> canonical(final ValueSchema kind, final Element content) {
        try {
            return Optional.of(kind.type().canonical(content.lexical(content.text().strip(), schema)));
        } catch (final InvalidValueException e) {
            return Optional.empty();
        }
    }

    // Looking up by key.

    private Iterable<Node> candidates(final Branch branch, final SchemaNode kind, final List<Element> filters) {
        if (!(kind instanceof ListSchema list)) {
            return branch.children(kind);
        }
        final List<Optional<String>> keys = filters.stream().map(filter -> key(list, filter)).toList();
        if (keys.stream().anyMatch(Optional::isEmpty)) {
            return branch.children(kind);
        }
        final List<Node> found = new ArrayList<>();
        keys.stream().map(Optional::get).distinct()
            .forEach(key -> branch.entries(kind).get(key).ifPresent(found::add));
        return found;
    }

    /** The key that a filter gives, if it gives the whole. */
    private Optional<String> key(final ListSchema list, final Element filter) {
        final List<String> keys = new ArrayList<>();
        for (final LeafSchema key : list.keys()) {
            filter.children().stream().filter(child -> isContent(child) && names(child, key)).findFirst()
                .flatMap(child -> canonical(key, child)).ifPresent(keys::add);
        }
        return keys.size() == list.keys().size() && !keys.isEmpty()
            ? Optional.of(String.join("\0", keys)) : Optional.empty();
    }
}
