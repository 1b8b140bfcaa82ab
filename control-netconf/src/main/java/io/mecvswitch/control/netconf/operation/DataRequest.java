package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Depth;
import io.mecvswitch.control.netconf.tree.Filter;
import io.mecvswitch.control.netconf.tree.Kept;
import io.mecvswitch.control.netconf.tree.SubtreeFilter;
import io.mecvswitch.control.netconf.tree.XPathFilter;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code get-data} asks for (RFC 8526 §3.1.1).
 *
 * @param datastore  identity of the datastore
 * @param filter     selects
 * @param conditions which of the selected nodes are kept
 * @param depth      how far below what is selected
 * @param withOrigin whether origins are told
 * @param defaults   what is told of defaults
 */
record DataRequest(
    String datastore, Filter filter, List<Kept> conditions, Depth depth, boolean withOrigin, WithDefaults defaults) {
    private static final String SUBTREE = "subtree-filter";
    private static final String XPATH = "xpath-filter";
    private static final String CONFIG = "config-filter";
    private static final String ORIGIN = "origin-filter";
    private static final String NO_ORIGIN = "negated-origin-filter";
    private static final String DEPTH = "max-depth";
    private static final String WITH_ORIGIN = "with-origin";

    /** Reads the parameters. */
    static DataRequest of(final Parameters parameters, final Schema schema) throws RpcException {
        parameters.onlyAndMany(List.of(ORIGIN, NO_ORIGIN), Nmda.DATASTORE, SUBTREE, XPATH, CONFIG, ORIGIN, NO_ORIGIN,
            DEPTH, WITH_ORIGIN, WithDefaults.NAME);
        final String datastore = Nmda.identity(parameters.get(Nmda.DATASTORE), schema);
        final boolean operational = datastore.equals(Nmda.OPERATIONAL);
        if (!operational && !datastore.equals(Nmda.INTENDED) && Nmda.find(datastore).isEmpty()) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, Nmda.DATASTORE, "there is no datastore " + datastore
                + "; the switch has running, candidate, intended and operational");
        }
        for (final String name : List.of(ORIGIN, NO_ORIGIN, WITH_ORIGIN)) {
            if (!operational && parameters.find(name).isPresent()) {
                throw Parameters.bad(ErrorTag.INVALID_VALUE, name, "only what is operational has origins");
            }
        }
        return new DataRequest(datastore, filter(parameters, schema), conditions(parameters, schema), depth(parameters),
            parameters.find(WITH_ORIGIN).isPresent(), WithDefaults.of(parameters)
            .orElse(operational ? WithDefaults.REPORT_ALL : WithDefaults.EXPLICIT));
    }

    private static Filter filter(final Parameters parameters, final Schema schema) throws RpcException {
        final Optional<Element> subtree = parameters.find(SUBTREE);
        final Optional<Element> xpath = parameters.find(XPATH);
        if (subtree.isPresent() && xpath.isPresent()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, XPATH, "there is one filter, of either kind");
        }
        return xpath.isPresent()
            ? XPathFilter.of(xpath.get().text().strip(), xpath.get().prefixes().toMap(), XPATH, schema)
            : subtree.<Filter>map(element -> new SubtreeFilter(schema, element)).orElse(Filter.ALL);
    }

    private static List<Kept> conditions(final Parameters parameters, final Schema schema) throws RpcException {
        final List<Kept> conditions = new ArrayList<>();
        if (parameters.find(CONFIG).isPresent()) {
            conditions.add(parameters.word(CONFIG, List.of("true", "false")).equals("true")
                ? Kept.CONFIGURATION : Kept.STATE);
        }
        if (parameters.find(ORIGIN).isPresent() && parameters.find(NO_ORIGIN).isPresent()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, NO_ORIGIN, "there is one filter by origins, of either kind");
        }
        if (parameters.find(ORIGIN).isPresent()) {
            conditions.add(Kept.ofOrigins(origins(parameters, ORIGIN, schema), schema));
        }
        if (parameters.find(NO_ORIGIN).isPresent()) {
            conditions.add(Kept.ofOtherOrigins(origins(parameters, NO_ORIGIN, schema), schema));
        }
        return conditions;
    }

    private static List<String> origins(final Parameters parameters, final String name, final Schema schema)
        throws RpcException {
        final List<String> origins = new ArrayList<>();
        for (final Element element : parameters.all(name)) {
            final String origin = Nmda.identity(element, schema);
            if (!schema.derivedFrom(origin, "ietf-origin:origin")) {
                throw Parameters.bad(ErrorTag.INVALID_VALUE, name, origin + " is no origin");
            }
            origins.add(origin);
        }
        return origins;
    }

    private static Depth depth(final Parameters parameters) throws RpcException {
        if (parameters.text(DEPTH).map(String::strip).orElse("unbounded").equals("unbounded")) {
            return Depth.UNBOUNDED;
        }
        final long levels = parameters.number(DEPTH, 1);
        if (levels > 65_535) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, DEPTH, DEPTH + " is a number from 1 to 65535, or unbounded");
        }
        return new Depth((int) levels);
    }

    /** Whether it is about what is in use. */
    boolean isOperational() {
        return datastore.equals(Nmda.OPERATIONAL);
    }

    /** The configuration that it is about otherwise. */
    DatastoreName configured() {
        return Nmda.find(datastore).orElse(DatastoreName.RUNNING);
    }

    /** What is kept of what was selected. */
    Branch kept(final Branch selected) {
        Branch kept = selected;
        for (final Kept condition : conditions) {
            kept = condition.of(kept);
        }
        return kept;
    }
}
