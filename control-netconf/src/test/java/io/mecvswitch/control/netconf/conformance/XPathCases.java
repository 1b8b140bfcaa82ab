package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** XPath filters (RFC 6241 §8.9). */
final class XPathCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String B = RULE + "[r:name = 'b']";

    private XPathCases() { }

    static void add(final Table table) {
        table.clause("RFC 6241 §8.9").needing(Table.CANDIDATE, Table.XPATH)
            .has("a path selects nodes with all below them", talk ->
                select(talk, "/r:traffic-rules").has(A + "/r:priority", B + "/r:traffic-filter/r:name"))
            .has("what is selected comes with its ancestors and keys", talk ->
                select(talk, "/r:traffic-rules/r:traffic-rule/r:priority").has(A + "/r:priority", B).hasNo(A
                    + "/r:action"))
            .has("a predicate on the key selects the entry", talk ->
                select(talk, "/r:traffic-rules/r:traffic-rule[r:name='b']").has(B + "/r:action").hasNo(A))
            .has("a predicate on a leaf selects the entries", talk ->
                select(talk, "//r:traffic-rule[r:priority &lt; 2]").has(A).hasNo(B))
            .has("positions count from one", talk ->
                select(talk, "/r:traffic-rules/r:traffic-rule[2]/r:name").has(B).hasNo(A))
            .has("last() is the last", talk ->
                select(talk, "/r:traffic-rules/r:traffic-rule[last()]/r:name").has(B).hasNo(A))
            .has("a union selects each node once", talk ->
                select(talk, "//r:traffic-rule[r:name='a'] | /r:traffic-rules/r:traffic-rule[1]").has("count(" + A
                    + ") = 1")
                    .hasNo(B))
            .has("functions of the core library are there", talk -> select(talk,
                "//r:traffic-rule[starts-with(r:name, 'a') and string-length(r:name) = 1]").has(A).hasNo(B))
            .has("the way up leads to the parent", talk ->
                select(talk, "//r:priority[. = 2]/..").has(B + "/r:action").hasNo(A))
            .has("prefixes are those in scope", talk -> talk.one().ok(edit(rules(entry("a", "", body(1)))))
                .data(xpath("any", "/any:traffic-rules/any:traffic-rule[any:name='a']")).has(A))
            .has("what is not there selects nothing", talk ->
                select(talk, "/r:traffic-rules/r:traffic-rule[r:name='z']").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("a namespace that nobody has selects nothing", talk ->
                select(talk, "/none:traffic-rules").hasNo("/nc:rpc-reply/nc:data/*"))
            .has("get selects state, too", talk -> talk.one().data("<get><filter type='xpath' xmlns:m='"
                + Answer.PREFIXES.get("m") + "' select='/m:netconf-state/m:sessions'/></get>")
                .has("//m:session[m:session-id = " + talk.one().number() + "]").hasNo("//m:capabilities"));
        table.clause("RFC 6241 §8.9.1").needing(Table.CANDIDATE, Table.XPATH)
            .has("what yields a number is invalid-value", talk -> refused(talk, "count(/*)"))
            .has("what yields a string is invalid-value", talk -> refused(talk, "'a'"))
            .has("what yields a boolean is invalid-value", talk -> refused(talk, "1 = 1"))
            .has("what is no expression is refused", talk -> talk.one().ask(xpath("/r:traffic-rules["))
            .has("//nc:rpc-error"))
            .has("a prefix that is not declared is refused", talk ->
                talk.one().ask(xpath("/unknown:traffic-rules")).has("//nc:rpc-error"))
            .has("without select it is missing-attribute", talk -> talk.one().error("missing-attribute",
                "<get><filter type='xpath'/></get>").info("bad-attribute", "select").info("bad-element", "filter"));
    }

    /** With the module's own prefix, since netconfd knows no other. */
    private static String xpath(final String select) {
        return xpath("mecr", select.replaceAll("\\br:", "mecr:"));
    }

    private static String xpath(final String prefix, final String select) {
        return "<get-config><source><candidate/></source><filter type='xpath' xmlns:" + prefix + "='"
            + Answer.PREFIXES.get("r")
            + "'" + (select.contains("none:") ? " xmlns:none='urn:none'" : "") + " select=\"" + select
            + "\"/></get-config>";
    }

    private static Answer select(final Conversation talk, final String select) throws Exception {
        return talk.one().ok(edit(rules(entry("a", "", body(1)) + entry("b", "", body(2))))).data(xpath(select));
    }

    private static void refused(final Conversation talk, final String select) throws Exception {
        talk.one().error("invalid-value", xpath(select)).type("protocol");
    }
}
