package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.notification.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications from outside: RFC 5277, RFC 6470, RFC 8341 §3.4.6. */
@Timeout(60)
class NotificationTest {
    private static final String OK = "<ok/>";
    private static final String RULES = "urn:mec-vswitch:rules";
    private static final String CHANGES = "urn:ietf:params:xml:ns:yang:ietf-netconf-notifications";
    private static final Pattern MESSAGE = Pattern.compile(
        "<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1\\.0\"><eventTime>([^<]*)</eventTime>"
            + "(.*)</notification>");
    private static final String LONG_AGO = "<startTime>2026-01-01T00:00:00Z</startTime>";

    private final TestServer server = new TestServer();
    private List<String> expectedDefects = List.of();

    @AfterEach
    void shouldHaveNoDefect() {
        server.close();
        assertEquals(expectedDefects, server.defects().stream().map(Throwable::getMessage).toList());
    }

    private static String subscription(final String parameters) {
        return "<create-subscription xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'>" + parameters
            + "</create-subscription>";
    }

    private TestClient subscriber(final String user, final String parameters) throws Exception {
        final TestClient client = server.client(user, false);
        assertEquals(OK, client.ask(subscription(parameters)));
        return client;
    }

    /** Only of changes, so that sessions of the test itself do not show. */
    private static String filter(final String event) {
        return "<filter><" + event + " xmlns='" + CHANGES + "'/></filter>";
    }

    private static String next(final TestClient client) throws Exception {
        final String message = client.receive().orElseThrow();
        final Matcher matcher = MESSAGE.matcher(message);
        assertTrue(matcher.matches(), message);
        assertFalse(Instant.parse(matcher.group(1)).isAfter(Instant.now()));
        return matcher.group(2).replace(" xmlns=\"" + CHANGES + "\"", "")
            .replaceAll(" xmlns:mec-vswitch-([a-z]+)=\"urn:mec-vswitch:\\1\"", "");
    }

    private static String edit(final String target, final String content) {
        return "<edit-config><target><" + target + "/></target><config>" + content + "</config></edit-config>";
    }

    private static String rule(final String operation, final String name, final int priority) {
        return "<traffic-rules xmlns='" + RULES + "'><traffic-rule nc:operation='" + operation + "'><name>" + name
            + "</name><priority>" + priority + "</priority><traffic-filter><name>f</name></traffic-filter>"
            + "<action>drop</action></traffic-rule></traffic-rules>";
    }

    private static String rulePath(final String name) {
        return "/mec-vswitch-rules:traffic-rules/mec-vswitch-rules:traffic-rule[mec-vswitch-rules:name='" + name + "']";
    }

    private static String edited(final String path, final String operation) {
        return "<edit><target>" + path + "</target><operation>" + operation + "</operation></edit>";
    }

    private static String changedBy(final TestClient client, final String user, final String... edits) {
        return "<netconf-config-change><changed-by><username>" + user + "</username><session-id>" + client.number()
            + "</session-id><source-host>192.0.2.7</source-host></changed-by><datastore>running</datastore>"
            + String.join("", edits) + "</netconf-config-change>";
    }

    private static void assertError(final String tag, final String element, final String reply) {
        assertTrue(reply.startsWith("<rpc-error><error-type>protocol</error-type><error-tag>" + tag + "</error-tag>"),
            reply);
        assertTrue(element.isEmpty() || reply.contains("<bad-element>" + element + "</bad-element>"), reply);
    }

    // RFC 5277.

    @Test
    void shouldListItsStream() throws Exception {
        try (TestClient client = server.client()) {
            final String streams = client.ask(
                "<get><filter><netconf "
                + "xmlns='urn:ietf:params:xml:ns:netmod:notification'><streams/></netconf></filter></get>");
            assertTrue(streams.contains("<stream><name>NETCONF</name><description>"), streams);
            assertTrue(streams.contains("<replaySupport>true</replaySupport><replayLogCreationTime>2"), streams);
        }
    }

