package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.BearerChanges;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes bearers of the run time, thousands in one call. What is sent is read and checked as the configuration's
 * bearers are; then it goes to the switch and nowhere else.
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

    static String perform(final Element operation, final Datastores datastores, final Caller caller,
        final Access access) throws RpcException {
        for (final Element child : operation.children()) {
            if (!child.namespace().equals(NAMESPACE) || !List.of(REMOVE, "bearer").contains(child.local())) {
                throw Parameters.bad(ErrorTag.UNKNOWN_ELEMENT, child.local(),
                    NAME + " has no parameter " + child.local());
            }
        }
        final BearerChanges changes = changes(operation, datastores.schema());
        BearerAccess.of(datastores.schema()).require(access, changes);
        return answer(operation.children().size(),
            BearerAccess.known(access, datastores.update(caller.number(), changes)));
    }

    private static BearerChanges changes(final Element operation, final Schema schema) throws RpcException {
        final InnerSchema bearers = (InnerSchema) schema.root().child(MODULE + ":bearers").orElseThrow();
        final ListSchema bearer = (ListSchema) bearers.child("bearer").orElseThrow();
        final List<String> removed = removed(operation, bearer, schema);
        final List<Element> put =
            operation.children().stream().filter(child -> !child.local().equals(REMOVE)).toList();
        final List<Optional<BearerConfig>> plain = plain(put, new PlainBearers(schema, bearer));
        final List<Element> others = IntStream.range(0, put.size()).filter(i -> plain.get(i).isEmpty())
            .mapToObj(put::get).toList();
        return new BearerChanges(removed,
            IntStream.range(0, put.size()).mapToObj(i -> named(put.get(i), plain.get(i))).toList(),
            tree(others, operation, schema));
    }

    private static List<String> removed(final Element operation, final ListSchema bearer, final Schema schema)
        throws RpcException {
        try {
            return operation.children().stream().filter(child -> child.local().equals(REMOVE))
                .map(child -> bearer.keys().getFirst().type().canonical(child.lexical(child.text().strip(), schema)))
                .toList();
        } catch (final InvalidValueException e) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, REMOVE, e.getMessage());
        }
    }

    /** The plain ones; if two of them have something in common that bearers do not share, none is plain. */
    private static List<Optional<BearerConfig>> plain(final List<Element> put, final PlainBearers reader) {
        final List<Optional<BearerConfig>> plain = new ArrayList<>(put.size());
        final Set<Object> taken = new HashSet<>();
        boolean apart = true;
        for (final Element element : put) {
            final Optional<BearerConfig> bearer = reader.read(element);
            apart &= bearer.isPresent() ? take(bearer.get(), taken) : taken.add(name(element));
            plain.add(bearer);
        }
        return apart ? plain : Collections.nCopies(put.size(), Optional.empty());
    }

    /** Whether nobody else has its name, its UE's address or one of its tunnels. */
    private static boolean take(final BearerConfig bearer, final Set<Object> taken) {
        return taken.add(bearer.name()) & taken.add(bearer.ueAddress())
            & taken.add(new Tunnel(true, bearer.coreEndpoint(), bearer.uplinkTeid()))
            & taken.add(new Tunnel(false, bearer.accessEndpoint(), bearer.downlinkTeid()));
    }

    private record Tunnel(boolean uplink, IpAddress endpoint, long teid) { }

    private static BearerChanges.Put named(final Element element, final Optional<BearerConfig> plain) {
        return new BearerChanges.Put(plain.map(BearerConfig::name).orElseGet(() -> name(element)), plain);
    }

    private static String name(final Element bearer) {
        return bearer.children().stream().filter(child -> child.local().equals("name")).map(Element::text).findFirst()
            .orElse("");
    }

    private static Branch tree(final List<Element> bearers, final Element operation, final Schema schema)
        throws RpcException {
        final Branch none = Branch.empty(schema.root());
        if (bearers.isEmpty()) {
            return none;
        }
        final Edit edit = new Edit(schema, false);
        final Branch tree = edit.apply(none, around(Element.NETCONF, "config", operation,
            List.of(around(NAMESPACE, "bearers", operation, bearers))), Operation.MERGE);
        RequestedEdit.refuse(edit.errors());
        return tree;
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
