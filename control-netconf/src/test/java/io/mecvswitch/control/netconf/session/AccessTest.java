package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.Configs;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access control from outside: RFC 8341, clause by clause. */
@Timeout(60)
class AccessTest {
    private static final String OK = "<ok/>";
    private static final String RULES = "xmlns:r='urn:mec-vswitch:rules'";
    private static final String RULE_PATH = "/r:traffic-rules/r:traffic-rule";

    private final TestServer server = new TestServer();
    private TestClient root;

    @BeforeEach
    void connect() throws Exception {
        root = server.client("root", true);
        root.ask(edit(rule("ann", 1) + rule("bob", 2)));
    }

    @AfterEach
    void shouldHaveNoDefect() {
        server.close();
        assertEquals(List.of(), server.defects());
    }

    // What is configured.

    private static String rule(final String name, final int priority) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>" + name + "</name><priority>"
            + priority + "</priority><traffic-filter><name>f</name></traffic-filter><action>drop</action>"
            + "</traffic-rule></traffic-rules>";
    }

    private static String edit(final String content) {
        return edit("running", content);
    }

    private static String edit(final String target, final String content) {
        return "<edit-config><target><" + target + "/></target><config>" + content + "</config></edit-config>";
    }

    private static String onRule(final String operation, final String name) {
        return edit("<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule nc:operation='" + operation
            + "'><name>" + name + "</name><priority>9</priority><traffic-filter><name>f</name></traffic-filter>"
            + "<action>drop</action></traffic-rule></traffic-rules>");
    }

    private static String get(final String source) {
        return "<get-config><source><" + source + "/></source></get-config>";
    }

    /** Puts users into groups of their name, and everybody into group all; then rules by group, in order. */
    private void configure(final String defaults, final String... lists) throws Exception {
        final StringBuilder nacm =
            new StringBuilder("<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>").append(defaults)
                .append("<groups>");
        for (final String user : List.of("ann", "bob", "rob")) {
            nacm.append("<group><name>").append(user).append("</name><user-name>").append(user)
                .append("</user-name></group>");
        }
        nacm.append("</groups>");
        for (int i = 0; i < lists.length; i++) {
            nacm.append("<rule-list><name>").append(i).append("</name>").append(lists[i]).append("</rule-list>");
        }
        assertEquals(OK, root.ask(edit(nacm.append("</nacm>").toString())));
    }

    private static String group(final String name, final String... rules) {
        final StringBuilder list = new StringBuilder("<group>" + name + "</group>");
        for (int i = 0; i < rules.length; i++) {
            list.append("<rule><name>").append(i).append("</name>").append(rules[i]).append("</rule>");
        }
        return list.toString();
    }

    private static String on(final String path, final String operations, final String action) {
        return "<path " + RULES + ">" + path + "</path><access-operations>" + operations
            + "</access-operations><action>" + action + "</action>";
    }

    private static String onModule(final String module) {
        return "<module-name>" + module + "</module-name><access-operations>create update delete</access-operations>"
            + "<action>permit</action>";
    }

    private void configureTenants() throws Exception {
        configure("", group("*", on(RULE_PATH + "[r:name=$USER]", "*", "permit"), on(RULE_PATH, "*", "deny")));
    }

    private TestClient client(final String user) throws Exception {
        return server.client(user, false);
    }

    private static void assertDenied(final String reply) {
        assertTrue(reply.startsWith("<rpc-error>") && reply.contains("<error-tag>access-denied</error-tag>"), reply);
    }

    private static void assertSees(final String reply, final String... names) {
        for (final String name : List.of("ann", "bob")) {
            assertEquals(List.of(names).contains(name), reply.contains("<name>" + name + "</name>"), reply);
        }
    }

    /**
     * It takes the right to ask for it, and those that it would take to do the same with bearers of the configuration.
     */
    @Test
    void shouldUpdateBearersForThoseWhoMay() throws Exception {
        final String update = "<update-bearers xmlns='urn:mec-vswitch:bearers'><remove>b</remove></update-bearers>";
        final String permit = "<module-name>mec-vswitch-bearers</module-name><rpc-name>update-bearers</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action>";
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            configure("", group("ann", permit), group("bob", permit));
            assertDenied(ann.ask(update));
            configure("", group("ann", permit, onModule("mec-vswitch-bearers")));
            assertTrue(ann.ask(update).startsWith("<updated"), "a rule permits it");
            assertDenied(bob.ask(update));
            assertEquals(1, server.target().updates().size());
        }
    }

    @Test
    void shouldNotNameOthersBearersInReasons() throws Exception {
        final String permit = "<module-name>mec-vswitch-bearers</module-name><rpc-name>update-bearers</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action>";
        final String bearer = "/b:bearers/b:bearer";
        final String own = "<path xmlns:b='urn:mec-vswitch:bearers'>" + bearer + "[b:name='a']</path>"
            + "<access-operations>*</access-operations><action>permit</action>";
        final String others = own.replace("[b:name='a']", "").replace("permit", "deny");
        try (TestClient ann = client("ann")) {
            configure("", group("ann", permit, own, others));
            server.target().refuse(new Violation(ConfigPaths.bearer("a"), "The bearer 'bob' has this tunnel."));
            final String answer =
                ann.ask("<update-bearers xmlns='urn:mec-vswitch:bearers'><remove>a</remove></update-bearers>");
            assertTrue(answer.contains("<refused"), answer);
            assertFalse(answer.contains("bob"), answer);
        }
    }

    /** What concerns everything takes a right to everything. */
    @Test
    void shouldClearAllCountersForThoseWhoMayChangeAll() throws Exception {
        final String clear = "<clear-counters xmlns='urn:mec-vswitch:operations'/>";
        final String drain = "<drain xmlns='urn:mec-vswitch:operations'><port-pair>p</port-pair></drain>";
        final String permit = "<module-name>mec-vswitch-operations</module-name><rpc-name>*</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action>";
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            configure("", group("ann", "<action>permit</action>"),
                group("bob", permit, onModule("mec-vswitch-chains")));
            assertEquals(OK, ann.ask(clear));
            assertDenied(bob.ask(clear));
            assertTrue(bob.ask(drain).startsWith("<resting"), "it is of a module that he may change");
        }
    }

    @Test
    void shouldHearOfAirtimeFromThoseWhoMay() throws Exception {
        final String feedback = "<airtime-feedback xmlns='urn:mec-vswitch:airtime'><interface>ap0</interface>"
            + "<vif><name>city</name><occupied-time>1</occupied-time></vif></airtime-feedback>";
        final String permit = "<module-name>mec-vswitch-airtime</module-name><rpc-name>airtime-feedback</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action>";
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            configure("", group("ann", permit));
            assertDenied(ann.ask(feedback));
            configure("", group("ann", permit, onModule("mec-vswitch-airtime")));
            assertTrue(ann.ask(feedback).startsWith("<ok"), "a rule permits it");
            assertDenied(bob.ask(feedback));
            assertEquals(1, server.target().reports().size());
        }
    }

    /** Whether a BSSID is there, and whose it is, tells nobody who may not report of it. */
    @Test
    void shouldNotTellWhoseABssidIs() throws Exception {
        final String feedback = "<airtime-feedback xmlns='urn:mec-vswitch:airtime'><interface>ap0</interface>"
            + "<vif><bssid>02:00:00:00:a0:0%d</bssid><occupied-time>1</occupied-time></vif></airtime-feedback>";
        final String permit = "<module-name>mec-vswitch-airtime</module-name><rpc-name>airtime-feedback</rpc-name>"
            + "<access-operations>exec</access-operations><action>permit</action>";
        final String example = Files.readString(Configs.EXAMPLES.resolve("7-airtime.xml"));
        assertEquals(OK, root.ask(edit(example.substring(example.indexOf("<interfaces"),
            example.indexOf("</config>")))));
        try (TestClient ann = client("ann")) {
            configure("", group("ann", permit));
            final String there = ann.ask(feedback.formatted(1));
            assertDenied(there);
            assertEquals(there, ann.ask(feedback.formatted(9)));
            assertFalse(there.contains("city"), there);
            configure("", group("ann", permit, onModule("mec-vswitch-airtime")));
            assertTrue(ann.ask(feedback.formatted(1)).startsWith("<ok"));
            assertEquals("city", server.target().reports().getFirst().vif());
        }
    }

    // Who is limited.

    @Test
    void shouldLetUsersReadAndNotWriteWhileNothingIsConfigured() throws Exception {
        try (TestClient client = client("rob")) {
            assertSees(client.ask("<get/>"), "ann", "bob");
            assertDenied(client.ask(edit(rule("rob", 3))));
            assertDenied(client.ask("<kill-session><session-id>1</session-id></kill-session>"));
        }
    }

    @Test
    void shouldDenyWritesByDefaultOnceSomethingIsConfigured() throws Exception {
        configure("");
        try (TestClient client = client("rob")) {
            final String reply = client.ask(edit(rule("rob", 3)));
            assertDenied(reply);
            assertTrue(reply.contains("<error-path xmlns:mecr=\"urn:mec-vswitch:rules\">/mecr:traffic-rules/"
                + "mecr:traffic-rule[mecr:name='rob']</error-path>"), reply);
            final String data = client.ask("<get/>");
            assertSees(data, "ann", "bob");
            assertFalse(data.contains("<nacm"), "it has default-deny-all");
            assertEquals(OK, client.ask(edit(rule("ann", 1))), "what stays as it is needs no right");
        }
        assertEquals(OK, root.ask(edit(rule("rob", 3))), "recovery session");
    }

    @Test
    void shouldLimitNobodyWhenItIsDisabled() throws Exception {
        configure("<enable-nacm>false</enable-nacm><read-default>deny</read-default>");
        try (TestClient client = client("rob")) {
            assertEquals(OK, client.ask(edit(rule("rob", 3))));
            assertSees(client.ask("<get/>"), "ann", "bob");
        }
    }

    @Test
    void shouldHoldFromTheNextRequestOn() throws Exception {
        configure("<write-default>permit</write-default>");
        try (TestClient client = client("rob")) {
            assertEquals(OK, client.ask(edit(rule("rob", 3))));
            configure("<exec-default>deny</exec-default>");
            assertDenied(client.ask("<get/>"));
            assertEquals(OK, client.ask("<close-session/>"));
        }
    }

    @Test
    void shouldApplyNoRulesToWhoIsInNoGroup() throws Exception {
        configure("", group("*", "<action>permit</action>"));
        try (TestClient stranger = client("eve"); TestClient known = client("rob")) {
            assertDenied(stranger.ask(edit(rule("eve", 3))));
            assertEquals(OK, known.ask(edit(rule("rob", 3))));
        }
    }

    // Operations.

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|kill-session|deny", "|delete-config|deny", "|lock|permit",
        "<rpc-name>lock</rpc-name><action>deny</action>|lock|deny",
        "<rpc-name>lock</rpc-name><action>deny</action>|unlock|permit",
        "<rpc-name>*</rpc-name><action>deny</action>|get|deny",
        "<rpc-name>*</rpc-name><action>deny</action>|close-session|permit",
        "<module-name>ietf-netconf</module-name><action>deny</action>|get|deny",
        "<module-name>other</module-name><rpc-name>get</rpc-name><action>deny</action>|get|permit",
        "<rpc-name>get</rpc-name><access-operations>read update</access-operations><action>deny</action>|get|permit",
        "<rpc-name>get</rpc-name><access-operations>exec</access-operations><action>deny</action>|get|deny",
        "<notification-name>*</notification-name><action>deny</action>|get|permit",
        "<path>/</path><action>deny</action>|get|permit",
        "<rpc-name>kill-session</rpc-name><action>permit</action>|kill-session|permit"})
    void shouldPermitOperations(final String rule, final String operation, final String action) throws Exception {
        configure("", rule == null ? "" : group("rob", rule));
        try (TestClient client = client("rob")) {
            final String reply = client.ask("<" + operation + "/>");
            assertEquals(action.equals("deny"), reply.contains("<error-tag>access-denied</error-tag>"), reply);
        }
    }

    @Test
    void shouldTakeTheFirstRuleOfTheFirstListThatMatches() throws Exception {
        configure("", group("ann", "<rpc-name>get</rpc-name><action>deny</action>"),
            group("rob", "<rpc-name>get</rpc-name><action>permit</action>",
                "<module-name>ietf-netconf</module-name><action>deny</action>"),
            group("*", "<rpc-name>get</rpc-name><action>deny</action>"));
        try (TestClient ann = client("ann"); TestClient rob = client("rob")) {
            assertDenied(ann.ask("<get/>"));
            assertSees(rob.ask("<get/>"), "ann", "bob");
            assertDenied(rob.ask(get("running")));
        }
    }

    // Reading.

    @Test
    void shouldShowTenantsOnlyTheirOwn() throws Exception {
        configureTenants();
        assertEquals(OK, root.ask(edit("candidate", rule("bob", 7))));
        try (TestClient ann = client("ann"); TestClient bob = client("bob"); TestClient rob = client("rob")) {
            for (final String source : List.of("running", "candidate")) {
                assertSees(ann.ask(get(source)), "ann");
                assertSees(bob.ask(get(source)), "bob");
                assertSees(rob.ask(get(source)));
            }
            assertSees(ann.ask("<get><filter><traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule>"
                + "<name>bob</name></traffic-rule></traffic-rules></filter></get>"));
            assertSees(root.ask(get("running")), "ann", "bob");
        }
    }

    @Test
    void shouldHideLeafsAndAllThatIsBelow() throws Exception {
        configure("", group("rob", on(RULE_PATH + "/r:priority", "read", "deny"),
            on(RULE_PATH + "[r:name='bob']/r:traffic-filter", "read", "deny")));
        try (TestClient rob = client("rob")) {
            final String data = rob.ask(get("running"));
            assertSees(data, "ann", "bob");
            assertFalse(data.contains("priority"), data);
            assertEquals(2, data.split("<traffic-filter>|<name>f</name>", -1).length - 1, data);
        }
    }

    @Test
    void shouldShowNothingWhereNothingIsPermitted() throws Exception {
        configure("<read-default>deny</read-default>", group("ann", on("/r:traffic-rules", "read", "permit")),
            group("bob", "<module-name>mec-vswitch-rules</module-name><action>permit</action>"));
        try (TestClient ann = client("ann"); TestClient bob = client("bob"); TestClient rob = client("rob")) {
            assertEquals("<data></data>", rob.ask(get("running")));
            assertSees(ann.ask(get("running")), "ann", "bob");
            assertSees(bob.ask(get("running")), "ann", "bob");
            assertDenied(ann.ask(edit(rule("ann", 5))));
            assertEquals(OK, bob.ask(edit(rule("ann", 5))));
        }
    }

    // Writing.

    @Test
    void shouldLetTenantsChangeOnlyTheirOwn() throws Exception {
        configureTenants();
        try (TestClient ann = client("ann")) {
            assertEquals(OK, ann.ask(edit(rule("ann", 5))));
            assertEquals(OK, ann.ask(onRule("delete", "ann")));
            assertEquals(OK, ann.ask(onRule("create", "ann")));
            for (final String operation : List.of("merge", "replace", "create")) {
                assertDenied(ann.ask(onRule(operation, "bob")));
            }
            assertDenied(ann.ask(
                "<copy-config><target><candidate/></target><source><running/></source></copy-config>"));
            assertDenied(ann.ask("<edit-config><target><running/></target>"
                + "<default-operation>replace</default-operation><config/></edit-config>"));
            assertDenied(ann.ask(edit("<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>"
                + "<enable-nacm>false</enable-nacm></nacm>")));
        }
        assertSees(root.ask(get("running")), "ann", "bob");
        assertTrue(root.ask(get("running")).contains("<priority>2</priority>"));
    }

    @ParameterizedTest
    @CsvSource({"merge", "replace", "create", "delete", "remove"})
    void shouldAnswerTheSameWhetherOrNotSomethingHiddenIsThere(final String operation) throws Exception {
        configureTenants();
        try (TestClient ann = client("ann")) {
            for (final String target : List.of("running", "candidate")) {
                final String hidden = onRule(operation, "bob").replace("<running/>", "<" + target + "/>");
                final String absent = hidden.replace("<name>bob", "<name>rob");
                // Who removes what is not there does nothing, and needs no right for that.
                if (operation.equals("remove")) {
                    assertDenied(ann.ask(hidden));
                } else {
                    assertEquals(ann.ask(absent).replace("'rob'", "'bob'"), ann.ask(hidden));
                }
            }
        }
        assertSees(root.ask(get("running")), "ann", "bob");
    }

    @ParameterizedTest
    @CsvSource({"create,merge,new", "update,merge,ann", "delete,delete,ann"})
    void shouldTellCreatingFromUpdatingAndDeleting(final String right, final String operation, final String name)
        throws Exception {
        configure("", group("ann", on(RULE_PATH, right, "permit")),
            group("bob", on(RULE_PATH, right, "deny"), "<action>permit</action>"));
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            assertDenied(bob.ask(onRule(operation, name)));
            assertEquals(OK, ann.ask(onRule(operation, name)));
        }
    }

    @Test
    void shouldNeedTheRightForEachNodeThatGoesAlong() throws Exception {
        configure("", group("ann", on(RULE_PATH + "/r:traffic-filter", "delete", "deny"),
            on(RULE_PATH, "*", "permit")));
        try (TestClient ann = client("ann")) {
            assertDenied(ann.ask(onRule("delete", "ann")));
            assertEquals(OK, ann.ask(onRule("merge", "ann")));
        }
    }

    @Test
    void shouldTakeMovingForUpdating() throws Exception {
        final String two =
            rule("ann", 1).replace("<action>", "<traffic-filter><name>g</name></traffic-filter><action>");
        final String moved = "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>ann</name>"
            + "<traffic-filter xmlns:y='urn:ietf:params:xml:ns:yang:1' y:insert='first'><name>g</name>"
            + "</traffic-filter></traffic-rule></traffic-rules>";
        assertEquals(OK, root.ask(edit(two)));
        configure("", group("ann", on(RULE_PATH, "create delete", "permit")),
            group("bob", on(RULE_PATH, "update", "permit")));
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            assertDenied(ann.ask(edit(moved)));
            assertEquals(OK, bob.ask(edit(moved)));
        }
    }

    @Test
    void shouldAskForTheRightsToWhatACommitReallyChanges() throws Exception {
        configureTenants();
        assertEquals(OK, root.ask(edit("candidate", rule("bob", 7))));
        try (TestClient ann = client("ann"); TestClient bob = client("bob")) {
            assertDenied(ann.ask("<commit/>"));
            assertDenied(ann.ask("<commit><confirmed/></commit>"));
            assertEquals(OK, bob.ask("<commit/>"));
            assertEquals(OK, ann.ask("<commit/>"), "nothing is left to do");
        }
    }

    // What is told.

    @Test
    void shouldCountWhatItDenied() throws Exception {
        configure("", group("rob", "<rpc-name>lock</rpc-name><action>deny</action>"));
        try (TestClient rob = client("rob")) {
            rob.ask("<lock/>");
            rob.ask("<lock/>");
            rob.ask("<kill-session/>");
            rob.ask(edit(rule("rob", 3)));
        }
        final String data = root.ask("<get/>");
        assertTrue(data.contains("<denied-operations>3</denied-operations><denied-data-writes>1</denied-data-writes>"
            + "<denied-notifications>0</denied-notifications>"), data);
        assertFalse(root.ask(get("running")).contains("denied-"));
    }

    @Test
    void shouldWritePathsSoThatTheyCanBeReadAgain() throws Exception {
        configure("", group("rob", on(RULE_PATH + "[r:name='bob']", "delete read", "deny")));
        final String data = root.ask(get("running"));
        assertTrue(data.contains("<path xmlns:mec-vswitch-rules=\"urn:mec-vswitch:rules\">/mec-vswitch-rules:"
            + "traffic-rules/mec-vswitch-rules:traffic-rule[mec-vswitch-rules:name='bob']</path>"
            + "<access-operations>read delete</access-operations>"), data);
        assertEquals(OK, root.ask("<copy-config><target><running/></target><source><config>"
            + data.replaceFirst("^<data>", "").replaceFirst("</data>$", "") + "</config></source></copy-config>"));
        assertEquals(data, root.ask(get("running")));
        assertSees(client("rob").ask(get("running")), "ann");
    }

    @ParameterizedTest
    @CsvSource(value = {"write", "read read", "*, read"}, delimiter = '|')
    void shouldRefuseWhatIsNoOperation(final String operations) throws Exception {
        final String reply = root.ask(edit("<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>"
            + "<rule-list><name>x</name>" + group("rob", on(RULE_PATH, operations, "deny")) + "</rule-list></nacm>"));
        assertTrue(reply.contains("<error-tag>invalid-value</error-tag>"), reply);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"r:traffic-rules", "/traffic-rules", "/x:traffic-rules", "/r:a[b]",
        "/r:traffic-rules/r:traffic-rule[r:name=bob]", "//r:traffic-rules"})
    void shouldRefuseWhatIsNoPath(final String path) throws Exception {
        final String reply = root.ask(edit("<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>"
            + "<rule-list><name>x</name>" + group("rob", on(path, "*", "deny")) + "</rule-list></nacm>"));
        assertTrue(reply.contains("<error-tag>invalid-value</error-tag>"), reply);
    }
}