    @Test
    void shouldAnnounceNotificationsAndInterleave() throws Exception {
        try (TestClient client = server.connect()) {
            final String hello = client.greet(TestClient.HELLO_1_1);
            assertTrue(hello.contains("capability:notification:1.0<") && hello.contains("capability:interleave:1.0<"),
                hello);
        }
    }

    /** RFC 5277 §2.1.1, negative responses. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<stream>SNMP</stream>|invalid-value|stream",
        "<stopTime>2026-01-01T00:00:00Z</stopTime>|missing-element|startTime",
        "<startTime>2999-01-01T00:00:00Z</startTime>|bad-element|startTime",
        "<startTime>yesterday</startTime>|bad-element|startTime",
        "<startTime>2026-01-01T00:00:00Z</startTime><stopTime>2025-01-01T00:00:00Z</stopTime>|bad-element|stopTime",
        "<filter type='xpath' select='1+1'/>|invalid-value|filter",
        "<filter type='xpath' select='/['/>|invalid-value|filter",
        "<filter type='magic'/>|bad-attribute|filter",
        "<colour/>|unknown-element|colour"})
    void shouldRefuseWrongSubscriptions(final String parameters, final String tag,
        final String element) throws Exception {
        try (TestClient client = server.client()) {
            assertError(tag, element, client.ask(subscription(parameters)));
            assertEquals(OK, client.ask(subscription("")), "nothing is left of it");
        }
    }

    @Test
    void shouldHaveOneSubscriptionPerSession() throws Exception {
        try (TestClient client = subscriber("ann", "<stream>NETCONF</stream>" + filter("netconf-config-change"))) {
            assertError("in-use", "", client.ask(subscription("")));
        }
    }

    /** :interleave, RFC 5277 §6. */
    @Test
    void shouldAnswerWhileItTells() throws Exception {
        try (TestClient client = server.client("ann", true)) {
            assertEquals(OK, client.ask(subscription(filter("netconf-config-change"))));
            assertEquals(OK, client.ask("<lock><target><candidate/></target></lock>"));
            assertEquals(OK, client.ask(edit("candidate", rule("create", "r", 1))));
            final List<String> both = List.of(client.ask("<commit/>"), client.receive().orElseThrow());
            assertTrue(both.stream().anyMatch(message -> message.equals(OK) || message.contains("<ok")),
                both::toString);
            assertTrue(both.stream().anyMatch(message -> message.contains("netconf-config-change")), both::toString);
            assertTrue(client.ask("<get><filter><netconf-state xmlns='urn:ietf:params:xml:ns:yang:"
                + "ietf-netconf-monitoring'><sessions/></netconf-state></filter></get>")
                .contains("<out-notifications>1</out-notifications>"));
        }
    }

    @Test
    void shouldReplayWhatWasAndGoOn() throws Exception {
        try (TestClient changer = server.client("bob", true)) {
            changer.ask(edit("running", rule("create", "a", 1)));
            try (TestClient client = subscriber("ann", LONG_AGO + filter("netconf-config-change"))) {
                assertEquals(changedBy(changer, "bob", edited("/mec-vswitch-rules:traffic-rules", "create")),
                    next(client));
                assertEquals("<replayComplete xmlns=\"urn:ietf:params:xml:ns:netmod:notification\"></replayComplete>",
                    next(client));
                changer.ask(edit("running", rule("create", "b", 1)));
                assertEquals(changedBy(changer, "bob", edited(rulePath("b"), "create")), next(client));
            }
        }
    }

    @Test
    void shouldReplayFromTheTimeGivenOnly() throws Exception {
        try (TestClient changer = server.client("bob", true)) {
            changer.ask(edit("running", rule("create", "a", 1)));
            Thread.sleep(20);
            final Instant between = Instant.now();
            changer.ask(edit("running", rule("create", "b", 1)));
            try (TestClient client = subscriber("ann",
                "<startTime>" + between + "</startTime>" + filter("netconf-config-change"))) {
                assertTrue(next(client).contains("'b'"));
                assertTrue(next(client).startsWith("<replayComplete"));
            }
        }
    }

