package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.get;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** Subtree filters and the operations that take them (RFC 6241 §6, §7.1, §7.7). */
final class FilterCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String B = RULE + "[r:name = 'b']";
    private static final String SLICE = "<slices xmlns='urn:mec-vswitch:slices'><slice><plmn-id>001-01</plmn-id>"
        + "<gateway>192.0.2.9</gateway>"
        + "</slice>"
        + "</slices>";

    private FilterCases() { }

    static void add(final Table table) {
        subtree(table.clause("RFC 6241 §6.2").needing(Table.CANDIDATE));
        table.clause("RFC 6241 §7.1").needing(Table.CANDIDATE)
            .has("get-config gives running", talk -> talk.one().data(get("running")))
            .has("get-config gives the candidate", talk -> filled(talk).data(get("candidate")).has(A, B))
            .has("what is not committed is not in running", talk -> filled(talk).data(get("running")).hasNo(A))
            .has("get-config gives no state", talk -> {
                filled(talk).ok("<commit/>");
                talk.one().data(get("running")).hasNo("//r:statistics", "//m:netconf-state", "//y:yang-library");
            })
            .has("without source it is missing-element", talk ->
                talk.one().error("missing-element", "<get-config/>").type("protocol").info("bad-element", "source"))
            .has("a source without datastore is refused", talk ->
                talk.one().ask("<get-config><source/></get-config>").has("//nc:rpc-error"))
            .has("a source with two datastores is refused", talk ->
                talk.one().ask("<get-config><source><running/><candidate/></source></get-config>")
                    .has("//nc:rpc-error"))
            .has("a datastore that nobody knows is refused", talk ->
                talk.one().ask(get("nothing")).has("//nc:rpc-error"))
            .has("a type of filter that nobody knows is bad-attribute", talk -> talk.one().error("bad-attribute",
                "<get-config><source><running/></source><filter type='regex'/></get-config>")
                .info("bad-attribute", "type").info("bad-element", "filter"))
            .has("two filters are refused", talk -> talk.one().ask(
                "<get-config><source><running/></source><filter/><filter/></get-config>").has("//nc:rpc-error"));
        table.clause("RFC 6241 §7.7").needing(Table.CANDIDATE)
            .has("get gives configuration and state", talk -> {
                filled(talk).ok("<commit/>");
                talk.one().data("<get/>").has(A, "//m:netconf-state/m:sessions/m:session");
            })
            .has("get with an empty filter gives nothing", talk ->
                talk.one().data("<get><filter/></get>").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("get with a filter for state gives that", talk -> talk.one().data("<get><filter><netconf-state xmlns='"
                + Answer.PREFIXES.get("m") + "'><sessions/></netconf-state></filter></get>")
                .has("//m:session[m:session-id = " + talk.one().number() + "]").hasNo("//m:capabilities"))
            .has("get does not give the candidate", talk ->
                filled(talk).data("<get><filter>" + rules("") + "</filter></get>").hasNo(A));
    }

    private static Party filled(final Conversation talk) throws Exception {
        return talk.one().ok(edit(rules(entry("a", "", body(1)) + entry("b", "", body(2))) + SLICE));
    }

    private static Answer select(final Conversation talk, final String filter) throws Exception {
        return filled(talk).data(get("candidate", filter));
    }

    private static void subtree(final Table.Clause clause) {
        clause
            .has("no filter selects all (§6.4.1)", talk -> filled(talk).data(get("candidate")).has(A, B, "//s:slice"))
            .has("an empty filter selects nothing (§6.4.2)", talk -> select(talk, "").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("a containment node selects what it contains (§6.2.3)", talk ->
                select(talk, rules("")).has(A, B).hasNo("//s:slice"))
            .has("a selection node selects its subtree (§6.2.4)", talk ->
                select(talk, rules("<traffic-rule/>")).has(A + "/r:priority", B + "/r:traffic-filter/r:name"))
            .has("a namespace that nobody knows selects nothing (§6.2.1)", talk ->
                select(talk, "<traffic-rules xmlns='urn:example'/>").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("no namespace is any namespace (§6.2.1)", talk ->
                select(talk, "<traffic-rules xmlns=''/>").has(A, B).hasNo("//s:slice"))
            .has("a name that nobody knows selects nothing", talk ->
                select(talk, "<nothing xmlns='urn:mec-vswitch:rules'/>").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("a content match selects entries (§6.2.5)", talk ->
                select(talk, rules("<traffic-rule><name>a</name></traffic-rule>")).has(A + "/r:priority").hasNo(B))
            .has("a content match of no key selects entries (§6.4.5)", talk ->
                select(talk, rules("<traffic-rule><priority>2</priority></traffic-rule>")).has(B + "/r:action")
                    .hasNo(A))
            .has("white space around a content match does not count (§6.2.5)", talk -> select(talk,
                rules("<traffic-rule><name>\n a \n</name></traffic-rule>")).has(A).hasNo(B))
            .has("all content matches have to hold (§6.2.5)", talk -> select(talk, rules(
                "<traffic-rule><name>a</name><priority>2</priority></traffic-rule>")).hasNo(RULE))
            .has("a content match that finds nothing selects nothing", talk ->
                select(talk, rules("<traffic-rule><name>c</name></traffic-rule>")).hasNo("/nc:rpc-reply/nc:data/*"))
            .has("a content match and selection nodes select those (§6.2.5)", talk -> select(talk, rules(
                "<traffic-rule><name>a</name><priority/></traffic-rule>"))
                .has(A + "/r:priority").hasNo(A + "/r:action", B))
            .has("selection nodes alone select of every entry (§6.4.4)", talk -> select(talk, rules(
                "<traffic-rule><name/><priority/></traffic-rule>"))
                .has(A + "/r:priority", B + "/r:priority").hasNo(RULE + "/r:action"))
            .has("several filters of one list are united (§6.4.6)", talk -> select(talk, rules(
                "<traffic-rule><name>a</name></traffic-rule><traffic-rule><name>b</name><priority/></traffic-rule>"))
                .has(A + "/r:action", B + "/r:priority").hasNo(B + "/r:action"))
            .has("filters of several top-level nodes are united (§6.4.7)", talk ->
                select(talk, rules("") + "<slices xmlns='urn:mec-vswitch:slices'/>").has(A, "//s:slice"))
            .has("deep content matches select at their depth (§6.4.8)", talk -> select(talk, rules(
                "<traffic-rule><traffic-filter><name>f</name></traffic-filter></traffic-rule>"))
                .has(A + "/r:traffic-filter").hasNo(A + "/r:priority"))
            .has("an attribute match that nothing has selects nothing (§6.2.2)", talk -> select(talk,
                "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule xmlns:e='urn:e' e:x='y'/></traffic-rules>")
                .hasNo(RULE))
            .has("a content match of an identity takes any prefix", talk -> select(talk, rules(
                "<traffic-rule><action xmlns:q='urn:mec-vswitch:rules'>q:drop</action></traffic-rule>")).has(A, B));
    }
}
