package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.EventLog;
import io.mecvswitch.control.netconf.notification.Streams;
import io.mecvswitch.control.netconf.notification.Subscription;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Depth;
import io.mecvswitch.control.netconf.tree.Filter;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/** Tells a session from now on what happens (RFC 5277 §2.1.1). */
final class CreateSubscription {
    /** Module of the operation. */
    static final String MODULE = "notifications";
    /** Its name. */
    static final String NAME = "create-subscription";

    private static final String OK = "<ok xmlns=\"" + Element.NETCONF + "\"/>";
    private static final String STREAM = "stream";
    private static final String START = "startTime";
    private static final String STOP = "stopTime";

    private CreateSubscription() { }

    static String perform(
        final Parameters parameters, final EventLog events, final Schema schema, final Caller caller)
        throws RpcException {
        parameters.only(STREAM, "filter", START, STOP);
        final String stream = parameters.text(STREAM).map(String::strip).orElse(Streams.NETCONF);
        if (!stream.equals(Streams.NETCONF)) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, STREAM,
                "there is no stream " + stream + "; netconf/streams lists them: " + Streams.NETCONF);
        }
        final Filter filter = Filters.of(parameters, schema);
        // An expression that never selects nodes is refused now rather than with each event.
        filter.select(Branch.empty(schema.notifications()), Depth.UNBOUNDED);
        final Optional<Instant> start = time(parameters, START);
        final Optional<Instant> stop = time(parameters, STOP);
        requireOrder(start, stop);
        if (!caller.subscribe(new Subscription(events, filter, start, stop))) {
            throw RpcException.ofProtocol(ErrorTag.IN_USE, "the session has a subscription, and can have one only");
        }
        return OK;
    }

    private static Optional<Instant> time(final Parameters parameters, final String name) throws RpcException {
        final Optional<String> text = parameters.text(name).map(String::strip);
        try {
            return text.map(time -> OffsetDateTime.parse(time.toUpperCase(Locale.ROOT)).toInstant());
        } catch (final DateTimeException e) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, name,
                name + " is a date and a time with a zone, such as 2026-01-31T12:00:00Z");
        }
    }

    private static void requireOrder(final Optional<Instant> start, final Optional<Instant> stop) throws RpcException {
        if (start.filter(Instant.now()::isBefore).isPresent()) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, START, "a replay begins in the past");
        }
        if (stop.isPresent() && start.isEmpty()) {
            throw Parameters.bad(ErrorTag.MISSING_ELEMENT, START, STOP + " needs " + START);
        }
        if (stop.isPresent() && stop.get().isBefore(start.get())) {
            throw Parameters.bad(ErrorTag.BAD_ELEMENT, STOP, STOP + " is later than " + START);
        }
    }
}
