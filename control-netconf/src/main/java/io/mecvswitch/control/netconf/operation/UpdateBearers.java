package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Edit;
import io.mecvswitch.control.netconf.tree.Operation;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Changes bearers of the run time, thousands in one call. What is sent is read and checked as the configuration's bearers
 * are; then it goes to the switch and nowhere else.
 */
final class UpdateBearers {
    /** Module of the operation. */
    static final String MODULE = "mec-vswitch-bearers";
    /** Its namespace. */
    static final String NAMESPACE = "urn:mec-vswitch:bearers";
    /** Its name. */
    static final String NAME = "update-bearers";

    private static final String REMOVE = "remove";

    private UpdateBearers() { }

    static String perform(final Element operation, final Datastores datastores, final Caller caller)
        throws RpcException {
        for (final Element child : operation.children()) {
            if (!child.namespace().equals(NAMESPACE) || !List.of(REMOVE, "bearer").contains(child.local())) {
                throw Parameters.bad(ErrorTag.UNKNOWN_ELEMENT, child.local(),
                    NAME + " has no parameter " + child.local());
            }
        }
        final List<String> removed = removed(operation, datastores.schema());
        final Edit edit = new Edit(datastores.schema(), false);
        final Branch bearers =
            edit.apply(Branch.empty(datastores.schema().root()), asConfiguration(operation), Operation.MERGE);
        if (!edit.errors().isEmpty()) {
            throw new RpcException(edit.errors());
        }
        final int entries = operation.children().size();
        return answer(entries, datastores.update(caller.number(), bearers, removed));
    }

    private static List<String> removed(final Element operation, final Schema schema) throws RpcException {
        final InnerSchema bearers = (InnerSchema) schema.root().child(MODULE + ":bearers").orElseThrow();
        final ListSchema bearer = (ListSchema) bearers.child("bearer").orElseThrow();
        try {
            return operation.children().stream().filter(child -> child.local().equals(REMOVE))
                .map(child -> bearer.keys().getFirst().type().canonical(child.lexical(child.text().strip(), schema)))
                .toList();
        } catch (final InvalidValueException e) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, REMOVE, e.getMessage());
        }
    }

    private static Element asConfiguration(final Element operation) {
        final List<Element> bearers =
            operation.children().stream().filter(child -> !child.local().equals(REMOVE)).toList();
        return around(Element.NETCONF, "config", operation, List.of(around(NAMESPACE, "bearers", operation, bearers)));
    }

    private static Element around(
        final String namespace, final String name, final Element like, final List<Element> children) {
        return new Element(namespace, name, "", like.prefixes(), List.of(), children, "");
    }

    private static String answer(final int entries, final List<Violation> refused) {
        final long bearers = refused.stream().map(violation -> bearer(violation.path())).distinct().count();
        final StringBuilder out = new StringBuilder("<updated");
        XmlText.attribute(out, "xmlns", NAMESPACE).append('>').append(entries - bearers).append("</updated>");
        refused.stream().collect(Collectors.groupingBy(Violation::path,
                Collectors.mapping(Violation::message, Collectors.joining(" "))))
            .forEach((path, reason) -> appendRefused(out, path, reason));
        return out.toString();
    }

    private static void appendRefused(final StringBuilder out, final String path, final String reason) {
        XmlText.attribute(out.append("<refused"), "xmlns", NAMESPACE).append('>');
        XmlText.element(out, "path", path);
        XmlText.element(out, "reason", reason).append("</refused>");
    }

    /** The part of a path that names the bearer. */
    private static String bearer(final String path) {
        return path.substring(0, path.indexOf(']') + 1);
    }
}
