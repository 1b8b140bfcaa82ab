package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.Element.Attribute;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Does to a tree what {@code <config>} says (RFC 6241 §7.2; RFC 7950 §7.5.8, §7.6.7, §7.7.9, §7.8.6). One thread, once.
 *
 * <pre>
 *   operation   where it is      where it is not
 *   merge       children merge   appears
 *   replace     as sent          appears
 *   create      data-exists      appears
 *   delete      disappears       data-missing
 *   remove      disappears       nothing
 *   none        to its children  data-missing; a container without presence is always there
 * </pre>
 *
 * <p>What is at fault is left out and noted; whoever asked decides what becomes of the rest.
 */
public final class Edit {
    private static final String INSERT = "insert";
    /** More entries than that no user orders; each costs as much as there are. */
    private static final int MAX_ORDERED = 4_096;

    private final Requested requested;
    private final boolean stopping;
    private final List<RpcError> errors = new ArrayList<>();
    private final List<Trail> absent = new ArrayList<>();

    /**
     * An edit of trees of a model.
     *
     * @param stopping whether nothing is done any more after the first mistake
     */
    public Edit(final Schema schema, final boolean stopping) {
        this.requested = new Requested(schema);
        this.stopping = stopping;
    }

    /** The tree as it is wanted, as far as that was possible. */
    public Branch apply(final Branch root, final Element config, final Operation defaultOperation) {
        return children(defaultOperation == Operation.REPLACE ? Branch.empty(root.schema()) : root, config,
            defaultOperation, Trail.ROOT);
    }

    /** What was not possible; of a great many mistakes, the first thousand. */
    public List<RpcError> errors() {
        return errors;
    }

    /** What was to be removed and is not there. */
    public List<Trail> absent() {
        return absent;
    }

    private Branch children(final Branch parent, final Element element, final Operation inherited, final Trail at) {
        Branch changed = parent;
        final Set<SchemaNode> leaves = new HashSet<>();
        if (!element.text().isEmpty() && !element.text().isBlank()) {
            note(List.of(RpcError.at(at.toString(), ErrorTag.BAD_ELEMENT,
                "there is text between the elements; remove it").naming(element.local())));
        }
        for (final Element child : element.children()) {
            if (stopping && !errors.isEmpty()) {
                return changed;
            }
            try {
                changed = child(changed, child, leaves, inherited, at);
            } catch (final RpcException e) {
                note(e.errors());
            }
        }
        return changed;
    }

    private void note(final List<RpcError> found) {
        if (errors.size() < Problems.CAPACITY) {
            errors.addAll(found);
        }
    }

    private Branch child(
        final Branch parent,
        final Element element,
        final Set<SchemaNode> leaves,
        final Operation inherited,
        final Trail above) throws RpcException {
        final SchemaNode kind = requested.kind(parent.schema(), element, above);
        if (kind instanceof LeafSchema && !leaves.add(kind)) {
            throw new RpcException(RpcError.at(above.to(kind).toString(), ErrorTag.BAD_ELEMENT,
                "a leaf is there once; leave one of them out").naming(element.local()));
        }
        final Operation operation = requested.operation(element, kind, inherited, above.to(kind));
        return switch (kind) {
            case ContainerSchema container -> container(parent, container, element, operation, above.to(kind));
            case ListSchema list -> entry(parent, list, element, operation, above);
            case LeafSchema leaf -> leaf(parent, leaf, element, operation, above.to(kind));
            case LeafListSchema leafList -> value(parent, leafList, element, operation, above.to(kind));
        };
    }

    private Branch container(
        final Branch parent,
        final ContainerSchema kind,
        final Element element,
        final Operation operation,
        final Trail at) throws RpcException {
        final Optional<Node> before = parent.child(kind);
        if (kind.presence() || operation != Operation.NONE) {
            check(before.isPresent(), operation, at);
        }
        if (isGoing(operation)) {
            noteAbsent(before.isPresent(), at);
            return parent.without(kind);
        }
        final Branch after = children(base(before, kind, operation), element, operation, at);
        return Trees.isNothing(after) ? parent.without(kind) : chosen(parent, after).with(after);
    }

    private Branch entry(
        final Branch parent,
        final ListSchema kind,
        final Element element,
        final Operation operation,
        final Trail above) throws RpcException {
        Branch named = Branch.empty(kind);
        for (final Value key : requested.keys(kind, element, above)) {
            named = named.with(key);
        }
        final String key = named.key();
        final Trail at = above.to(kind, List.of(key.split("\0", -1)));
        final Optional<Node> before = parent.entries(kind).get(key);
        check(before.isPresent(), operation, at);
        if (isGoing(operation)) {
            noteAbsent(before.isPresent(), at);
            return parent.with(kind, parent.entries(kind).without(key));
        }
        final Branch base = before.isPresent() && keeps(operation) ? (Branch) before.get() : named;
        return place(chosen(parent, base), children(base, withoutKeys(kind, element), operation, at), element, at);
    }

    /** Keys are what they are; nothing is done to them. */
    private static Element withoutKeys(final ListSchema kind, final Element element) {
        return new Element(element.namespace(), element.local(), element.prefix(), element.prefixes(),
            element.attributes(), others(kind, element.children()), element.text());
    }

    private static List<Element> others(final ListSchema kind, final List<Element> children) {
        final List<Element> others = new ArrayList<>(children.size());
        for (final Element child : children) {
            if (!isKey(kind, child)) {
                others.add(child);
            }
        }
        return others;
    }

