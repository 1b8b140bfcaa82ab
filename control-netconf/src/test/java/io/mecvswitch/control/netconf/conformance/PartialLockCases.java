package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.kill;
import static io.mecvswitch.control.netconf.conformance.Requests.lock;
import static io.mecvswitch.control.netconf.conformance.Requests.onKey;

/** Locks on parts of running (RFC 5717). */
final class PartialLockCases {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:netconf:partial-lock:1.0";
    private static final String RULE_A = rule("a");
    private static final String RULE_B = rule("b");

    private PartialLockCases() { }

    static void add(final Table table) {
        given(table.clause("RFC 5717 §2.4.1").needing(Table.PARTIAL_LOCK, Table.RUNNING));
        denied(table.clause("RFC 5717 §2.4.1.1").needing(Table.PARTIAL_LOCK, Table.RUNNING));
        kept(table.clause("RFC 5717 §2.1").needing(Table.PARTIAL_LOCK, Table.RUNNING));
        ended(table.clause("RFC 5717 §2.4.2").needing(Table.PARTIAL_LOCK, Table.RUNNING));
        table.clause("RFC 5717 §2.4.1").needing(Table.PARTIAL_LOCK).has("without select it is missing-element", talk ->
            talk.one().error("missing-element", partial()).info("bad-element", "select"));
        table.clause("RFC 5717 §2.4.2").needing(Table.PARTIAL_LOCK).has("a lock that nobody has is invalid-value",
            talk -> talk.one().error("invalid-value", unlock("987654")));
        table.clause("RFC 5717 §3").needing(Table.PARTIAL_LOCK, Table.RUNNING, Table.MONITORING)
            .has("a partial lock is told with its session, expressions and nodes", talk -> {
                twoRules(talk);
                talk.two().ask(partial(RULE_A));
                talk.one().data("<get><filter type='subtree'><netconf-state xmlns='" + Answer.PREFIXES.get("m")
                    + "'><datastores/></netconf-state></filter></get>").has("//m:datastore[m:name = 'running']/m:locks"
                    + "/m:partial-lock[m:locked-by-session = " + talk.two().number() + "][m:lock-id][m:locked-time]"
                    + "[contains(m:select, 'traffic-rule')][contains(m:locked-node, 'traffic-rule')]");
            });
    }

    /** A path to a traffic rule. */
    static String rule(final String name) {
        return "/r:traffic-rules/r:traffic-rule[r:name='" + name + "']";
    }

    /** A request for a lock on what expressions select. */
    static String partial(final String... selects) {
        final StringBuilder request = new StringBuilder("<partial-lock xmlns='" + NAMESPACE + "' xmlns:r='"
            + Answer.PREFIXES.get("r") + "'>");
        for (final String select : selects) {
            request.append("<select>").append(select).append("</select>");
        }
        return request.append("</partial-lock>").toString();
    }

    private static String unlock(final String id) {
        return "<partial-unlock xmlns='" + NAMESPACE + "'><lock-id>" + id + "</lock-id></partial-unlock>";
    }

    private static void twoRules(final Conversation talk) throws Exception {
        talk.one().ok(edit("running", "", Requests.rule("a", 1))).ok(edit("running", "", Requests.rule("b", 2)));
    }

    private static void given(final Table.Clause clause) {
        clause
            .has("the reply has the lock's number and the nodes", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A)).has("//pl:lock-id", "count(//pl:locked-node) = 1",
                    "contains(//pl:locked-node, 'traffic-rule[')");
            })
            .has("several expressions are one lock", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A, RULE_B)).has("count(//pl:lock-id) = 1", "count(//pl:locked-node) = 2");
            })
            .has("two sessions may lock parts that are apart", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A)).has("//pl:lock-id");
                talk.two().ask(partial(RULE_B)).has("//pl:lock-id");
            });
    }

    private static void denied(final Table.Clause clause) {
        clause
            .has("what another session has locked a part of is lock-denied", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.two().error("lock-denied", partial("/r:traffic-rules")).type("protocol")
                    .info("session-id", talk.one().number());
            })
            .has("while another session has locked running it is lock-denied", talk -> {
                twoRules(talk);
                talk.one().ok(lock("running"));
                talk.two().error("lock-denied", partial(RULE_A)).info("session-id", talk.one().number());
            })
            .has("running is not locked as a whole while another session has a part", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.two().error("lock-denied", lock("running")).info("session-id", talk.one().number());
            })
            .has("a commit that waits for its confirmation is in the way", talk -> {
                twoRules(talk);
                talk.one().ok(edit(Requests.rule("c", 3))).ok("<commit><confirmed/></commit>");
                talk.two().error("lock-denied", partial(RULE_A)).appTag("outstanding-confirmed-commit");
                talk.one().ok("<cancel-commit/>");
            })
            .has("nothing selected is operation-failed, no-matches", talk -> {
                twoRules(talk);
                talk.one().error("operation-failed", partial(rule("z")))
                    .appTag("no-matches");
            })
            .has("what yields no nodes is invalid-value, not-a-node-set", talk ->
                talk.one().error("invalid-value", partial("count(/r:traffic-rules)")).appTag("not-a-node-set"))
            .has("what is no expression is invalid-value", talk -> talk.one().error("invalid-value", partial("/r:[")));
    }

    private static void kept(final Table.Clause clause) {
        clause
            .has("others can't change what is locked, and can change the rest", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.two().error("in-use", edit("running", "", Requests.rule("a", 9)));
                talk.two().ok(edit("running", "", Requests.rule("b", 9)));
            })
            .has("others can't remove what is locked, nor what is above it", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.two().error("in-use", edit("running", "", onKey("delete", "a")));
                talk.two().error("in-use", edit("running", "", "<traffic-rules xmlns='" + Answer.PREFIXES.get("r")
                    + "' nc:operation='delete'/>"));
            })
            .has("others can't commit a change of what is locked", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.two().ok(edit(Requests.rule("a", 9))).error("in-use", "<commit/>");
                talk.two().ok("<discard-changes/>").ok(edit(Requests.rule("b", 9))).ok("<commit/>");
            })
            .has("nothing new comes below what is locked", talk -> {
                twoRules(talk);
                talk.one().ask(partial("/r:traffic-rules"));
                talk.two().error("in-use", edit("running", "", Requests.rule("c", 3)));
            })
            .has("who has the lock may change it", talk -> {
                twoRules(talk);
                talk.one().ask(partial(RULE_A));
                talk.one().ok(edit("running", "", Requests.rule("a", 9)));
            });
    }

    private static void ended(final Table.Clause clause) {
        clause
            .has("what is unlocked can be changed by others", talk -> {
                twoRules(talk);
                final String id = talk.one().ask(partial(RULE_A)).text("//pl:lock-id");
                talk.one().ok(unlock(id));
                talk.two().ok(edit("running", "", Requests.rule("a", 9)));
            })
            .has("only the session that locked can unlock: invalid-value", talk -> {
                twoRules(talk);
                final String id = talk.one().ask(partial(RULE_A)).text("//pl:lock-id");
                talk.two().error("invalid-value", unlock(id));
            })
            .has("the end of a session is the end of its locks", talk -> {
                twoRules(talk);
                talk.two().ask(partial(RULE_A));
                talk.one().ok(kill(talk.two().number()));
                talk.one().ok(edit("running", "", Requests.rule("a", 9)));
            });
    }
}
