package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.get;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.kill;
import static io.mecvswitch.control.netconf.conformance.Requests.onKey;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** Who may do what (RFC 8341). */
final class AccessCases {
    private static final String ANN = RULE + "[r:name = 'ann']";
    private static final String BOB = RULE + "[r:name = 'bob']";

    private AccessCases() { }

    private static String nacm(final String content) {
        return "<nacm xmlns='" + Answer.PREFIXES.get("n") + "'>" + content + "<groups><group><name>g</name>"
            + "<user-name>ann</user-name><user-name>bob</user-name></group></groups></nacm>";
    }

    private static String list(final String... rules) {
        final StringBuilder list = new StringBuilder("<rule-list><name>l</name><group>g</group>");
        for (int i = 0; i < rules.length; i++) {
            list.append("<rule><name>").append(i).append("</name>").append(rules[i]).append("</rule>");
        }
        return list + "</rule-list>";
    }

    private static String path(final String path, final String operations, final String action) {
        return "<path xmlns:r='urn:mec-vswitch:rules'>" + path + "</path><access-operations>" + operations
            + "</access-operations><action>" + action + "</action>";
    }

    /** Rules ann and bob are there, and access control as said. */
    private static Conversation with(final Conversation talk, final String... content) throws Exception {
        talk.one().ok(edit(rules(entry("ann", "", body(1)) + entry("bob", "", body(2)))
            + nacm(String.join("", content)))).ok("<commit/>");
        return talk;
    }

