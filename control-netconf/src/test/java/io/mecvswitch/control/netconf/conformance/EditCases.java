package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.get;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.inA;
import static io.mecvswitch.control.netconf.conformance.Requests.on;
import static io.mecvswitch.control.netconf.conformance.Requests.onKey;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** edit-config (RFC 6241 §7.2; RFC 7950 §7.5.8, §7.6.7, §7.7.9, §7.8.6). */
final class EditCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String B = RULE + "[r:name = 'b']";
    private static final String SET = "<test-option>set</test-option>";
    private static final String A_PATH = "/r:traffic-rules/r:traffic-rule[r:name='a']";

    private EditCases() { }

    static void add(final Table table) {
        entries(table.clause("RFC 6241 §7.2").needing(Table.CANDIDATE));
        defaults(table.clause("RFC 6241 §7.2").needing(Table.CANDIDATE));
        leaves(table.clause("RFC 7950 §7.6.7").needing(Table.CANDIDATE));
        leafLists(table.clause("RFC 7950 §7.7.9").needing(Table.CANDIDATE));
        containers(table.clause("RFC 7950 §7.5.8").needing(Table.CANDIDATE));
        order(table.clause("RFC 7950 §7.8.6").needing(Table.CANDIDATE));
        mistakes(table.clause("RFC 6241 §7.2").needing(Table.CANDIDATE));
        options(table.clause("RFC 6241 §7.2").needing(Table.CANDIDATE, Table.VALIDATE));
        table.clause("RFC 6241 §8.5").needing(Table.CANDIDATE, Table.ROLLBACK)
            .has("rollback-on-error leaves all as it was", talk -> {
                talk.one().ok(edit(rule("a", 1)));
                talk.one().error("data-exists", edit("candidate", "<error-option>rollback-on-error</error-option>",
                    rules(entry("b", "", body(2)) + entry("a", "nc:operation='create'", body(3)))));
                talk.one().data(getRules("candidate")).has(A + "/r:priority = 1").hasNo(B);
            });
        table.clause("RFC 6241 §8.2").needing(Table.RUNNING)
            .has("running can be edited", talk -> {
                talk.one().ok(edit("running", "", rule("a")));
                talk.one().data(getRules("running")).has(A);
            })
            .has("an edit of running that is not valid changes nothing", talk -> {
                talk.one().error("data-missing", edit("running", "", inA("<priority>1</priority>")));
                talk.one().data(getRules("running")).hasNo(RULE);
            })
            .has("an edit of running that is not valid is refused without test, too", talk -> {
                talk.one().error("data-missing", edit("running", SET, inA("<priority>1</priority>")));
                talk.one().data(getRules("running")).hasNo(RULE);
            });
    }

    private static void entries(final Table.Clause clause) {
        clause
            .has("merge makes an entry that is not there", talk -> {
                talk.one().ok(edit(on("merge", "a")));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("merge changes an entry that is there", talk -> {
                talk.one().ok(edit(rule("a", 1))).ok(edit(inA("<priority>2</priority>")));
                talk.one().data(getRules("candidate")).has(A + "/r:priority = 2", A + "/r:action");
            })
            .has("create makes an entry that is not there", talk -> {
                talk.one().ok(edit(on("create", "a")));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("create of what is there is data-exists", talk -> {
                talk.one().ok(edit(rule("a", 1)));
                talk.one().error("data-exists", edit(on("create", "a"))).type("application").path(A_PATH);
                talk.one().data(getRules("candidate")).has(A + "/r:priority = 1");
            })
            .has("replace makes an entry that is not there", talk -> {
                talk.one().ok(edit(on("replace", "a")));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("replace leaves nothing of what was there", talk -> {
                talk.one().ok(edit(inA(body(1) + "<filter-type>flow</filter-type>")));
                talk.one().ok(edit(on("replace", "a")));
                talk.one().data(getRules("candidate")).has(A + "/r:priority = 7").hasNo(A + "/r:filter-type = 'flow'");
            })
            .has("delete takes away an entry that is there", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(onKey("delete", "a")));
                talk.one().data(getRules("candidate")).hasNo(A);
            })
            .has("delete of what is not there is data-missing", talk ->
                talk.one().error("data-missing", edit(onKey("delete", "a"))).type("application").path(A_PATH))
            .has("remove takes away an entry that is there", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(onKey("remove", "a")));
                talk.one().data(getRules("candidate")).hasNo(A);
            })
            .has("remove does not mind what is not there", talk -> talk.one().ok(edit(onKey("remove", "a"))))
            .has("an operation concerns what is below it", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().error("data-exists", edit("<traffic-rules xmlns='urn:mec-vswitch:rules' "
                    + "nc:operation='create'>" + entry("b", "", body(2)) + "</traffic-rules>"));
            })
            .has("operations within an operation hold", talk -> {
                talk.one().ok(edit(rules(entry("a", "", body(1)) + entry("b", "", body(2)))));
                talk.one().ok(edit("<traffic-rules xmlns='urn:mec-vswitch:rules' nc:operation='merge'>"
                    + entry("a", "nc:operation='delete'", "") + entry("b", "", "<priority>3</priority>")
                    + "</traffic-rules>"));
                talk.one().data(getRules("candidate")).has(B + "/r:priority = 3").hasNo(A);
            })
            .has("an operation that nobody knows is bad-attribute", talk ->
                talk.one().error("bad-attribute", edit(on("frobnicate", "a"))).info("bad-attribute", "operation"))
            .has("operation none is no attribute's value", talk ->
                talk.one().error("bad-attribute", edit(on("none", "a"))))
            .has("one edit may name many entries", talk -> {
                final StringBuilder all = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    all.append(entry("r" + i, "", body(i)));
                }
                talk.one().ok(edit(rules(all.toString())));
                talk.one().data(getRules("candidate")).has("count(" + RULE + ") = 100");
            })
            .has("an edit without anything changes nothing", talk -> talk.one().ok(edit("")));
    }

    private static String byDefault(final String operation) {
        return "<default-operation>" + operation + "</default-operation>";
    }

    private static void defaults(final Table.Clause clause) {
        clause
            .has("default-operation merge merges", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit("candidate", byDefault("merge"), rule("b")));
                talk.one().data(getRules("candidate")).has(A, B);
            })
            .has("default-operation replace replaces all there is", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit("candidate", byDefault("replace"), rule("b")));
                talk.one().data(getRules("candidate")).has(B).hasNo(A);
            })
            .has("default-operation none does what attributes say", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().ok(edit("candidate", byDefault("none"), on("create", "b")));
                talk.one().data(getRules("candidate")).has(A, B);
            })
            .has("default-operation none changes nothing by itself", talk -> {
                talk.one().ok(edit(rule("a", 1)));
                talk.one().ok(edit("candidate", byDefault("none"), rule("a", 2)));
                talk.one().data(getRules("candidate")).has(A + "/r:priority = 1");
            })
            .has("default-operation none of what is not there is data-missing", talk ->
                talk.one().error("data-missing", edit("candidate", byDefault("none"), rule("a"))))
            .has("a default-operation that nobody knows is invalid-value", talk -> talk.one().error("invalid-value",
                edit("candidate", byDefault("delete"), rule("a"))));
    }

    private static String leaf(final String operation, final String value) {
        return inA("<filter-type nc:operation='" + operation + "'>" + value + "</filter-type>");
    }

    private static void leaves(final Table.Clause clause) {
        clause
            .has("create of a leaf that is not there", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(leaf("create", "flow")));
                talk.one().data(getRules("candidate")).has(A + "/r:filter-type = 'flow'");
            })
            .has("create of a leaf that is there is data-exists", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(leaf("merge", "flow")));
                talk.one().error("data-exists", edit(leaf("create", "packet"))).path(A_PATH + "/r:filter-type");
            })
            .has("replace of a leaf", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(leaf("replace", "flow"))).ok(edit(leaf("replace", "packet")));
                talk.one().data(getRules("candidate")).has(A + "/r:filter-type = 'packet'");
            })
            .has("delete of a leaf that is there", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(leaf("merge", "flow"))).ok(edit(leaf("delete", "")));
                talk.one().data(getRules("candidate")).hasNo(A + "/r:filter-type = 'flow'");
            })
            .has("delete of a leaf that is not there is data-missing", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().error("data-missing", edit(leaf("delete", ""))).path(A_PATH + "/r:filter-type");
            })
            .has("remove of a leaf that is not there", talk ->
                talk.one().ok(edit(rule("a"))).ok(edit(leaf("remove", ""))));
    }

    private static String gateway(final String operation, final String value) {
        return "<slices xmlns='urn:mec-vswitch:slices'><slice><plmn-id>001-01</plmn-id><gateway nc:operation='"
            + operation + "'>" + value + "</gateway></slice></slices>";
    }

    private static void leafLists(final Table.Clause clause) {
        clause
            .has("merge adds a value", talk -> {
                talk.one().ok(edit(gateway("merge", "192.0.2.1"))).ok(edit(gateway("merge", "192.0.2.2")));
                talk.one().data(get("candidate")).has("count(//s:gateway) = 2");
            })
            .has("merge of a value that is there changes nothing", talk -> {
                talk.one().ok(edit(gateway("merge", "192.0.2.1"))).ok(edit(gateway("merge", "192.0.2.1")));
                talk.one().data(get("candidate")).has("count(//s:gateway) = 1");
            })
            .has("create of a value that is there is data-exists", talk -> {
                talk.one().ok(edit(gateway("create", "192.0.2.1")));
                talk.one().error("data-exists", edit(gateway("create", "192.0.2.1")));
            })
            .has("delete of a value leaves the others", talk -> {
                talk.one().ok(edit(gateway("merge", "192.0.2.1"))).ok(edit(gateway("merge", "192.0.2.2")))
                    .ok(edit(gateway("delete", "192.0.2.1")));
                talk.one().data(get("candidate")).has("count(//s:gateway) = 1", "//s:gateway = '192.0.2.2'");
            })
            .has("delete of a value that is not there is data-missing", talk -> {
                talk.one().ok(edit(gateway("merge", "192.0.2.1")));
                talk.one().error("data-missing", edit(gateway("delete", "192.0.2.2")));
            })
            .has("remove of a value that is not there", talk ->
                talk.one().ok(edit(gateway("merge", "192.0.2.1"))).ok(edit(gateway("remove", "192.0.2.2"))));
    }

    private static String all(final String operation) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules' nc:operation='" + operation + "'/>";
    }

    private static void containers(final Table.Clause clause) {
        clause
            .has("delete of a container takes away what is in it", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(all("delete")));
                talk.one().data(getRules("candidate")).hasNo(RULE);
            })
            .has("remove of a container", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(all("remove")));
                talk.one().data(getRules("candidate")).hasNo(RULE);
            })
            .has("remove of a container that is not there", talk -> talk.one().ok(edit(all("remove"))))
            .has("replace of a container leaves nothing of what was in it", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().ok(edit("<traffic-rules xmlns='urn:mec-vswitch:rules' nc:operation='replace'>"
                    + entry("b", "", body(2)) + "</traffic-rules>"));
                talk.one().data(getRules("candidate")).has(B).hasNo(A);
            })
            .has("create of a container with presence that is there is data-exists", talk -> {
                final String tunnel = inA("<destination-tunnel nc:operation='create'><endpoint>192.0.2.1</endpoint>"
                    + "<teid>1</teid></destination-tunnel>");
                talk.one().ok(edit(inA(body(1).replace("drop", "forward-encapsulated")
                    + "<destination-tunnel><endpoint>192.0.2.1</endpoint><teid>1</teid></destination-tunnel>")));
                talk.one().error("data-exists", edit(tunnel)).path(A_PATH + "/r:destination-tunnel");
            });
    }

    private static String placed(final String name, final String attributes) {
        return inA("<traffic-filter xmlns:yang='urn:ietf:params:xml:ns:yang:1' " + attributes + "><name>" + name
            + "</name></traffic-filter>");
    }

    private static void order(final Table.Clause clause) {
        final String filter = A + "/r:traffic-filter";
        clause
            .has("a new entry is the last one", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", "")));
                talk.one().data(getRules("candidate")).has(filter + "[2]/r:name = 'g'");
            })
            .has("insert first", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", "yang:insert='first'")));
                talk.one().data(getRules("candidate")).has(filter + "[1]/r:name = 'g'");
            })
            .has("insert last", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", "yang:insert='last'")));
                talk.one().data(getRules("candidate")).has(filter + "[2]/r:name = 'g'");
            })
            .has("insert before", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", ""))).ok(edit(placed("h",
                    "yang:insert='before' xmlns:q='urn:mec-vswitch:rules' yang:key=\"[q:name='g']\"")));
                talk.one().data(getRules("candidate")).has(filter + "[2]/r:name = 'h'", filter + "[3]/r:name = 'g'");
            })
            .has("insert after", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", ""))).ok(edit(placed("h",
                    "yang:insert='after' xmlns:q='urn:mec-vswitch:rules' yang:key=\"[q:name='f']\"")));
                talk.one().data(getRules("candidate")).has(filter + "[2]/r:name = 'h'", filter + "[3]/r:name = 'g'");
            })
            .has("insert moves an entry that is there", talk -> {
                talk.one().ok(edit(rule("a"))).ok(edit(placed("g", ""))).ok(edit(placed("g", "yang:insert='first'")));
                talk.one().data(getRules("candidate")).has("count(" + filter + ") = 2", filter + "[1]/r:name = 'g'");
            })
            .has("insert beside what is not there is bad-attribute with missing-instance (RFC 7950 §15.7)", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().error("bad-attribute", edit(placed("g",
                    "yang:insert='after' xmlns:q='urn:mec-vswitch:rules' yang:key=\"[q:name='x']\"")))
                    .appTag("missing-instance");
            })
            .has("insert before without a key is missing-attribute", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().error("missing-attribute", edit(placed("g", "yang:insert='before'")));
            })
            .has("an insert that nobody knows is bad-attribute", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().error("bad-attribute", edit(placed("g", "yang:insert='middle'")));
            });
    }

    private static void mistakes(final Table.Clause clause) {
        clause
            .has("without target it is missing-element", talk -> talk.one().error("missing-element",
                "<edit-config><config/></edit-config>").info("bad-element", "target"))
            .has("without config it is missing-element", talk -> talk.one().ask(
                "<edit-config><target><candidate/></target></edit-config>").has("//nc:rpc-error"))
            .has("a namespace that nobody knows is unknown-namespace", talk -> talk.one().error("unknown-namespace",
                edit("<x xmlns='urn:example'/>")).info("bad-element", "x").info("bad-namespace", "urn:example"))
            .has("an element that nobody knows is unknown-element", talk -> talk.one().error("unknown-element",
                edit(inA("<nothing/>"))).type("application", "protocol").info("bad-element", "nothing"))
            .has("an attribute that nobody knows is unknown-attribute", talk -> talk.one().error("unknown-attribute",
                edit(rules(entry("a", "frob='x'", body(1))))).info("bad-attribute", "frob"))
            .has("operation without namespace is unknown-attribute", talk -> talk.one().error("unknown-attribute",
                edit(rules(entry("a", "operation='delete'", body(1))))).info("bad-attribute", "operation"))
            .has("an entry without key is missing-element", talk -> talk.one().error("missing-element",
                edit(rules("<traffic-rule><priority>1</priority></traffic-rule>"))).info("bad-element", "name"))
            .has("a value out of its type is invalid-value at its path", talk -> talk.one().error("invalid-value",
                edit(inA("<priority>x</priority>"))).type("application").path(A_PATH + "/r:priority"))
            .has("a value out of its range is invalid-value", talk -> talk.one().error("invalid-value",
                edit(inA("<priority>65536</priority>"))))
            .has("an identity that nobody knows is invalid-value", talk ->
                talk.one().error("invalid-value", edit(inA("<action>frobnicate</action>"))))
            .has("elements in a leaf are refused", talk ->
                talk.one().ask(edit(inA("<priority><x/></priority>"))).has("//nc:rpc-error"))
            .has("text in a container is refused", talk ->
                talk.one().ask(edit("<traffic-rules xmlns='urn:mec-vswitch:rules'>text</traffic-rules>"))
                    .has("//nc:rpc-error"))
            .has("a leaf that is there twice with two values is refused", talk -> talk.one().ask(
                edit(inA(body(1) + "<priority>2</priority>"))).has("//nc:rpc-error"))
            .has("state can't be edited", talk -> talk.one().ask(edit(inA("<statistics><packets>1</packets>"
                + "</statistics>"))).has("//nc:rpc-error"))
            .has("a mistake changes nothing", talk -> {
                talk.one().error("unknown-element", edit(rules(entry("b", "", body(1)) + "<nothing/>")));
                talk.one().data(getRules("candidate")).hasNo(RULE);
            })
            .has("a target that nobody knows is refused", talk ->
                talk.one().ask(edit("nothing", "", rule("a"))).has("//nc:rpc-error"))
            .has("config may not be there twice", talk -> talk.one().ask(
                "<edit-config><target><candidate/></target><config/><config/></edit-config>").has("//nc:rpc-error"));
    }

    private static String option(final String name, final String value) {
        return "<" + name + "-option>" + value + "</" + name + "-option>";
    }

    private static void options(final Table.Clause clause) {
        final String incomplete = inA("<priority>1</priority>");
        clause
            .has("set does not test", talk -> {
                talk.one().ok(edit("candidate", SET, incomplete));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("test-then-set tests first", talk -> {
                talk.one().error("data-missing", edit("candidate", option("test", "test-then-set"), incomplete));
                talk.one().data(getRules("candidate")).hasNo(A);
            })
            .has("test-then-set sets what is right", talk -> {
                talk.one().ok(edit("candidate", option("test", "test-then-set"), rule("a")));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("test-only sets nothing", talk -> {
                talk.one().ok(edit("candidate", option("test", "test-only"), rule("a")));
                talk.one().data(getRules("candidate")).hasNo(A);
            })
            .has("test-only tells what is wrong", talk -> talk.one().error("data-missing",
                edit("candidate", option("test", "test-only"), incomplete)))
            .has("a test-option that nobody knows is invalid-value", talk -> talk.one().error("invalid-value",
                edit("candidate", option("test", "try"), rule("a"))))
            .has("an error-option that nobody knows is invalid-value", talk -> talk.one().error("invalid-value",
                edit("candidate", option("error", "ignore"), rule("a"))))
            .has("continue-on-error does what is right", talk -> {
                talk.one().error("unknown-element", edit("candidate", option("error", "continue-on-error"),
                    rules("<nothing/>" + entry("a", "", body(1)))));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("stop-on-error is an option", talk ->
                talk.one().ok(edit("candidate", option("error", "stop-on-error"), rule("a"))));
    }
}
