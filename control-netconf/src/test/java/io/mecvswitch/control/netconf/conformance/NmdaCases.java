package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.entry;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;
import static io.mecvswitch.control.netconf.conformance.Requests.rules;

/** Datastores by name (RFC 8526, RFC 8342). */
final class NmdaCases {
    private static final String A = RULE + "[r:name = 'a']";

    private NmdaCases() { }

    static void add(final Table table) {
        final Table.Clause getData = table.clause("RFC 8526 §3.1.1").needing(Table.CANDIDATE, Table.LIBRARY);
        for (final String datastore : new String[] {"running", "intended", "operational"}) {
            getData.has("get-data gives what is " + datastore, talk -> committed(talk).data(getData(datastore, ""))
                .has(A));
        }
        getData
            .has("get-data gives the candidate", talk ->
                talk.one().ok(edit(rule("a"))).data(getData("candidate", "")).has(A))
            .has("data is in the namespace of the operation", talk ->
                talk.one().data(getData("running", "")).has("/nc:rpc-reply/nmda:data"))
            .has("a subtree filter selects", talk -> committed(talk).data(getData("running",
                "<subtree-filter>" + rules(entry("a", "", "<priority/>")) + "</subtree-filter>"))
                .has(A + "/r:priority").hasNo(A + "/r:action"))
            .has("an XPath filter selects", talk -> committed(talk).data(getData("running",
                "<xpath-filter>//r:traffic-rule/r:priority</xpath-filter>")).has(A + "/r:priority").hasNo(A
                + "/r:action"))
            .has("config-filter keeps state", talk -> talk.one().data(getData("operational",
            "<config-filter>false</config-filter>"))
                .has("//m:netconf-state/m:sessions").hasNo("//r:priority"))
            .has("config-filter keeps configuration", talk -> committed(talk).data(getData("operational",
                "<config-filter>true</config-filter>")).has(A + "/r:priority").hasNo("//m:netconf-state"))
            .has("max-depth cuts below what is selected", talk -> committed(talk).data(getData("running",
                "<subtree-filter>" + rules("") + "</subtree-filter><max-depth>2</max-depth>"))
                .has(A).hasNo(A + "/r:priority"))
            .has("with-origin tells where it comes from", talk -> committed(talk).data(getData("operational",
            "<with-origin/>"))
                .has("//r:traffic-rules[@or:origin = 'or:intended']"))
            .has("operational tells defaults in use", talk -> committed(talk).data(getData("operational",
            "<with-origin/>"))
                .has(A + "/r:filter-type[@or:origin = 'or:default']"))
            .has("origin-filter keeps that origin", talk -> committed(talk).data(getData("operational",
                "<origin-filter>or:default</origin-filter>")).has(A + "/r:filter-type").hasNo(A + "/r:priority"))
            .has("negated-origin-filter keeps the others", talk -> committed(talk).data(getData("operational",
                "<negated-origin-filter>or:default</negated-origin-filter>")).has(A + "/r:priority").hasNo(A
                + "/r:filter-type"))
            .has("a datastore that is not there is invalid-value", talk ->
                talk.one().error("invalid-value", getData("startup", "")).info("bad-element", "datastore"))
            .has("with-origin elsewhere is invalid-value", talk ->
                talk.one().error("invalid-value", getData("running", "<with-origin/>")))
            .has("without datastore it is missing-element", talk -> talk.one().error("missing-element",
                "<get-data xmlns='" + Answer.PREFIXES.get("nmda") + "'/>").info("bad-element", "datastore"));
        table.clause("RFC 8526 §3.1.2").needing(Table.CANDIDATE, Table.LIBRARY)
            .has("edit-data changes the candidate", talk ->
                ok(talk.one().ask(editData("candidate", "<config>" + rule("a") + "</config>")), talk)
                    .data(getData("candidate", "")).has(A))
            .has("edit-data is all or nothing", talk -> {
                talk.one().error("invalid-value",
                    editData("candidate", "<config>" + rule("a") + rule("b", -1) + "</config>"));
                talk.one().data(getData("candidate", "")).hasNo(A);
            })
            .has("what can't be written is invalid-value", talk ->
                talk.one().error("invalid-value", editData("operational", "<config/>")).info("bad-element",
                    "datastore"))
            .has("without config it is missing-element", talk ->
                talk.one().error("missing-element", editData("candidate", "")));
        table.clause("RFC 8526 §3.2").needing(Table.CANDIDATE, Table.LIBRARY)
            .has("lock names a datastore", talk -> {
                talk.one().ok(lock("candidate"));
                talk.two().error("lock-denied", Requests.lock("candidate"));
            })
            .has("what can't be locked is invalid-value", talk -> talk.one().error("invalid-value",
            lock("operational")));
    }

    private static Party ok(final Answer answer, final Conversation talk) throws Exception {
        answer.has("/nc:rpc-reply/nc:ok");
        return talk.one();
    }

    private static Party committed(final Conversation talk) throws Exception {
        return talk.one().ok(edit(rules(entry("a", "", body(1))))).ok("<commit/>");
    }

    private static String operation(final String name, final String datastore, final String parameters) {
        return "<" + name + " xmlns='" + Answer.PREFIXES.get("nmda") + "' xmlns:ds='" + Answer.PREFIXES.get("ds")
            + "' xmlns:or='" + Answer.PREFIXES.get("or") + "' xmlns:r='" + Answer.PREFIXES.get("r") + "'><datastore>ds:"
            + datastore + "</datastore>" + parameters + "</" + name + ">";
    }

    private static String getData(final String datastore, final String parameters) {
        return operation("get-data", datastore, parameters);
    }

    private static String editData(final String datastore, final String parameters) {
        return operation("edit-data", datastore, parameters);
    }

    private static String lock(final String datastore) {
        return "<lock><target><d:datastore xmlns:d='" + Answer.PREFIXES.get("nmda") + "' xmlns:ds='"
            + Answer.PREFIXES.get("ds") + "'>ds:" + datastore + "</d:datastore></target></lock>";
    }
}
