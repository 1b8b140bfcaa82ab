package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.inA;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** What is told of defaults (RFC 6243): a rule's filter-type is packet where nobody says anything else. */
final class DefaultsCases {
    private static final String SET = "<filter-type>packet</filter-type>";
    private static final String LEAF = "//r:traffic-rule[r:name = 'a']/r:filter-type";
    private static final String PACKET = LEAF + "[. = 'packet']";

    private DefaultsCases() { }

    static void add(final Table table) {
        table.clause("RFC 6243 §2.3").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("what nobody set is not told", talk -> told(talk, "", "").hasNo(LEAF))
            .has("what somebody set to the default is told", talk -> told(talk, SET, "").has(PACKET));
        table.clause("RFC 6243 §3.1").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("report-all tells what nobody set", talk -> told(talk, "", "report-all").has(PACKET))
            .has("report-all marks nothing", talk -> told(talk, "", "report-all").hasNo(LEAF + "/@wd:default"));
        table.clause("RFC 6243 §3.2").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("trim does not tell what somebody set to the default", talk -> told(talk, SET, "trim").hasNo(LEAF))
            .has("trim tells what differs from the default", talk ->
                told(talk, SET.replace("packet", "flow"), "trim").has(LEAF + "[. = 'flow']"));
        table.clause("RFC 6243 §3.3").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("explicit tells what somebody set to the default", talk -> told(talk, SET, "explicit").has(PACKET))
            .has("explicit does not tell what nobody set", talk -> told(talk, "", "explicit").hasNo(LEAF));
        table.clause("RFC 6243 §3.4").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("report-all-tagged marks what nobody set", talk ->
                told(talk, "", "report-all-tagged").has(PACKET + "[@wd:default = 'true' or @wd:default = '1']"))
            .has("report-all-tagged does not mark what somebody set", talk ->
                told(talk, SET, "report-all-tagged").has(PACKET).hasNo(LEAF + "[@wd:default = 'true']"));
        table.clause("RFC 6243 §4.5.1").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("what is marked as default is unset", talk -> {
                told(talk, SET, "").has(PACKET);
                talk.one().ok(edit(inA(marked("packet"))));
                talk.one().data(get("")).hasNo(LEAF);
            })
            .has("what is marked and is not the default is invalid-value", talk -> {
                told(talk, "", "");
                talk.one().error("invalid-value", edit(inA(marked("flow"))));
            });
        table.clause("RFC 6243 §4.5.4").needing(Table.CANDIDATE, Table.EXPLICIT)
            .has("a mode that nobody knows is invalid-value", talk -> talk.one().error("invalid-value", get("some")));
    }

    private static String marked(final String value) {
        return "<filter-type xmlns:wd='" + Answer.PREFIXES.get("wd") + "' wd:default='true'>" + value
            + "</filter-type>";
    }

    private static String get(final String mode) {
        return "<get-config><source><candidate/></source><filter>" + rules(entry("a", "", "<filter-type/>"))
            + "</filter>"
            + (mode.isEmpty() ? "" : "<with-defaults xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults'>"
            + mode
            + "</with-defaults>") + "</get-config>";
    }

    private static Answer told(final Conversation talk, final String more, final String mode) throws Exception {
        return talk.one().ok(edit(rules(entry("a", "", body(1) + more)))).data(get(mode));
    }
}
