package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;

/** Notifications (RFC 5277) of the server's own (RFC 6470). */
final class NotificationCases {
    private static final String EVENTS = "urn:ietf:params:xml:ns:yang:ietf-netconf-notifications";
    private static final String CHANGES = "<filter><netconf-config-change xmlns='" + EVENTS + "'/></filter>";
    private static final String CHANGE = "/nt:notification/*[local-name() = 'netconf-config-change']";
    private static final String LONG_AGO = "<startTime>2020-01-01T00:00:00Z</startTime>";
    private static final String LESS_LONG_AGO = "<stopTime>2020-01-02T00:00:00Z</stopTime>";

    private NotificationCases() { }

    static void add(final Table table) {
        table.clause("RFC 5277 §2.1.1").needing(Table.CANDIDATE, Table.NOTIFICATION)
            .has("a subscription is answered", talk -> talk.one().ok(subscribe(CHANGES)))
            .has("the stream may be named", talk -> talk.one().ok(subscribe("<stream>NETCONF</stream>" + CHANGES)))
            .has("a stream that is not there is refused", talk ->
                talk.one().ask(subscribe("<stream>SNMP</stream>")).has("//nc:rpc-error"))
            .has("stopTime without startTime is missing-element", talk ->
                talk.one().error("missing-element", subscribe(LESS_LONG_AGO)).type("protocol").info("bad-element",
                    "startTime"))
            .has("a stopTime before the startTime is bad-element", talk ->
                talk.one().error("bad-element", subscribe(LESS_LONG_AGO.replaceAll("stop", "start")
                    + LONG_AGO.replaceAll("start", "stop"))).type("protocol").info("bad-element", "stopTime"))
            .has("a startTime in the future is bad-element", talk -> talk.one().error("bad-element",
                subscribe("<startTime>2999-01-01T00:00:00Z</startTime>")).type("protocol").info("bad-element",
                    "startTime"))
            .has("a filter that is none is refused", talk ->
                talk.one().ask(subscribe("<filter type='magic'/>")).has("//nc:rpc-error"))
            .has("replay ends with replayComplete and notificationComplete", talk -> {
                talk.one().ok(subscribe(LONG_AGO + LESS_LONG_AGO));
                talk.one().next().has("/nt:notification/nt:eventTime",
                    "/nt:notification/*[local-name() = 'replayComplete']");
                talk.one().next().has("/nt:notification/*[local-name() = 'notificationComplete']");
            })
            .has("after notificationComplete the session goes on", talk -> {
                talk.one().ok(subscribe(LONG_AGO + LESS_LONG_AGO));
                talk.one().next();
                talk.one().next();
                talk.one().lives();
            });
        table.clause("RFC 5277 §3.2.5").needing(Table.NOTIFICATION)
            .has("streams are listed", talk -> talk.one().data("<get><filter><netconf "
                + "xmlns='urn:ietf:params:xml:ns:netmod:notification'><streams/></netconf></filter></get>")
                .has("//*[local-name() = 'stream'][*[local-name() = 'name'] = 'NETCONF']"
                    + "/*[local-name() = 'replaySupport'] = 'true'"));
        table.clause("RFC 5277 §6").needing(Table.CANDIDATE, Table.INTERLEAVE)
            .has("a session that is told goes on asking", talk -> {
                talk.one().ok(subscribe(CHANGES));
                talk.one().lives();
                talk.one().ok(edit(rule("a")));
            });
        table.clause("RFC 6470 §2.2").needing(Table.CANDIDATE, Table.NOTIFICATION)
            .has("who changed running is told, and where", talk -> {
                talk.one().ok(subscribe(CHANGES));
                talk.two().ok(edit(rule("a"))).ok("<commit/>");
                talk.one().next().has(CHANGE + "/*[local-name() = 'changed-by']/*[local-name() = 'username'] = 'admin'",
                    CHANGE + "/*[local-name() = 'changed-by']/*[local-name() = 'session-id'] = " + talk.two().number(),
                    CHANGE + "/*[local-name() = 'edit'][contains(*[local-name() = 'target'], 'traffic-rules')]");
            })
            .has("the beginning of a session is told", talk -> {
                talk.one().ok(subscribe("<filter><netconf-session-start xmlns='" + EVENTS + "'/></filter>"));
                begun(talk).has("//*[local-name() = 'netconf-session-start']/*[local-name() = 'session-id'] = "
                    + talk.two().number());
            })
            .has("the end of a session is told, and why", talk -> {
                talk.one().ok(subscribe("<filter><netconf-session-end xmlns='" + EVENTS + "'/></filter>"));
                final String number = talk.two().number();
                talk.two().ok("<close-session/>");
                ended(talk, number).has("//*[local-name() = 'termination-reason'] = 'closed'");
            });
    }

    /** What the first is told of the end of a session; those of earlier cases may be told of before. */
    private static Answer ended(final Conversation talk, final String number) throws Exception {
        Answer notice = talk.one().next();
        while (!notice.is("//*[local-name() = 'session-id'] = " + number)) {
            notice = talk.one().next();
        }
        return notice;
    }

    /** What the first is told after the second one has come. */
    private static Answer begun(final Conversation talk) throws Exception {
        talk.two();
        return talk.one().next();
    }

    private static String subscribe(final String parameters) {
        return "<create-subscription xmlns='" + Answer.PREFIXES.get("nt") + "'>" + parameters
            + "</create-subscription>";
    }
}