    private static boolean isKey(final ListSchema kind, final Element child) {
        for (final LeafSchema key : kind.keys()) {
            if (Requested.is(child, key)) {
                return true;
            }
        }
        return false;
    }

    private Branch leaf(
        final Branch parent,
        final LeafSchema kind,
        final Element element,
        final Operation operation,
        final Trail at) throws RpcException {
        check(parent.child(kind).isPresent(), operation, at);
        if (isGoing(operation)) {
            requested.requireNoDefault(element, at);
            return parent.without(kind);
        }
        final Value value = requested.value(kind, element, at);
        if (requested.isDefault(kind, value, element, at)) {
            return parent.without(kind);
        }
        return operation == Operation.NONE || parent.child(kind).filter(value::equals).isPresent() ? parent
            : chosen(parent, value).with(value);
    }

    private Branch value(
        final Branch parent,
        final LeafListSchema kind,
        final Element element,
        final Operation operation,
        final Trail at) throws RpcException {
        final Value value = requested.value(kind, element, at);
        check(parent.entries(kind).get(value.key()).isPresent(), operation, at);
        if (isGoing(operation)) {
            return parent.with(kind, parent.entries(kind).without(value.key()));
        }
        return operation == Operation.NONE ? parent : place(chosen(parent, value), value, element, at);
    }

    // What the operations have in common.

    private static void check(final boolean exists, final Operation operation, final Trail at) throws RpcException {
        if (exists && operation == Operation.CREATE) {
            throw new RpcException(RpcError.at(at.toString(), ErrorTag.DATA_EXISTS,
                "this is there already; merge or replace it"));
        }
        if (!exists && (operation == Operation.DELETE || operation == Operation.NONE)) {
            throw new RpcException(RpcError.at(at.toString(), ErrorTag.DATA_MISSING, operation == Operation.DELETE
                ? "this is not there; remove does not mind" : "this is not there; create or merge it"));
        }
    }

    private void noteAbsent(final boolean exists, final Trail at) {
        if (!exists) {
            absent.add(at);
        }
    }

    private static boolean isGoing(final Operation operation) {
        return operation == Operation.DELETE || operation == Operation.REMOVE;
    }

    private static boolean keeps(final Operation operation) {
        return operation == Operation.MERGE || operation == Operation.NONE;
    }

    private static Branch base(final Optional<Node> before, final InnerSchema kind, final Operation operation) {
        return before.isPresent() && keeps(operation) ? (Branch) before.get() : Branch.empty(kind);
    }

    /** Takes away what is of other cases than a node that is going to be there (RFC 7950 §7.9). */
    private static Branch chosen(final Branch parent, final Node coming) {
        Branch changed = parent;
        for (final var branch : coming.schema().branches()) {
            for (final SchemaNode kind : parent.schema().children(branch.choice())) {
                if (changed.has(kind) && kind.branches().stream().anyMatch(branch::excludes)) {
                    changed = changed.without(kind);
                }
            }
        }
        return changed;
    }

    // Order (RFC 7950 §7.7.9, §7.8.6).

    private Branch place(final Branch parent, final Node entry, final Element element, final Trail at)
        throws RpcException {
        if (parent.entries(entry.schema()) instanceof OrderedEntries ordered && ordered.size() >= MAX_ORDERED) {
            throw new RpcException(RpcError.at(at.toString(), ErrorTag.TOO_BIG,
                "there are " + MAX_ORDERED + " already; leave some out"));
        }
        final Optional<String> insert = element.attribute(Requested.YANG, INSERT);
        if (insert.isEmpty()) {
            return parent.with(entry);
        }
        if (!(parent.entries(entry.schema()).without(entry.key()) instanceof OrderedEntries others)) {
            throw requested.badAttribute(ErrorTag.BAD_ATTRIBUTE, element, INSERT, at,
                "the system orders these; leave insert out");
        }
        return parent.with(entry.schema(), others.at(index(insert.get(), others, entry, element, at), entry));
    }

    private int index(
        final String insert,
        final OrderedEntries others,
        final Node entry,
        final Element element,
        final Trail at) throws RpcException {
        return switch (insert) {
            case "first" -> 0;
            case "last" -> others.size();
            case "before" -> neighbour(others, entry, element, at);
            case "after" -> neighbour(others, entry, element, at) + 1;
            default -> throw requested.badAttribute(ErrorTag.BAD_ATTRIBUTE, element, INSERT, at,
                "insert is first, last, before or after");
        };
    }

    private int neighbour(final OrderedEntries others, final Node entry, final Element element, final Trail at)
        throws RpcException {
        final int index = others.indexOf(requested.neighbour(entry.schema(), element, at));
        if (index < 0) {
            // RFC 7950 §15.7: the tag is bad-attribute, and the app-tag tells which attribute's fault it is.
            throw new RpcException(new RpcError(RpcError.Layer.APPLICATION, ErrorTag.BAD_ATTRIBUTE,
                Optional.of("missing-instance"), Optional.of(at.toString()),
                "what it is to stand beside is not there", Optional.empty())
                .naming(element.local(), entry.schema() instanceof ListSchema ? "key" : "value"));
        }
        return index;
    }

    /** Whether an attribute says something to an edit. */
    static boolean isKnown(final Attribute attribute) {
        return switch (attribute.namespace()) {
            case Element.NETCONF -> attribute.local().equals(Requested.OPERATION);
            case Marks.DEFAULT_NAMESPACE -> attribute.local().equals(Requested.DEFAULT);
            case Requested.YANG -> List.of(INSERT, "key", "value").contains(attribute.local());
            default -> false;
        };
    }
}
