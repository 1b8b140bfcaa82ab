package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.ErrorPath;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.store.PartialLock;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Place;
import io.mecvswitch.control.netconf.tree.Spot;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.xpath.Cost;
import io.mecvswitch.control.xpath.Query;
import io.mecvswitch.control.xpath.XPathException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Locks on parts of running (RFC 5717): those nodes that XPath expressions select at that moment, out of what the
 * session may read, with all that is or will be below them.
 */
final class PartialLocks {
    /** Module that access control knows the operations by. */
    static final String MODULE = "ietf-netconf-partial-lock";
    /** Its namespace. */
    static final String NAMESPACE = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0";
    /** Names of the operations. */
    static final String LOCK = "partial-lock";
    static final String UNLOCK = "partial-unlock";

    private static final String SELECT = "select";
    private static final String LOCK_ID = "lock-id";
    /** As much as a filter may cost. */
    private static final long MAX_COST = 8_000_000;

    private PartialLocks() { }

    static List<SwitchOperation> operations(final Datastores datastores) {
        return List.of(
            new SwitchOperation(MODULE, NAMESPACE, LOCK, (operation, caller, access) ->
                lock(new Parameters(operation).onlyAndMany(List.of(SELECT), SELECT), datastores, caller, access)),
            new SwitchOperation(MODULE, NAMESPACE, UNLOCK, (operation, caller, _) ->
                unlock(new Parameters(operation).only(LOCK_ID), datastores, caller)));
    }

    private static String lock(final Parameters parameters, final Datastores datastores, final Caller caller,
        final Access access) throws RpcException {
        parameters.get(SELECT);
        final Schema schema = datastores.schema();
        final List<Query> queries = new ArrayList<>();
        for (final Element select : parameters.all(SELECT)) {
            queries.add(query(select, schema));
        }
        final PartialLock lock = datastores.lockPart(
            parameters.all(SELECT).stream().map(select -> select.text().strip()).toList(),
            running -> found(queries, running, access.readable(running)), caller.number());
        return reply(lock, schema);
    }

    private static Query query(final Element select, final Schema schema) throws RpcException {
        try {
            return Query.of(select.text().strip(), select.prefixes().toMap(), schema);
        } catch (final XPathException e) {
            throw refused(Optional.of("invalid-lock-specification"), e);
        }
    }

    /** Of a node of which a session may not read all, it could keep others from what it does not know. */
    private static List<Spot> found(final List<Query> queries, final Branch running, final Branch readable)
        throws RpcException {
        final List<Spot> spots = found(queries, readable);
        for (final Spot spot : spots) {
            if (!PartialLock.same(spot.in(running), spot.in(readable))) {
                throw RpcException.ofProtocol(ErrorTag.ACCESS_DENIED,
                    "you may not read all of what you want to lock; lock what you may read");
            }
        }
        return spots;
    }

    private static List<Spot> found(final List<Query> queries, final Branch running) throws RpcException {
        final Cost cost = new Cost(MAX_COST);
        final Set<Spot> spots = new LinkedHashSet<>();
        try {
            for (final Query query : queries) {
                query.select(Place.root(running, cost), cost).forEach(place -> spots.add(Spot.of((Place) place)));
            }
        } catch (final XPathException e) {
            throw refused(Optional.of("not-a-node-set"), e);
        } catch (final Cost.TooCostlyException e) {
            throw Parameters.bad(ErrorTag.RESOURCE_DENIED, SELECT, e.getMessage());
        }
        if (spots.isEmpty()) {
            throw new RpcException(new RpcError(RpcError.Layer.PROTOCOL, ErrorTag.OPERATION_FAILED,
                Optional.of("no-matches"), Optional.empty(), "there is nothing to lock", Optional.empty()));
        }
        return List.copyOf(spots);
    }

    private static RpcException refused(final Optional<String> appTag, final XPathException why) {
        return new RpcException(new RpcError(RpcError.Layer.PROTOCOL, ErrorTag.INVALID_VALUE, appTag,
            Optional.empty(), why.getMessage(), Optional.empty()).naming(SELECT));
    }

    private static String reply(final PartialLock lock, final Schema schema) {
        final StringBuilder out = new StringBuilder("<lock-id");
        XmlText.attribute(out, "xmlns", NAMESPACE).append('>').append(lock.id()).append("</lock-id>");
        for (final Spot node : lock.nodes()) {
            final ErrorPath path = ErrorPath.of(node.path(), schema);
            XmlText.attribute(out.append("<locked-node"), "xmlns", NAMESPACE);
            path.prefixes().forEach((prefix, namespace) -> XmlText.attribute(out, "xmlns:" + prefix, namespace));
            XmlText.append(out.append('>'), path.text()).append("</locked-node>");
        }
        return out.toString();
    }

    private static String unlock(final Parameters parameters, final Datastores datastores, final Caller caller)
        throws RpcException {
        final String id = parameters.get(LOCK_ID).text().strip();
        if (!id.matches("[0-9]{1,9}")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, LOCK_ID, "'" + id + "' is no number of a lock");
        }
        datastores.unlockPart(Integer.parseInt(id), caller.number());
        return Operations.OK;
    }
}
