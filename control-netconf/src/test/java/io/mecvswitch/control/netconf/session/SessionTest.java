package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.Violation;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol from outside: RFC 6241 and RFC 6242, clause by clause. */
@Timeout(30)
class SessionTest {
    private static final String OK = "<ok/>";
    private static final String SET = "<test-option>set</test-option>";
    private static final String RULE = "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>r</name>"
        + "<priority>1</priority><traffic-filter><name>f</name></traffic-filter><action>drop</action></traffic-rule>"
        + "</traffic-rules>";
    private static final String RULE_OUT = RULE.replace('\'', '"')
        .replace("<action>drop", "<action xmlns:mecr=\"urn:mec-vswitch:rules\">mecr:drop");

    private final TestServer server = new TestServer();

    @AfterEach
    void shouldHaveNoDefect() throws InterruptedException {
        server.close();
        assertEquals(List.of(), server.defects());
        for (int i = 0; i < 400 && server.sessions().count() > 0; i++) {
            Thread.sleep(5);
        }
        assertEquals(0, server.sessions().count());
    }

    private static String edit(final String target, final String options, final String content) {
        return "<edit-config><target><" + target + "/></target>" + options + "<config>" + content
            + "</config></edit-config>";
    }

    private static String edit(final String content) {
        return edit("candidate", "", content);
    }

    private static String get(final String source) {
        return "<get-config><source><" + source + "/></source></get-config>";
    }

    private static String lock(final String target) {
        return "<lock><target><" + target + "/></target></lock>";
    }

    private static String data(final String content) {
        return content.isEmpty() ? "<data></data>" : "<data>" + content + "</data>";
    }

    private static void assertError(final String tag, final String reply) {
        assertTrue(reply.startsWith("<rpc-error>") && reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertTrue(reply.contains("<error-severity>error</error-severity>"), reply);
    }

    // Hello and framing.

    @Test
    void shouldSayHelloFirstWithItsCapabilities() throws Exception {
        try (TestClient client = server.connect()) {
            final String hello = client.greet(TestClient.HELLO_1_1);
            for (final String capability : List.of("netconf:base:1.0", "netconf:base:1.1", "candidate:1.0",
                "writable-running:1.0", "confirmed-commit:1.1", "rollback-on-error:1.0", "validate:1.1")) {
                assertTrue(hello.contains(capability + "</capability>"), hello);
            }
        }
    }

    @Test
    void shouldKeepMarkersWithAnOldClient() throws Exception {
        try (TestClient client = server.connect()) {
            client.greet(TestClient.HELLO_1_0);
            assertEquals(data(""), client.ask(get("running")));
            assertError("operation-failed", client.exchange("<rpc").replaceFirst("^<rpc-reply[^>]*>", "")
                .replace(" xmlns=\"" + Element.NETCONF + "\"", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<hello/>", "<rpc/>", "", "garbage",
        "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>"
            + "urn:ietf:params:netconf:base:1.1</capability></capabilities><session-id>4</session-id></hello>",
        "<hello xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><capabilities><capability>"
            + "urn:ietf:params:netconf:base:9.9</capability></capabilities></hello>"})
    void shouldEndASessionThatBeginsWrong(final String hello) throws Exception {
        try (TestClient client = server.connect()) {
            client.send(hello + "]]>]]>");
            client.awaitEnd();
        }
    }

    @Test
    void shouldEndASessionThatNeverSaysHello() throws Exception {
        try (TestClient client = server.connect()) {
            client.send("<hel");
            client.awaitEnd();
        }
    }

    @Test
    void shouldEndASessionThatNeverEndsItsMessage() throws Exception {
        try (TestClient client = server.client()) {
            client.send("\n#5\n<r");
            client.awaitEnd();
        }
    }

    @Test
    void shouldEndASessionThatDoesNotReadItsAnswers() throws Exception {
        try (TestClient client = server.client()) {
            final String request =
                TestClient.framed("<rpc xmlns='" + Element.NETCONF + "' message-id='1'><get/></rpc>");
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 100_000; i++) {
                    client.send(request);
                }
            });
        }
    }

