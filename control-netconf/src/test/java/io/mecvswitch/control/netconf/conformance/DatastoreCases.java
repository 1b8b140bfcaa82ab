package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.copy;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.inA;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;
import static io.mecvswitch.control.netconf.conformance.Requests.validate;

/** Whole datastores: copied, deleted, validated (RFC 6241 §7.3, §7.4, §8.6). */
final class DatastoreCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String CANDIDATE = "<candidate/>";
    private static final String RUNNING = "<running/>";
    private static final String SET = "<test-option>set</test-option>";

    private DatastoreCases() { }

    private static String config(final String content) {
        return "<config>" + content + "</config>";
    }

    static void add(final Table table) {
        copies(table.clause("RFC 6241 §7.3").needing(Table.CANDIDATE));
        table.clause("RFC 6241 §7.3").needing(Table.RUNNING, Table.CANDIDATE)
            .has("copy of a configuration to running", talk -> {
                talk.one().ok(copy(config(rule("a")), RUNNING));
                talk.one().data(getRules("running")).has(A);
            })
            .has("copy of the candidate to running", talk -> {
                talk.one().ok(edit(rule("a"))).ok(copy(CANDIDATE, RUNNING));
                talk.one().data(getRules("running")).has(A);
            })
            .has("copy of what is not valid to running changes nothing", talk -> {
                talk.one().error("data-missing", copy(config(inA("<priority>1</priority>")), RUNNING));
                talk.one().data(getRules("running")).hasNo(RULE);
            });
        table.clause("RFC 6241 §7.4")
            .has("running is not deleted", talk -> {
                talk.one().ask("<delete-config><target><running/></target></delete-config>").has("//nc:rpc-error");
                talk.one().lives();
            })
            .has("without target it is refused", talk -> talk.one().ask("<delete-config/>").has("//nc:rpc-error"))
            .has("a datastore that nobody knows is refused", talk ->
                talk.one().ask("<delete-config><target><nothing/></target></delete-config>").has("//nc:rpc-error"));
        validation(table.clause("RFC 6241 §8.6").needing(Table.CANDIDATE, Table.VALIDATE));
    }

    private static void copies(final Table.Clause clause) {
        clause
            .has("copy of running to the candidate", talk -> {
                talk.one().ok(edit(rule("a"))).ok(copy(RUNNING, CANDIDATE));
                talk.one().data(getRules("candidate")).hasNo(A);
            })
            .has("copy of a configuration to the candidate leaves nothing of what was there", talk -> {
                talk.one().ok(edit(rule("b"))).ok(copy(config(rule("a")), CANDIDATE));
                talk.one().data(getRules("candidate")).has(A).hasNo(RULE + "[r:name = 'b']");
            })
            .has("source and target that are the same are invalid-value", talk ->
                talk.one().error("invalid-value", copy(CANDIDATE, CANDIDATE)))
            .has("without source it is missing-element", talk -> talk.one().error("missing-element",
                "<copy-config><target><candidate/></target></copy-config>").info("bad-element", "source"))
            .has("without target it is missing-element", talk -> talk.one().error("missing-element",
                "<copy-config><source><running/></source></copy-config>").info("bad-element", "target"))
            .has("a source that nobody knows is refused", talk ->
                talk.one().ask(copy("<nothing/>", CANDIDATE)).has("//nc:rpc-error"))
            .has("a configuration is no target", talk ->
                talk.one().ask(copy(RUNNING, config(""))).has("//nc:rpc-error"))
            .has("a configuration with a mistake changes nothing", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.one().ask(copy(config(inA("<nothing/>")), CANDIDATE)).has("//nc:rpc-error");
                talk.one().data(getRules("candidate")).has(A);
            });
    }

    private static void validation(final Table.Clause clause) {
        clause
            .has("the candidate is validated", talk -> talk.one().ok(edit(rule("a"))).ok(validate(CANDIDATE)))
            .has("running is validated", talk -> talk.one().ok(validate(RUNNING)))
            .has("a candidate that is not valid is told", talk -> {
                talk.one().ok(edit("candidate", SET, inA("<priority>1</priority>")));
                talk.one().error("data-missing", validate(CANDIDATE));
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("a configuration is validated and goes nowhere", talk -> {
                talk.one().ok(validate(config(rule("a"))));
                talk.one().data(getRules("candidate")).hasNo(RULE);
            })
            .has("a configuration that is not valid is told", talk ->
                talk.one().error("data-missing", validate(config(inA("<priority>1</priority>")))))
            .has("without source it is missing-element", talk ->
                talk.one().error("missing-element", "<validate/>").info("bad-element", "source"))
            .has("a datastore that nobody knows is refused", talk ->
                talk.one().ask(validate("<nothing/>")).has("//nc:rpc-error"));
    }
}