    /** With a zone other than Z, as RFC 5277 demands. */
    @Test
    void shouldEndAtTheStopTime() throws Exception {
        try (TestClient changer = server.client("bob", true)) {
            changer.ask(edit("running", rule("create", "a", 1)));
            final Instant past = Instant.now();
            Thread.sleep(20);
            changer.ask(edit("running", rule("create", "b", 1)));
            try (TestClient client = subscriber("ann", "<startTime>2026-01-01T02:00:00+02:00</startTime><stopTime>"
                + past
                + "</stopTime>" + filter("netconf-config-change"))) {
                assertTrue(next(client).contains("traffic-rules"));
                assertTrue(next(client).startsWith("<replayComplete"));
                assertEquals("<notificationComplete xmlns=\"urn:ietf:params:xml:ns:netmod:notification\">"
                    + "</notificationComplete>", next(client));
                assertEquals(OK, client.ask(subscription("")), "it may subscribe again");
            }
        }
    }

    @Test
    void shouldStopInTheFuture() throws Exception {
        try (TestClient client = subscriber("ann", "<startTime>" + Instant.now() + "</startTime><stopTime>"
            + Instant.now().plusMillis(400) + "</stopTime>" + filter("netconf-config-change"))) {
            assertTrue(next(client).startsWith("<replayComplete"));
            assertTrue(next(client).startsWith("<notificationComplete"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-12-31T23:59:59Z", "+999999999-12-31T23:59:59-18:00"})
    void shouldWaitForAStopTimeThatNobodyWillSee(final String stop) throws Exception {
        try (TestClient changer = server.client("bob", true);
            TestClient client = subscriber("ann", "<startTime>" + Instant.now() + "</startTime><stopTime>" + stop
                + "</stopTime>" + filter("netconf-config-change"))) {
            assertTrue(next(client).startsWith("<replayComplete"));
            changer.ask(edit("running", rule("create", "a", 1)));
            assertTrue(next(client).contains("traffic-rules"));
        }
    }

    @Test
    void shouldFilterByXPath() throws Exception {
        try (TestClient changer = server.client("bob", true);
            TestClient client = subscriber("ann", "<filter type='xpath' xmlns:n='" + CHANGES
                + "' select=\"/n:netconf-config-change[n:edit/n:operation='delete']\"/>")) {
            changer.ask(edit("running", rule("create", "a", 1) + rule("create", "b", 1)));
            changer.ask(edit("running", rule("delete", "a", 1)));
            assertEquals(changedBy(changer, "bob", edited(rulePath("a"), "delete")), next(client));
        }
    }

    /** As ncclient writes it. */
    @Test
    void shouldTakeAFilterInTheNamespaceOfTheProtocol() throws Exception {
        subscriber("ann", "<nc:filter type='subtree'/>").close();
    }

    @Test
    void shouldFilterBySubtree() throws Exception {
        try (TestClient client = subscriber("ann", "<filter><netconf-session-start xmlns='" + CHANGES
            + "'><username>bob</username></netconf-session-start></filter>")) {
            server.client("eve", false).close();
            try (TestClient bob = server.client("bob", false)) {
                assertEquals("<netconf-session-start><username>bob</username><session-id>" + bob.number()
                    + "</session-id><source-host>192.0.2.7</source-host></netconf-session-start>", next(client));
            }
        }
    }

    // RFC 6470.

    @Test
    void shouldTellWhatChanged() throws Exception {
        try (TestClient changer = server.client("bob", true);
            TestClient client = subscriber("ann", filter("netconf-config-change"))) {
            changer.ask(edit("running", rule("create", "a", 1) + rule("create", "b", 1)));
            next(client);
            changer.ask(edit("candidate", rule("merge", "a", 2) + rule("delete", "b", 1) + rule("create", "c", 3)));
            changer.ask("<commit/>");
            assertEquals(changedBy(changer, "bob", edited(rulePath("a") + "/mec-vswitch-rules:priority", "replace"),
                edited(rulePath("b"), "delete"), edited(rulePath("c"), "create")), sortedEdits(next(client)));
        }
    }

    private static String sortedEdits(final String event) {
        final List<String> edits = new ArrayList<>(Pattern.compile("<edit>.*?</edit>").matcher(event).results()
            .map(match -> match.group()).toList());
        edits.sort(null);
        return event.replaceFirst("(<edit>.*</edit>)", Matcher.quoteReplacement(String.join("", edits)));
    }

    @Test
    void shouldNameTheTopOfGreatChanges() throws Exception {
        try (TestClient changer = server.client("bob", true);
            TestClient client = subscriber("ann", filter("netconf-config-change"))) {
            changer.ask(edit("running", rule("create", "a", 1)));
            next(client);
            final StringBuilder many = new StringBuilder();
            for (int i = 0; i < 1_000; i++) {
                many.append(rule("create", "r" + i, 1));
            }
            assertEquals(OK, changer.ask(edit("running", many.toString())));
            assertEquals(changedBy(changer, "bob", edited("/mec-vswitch-rules:traffic-rules", "merge")), next(client));
        }
    }

    @Test
    void shouldTellWhoEndedAndWhy() throws Exception {
        try (TestClient client = subscriber("ann", filter("netconf-session-end"))) {
            final TestClient bob = server.client("bob", false);
            bob.ask("<close-session/>");
            bob.awaitEnd();
            assertTrue(next(client).endsWith("<termination-reason>closed</termination-reason></netconf-session-end>"));
            final TestClient eve = server.client("eve", false);
            try (TestClient killer = server.client("kim", true)) {
                assertEquals(OK, killer.ask("<kill-session><session-id>" + eve.number()
                    + "</session-id></kill-session>"));
                assertEquals("<netconf-session-end><username>eve</username><session-id>" + eve.number()
                    + "</session-id><source-host>192.0.2.7</source-host><killed-by>" + killer.number()
                    + "</killed-by><termination-reason>killed</termination-reason></netconf-session-end>",
                    next(client));
            }
            assertTrue(next(client).contains("<username>kim</username>"));
            server.client("zoe", false).close();
            assertTrue(next(client).contains("<termination-reason>dropped</termination-reason>"));
            try (TestClient wrong = server.connect()) {
                wrong.send("<bye/>]]>]]>");
                wrong.awaitEnd();
            }
            assertTrue(next(client).contains("<termination-reason>bad-hello</termination-reason>"));
        }
    }

    @Test
    void shouldTellOfCommitsThatWait() throws Exception {
        try (TestClient changer = server.client("bob", true);
            TestClient client = subscriber("ann", filter("netconf-confirmed-commit"))) {
            final String by = "<username>bob</username><session-id>" + changer.number()
                + "</session-id><source-host>192.0.2.7</source-host>";
            changer.ask(edit("candidate", rule("create", "a", 1)));
            changer.ask("<commit><confirmed/><confirm-timeout>60</confirm-timeout></commit>");
            assertEquals(confirmed(by, "start", "<timeout>60</timeout>"), next(client));
            changer.ask("<commit><confirmed/><confirm-timeout>90</confirm-timeout></commit>");
            assertEquals(confirmed(by, "extend", "<timeout>90</timeout>"), next(client));
            changer.ask("<commit/>");
            assertEquals(confirmed(by, "complete", ""), next(client));
            changer.ask(edit("candidate", rule("create", "b", 1)));
            changer.ask("<commit><confirmed/></commit>");
            assertEquals(confirmed(by, "start", "<timeout>600</timeout>"), next(client));
            changer.ask("<cancel-commit/>");
            assertEquals(confirmed(by, "cancel", ""), next(client));
            changer.ask("<commit><confirmed/><confirm-timeout>1</confirm-timeout></commit>");
            assertEquals(confirmed(by, "start", "<timeout>1</timeout>"), next(client));
            assertEquals(confirmed("", "timeout", ""), next(client));
            changer.ask("<commit><confirmed/></commit>");
            next(client);
            changer.ask("<close-session/>");
            assertEquals(confirmed(by, "cancel", ""), next(client));
        }
    }

    private static String confirmed(final String by, final String event, final String more) {
        return "<netconf-confirmed-commit>" + by + "<confirm-event>" + event + "</confirm-event>" + more
            + "</netconf-confirmed-commit>";
    }

    // RFC 8341.

    private void configureAccess(final TestClient root, final String rules) throws Exception {
        assertEquals(OK, root.ask(edit("running",
            "<nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'><groups><group>"
            + "<name>g</name><user-name>ann</user-name></group></groups><rule-list><name>l</name><group>g</group>"
            + rules
            + "</rule-list></nacm>" + rule("create", "ann", 1) + rule("create", "bob", 1))));
    }

    @Test
    void shouldTellOnlyWhatRulesPermit() throws Exception {
        try (TestClient root = server.client("root", true)) {
            configureAccess(root, "<rule><name>1</name><module-name>ietf-netconf-notifications</module-name>"
                + "<notification-name>netconf-session-start</notification-name><access-operations>read"
                + "</access-operations>"
                + "<action>permit</action></rule><rule><name>2</name><module-name>ietf-netconf-notifications"
                + "</module-name>"
                + "<notification-name>*</notification-name><action>deny</action></rule>");
            try (TestClient client = subscriber("ann", LONG_AGO)) {
                assertTrue(next(client).startsWith("<netconf-session-start><username>root"));
                assertTrue(next(client).startsWith("<netconf-session-start><username>ann"));
                assertTrue(next(client).startsWith("<replayComplete"));
                root.ask(edit("running", rule("create", "x", 1)));
                server.client("bob", false).close();
                assertTrue(next(client).startsWith("<netconf-session-start><username>bob"));
            }
            assertFalse(root.ask("<get><filter><nacm xmlns='urn:ietf:params:xml:ns:yang:ietf-netconf-acm'>"
                + "<denied-notifications/></nacm></filter></get>").contains(">0<"));
        }
    }

    /** What a tenant may not read he does not read here either. */
    @Test
    void shouldNotTellOfNodesThatAreHidden() throws Exception {
        try (TestClient root = server.client("root", true)) {
            final String own = "<path xmlns:r='" + RULES + "'>/r:traffic-rules/r:traffic-rule%s</path>";
            configureAccess(root, "<rule><name>1</name>" + own.formatted("[r:name=$USER]")
                + "<action>permit</action></rule>"
                + "<rule><name>2</name>" + own.formatted("") + "<action>deny</action></rule>");
            try (TestClient client = subscriber("ann", filter("netconf-config-change"))) {
                root.ask(edit("running", rule("merge", "bob", 5)));
                root.ask(edit("running", rule("merge", "ann", 6) + rule("merge", "bob", 6)));
                assertEquals(changedBy(root, "root",
                    edited(rulePath("ann") + "/mec-vswitch-rules:priority", "replace")), next(client));
            }
        }
    }

    // Bounds.

    private void publish(final int count) {
        for (int i = 0; i < count; i++) {
            final int number = i + 1;
            server.events().publish(Event.now("ietf-netconf-notifications:netconf-session-start",
                event -> event.value("username", "u".repeat(100)).value("session-id", number)));
        }
    }

    /** A client that does not read keeps nobody waiting, and is not left believing that it knows all. */
    @Test
    void shouldEndASessionThatReadsTooSlowly() throws Exception {
        try (TestClient client = subscriber("ann", "")) {
            publish(20_000);
            int read = 0;
            while (client.receive().isPresent()) {
                read++;
            }
            assertTrue(read < 20_000, () -> "it had all");
        }
        expectedDefects = List.of(
            "events were lost before a subscriber took them; its session ends, so that it can ask for a replay");
    }

    @Test
    void shouldKeepTheLastEventsForReplay() throws Exception {
        publish(5_000);
        try (TestClient client = subscriber("ann", LONG_AGO)) {
            int read = 0;
            while (!next(client).startsWith("<replayComplete")) {
                read++;
            }
            assertEquals(4_096, read);
        }
    }
}
