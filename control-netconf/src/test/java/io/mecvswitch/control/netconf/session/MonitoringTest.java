package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.Configs;
import io.mecvswitch.control.netconf.state.ModelCheck;
import io.mecvswitch.control.netconf.state.State;
import io.mecvswitch.control.netconf.state.StateSource;
import io.mecvswitch.control.netconf.state.YangLibrary;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State in {@code get}, RFC 6022, RFC 8525. */
@Timeout(30)
class MonitoringTest {
    private static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    private static final String LIBRARY = "urn:ietf:params:xml:ns:yang:ietf-yang-library";
    private static final String RULE = "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>%s</name>"
        + "<priority>1</priority><traffic-filter><name>f</name></traffic-filter><action>drop</action></traffic-rule>"
        + "</traffic-rules>";

    private final TestServer server = new TestServer();

    @AfterEach
    void shouldHaveNoDefect() {
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private static String get(final String filter) {
        return "<get><filter>" + filter + "</filter></get>";
    }

    private static String netconfState(final String inside) {
        return get("<netconf-state xmlns='" + MONITORING + "'>" + inside + "</netconf-state>");
    }

    private static String getSchema(final String parameters) {
        return "<get-schema xmlns='" + MONITORING + "'>" + parameters + "</get-schema>";
    }

    // get.

    private void tellOfRules() {
        server.state().add(new StateSource() {
            @Override
            public String node() {
                return "mec-vswitch-rules:traffic-rules";
            }

            @Override
            public void tell(final BranchBuilder there) {
                there.each("traffic-rule", (name, rule) ->
                    rule.container("statistics", all -> all.value("packets", name.length()).value("octets", 0)));
            }
        });
    }

    private TestClient withRules() throws Exception {
        tellOfRules();
        final TestClient client = server.client();
        for (final String name : List.of("a", "bb")) {
            assertEquals("<ok/>", client.ask("<edit-config><target><running/></target><config>"
                + RULE.formatted(name) + "</config></edit-config>"));
        }
        return client;
    }

    /** RFC 6241 §7.7, and §7.1: no state in get-config. */
    @Test
    void shouldTellStateBesideTheConfiguration() throws Exception {
        try (TestClient client = withRules()) {
            final String all = client.ask("<get/>");
            assertTrue(all.contains("<name>bb</name><statistics><packets>2</packets>"), all);
            assertTrue(all.contains("<netconf-state"), all);
            assertFalse(client.ask("<get-config><source><running/></source></get-config>").contains("statistics"));
        }
    }

    @Test
    void shouldFilterStateLikeConfiguration() throws Exception {
        try (TestClient client = withRules()) {
            assertEquals("<data><traffic-rules xmlns=\"urn:mec-vswitch:rules\"><traffic-rule><name>a</name>"
                    + "<statistics><packets>1</packets></statistics></traffic-rule></traffic-rules></data>",
                client.ask(get("<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>a</name>"
                    + "<statistics><packets/></statistics></traffic-rule></traffic-rules>")));
            assertEquals("<data><traffic-rules xmlns=\"urn:mec-vswitch:rules\"><traffic-rule><name>bb</name>"
                    + "<statistics><packets>2</packets><octets>0</octets></statistics></traffic-rule>"
                    + "</traffic-rules></data>",
                client.ask(get("<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule>"
                    + "<statistics><packets>2</packets></statistics></traffic-rule></traffic-rules>")));
        }
    }

    @Test
    void shouldNotAskForStateThatNobodyWants() throws Exception {
        server.state().add(new StateSource() {
            @Override
            public String node() {
                return "mec-vswitch-slices:slices";
            }

            @Override
            public void tell(final BranchBuilder there) {
                throw new AssertionError("nobody asked");
            }
        });
        try (TestClient client = withRules()) {
            assertTrue(client.ask(get("<traffic-rules xmlns=''/>")).contains("<packets>1</packets>"));
        }
    }

    @Test
    void shouldRefuseStateInAnEdit() throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.ask("<edit-config><target><running/></target><config>" + RULE.formatted("a")
                .replace("<action>", "<statistics><packets>1</packets></statistics><action>")
                + "</config></edit-config>");
            assertTrue(reply.contains("<error-tag>") && reply.contains("state"), reply);
        }
    }

    // Monitoring.

    @Test
    void shouldTellWhatTheHelloTold() throws Exception {
        try (TestClient client = server.connect()) {
            final String hello = client.greet(TestClient.HELLO_1_1);
            client.useChunks();
            assertEquals(capabilities(hello), capabilities(client.ask(netconfState("<capabilities/>"))));
        }
    }

    private static List<String> capabilities(final String message) {
        final Matcher matcher = Pattern.compile("<capability>([^<]*)<").matcher(message);
        final Stream.Builder<String> found = Stream.builder();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found.build().sorted().toList();
    }

    @Test
    void shouldTellWhoHasLockedWhat() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals("<ok/>", client.ask("<lock><target><candidate/></target></lock>"));
            final String reply = client.ask(netconfState("<datastores/>"));
            assertTrue(reply.contains("<datastore><name>candidate</name><locks><global-lock><locked-by-session>"
                + client.number() + "</locked-by-session><locked-time>"), reply);
            assertTrue(reply.contains("<datastore><name>running</name></datastore>"), reply);
        }
    }

    @Test
    void shouldCountWhatSessionsSay() throws Exception {
        try (TestClient client = server.client()) {
            client.ask("<nonsense/>");
            client.exchange("<rpc xmlns='urn:ietf:params:xml:ns:netconf:base:1.0'><get/></rpc>");
            client.exchange("<rpc");
            final String own = client.ask(netconfState("<sessions><session><session-id>" + client.number()
                + "</session-id></session></sessions>"));
            assertTrue(own.contains("<username>tester</username><source-host>192.0.2.7</source-host>"), own);
            assertTrue(own.contains("<in-rpcs>2</in-rpcs><in-bad-rpcs>2</in-bad-rpcs>"
                + "<out-rpc-errors>1</out-rpc-errors>"), own);
        }
        try (TestClient client = server.client()) {
            client.ask("<close-session/>");
            client.awaitEnd();
        }
        try (TestClient wrong = server.connect()) {
            wrong.send("<bye/>]]>]]>");
            wrong.awaitEnd();
        }
        try (TestClient client = server.client()) {
            final String all = client.ask(netconfState("<statistics/>"));
            assertTrue(all.contains("<in-bad-hellos>1</in-bad-hellos><in-sessions>4</in-sessions>"), all);
            assertTrue(all.contains("<in-rpcs>4</in-rpcs><in-bad-rpcs>2</in-bad-rpcs>"), all);
        }
    }

    // Schemas and library.

    @Test
    void shouldGiveTheTextOfEachSchemaItLists() throws Exception {
        try (TestClient client = server.client()) {
            final String list = client.ask(netconfState("<schemas/>"));
            final Matcher schema =
                Pattern.compile("<identifier>([^<]*)</identifier><version>([^<]*)</version>").matcher(list);
            int count = 0;
            while (schema.find()) {
                final String text = client.ask(getSchema("<identifier>" + schema.group(1) + "</identifier><version>"
                    + schema.group(2) + "</version><format>yang</format>"));
                assertTrue(text.startsWith("<data xmlns=\"" + MONITORING + "\">"), text);
                assertTrue(text.contains("module " + schema.group(1) + " {"), text);
                count++;
            }
            assertEquals(Configs.LOADER.schema().modules().size(), count);
        }
    }

    @Test
    void shouldGiveTheTextUnchanged() throws Exception {
        try (TestClient client = server.client()) {
            final String text = client.ask(getSchema("<identifier>mec-vswitch-ports</identifier>"));
            final String module = new String(MonitoringTest.class.getResourceAsStream(
                "/yang/mec-vswitch-ports@2026-11-21.yang").readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(module, text.replaceAll("^<data[^>]*>|</data>$", "").replace("&quot;", "\"")
                .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        }
    }

    /** RFC 6022 §3.1. */
    @ParameterizedTest
    @CsvSource({
        "<identifier>nothing</identifier>,invalid-value",
        "<identifier>mec-vswitch-ports</identifier><version>1999-01-01</version>,invalid-value",
        "<identifier>mec-vswitch-ports</identifier><format>yin</format>,invalid-value",
        "<version>2026-11-21</version>,missing-element",
        "<identifier>mec-vswitch-ports</identifier><colour/>,unknown-element"})
    void shouldSayWhichSchemaThereIsNot(final String parameters, final String tag) throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.ask(getSchema(parameters));
            assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        }
    }

    /** RFC 8525 §2: the capability names the content that is there. */
    @Test
    void shouldNameTheLibraryInTheHello() throws Exception {
        try (TestClient client = server.connect()) {
            final String hello = client.greet(TestClient.HELLO_1_1);
            client.useChunks();
            final Matcher id = Pattern.compile("yang-library:1\\.1\\?revision=2019-01-04&amp;content-id=([0-9a-f]+)<")
                .matcher(hello);
            assertTrue(id.find(), hello);
            assertEquals("<data><yang-library xmlns=\"" + LIBRARY + "\"><content-id>" + id.group(1)
                    + "</content-id></yang-library></data>",
                client.ask(get("<yang-library xmlns='" + LIBRARY + "'><content-id/></yang-library>")));
            assertTrue(client.ask(get("<modules-state xmlns='" + LIBRARY + "'><module-set-id/></modules-state>"))
                .contains("<module-set-id>" + id.group(1)));
        }
    }

    @Test
    void shouldTellWhatTheModelSays() throws Exception {
        try (TestClient _ = server.client()) {
            final Branch all = server.state().complete(server.datastores().read(
                DatastoreName.RUNNING), Configs.LOADER.schema(), _ -> true);
            ModelCheck.check(all, Configs.LOADER.schema());
            assertFalse(all.children(Configs.LOADER.schema().root().child("ietf-yang-library:yang-library")
                .orElseThrow()).iterator().next().toString().isEmpty());
        }
    }

    @Test
    void shouldHaveNoLibraryWithoutItsModule() {
        assertEquals(Optional.empty(), Configs.FILES.schema().module("ietf-yang-library"));
        assertEquals(List.of(), new YangLibrary(Configs.FILES.schema()).capabilities());
        final State state = new State(new YangLibrary(Configs.FILES.schema()).sources());
        final Branch nothing = Branch.empty(Configs.FILES.schema().root());
        assertEquals(nothing, state.complete(nothing, Configs.FILES.schema(), _ -> true));
    }
}
