package io.mecvswitch.control.netconf.conformance;

import java.util.Base64;

/** Operations that a model defines (RFC 7950 §7.14), of module mec-vswitch-operations. */
final class OperationCases {
    static final String FRAME = Base64.getEncoder().encodeToString(new byte[60]);

    private OperationCases() { }

    static void add(final Table table) {
        final Table.Clause clause = table.clause("RFC 7950 §7.14").needing(Table.LIBRARY);
        addClear(clause);
        addDrain(clause);
        addInjection(clause);
        addBearers(clause);
        table.clause("RFC 8341 §3.2.8").needing(Table.LIBRARY)
            .has("operations with default-deny-all are denied", talk -> {
                final Party ann = talk.as("ann");
                for (final String operation : new String[] {of("clear-counters", ""),
                    of("drain", "<interface>app0</interface>"),
                    of("inject-packet", "<interface>app0</interface><frame>" + FRAME + "</frame>")}) {
                    ann.error("access-denied", operation);
                }
            })
            .has("operations without it are permitted", talk ->
                talk.as("ann").ask(of("get-bearers", "")).hasNo("//nc:rpc-error"));
    }

    /** An operation of the module. */
    static String of(final String name, final String parameters) {
        return "<" + name + " xmlns='urn:mec-vswitch:operations'>" + parameters + "</" + name + ">";
    }

    private static void addClear(final Table.Clause clause) {
        clause.has("clear-counters clears all", talk -> talk.one().ok(of("clear-counters", "")))
            .has("clear-counters clears some of several kinds", talk -> talk.one().ok(of("clear-counters",
                "<interface>a</interface><interface>b</interface><traffic-rule>r</traffic-rule><drops/>")))
            .has("clear-counters of something else is unknown-element", talk ->
                talk.one().error("unknown-element", of("clear-counters", "<x/>")).info("bad-element", "x"))
            .has("clear-counters of what can't be a name is invalid-value", talk ->
                talk.one().error("invalid-value", of("clear-counters", "<traffic-rule>a'b</traffic-rule>")));
    }

    private static void addDrain(final Table.Clause clause) {
        clause.has("drain of a port tells what rests", talk -> talk.one()
                .ask(of("drain", "<interface>app0</interface>")).has("/nc:rpc-reply/o:resting[. = '3']"))
            .has("drain of a member ends", talk -> talk.one().ask(of("drain", "<port-pair>pp</port-pair><end/>"))
                .has("/nc:rpc-reply/o:resting"))
            .has("drain of nothing is missing-element", talk ->
                talk.one().error("missing-element", of("drain", "<end/>")))
            .has("drain of two cases of a choice is bad-element", talk -> talk.one().error("bad-element",
                of("drain", "<interface>a</interface><port-pair>b</port-pair>")))
            .has("drain of a leaf that is there twice is bad-element", talk -> talk.one().error("bad-element",
                of("drain", "<interface>a</interface><interface>b</interface>")));
    }

    private static void addInjection(final Table.Clause clause) {
        clause.has("inject-packet takes a frame", talk -> talk.one().ok(of("inject-packet",
                "<interface>app0</interface><frame> " + FRAME + "\n</frame><count>2</count>")))
            .has("inject-packet of too short a frame is invalid-value", talk -> talk.one().error("invalid-value",
                of("inject-packet", "<interface>a</interface><frame>AAAA</frame>")).info("bad-element", "frame"))
            .has("inject-packet of what is not base 64 is invalid-value", talk -> talk.one().error("invalid-value",
                of("inject-packet", "<interface>a</interface><frame>&#45;&#45;</frame>")))
            .has("inject-packet too many times is invalid-value", talk -> talk.one().error("invalid-value",
                of("inject-packet", "<interface>a</interface><frame>" + FRAME + "</frame><count>1001</count>")))
            .has("inject-packet without frame is missing-element", talk -> talk.one().error("missing-element",
                of("inject-packet", "<interface>a</interface>")).info("bad-element", "frame"));
    }

    private static void addBearers(final Table.Clause clause) {
        final String or = Answer.PREFIXES.get("or");
        clause.has("get-bearers of none is ok", talk -> talk.one().ok(of("get-bearers", "")))
            .has("get-bearers takes an identity", talk -> talk.one().ok(of("get-bearers",
                "<origin xmlns:x='" + or + "'>x:learned</origin>")))
            .has("get-bearers of another identity is invalid-value", talk -> talk.one().error("invalid-value",
                of("get-bearers", "<origin xmlns:x='" + or + "'>x:system</origin>")))
            .has("get-bearers beyond the range is invalid-value", talk -> talk.one().error("invalid-value",
                of("get-bearers", "<limit>1001</limit>")).info("bad-element", "limit"))
            .has("get-bearers of no address is invalid-value", talk -> talk.one().error("invalid-value",
                of("get-bearers", "<ue-address>somewhere</ue-address>")));
    }
}
