package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operation redirect-ue of mec-vswitch-rules. */
@Timeout(30)
class RedirectUeTest {
    private static final String OK = "<ok/>";
    private static final String UE = "<ue-address>10.45.0.7</ue-address>";

    private final TestServer server = new TestServer();
    private TestClient client;

    @BeforeEach
    void configure() throws Exception {
        client = server.client();
        assertEquals(OK, ask("<edit-config><target><running/></target><config>"
            + "<interfaces xmlns='urn:ietf:params:xml:ns:yang:ietf-interfaces'>" + port("app", "application")
            + port("core", "core") + "</interfaces></config></edit-config>"));
    }

    @AfterEach
    void shouldHaveNoDefect() throws Exception {
        client.close();
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private static String port(final String name, final String role) {
        return "<interface><name>" + name + "</name><type xmlns:p='urn:mec-vswitch:ports'>p:dpdk-port</type>"
            + "<port xmlns='urn:mec-vswitch:ports'><role>" + role + "</role><device>net_null" + name + "</device>"
            + (role.equals("application") ? "<peer-mac-address>02:00:00:00:00:01</peer-mac-address>" : "")
            + "</port></interface>";
    }

    private String ask(final String operation) throws Exception {
        final String reply = client.ask(operation);
        return reply.startsWith("<ok") ? OK : reply;
    }

    private String redirect(final String content) throws Exception {
        return ask("<redirect-ue xmlns='urn:mec-vswitch:rules'>" + content + "</redirect-ue>");
    }

    private List<RuleConfig> rules() {
        return server.target().applied().getLast().rules();
    }

    @Test
    void shouldLeadBothDirectionsToTheApplicationInOneCommit() throws Exception {
        final int before = server.target().applied().size();
        assertEquals(OK, redirect(UE + "<destination-interface>app</destination-interface>"));
        assertEquals(before + 1, server.target().applied().size());
        final RuleConfig rule = rules().getFirst();
        assertEquals(new RuleAction.ForwardDecapsulated("app"), rule.action());
        assertEquals(0, rule.priority());
        final Optional<IpPrefix> ue = Optional.of(IpPrefix.parse("10.45.0.7/32"));
        assertEquals(List.of(ue, Optional.empty()), rule.matches().stream().map(one -> one.inner().source()).toList());
        assertEquals(List.of(Optional.empty(), ue),
            rule.matches().stream().map(one -> one.inner().destination()).toList());
    }

    @Test
    void shouldEndWithOneCall() throws Exception {
        assertEquals(OK, redirect("<ue-address>2001:db8::7</ue-address>"
            + "<destination-interface>app</destination-interface><priority>9</priority>"));
        assertEquals(List.of("redirect-2001_db8__7"), rules().stream().map(RuleConfig::name).toList());
        assertEquals(OK, redirect("<ue-address>2001:DB8:0::7</ue-address><end/>"));
        assertEquals(List.of(), rules());
        assertEquals(OK, redirect("<ue-address>2001:db8::7</ue-address><end/>"), "again does not hurt");
    }

    @ParameterizedTest
    @CsvSource({
        "<ue-address>10.45.0.7</ue-address>, missing-element",
        "<ue-address>10.45.0.7</ue-address><end/><destination-interface>app</destination-interface>, missing-element",
        "<end/>, missing-element",
        "<ue-address>nobody</ue-address><end/>, invalid-value",
        "<ue-address>10.45.0.7</ue-address><end/><more/>, unknown-element",
        "<ue-address>10.45.0.7</ue-address><destination-interface>app</destination-interface><priority>x</priority>"
            + ", invalid-value",
        "<ue-address>10.45.0.7</ue-address><destination-interface>none</destination-interface>, data-missing",
        "<ue-address>10.45.0.7</ue-address><destination-interface>core</destination-interface>, operation-failed"})
    void shouldRefuseAndChangeNothing(final String content, final String tag) throws Exception {
        final int before = server.target().applied().size();
        final String reply = redirect(content);
        assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertEquals(before, server.target().applied().size());
    }
}
