package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Completion;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.netconf.tree.Depth;
import io.mecvswitch.control.netconf.tree.Filter;
import io.mecvswitch.control.netconf.tree.Marks;
import io.mecvswitch.control.netconf.xml.Element;

/**
 * The operations that read (RFC 6241 §7.1, §7.7; RFC 8526 §3.1.1). Any thread.
 *
 * <pre>
 *   datastore ─▶ by key ─▶ + defaults ─▶ + state ─▶ what may be known ─▶ filter ─▶ depth, origin ─▶ - defaults ─▶ XML
 *                          if asked for             NACM                           get-data         trim
 * </pre>
 *
 * <p>First comes what may be known: a filter that asks for anything else finds nothing.
 *
 * @param datastores what is configured
 * @param state      how things are
 */
record Reading(Datastores datastores, State state) {

    /** {@code get}: running and state. */
    String get(final Parameters parameters, final Access access) throws RpcException {
        parameters.only("filter", WithDefaults.NAME);
        final Filter filter = Filters.of(parameters, datastores.schema());
        final WithDefaults defaults = WithDefaults.of(parameters).orElse(WithDefaults.EXPLICIT);
        return answer(filter.select(access.readable(operational(filter, defaults.tellsDefaults())),
            Depth.UNBOUNDED), defaults);
    }

    /** {@code get-config}: a datastore. */
    String getConfig(final Parameters parameters, final Access access) throws RpcException {
        parameters.only("source", "filter", WithDefaults.NAME);
        final DatastoreName source = parameters.datastore("source");
        final Filter filter = Filters.of(parameters, datastores.schema());
        final WithDefaults defaults = WithDefaults.of(parameters).orElse(WithDefaults.EXPLICIT);
        return answer(filter.select(
            access.readable(configured(source, filter, defaults.tellsDefaults())), Depth.UNBOUNDED), defaults);
    }

    /** {@code get-data}: a part of any datastore. */
    String getData(final Parameters parameters, final Access access) throws RpcException {
        final DataRequest request = DataRequest.of(parameters, datastores.schema());
        final boolean withDefaults = request.defaults().tellsDefaults();
        final Filter filter = request.filter();
        final Branch all = request.isOperational() ? operational(filter, withDefaults)
            : configured(request.configured(), filter, withDefaults);
        final Branch selected = request.kept(filter.select(access.readable(all), request.depth()));
        return answer(selected, request.defaults(), request.withOrigin(), "data", Nmda.NAMESPACE);
    }

    /** A configuration with its defaults, where they are to be told. */
    Branch completed(final Branch all, final WithDefaults mode) {
        return mode.tellsDefaults() ? Completion.complete(all, datastores.schema()) : all;
    }

    /** A configuration as a document. */
    static String document(final Branch completed, final WithDefaults mode) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + answer(completed, mode, false, "config", Element.NETCONF) + "\n";
    }

    /** What a filter may select of a datastore. */
    private Branch configured(final DatastoreName name, final Filter filter, final boolean withDefaults) {
        final Branch all = datastores.read(name);
        final Branch part = filter.narrow(all);
        return withDefaults ? Completion.complete(part, all, datastores.schema(), filter::asks) : part;
    }

    private Branch operational(final Filter filter, final boolean withDefaults) {
        return state.complete(
            configured(DatastoreName.RUNNING, filter, withDefaults), datastores.schema(), filter::asks);
    }

    private static String answer(final Branch selected, final WithDefaults defaults) {
        return answer(selected, defaults, false, "data", Element.NETCONF);
    }

    private static String answer(final Branch selected, final WithDefaults defaults, final boolean withOrigin,
        final String name, final String namespace) {
        final StringBuilder out = new StringBuilder("<").append(name);
        XmlText.attribute(out, "xmlns", namespace);
        Marks marks = Marks.NONE;
        if (defaults == WithDefaults.REPORT_ALL_TAGGED) {
            XmlText.attribute(out, "xmlns:wd", Marks.DEFAULT_NAMESPACE);
            marks = Marks.DEFAULTS;
        }
        if (withOrigin) {
            XmlText.attribute(out, "xmlns:or", Marks.ORIGIN_NAMESPACE);
            marks = marks.and(Marks.ORIGINS);
        }
        DataWriter.append(out.append('>'),
            defaults == WithDefaults.TRIM ? Completion.trim(selected) : selected, marks);
        return out.append("</").append(name).append('>').toString();
    }
}
