package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.body;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.inA;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;

/** What the model asks of configurations (RFC 7950 §8, §15). */
final class ConstraintCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String A_PATH = "/r:traffic-rules/r:traffic-rule[r:name='a']";
    private static final String FILTER_PATH = A_PATH + "/r:traffic-filter[r:name='f']";

    private ConstraintCases() { }

    static void add(final Table table) {
        final String[] needs = {Table.CANDIDATE, Table.VALIDATE};
        table.clause("RFC 7950 §15.5").needing(needs)
            .has("a reference to what is not there is data-missing with instance-required", talk ->
                invalid(talk, inA(body(1).replace("<name>f", "<ingress-interface>x</ingress-interface><name>f")),
                    "data-missing").appTag("instance-required").path(FILTER_PATH + "/r:ingress-interface"))
            .has("a reference to what is there is right", talk -> talk.one().ok(edit("<interfaces xmlns='"
                + Answer.PREFIXES.get("if") + "'><interface><name>i</name><type xmlns:p='urn:mec-vswitch:ports'>"
                + "p:dpdk-port</type><port xmlns='urn:mec-vswitch:ports'><role>access</role><device>net_null0</device>"
                + "</port></interface></interfaces>" + inA(body(1).replace("<name>f",
                "<ingress-interface>i</ingress-interface><name>f")))))
            .has("what is referred to is not deleted alone", talk -> {
                talk.one().ok(edit(bearer("b", "slice", "001-01") + slice("001-01"))).ok("<commit/>");
                talk.one().error("data-missing", edit("<slices xmlns='urn:mec-vswitch:slices'><slice "
                    + "nc:operation='delete'><plmn-id>001-01</plmn-id></slice></slices>"));
            });
        table.clause("RFC 7950 §15.4").needing(needs)
            .has("must that is not true is operation-failed with must-violation", talk ->
                invalid(talk, inA(body(1).replace("<name>f", "<inner><source-port><lower-port>9</lower-port>"
                    + "<upper-port>8</upper-port></source-port></inner><name>f")), "operation-failed")
                    .appTag("must-violation").path(FILTER_PATH + "/r:inner/r:source-port/r:upper-port"))
            .has("must has the message of the model", talk ->
                invalid(talk, inA(body(1).replace("<name>f", "<inner><source-port><lower-port>9</lower-port>"
                    + "<upper-port>8</upper-port></source-port></inner><name>f")), "operation-failed")
                    .has("//nc:error-message[contains(., 'upper-port must not be below lower-port')]"))
            .has("must of a container", talk -> invalid(talk, inA(body(1).replace("<name>f",
                "<inner><protocol>1</protocol><source-port><port>9</port></source-port></inner><name>f")),
                "operation-failed").appTag("must-violation").path(FILTER_PATH + "/r:inner"));
        table.clause("RFC 7950 §15.3").needing(needs)
            .has("less than min-elements is operation-failed with too-few-elements", talk ->
                invalid(talk, inA("<priority>1</priority><action>drop</action>"), "operation-failed")
                    .appTag("too-few-elements"));
        table.clause("RFC 7950 §15.2").needing(needs)
            .has("more than max-elements is operation-failed with too-many-elements", talk -> {
                final StringBuilder addresses = new StringBuilder();
                for (int i = 0; i < 33; i++) {
                    addresses.append("<mac-address>02:00:00:00:00:").append(String.format("%02x", i))
                        .append("</mac-address>");
                }
                invalid(talk, port("<allowed-sources>" + addresses + "</allowed-sources>"), "operation-failed")
                    .appTag("too-many-elements");
            });
        table.clause("RFC 7950 §8.3").needing(needs)
            .has("a mandatory leaf that is missing is data-missing", talk ->
                invalid(talk, inA(body(1).replace("<priority>1</priority>", "")), "data-missing"))
            .has("each of several mistakes is told", talk -> invalid(talk, inA("<traffic-filter><name>f</name>"
                + "</traffic-filter>"), "data-missing").has("count(//nc:rpc-error) >= 2"));
        table.clause("RFC 7950 §7.21.5").needing(needs)
            .has("a node whose when is not true is refused", talk -> talk.one().ask(edit(inA(body(1)
                + "<destination-tunnel><endpoint>192.0.2.1</endpoint><teid>1</teid></destination-tunnel>")))
                .has("//nc:rpc-error"));
        table.clause("RFC 7950 §7.9").needing(needs)
            .has("one case of a choice takes the place of another", talk -> {
                talk.one().ok(edit(inA(body(1).replace("<name>f", port(9) + "<name>f"))));
                talk.one().ok(edit(inA("<traffic-filter><name>f</name><inner><source-port><lower-port>8</lower-port>"
                    + "<upper-port>9</upper-port></source-port></inner></traffic-filter>")));
                talk.one().data(getRules("candidate")).has(A + "//r:lower-port = 8").hasNo(A + "//r:port");
            })
            .has("a mandatory leaf of a case is needed where the case is", talk ->
                invalid(talk, inA(body(1).replace("<name>f", "<inner><source-port><lower-port>9</lower-port>"
                    + "</source-port></inner><name>f")), "data-missing"));
        values(table.clause("RFC 7950 §9").needing(needs));
    }

    private static String port(final int number) {
        return "<inner><source-port><port>" + number + "</port></source-port></inner>";
    }

    private static String port(final String content) {
        return "<interfaces xmlns='" + Answer.PREFIXES.get("if") + "'><interface><name>i</name>"
            + "<type xmlns:p='urn:mec-vswitch:ports'>p:dpdk-port</type><port xmlns='urn:mec-vswitch:ports'>"
            + "<role>access</role><device>net_null0</device>" + content + "</port></interface></interfaces>";
    }

    private static String slice(final String identifier) {
        return "<slices xmlns='urn:mec-vswitch:slices'><slice><plmn-id>" + identifier
            + "</plmn-id><gateway>192.0.2.9</gateway></slice></slices>";
    }

    private static String bearer(final String name, final String leaf, final String value) {
        return "<bearers xmlns='urn:mec-vswitch:bearers'><bearer><name>" + name + "</name><ue-address>10.0.0.1"
            + "</ue-address><uplink><endpoint>192.0.2.1</endpoint><teid>1</teid></uplink><downlink><endpoint>192.0.2.2"
            + "</endpoint><teid>2</teid></downlink><" + leaf + ">" + value + "</" + leaf + "></bearer></bearers>";
    }

    private static Answer invalid(final Conversation talk, final String content, final String tag) throws Exception {
        talk.one().ok(edit("candidate", "<test-option>set</test-option>", content));
        return talk.one().error(tag, Requests.validate("<candidate/>"));
    }

    private static void canonical(final Conversation talk, final String given, final String stored) throws Exception {
        talk.one().ok(edit(inA(body(1).replace("<name>f", given + "<name>f"))));
        talk.one().data(getRules("candidate")).has(A + "/r:traffic-filter/" + stored);
    }

    private static void values(final Table.Clause clause) {
        clause
            .has("numbers are kept in canonical form (§9.2.2)", talk -> {
                talk.one().ok(edit(inA(body(1).replace(">1<", ">007<"))));
                talk.one().data(getRules("candidate")).has(A + "/r:priority[. = '7']");
            })
            .has("a hexadecimal number is for defaults in modules only: invalid-value (§9.2.1)", talk ->
                talk.one().error("invalid-value", edit(inA("<priority>0x10</priority>"))))
            .has("white space around a number does not count (§9.2)", talk -> {
                talk.one().ok(edit(inA(body(1).replace(">1<", ">\n 5 <"))));
                talk.one().data(getRules("candidate")).has(A + "/r:priority[. = '5']");
            })
            .has("MAC addresses are kept in lower case (RFC 6991 §3)", talk -> canonical(talk,
                "<ethernet><source-mac-address>02:00:00:00:00:AA</source-mac-address></ethernet>",
                "r:ethernet/r:source-mac-address = '02:00:00:00:00:aa'"))
            .has("IPv6 addresses are kept as RFC 5952 has them (RFC 6991 §4)", talk -> {
                talk.one().ok(edit(slice("001-01").replace("</slice>", "<gateway>2001:DB8::0:1</gateway></slice>")));
                talk.one().data(Requests.get("candidate")).has("//s:gateway = '2001:db8::1'");
            })
            .has("a pattern that does not match is invalid-value (§9.4.5)", talk ->
                talk.one().error("invalid-value", edit(slice("abc"))))
            .has("an enum that nobody knows is invalid-value (§9.6)", talk ->
                talk.one().error("invalid-value", edit(inA("<filter-type>frob</filter-type>"))))
            .has("an identity may have any prefix (§9.10.3)", talk -> {
                talk.one().ok(edit(inA(body(1).replace("<action>drop",
                    "<action xmlns:q='urn:mec-vswitch:rules'>q:drop"))));
                talk.one().data(getRules("candidate")).has("contains(" + A + "/r:action, 'drop')");
            })
            .has("an identity of another base is invalid-value (§9.10)", talk -> talk.one().error("invalid-value",
                edit(inA("<action xmlns:p='urn:mec-vswitch:ports'>p:dpdk-port</action>"))))
            .has("an identity with a prefix that is not declared is invalid-value (§9.10.3)", talk ->
                talk.one().error("invalid-value", edit(inA("<action>zz:drop</action>"))))
            .has("an empty number is invalid-value (§9.2)", talk ->
                talk.one().error("invalid-value", edit(inA("<priority/>"))))
            .has("a rule's name may not be empty (§9.4.4)", talk -> talk.one().error("invalid-value", edit(rule(""))));
    }
}
