package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.xpath.Cost;
import io.mecvswitch.control.xpath.Query;
import io.mecvswitch.control.xpath.XPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes from a tree what an XPath expression selects: the nodes with all below them, and for each the way from the root
 * with the keys on it (RFC 6241 §8.9.1).
 */
public final class XPathFilter implements Filter {
    /** A hundred thousand bearers can be looked at, each leaf of them; that takes about a second. */
    private static final long MAX_COST = 8_000_000;

    private final Query query;
    private final String element;

    private XPathFilter(final Query query, final String element) {
        this.query = query;
        this.element = element;
    }

    /**
     * Reads an expression.
     *
     * @param text     the expression
     * @param prefixes namespaces by prefix, where it stands
     * @param element  the parameter that has it, for errors
     * @throws RpcException if it is none
     */
    public static XPathFilter of(
        final String text, final Map<String, String> prefixes, final String element, final Schema schema)
        throws RpcException {
        try {
            return new XPathFilter(Query.of(text, prefixes, schema), element);
        } catch (final XPathException e) {
            throw refused(ErrorTag.INVALID_VALUE, element, e);
        }
    }

    private static RpcException refused(final ErrorTag tag, final String element, final RuntimeException why) {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, tag, why.getMessage()).naming(element));
    }

    @Override
    public Branch narrow(final Branch root) {
        return narrow(root, query.way());
    }

    private static Branch narrow(final Branch branch, final List<Query.Way> way) {
        if (way.isEmpty()) {
            return branch;
        }
        Branch narrowed = branch;
        for (final SchemaNode kind : branch.schema().children()) {
            if (way.getFirst().test().test(kind) && branch.has(kind)) {
                narrowed = narrow(narrowed, kind, way);
            }
        }
        return narrowed;
    }

    private static Branch narrow(final Branch parent, final SchemaNode kind, final List<Query.Way> way) {
        if (kind instanceof ContainerSchema) {
            return parent.with(narrow((Branch) parent.child(kind).orElseThrow(), way.subList(1, way.size())));
        }
        final Optional<Query.Equal> key = way.getFirst().key().filter(equal -> equal.isKeyOf(kind));
        if (key.isEmpty()) {
            return parent;
        }
        final Optional<Node> entry = parent.entries(kind).get(key.get().value());
        final Branch others = parent.without(kind);
        return entry.map(one -> others.with(narrow((Branch) one, way.subList(1, way.size())))).orElse(others);
    }

    @Override
    public boolean asks(final SchemaNode kind) {
        return query.reaches(kind);
    }

    @Override
    public Branch select(final Branch root, final Depth depth) throws RpcException {
        final Cost cost = new Cost(MAX_COST);
        try {
            return selected(root, query.select(Place.root(root, cost), cost), depth);
        } catch (final XPathException e) {
            throw refused(ErrorTag.INVALID_VALUE, element, e);
        } catch (final Cost.TooCostlyException e) {
            throw refused(ErrorTag.RESOURCE_DENIED, element, e);
        }
    }

    private static Branch selected(final Branch root, final List<? extends Instance> places, final Depth depth) {
        final Selection all = new Selection(root);
        places.forEach(place -> all.add((Place) place));
        return all.branch(depth);
    }
}
