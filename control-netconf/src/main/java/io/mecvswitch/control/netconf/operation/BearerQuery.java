package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerState.Source;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code get-bearers} asks for. */
final class BearerQuery {
    /** Most bearers of a page. */
    static final int MOST = 1000;

    private static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final String NAME = "name";
    private static final String UE = "ue-address";
    private static final String ORIGIN = "origin";
    private static final int DEFAULT_LIMIT = 100;
    private static final Map<Source, String> ORIGINS =
        Map.of(Source.CONFIGURED, "or:intended", Source.RUN_TIME, "or:dynamic", Source.LEARNED, "or:learned");

    private BearerQuery() { }

    static BearerPage.Query of(final Parameters parameters, final Schema schema) throws RpcException {
        parameters.only(AFTER, LIMIT, NAME, UE, ORIGIN);
        final long limit = parameters.number(LIMIT, DEFAULT_LIMIT);
        if (limit > MOST) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, LIMIT, LIMIT + " is a number from 1 to " + MOST);
        }
        final long after = parameters.number(AFTER, 1);
        return new BearerPage.Query(parameters.find(AFTER).isEmpty() ? 0 : (int) Math.min(after, Integer.MAX_VALUE),
            (int) limit, parameters.text(NAME).map(String::strip), ue(parameters), source(parameters, schema));
    }

    private static Optional<IpAddress> ue(final Parameters parameters) throws RpcException {
        final Optional<String> text = parameters.text(UE).map(String::strip);
        try {
            return text.map(IpAddress::parse);
        } catch (final IllegalArgumentException e) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, UE, "'" + text.get() + "' is no IPv4 or IPv6 address");
        }
    }

    private static Optional<Source> source(final Parameters parameters, final Schema schema) throws RpcException {
        final Optional<Element> asked = parameters.find(ORIGIN);
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        final String origin = Nmda.identity(asked.get(), schema);
        return Optional.of(Stream.of(Source.values())
            .filter(source -> origin.equals("ietf-origin:" + origin(source).substring("or:".length()))).findFirst()
            .orElseThrow(() -> Parameters.bad(ErrorTag.INVALID_VALUE, ORIGIN,
                "bearers are intended, dynamic or learned, of module ietf-origin")));
    }

    /** The identity of RFC 8342 that a source stands for, with prefix {@code or}. */
    static String origin(final Source source) {
        return ORIGINS.get(source);
    }
}