    @Test
    void shouldKeepASilentSession() throws Exception {
        try (TestClient client = server.client()) {
            Thread.sleep(3_500);
            assertEquals(data(""), client.ask(get("running")));
        }
    }

    @Test
    void shouldEndASessionWithBrokenChunks() throws Exception {
        try (TestClient client = server.client()) {
            client.send("<rpc/>]]>]]>");
            client.awaitEnd();
        }
    }

    @Test
    void shouldAnswerAMessageThatComesWithTheHello() throws Exception {
        try (TestClient client = server.connect()) {
            final String rpc = "<rpc xmlns='" + Element.NETCONF + "' message-id='7'><get/></rpc>";
            client.send(TestClient.HELLO_1_1 + "]]>]]>\n#" + rpc.length() + "\n" + rpc + "\n##\n");
            client.receive();
            client.useChunks();
            assertTrue(client.receive().orElseThrow().contains("message-id=\"7\""));
        }
    }

    // Requests.

    @Test
    void shouldReturnTheAttributesOfARequest() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals("<n:rpc-reply xmlns:n=\"" + Element.NETCONF + "\" xmlns:x=\"urn:x\" message-id=\"a&lt;&#10;\" "
                + "x:user=\"me\"><ok xmlns=\"" + Element.NETCONF + "\"/></n:rpc-reply>",
                client.exchange("<n:rpc xmlns:n='" + Element.NETCONF + "' xmlns:x='urn:x' message-id='a&lt;&#10;' "
                    + "x:user='me'><n:discard-changes/></n:rpc>"));
        }
    }

    @Test
    void shouldAskForAMessageId() throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.exchange("<rpc xmlns='" + Element.NETCONF + "'><get/></rpc>");
            assertTrue(reply.contains("<error-type>rpc</error-type><error-tag>missing-attribute</error-tag>"), reply);
            assertTrue(reply.contains("<error-info><bad-attribute>message-id</bad-attribute>"
                + "<bad-element>rpc</bad-element></error-info>"), reply);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<rpc", "<a><b></a>", "\u0000", "<!DOCTYPE x [<!ENTITY e 'x'>]><rpc>&e;</rpc>",
        "<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0' message-id='1'>&nothing;</rpc>", "<nonsense/>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><rpc/>", "<rpc/><rpc/>", "<hello/>"})
    void shouldAnswerWhatIsNoRequestAndGoOn(final String message) throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.exchange(message);
            assertTrue(reply.contains("<error-tag>malformed-message</error-tag>"), reply);
            assertEquals(data(""), client.ask(get("running")));
        }
    }

    @Test
    void shouldRefuseDeepNestingAndGoOn() throws Exception {
        try (TestClient client = server.client()) {
            assertTrue(client.exchange("<a>".repeat(50_000)).contains("<error-tag>too-big</error-tag>"));
            assertEquals(data(""), client.ask(get("running")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "|missing-element", "<get/><get/>|bad-element", "<explode/>|operation-not-supported",
        "<x xmlns='urn:x'/>|operation-not-supported", "<get><x/></get>|unknown-element",
        "<get-config/>|missing-element", "<get-config><source/></get-config>|missing-element",
        "<get-config><source><nowhere/></source></get-config>|unknown-element",
        "<get-config><source><startup/></source></get-config>|operation-not-supported",
        "<get-config><source><running/><candidate/></source></get-config>|bad-element",
        "<get><filter type='regex' select='/'/></get>|bad-attribute",
        "<edit-config><target><candidate/></target></edit-config>|missing-element",
        "<edit-config><target><candidate/></target><test-option>x</test-option><config/></edit-config>|invalid-value",
        "<copy-config><target><running/></target><source><running/></source></copy-config>|invalid-value",
        "<delete-config><target><running/></target></delete-config>|operation-not-supported",
        "<kill-session/>|missing-element", "<kill-session><session-id>99</session-id></kill-session>|invalid-value",
        "<kill-session><session-id>x</session-id></kill-session>|invalid-value",
        "<unlock><target><running/></target></unlock>|operation-failed",
        "<commit><persist>x</persist></commit>|unknown-element", "<commit><x/></commit>|unknown-element",
        "<commit><confirmed/><confirm-timeout>0</confirm-timeout></commit>|invalid-value",
        "<commit><confirmed/><confirm-timeout>4294967296</confirm-timeout></commit>|invalid-value",
        "<commit><persist-id>x</persist-id></commit>|invalid-value", "<cancel-commit/>|operation-failed",
        "<cancel-commit><persist-id>x</persist-id></cancel-commit>|invalid-value"})
    void shouldRefuseWrongRequests(final String operation, final String tag) throws Exception {
        try (TestClient client = server.client()) {
            assertError(tag, client.ask(operation == null ? "" : operation));
        }
    }

    // Changes.

    @Test
    void shouldCommitTheCandidate() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals(OK, client.ask(edit(RULE)));
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
            assertEquals(data(""), client.ask(get("running")));
            assertEquals(OK, client.ask("<validate><source><candidate/></source></validate>"));
            assertEquals(List.of(), server.target().applied());
            assertEquals(OK, client.ask("<commit/>"));
            assertEquals(data(RULE_OUT), client.ask(get("running")));
            assertEquals("r", server.target().applied().getLast().rules().getFirst().name());
            assertEquals(OK, client.ask("<commit/>"));
            assertEquals(1, server.target().applied().size());
        }
    }

    @Test
    void shouldChangeRunningAtOnce() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals(OK, client.ask(edit("running", "", RULE)));
            assertEquals(1, server.target().applied().size());
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
            assertError("data-missing", client.ask(edit("running", "", RULE.replace("<priority>1</priority>", "")
                .replace("<name>r<", "<name>s<"))));
            assertEquals(data(RULE_OUT), client.ask("<get><filter><traffic-rules xmlns=''/></filter></get>"));
        }
    }

    @Test
    void shouldRefuseToCommitWhatTheModelForbids() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals(OK, client.ask(edit("candidate", SET, RULE.replace("<priority>1</priority>", ""))));
            final String reply = client.ask("<commit/>");
            assertError("data-missing", reply);
            assertTrue(reply.contains("<error-path xmlns:mecr=\"urn:mec-vswitch:rules\">/mecr:traffic-rules/"
                + "mecr:traffic-rule[mecr:name='r']/mecr:priority</error-path>"), reply);
            assertEquals(data(""), client.ask(get("running")));
            assertEquals(List.of(), server.target().applied());
        }
    }

    @Test
    void shouldRefuseToCommitWhatTheDataplaneCannot() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(edit(RULE));
            server.target().refuse(
                new Violation("/mec-vswitch-rules:traffic-rules/traffic-rule[name='r']/action", "No."));
            for (final String operation : List.of("<validate><source><candidate/></source></validate>", "<commit/>")) {
                final String reply = client.ask(operation);
                assertError("operation-failed", reply);
                assertTrue(reply.contains("mecr:traffic-rule[mecr:name='r']/mecr:action</error-path>"
                    + "<error-message xml:lang=\"en\">No.</error-message>"), reply);
            }
            assertEquals(data(""), client.ask(get("running")));
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
        }
    }

    @Test
    void shouldDenyWhatThereIsNoMemoryForAndGoOn() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(edit(RULE));
            server.target().fill(true);
            assertError("resource-denied", client.ask("<commit/>"));
            assertEquals(data(""), client.ask(get("running")));
            server.target().fill(false);
            assertEquals(OK, client.ask("<commit/>"));
            assertEquals(data(RULE_OUT), client.ask(get("running")));
        }
    }

    @Test
    void shouldTestBeforeItSetsAndNotSetWhenItOnlyTests() throws Exception {
        final String wrong = RULE.replace("<priority>1</priority>", "");
        try (TestClient client = server.client()) {
            assertError("data-missing",
                client.ask(edit("candidate", "<test-option>test-then-set</test-option>", wrong)));
            assertError("data-missing", client.ask(edit("candidate", "<test-option>test-only</test-option>", wrong)));
            assertEquals(OK, client.ask(edit("candidate", "<test-option>test-only</test-option>", RULE)));
            assertEquals(data(""), client.ask(get("candidate")));
            assertError("data-missing", client.ask(edit(wrong)));
            assertEquals(OK, client.ask(edit("candidate", SET, wrong)));
        }
    }

    @Test
    void shouldDoAsTheErrorOptionSays() throws Exception {
        final String mixed = RULE + "<x xmlns='urn:x'/><y xmlns='urn:y'/>";
        try (TestClient client = server.client()) {
            for (final String options : List.of("", "<error-option>stop-on-error</error-option>")) {
                final String stop = client.ask(edit("candidate", options, mixed));
                assertError("unknown-namespace", stop);
                assertEquals(1, stop.split("<rpc-error>", -1).length - 1);
                assertTrue(stop.contains("<bad-element>x</bad-element><bad-namespace>urn:x</bad-namespace>"), stop);
                assertEquals(data(""), client.ask(get("candidate")), "it is tested first");
            }
            final String back = client.ask(edit("candidate", "<error-option>rollback-on-error</error-option>", mixed));
            assertEquals(2, back.split("<rpc-error>", -1).length - 1);
            assertEquals(data(""), client.ask(get("candidate")));
            final String on = client.ask(edit("candidate", "<error-option>continue-on-error</error-option>", mixed));
            assertEquals(2, on.split("<rpc-error>", -1).length - 1);
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
        }
    }

    @Test
    void shouldLetStandWhatCameBeforeAnErrorWhenNothingIsTestedFirst() throws Exception {
        final String mixed = RULE + "<x xmlns='urn:x'/>" + RULE.replace("<name>r<", "<name>s<");
        try (TestClient client = server.client()) {
            assertError("unknown-namespace", client.ask(edit("candidate", SET, mixed)));
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
            client.ask("<discard-changes/>");
            assertError("unknown-namespace", client.ask(edit("running", SET, mixed)));
            assertEquals(data(RULE_OUT), client.ask(get("running")));
            assertEquals("r", server.target().applied().getLast().rules().getFirst().name());
            final String both = client.ask(edit("running", SET,
                RULE.replace("<name>r<", "<name>t<").replace("<priority>1</priority>", "") + "<x xmlns='urn:x'/>"));
            assertTrue(both.contains("unknown-namespace") && both.contains("data-missing"), both);
            assertEquals(data(RULE_OUT), client.ask(get("running")), "what is not valid does not run");
        }
    }

    @Test
    void shouldCopyConfigurations() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals(OK, client.ask("<copy-config><target><candidate/></target><source><config>" + RULE
                + "</config></source></copy-config>"));
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
            assertEquals(OK,
                client.ask("<copy-config><target><running/></target><source><candidate/></source></copy-config>"));
            assertEquals(1, server.target().applied().size());
            client.ask(edit(RULE.replace("<priority>1", "<priority>2")));
            assertEquals(OK, client.ask("<discard-changes/>"));
            assertEquals(data(RULE_OUT), client.ask(get("candidate")));
        }
    }

    // Commits that wait for their confirmation (RFC 6241 §8.4).

    private static String confirmed(final String more) {
        return "<commit><confirmed/>" + more + "</commit>";
    }

    private static void awaitRunning(final TestClient client, final String content) throws Exception {
        for (int i = 0; i < 100 && !data(content).equals(client.ask(get("running"))); i++) {
            Thread.sleep(50);
        }
        assertEquals(data(content), client.ask(get("running")));
    }

    @Test
    void shouldTakeBackACommitThatIsNotConfirmedInTime() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(edit(RULE));
            assertEquals(OK, client.ask(confirmed("<confirm-timeout>1</confirm-timeout>")));
            assertEquals(data(RULE_OUT), client.ask(get("running")));
            awaitRunning(client, "");
            assertEquals(data(""), client.ask(get("candidate")));
            assertEquals(List.of(), server.target().applied().getLast().rules());
        }
    }

    @Test
    void shouldKeepACommitThatIsConfirmed() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(edit(RULE));
            assertEquals(OK, client.ask(confirmed("<confirm-timeout>1</confirm-timeout>")));
            assertEquals(OK, client.ask("<commit/>"));
            Thread.sleep(1_500);
            assertEquals(data(RULE_OUT), client.ask(get("running")));
            assertError("operation-failed", client.ask("<cancel-commit/>"));
        }
    }

    @Test
    void shouldTakeBackWhenTheSessionEnds() throws Exception {
        try (TestClient other = server.client()) {
            final TestClient client = server.client();
            client.ask(edit(RULE));
            client.ask(confirmed(""));
            assertError("in-use", other.ask("<commit/>"));
            assertError("in-use", other.ask("<cancel-commit/>"));
            assertError("in-use", other.ask(edit("running", "", RULE.replace(">1<", ">2<"))));
            final String denied = other.ask(lock("running"));
            assertError("lock-denied", denied);
            assertTrue(denied.contains("<session-id>" + client.number() + "</session-id>"), denied);
            assertEquals(OK, client.ask(lock("running")));
            client.close();
            client.awaitEnd();
            assertEquals(data(""), other.ask(get("running")));
            assertEquals(OK, other.ask(lock("running")));
        }
    }

    @Test
    void shouldLetAnySessionConfirmAPersistentCommit() throws Exception {
        try (TestClient other = server.client()) {
            final TestClient client = server.client();
            client.ask(edit(RULE));
            client.ask(confirmed("<persist>id</persist>"));
            client.close();
            client.awaitEnd();
            assertEquals(data(RULE_OUT), other.ask(get("running")));
            assertError("in-use", other.ask("<commit/>"));
            final String denied = other.ask(lock("running"));
            assertTrue(denied.contains("<session-id>0</session-id>"), denied);
            final String wrong = other.ask("<commit><persist-id>di</persist-id></commit>");
            assertError("invalid-value", wrong);
            assertTrue(wrong.contains("<bad-element>persist-id</bad-element>"), wrong);
            assertEquals(OK, other.ask("<commit><persist-id>id</persist-id></commit>"));
            assertEquals(OK, other.ask(lock("running")));
        }
        assertEquals("r", server.target().applied().getLast().rules().getFirst().name());
    }

    @Test
    void shouldCancelACommit() throws Exception {
        try (TestClient client = server.client(); TestClient other = server.client()) {
            client.ask(edit(RULE));
            client.ask(confirmed(""));
            client.ask(edit(RULE.replace(">1<", ">2<")));
            assertEquals(OK, client.ask(confirmed("<persist>id</persist>")));
            assertError("invalid-value", other.ask("<cancel-commit><persist-id>x</persist-id></cancel-commit>"));
            assertEquals(OK, other.ask("<cancel-commit><persist-id>id</persist-id></cancel-commit>"));
            assertEquals(data(""), other.ask(get("running")));
            assertEquals(List.of(), server.target().applied().getLast().rules());
        }
    }

    // Locks and the end of sessions.

    @Test
    void shouldKeepOthersFromWhatIsLocked() throws Exception {
        try (TestClient holder = server.client(); TestClient other = server.client()) {
            assertEquals(OK, holder.ask(lock("candidate")));
            assertEquals(OK, holder.ask(lock("running")));
            final String denied = other.ask(lock("candidate"));
            assertError("lock-denied", denied);
            assertTrue(denied.contains("<error-info><session-id>" + holder.number() + "</session-id>"), denied);
            assertError("in-use", other.ask(edit(RULE)));
            assertError("in-use", other.ask(edit("running", "", RULE)));
            assertError("in-use", other.ask("<commit/>"));
            assertError("in-use", other.ask("<discard-changes/>"));
            assertError("operation-failed", other.ask(lock("running").replace("lock>", "unlock>")));
            assertEquals(OK, holder.ask(edit(RULE)));
            assertEquals(OK, holder.ask("<commit/>"));
            assertEquals(OK, holder.ask(lock("candidate").replace("lock>", "unlock>")));
            assertEquals(OK, other.ask(lock("candidate")));
        }
    }

    @Test
    void shouldNotLockAChangedCandidate() throws Exception {
        try (TestClient one = server.client(); TestClient other = server.client()) {
            one.ask(edit(RULE));
            final String denied = other.ask(lock("candidate"));
            assertError("lock-denied", denied);
            assertTrue(denied.contains("<session-id>0</session-id>"), denied);
        }
    }

    @Test
    void shouldGiveBackLocksAndChangesOfASessionThatEnds() throws Exception {
        try (TestClient other = server.client()) {
            final TestClient holder = server.client();
            holder.ask(lock("candidate"));
            holder.ask(lock("running"));
            holder.ask(edit(RULE));
            holder.close();
            holder.awaitEnd();
            assertEquals(OK, other.ask(lock("candidate")));
            assertEquals(OK, other.ask(lock("running")));
            assertEquals(data(""), other.ask(get("candidate")));
        }
    }

    @Test
    void shouldKillAnotherSession() throws Exception {
        try (TestClient killer = server.client(); TestClient victim = server.client()) {
            victim.ask(lock("candidate"));
            final String kill = "<kill-session><session-id>" + victim.number() + "</session-id></kill-session>";
            assertEquals(OK, killer.ask(kill));
            assertEquals(OK, killer.ask(lock("candidate")));
            victim.awaitEnd();
            assertError("invalid-value", killer.ask(kill));
            assertError("invalid-value", killer.ask(kill.replace(">" + victim.number(), ">" + killer.number())));
        }
    }

    @Test
    void shouldAnswerBeforeItClosesTheSession() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals(OK, client.ask("<close-session/>"));
            assertEquals(Optional.empty(), client.receive());
            client.awaitEnd();
        }
    }

    @Test
    void shouldTakeInOneLargeMessageAtATime() throws Exception {
        final String large = "<get><filter>" + " ".repeat(LargeMessages.SMALL) + "</filter></get>";
        try (TestClient slow = server.client(); TestClient other = server.client()) {
            final int most = LargeMessages.SMALL + 1;
            slow.send("\n#" + (most + 100) + "\n" + " ".repeat(most));
            final Thread waiting = Thread.ofVirtual().start(() -> assertDoesNotThrow(() -> other.ask(large)));
            try (TestClient third = server.client()) {
                assertEquals(data(""), third.ask(get("running")));
            }
            // The second one waits for the first, which is ended because it takes too long; its own time begins then.
            assertFalse(waiting.join(Duration.ofSeconds(2)));
            slow.awaitEnd();
            assertTrue(waiting.join(Duration.ofSeconds(10)));
            assertEquals(data(""), other.ask(get("running")));
        }
    }

    @Test
    void shouldEndTheOthersWhenOneCannotBeEnded() throws Exception {
        final InputStream silent = new PipedInputStream(new PipedOutputStream());
        final Session stubborn = server.sessions().open(new Connection("stubborn", false, "", silent,
            OutputStream.nullOutputStream(), () -> {
                throw new IllegalStateException("no");
            })).orElseThrow();
        try (TestClient client = server.connect()) {
            client.send("<hel");
            Thread.sleep(TestServer.LIMITS.helloTime().plusSeconds(1));
            try (TestClient later = server.connect()) {
                later.send("<hel");
                later.awaitEnd();
            }
            client.awaitEnd();
        }
        assertTrue(server.defects().stream().allMatch(defect -> defect.getMessage().equals("no")));
        server.sessions().ended(stubborn, true);
        server.defects().clear();
    }

    @Test
    void shouldTakeNoMoreSessionsThanItMay() throws Exception {
        for (int i = 0; i < TestServer.LIMITS.sessions(); i++) {
            server.client();
        }
        assertTrue(server.sessions().open(
            new Connection("one too many", false, "", null, null, () -> { })).isEmpty());
    }
}