    static void add(final Table table) {
        final String[] needs = {Table.CANDIDATE, Table.VALIDATE};
        operations(table.clause("RFC 8341 §3.4.4").needing(needs));
        data(table.clause("RFC 8341 §3.4.5").needing(needs));
        table.clause("RFC 8341 §2.3").needing(needs)
            .has("rules are not for a recovery session", talk -> {
                with(talk, "<read-default>deny</read-default><exec-default>deny</exec-default>");
                talk.two().data(getRules("running")).has(ANN, BOB);
            });
        table.clause("RFC 8341 §3.4.1").needing(needs)
            .has("nothing is enforced while it is disabled", talk -> {
                with(talk, "<enable-nacm>false</enable-nacm><read-default>deny</read-default>");
                talk.as("ann").data(getRules("running")).has(ANN, BOB);
            });
        table.clause("RFC 8341 §3.2.4").needing(needs)
            .has("what may not be read is left out in silence", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule[r:name='bob']", "read", "deny")));
                talk.as("ann").data(getRules("running")).has(ANN).hasNo(BOB);
            })
            .has("a filter does not find what may not be read", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule[r:name='bob']", "read", "deny")));
                talk.as("ann").data(get("running", rules("<traffic-rule><priority>2</priority></traffic-rule>")))
                    .hasNo(RULE);
            })
            .has("get leaves out what get-config does", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule[r:name='bob']", "read", "deny")));
                talk.as("ann").data("<get><filter>" + rules("") + "</filter></get>").has(ANN).hasNo(BOB);
            });
        table.clause("RFC 8341 §3.2.8").needing(needs)
            .has("kill-session is denied by default", talk -> {
                with(talk);
                talk.as("ann").error("access-denied", kill(talk.one().number())).type("application", "protocol");
                talk.one().lives();
            })
            .has("delete-config is denied by default", talk -> {
                with(talk);
                talk.as("ann").ask("<delete-config><target><running/></target></delete-config>")
                    .has("//nc:error-tag[normalize-space() = 'access-denied']");
            });
        table.clause("RFC 8341 §3.2.2").needing(needs)
            .has("close-session is always permitted", talk -> {
                with(talk, "<exec-default>deny</exec-default>");
                talk.as("ann").ok("<close-session/>").ends();
            });
        table.clause("RFC 8341 §3.5").needing(needs)
            .has("/nacm is not read by default", talk -> {
                with(talk);
                talk.as("ann").data(get("running")).has(ANN).hasNo("//n:nacm");
            })
            .has("/nacm is not written by default, whatever write-default says", talk -> {
                with(talk, "<write-default>permit</write-default>");
                talk.as("ann").error("access-denied", edit("<nacm xmlns='" + Answer.PREFIXES.get("n")
                    + "'><enable-nacm>false</enable-nacm></nacm>"));
            })
            .has("denied operations are counted", talk -> {
                with(talk, "<exec-default>deny</exec-default>");
                final String filter = "<get><filter><nacm xmlns='" + Answer.PREFIXES.get("n") + "'/></filter></get>";
                final int before = Integer.parseInt(talk.one().data(filter).text("//n:denied-operations"));
                talk.as("ann").error("access-denied", getRules("running"));
                talk.one().data(filter).has("//n:denied-operations = " + (before + 1));
            });
    }

    private static void operations(final Table.Clause clause) {
        clause
            .has("exec-default deny denies operations", talk -> {
                with(talk, "<exec-default>deny</exec-default>");
                talk.as("ann").error("access-denied", getRules("running")).type("application", "protocol");
            })
            .has("a rule about an operation permits it", talk -> {
                with(talk, "<exec-default>deny</exec-default>", list("<module-name>ietf-netconf</module-name>"
                    + "<rpc-name>get-config</rpc-name><action>permit</action>"));
                talk.as("ann").data(getRules("running"));
                talk.as("bob").error("access-denied", "<get/>");
            })
            .has("a rule about an operation denies it", talk -> {
                with(talk, list("<module-name>ietf-netconf</module-name><rpc-name>lock</rpc-name>"
                    + "<action>deny</action>"));
                talk.as("ann").error("access-denied", Requests.lock("candidate"));
            });
    }

    private static void data(final Table.Clause clause) {
        clause
            .has("writes are denied by default", talk -> {
                with(talk);
                talk.as("ann").error("access-denied", edit(rule("ann", 3)));
                talk.one().data(getRules("candidate")).has(ANN + "/r:priority = 1");
            })
            .has("write-default permit permits them", talk -> {
                with(talk, "<write-default>permit</write-default>");
                talk.as("ann").ok(edit(rule("ann", 3)));
            })
            .has("read-default deny denies reading", talk -> {
                with(talk, "<read-default>deny</read-default>");
                talk.as("ann").data(getRules("running")).hasNo(RULE);
            })
            .has("the first rule that matches holds", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule[r:name='ann']", "*", "permit"),
                    path("/r:traffic-rules/r:traffic-rule", "*", "deny")));
                talk.as("ann").ok(edit(rule("ann", 3))).data(getRules("running")).has(ANN).hasNo(BOB);
            })
            .has("a rule for reading says nothing of writing", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule", "read", "permit")));
                talk.as("ann").error("access-denied", edit(rule("ann", 3)));
            })
            .has("a rule for updates does not permit to create", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule", "update", "permit")));
                talk.as("ann").ok(edit(Requests.rules(entry("ann", "", "<priority>3</priority>"))));
                talk.as("bob").error("access-denied", edit(rule("new", 4)));
            })
            .has("a rule for creation does not permit to delete", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule", "create update", "permit")));
                talk.as("ann").ok(edit(rule("new", 4))).error("access-denied", edit(onKey("delete", "bob")));
            })
            .has("a rule about one module says nothing of others", talk -> {
                with(talk, list("<module-name>mec-vswitch-rules</module-name><action>permit</action>"));
                talk.as("ann").ok(edit(rule("ann", 3))).error("access-denied",
                    edit("<slices xmlns='urn:mec-vswitch:slices'><limit>2</limit></slices>"));
            })
            .has("a commit needs the right for what it changes in running", talk -> {
                with(talk, list(path("/r:traffic-rules/r:traffic-rule[r:name='ann']", "*", "permit")));
                talk.one().ok(edit(rule("bob", 9)));
                talk.as("ann").error("access-denied", "<commit/>");
                talk.one().data(getRules("running")).has(BOB + "/r:priority = 2");
            });
    }
}
