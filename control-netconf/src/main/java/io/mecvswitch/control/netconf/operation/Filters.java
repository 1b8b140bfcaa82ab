package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Filter;
import io.mecvswitch.control.netconf.tree.SubtreeFilter;
import io.mecvswitch.control.netconf.tree.XPathFilter;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.List;
import java.util.Optional;

/** The filters of requests. */
final class Filters {
    private static final String FILTER = "filter";
    private static final String TYPE = "type";
    private static final String SELECT = "select";

    private Filters() { }

    /** The parameter {@code filter} (RFC 6241 §6.1, §8.9.5); all, if it is not there. */
    static Filter of(final Parameters parameters, final Schema schema) throws RpcException {
        final Optional<Element> filter = parameters.find(FILTER);
        return filter.isEmpty() ? Filter.ALL : of(filter.get(), schema);
    }

    private static Filter of(final Element filter, final Schema schema) throws RpcException {
        final String type = attribute(filter, TYPE).orElse("subtree");
        return switch (type) {
            case "subtree" -> {
                requireAttributes(filter, List.of(TYPE));
                yield new SubtreeFilter(schema, filter);
            }
            case "xpath" -> {
                requireAttributes(filter, List.of(TYPE, SELECT));
                final String select = attribute(filter, SELECT).orElseThrow(() ->
                    bad(ErrorTag.MISSING_ATTRIBUTE, SELECT, "a filter of type xpath has an expression in select"));
                yield XPathFilter.of(select, filter.prefixes().toMap(), FILTER, schema);
            }
            default -> throw bad(ErrorTag.BAD_ATTRIBUTE, TYPE, "the type of a filter is subtree or xpath");
        };
    }

    private static Optional<String> attribute(final Element filter, final String name) {
        return filter.attributes().stream().filter(attribute -> attribute.local().equals(name))
            .map(Element.Attribute::value).findFirst();
    }

    private static void requireAttributes(final Element filter, final List<String> known) throws RpcException {
        for (final Element.Attribute attribute : filter.attributes()) {
            if (!known.contains(attribute.local())) {
                throw bad(ErrorTag.UNKNOWN_ATTRIBUTE, attribute.name(),
                    "such a filter has no attribute " + attribute.name());
            }
        }
    }

    private static RpcException bad(final ErrorTag tag, final String attribute, final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, tag, message).naming(FILTER, attribute));
    }
}
