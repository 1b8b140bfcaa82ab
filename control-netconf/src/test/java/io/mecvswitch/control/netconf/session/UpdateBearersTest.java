package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation update-bearers of mec-vswitch-bearers. */
@Timeout(30)
class UpdateBearersTest {
    private static final String OUT = " xmlns=\"urn:mec-vswitch:bearers\"";

    private final TestServer server = new TestServer();

    @AfterEach
    void shouldHaveNoDefect() {
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private static String update(final String content) {
        return "<update-bearers xmlns='urn:mec-vswitch:bearers'>" + content + "</update-bearers>";
    }

    private static String bearer(final int number) {
        return ("<bearer><name>b%1$d</name><ue-address>10.0.%2$d.%3$d</ue-address>"
            + "<uplink><endpoint>192.0.2.100</endpoint><teid>%1$d</teid></uplink>"
            + "<downlink><endpoint>192.0.2.1</endpoint><teid>%1$d</teid></downlink></bearer>")
            .formatted(number, number >> 8, number & 0xff);
    }

    @Test
    void shouldRemoveAndPutInOneCall() throws Exception {
        try (TestClient client = server.client()) {
            assertEquals("<updated" + OUT + ">3</updated>",
                client.ask(update(bearer(1) + "<remove>old</remove>" + bearer(2))));
            assertEquals(List.of("old", "b1", "b2"),
                server.target().updates().stream().map(BearerUpdate::name).toList());
            assertEquals(new BearerUpdate.Remove("old"), server.target().updates().getFirst());
        }
    }

    @Test
    void shouldLeaveTheConfigurationAlone() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(update(bearer(1)));
            assertEquals("<data></data>", client.ask("<get-config><source><running/></source></get-config>"));
            assertEquals(List.of(), server.target().applied());
        }
    }

    @Test
    void shouldTakeThousandsAtOnce() throws Exception {
        try (TestClient client = server.client()) {
            final String many = IntStream.rangeClosed(1, 3_000).mapToObj(UpdateBearersTest::bearer)
                .collect(Collectors.joining());
            assertEquals("<updated" + OUT + ">3000</updated>", client.ask(update(many)));
            assertEquals(3_000, server.target().updates().size());
        }
    }

    @Test
    void shouldSayWhichTheSwitchRefused() throws Exception {
        server.target().refuse(
            new Violation("/mec-vswitch-bearers:bearers/bearer[name='b2']/uplink", "Another one has it."),
            new Violation("/mec-vswitch-bearers:bearers/bearer[name='b2']/downlink", "Another one has it, too."));
        try (TestClient client = server.client()) {
            final String reply = client.ask(update(bearer(1) + bearer(2)));
            assertTrue(reply.startsWith("<updated" + OUT + ">1</updated>"), reply);
            assertTrue(reply.contains("<refused" + OUT + "><path>/mec-vswitch-bearers:bearers/bearer[name='b2']/uplink"
                + "</path><reason>Another one has it.</reason></refused>"), reply);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "<bearer><name>x</name></bearer> ~ data-missing",
        "<bearer><ue-address>10.0.0.1</ue-address></bearer> ~ missing-element",
        "<bearer><name>x</name><ue-address>10.0.0.999</ue-address></bearer> ~ invalid-value",
        "<bearer><name>x</name><colour>red</colour></bearer> ~ unknown-element",
        "<colour>red</colour> ~ unknown-element",
        "<remove>a b</remove> ~ invalid-value"})
    void shouldRefuseWhatTheModelDoesNotAllow(final String content, final String tag) throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.ask(update(bearer(1) + content));
            assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
            assertEquals(List.of(), server.target().updates());
        }
    }

    /** UE-AMBR: the limiter is the running configuration's. */
    @Test
    void shouldTakeBearersThatNameALimiterOfTheConfiguration() throws Exception {
        final String named = bearer(1).replace("</bearer>", "<ambr xmlns='urn:mec-vswitch:qos'>"
            + "<uplink-limiter>ue</uplink-limiter></ambr></bearer>");
        try (TestClient client = server.client()) {
            final String refused = client.ask(update(named));
            assertTrue(refused.contains("uplink-limiter") && refused.contains("<rpc-error"), refused);
            client.ask("<edit-config><target><running/></target><config><qos xmlns='urn:mec-vswitch:qos'><limiter>"
                + "<name>ue</name><committed-information-rate>8000000</committed-information-rate>"
                + "<committed-burst-size>10000</committed-burst-size></limiter></qos></config></edit-config>");
            assertEquals("<updated" + OUT + ">2</updated>", client.ask(update(named + bearer(2))));
            final BearerUpdate.Put put = (BearerUpdate.Put) server.target().updates().getFirst();
            assertEquals(AmbrConfig.NONE.within(Optional.of("ue"), Optional.empty()), put.bearer().ambr());
        }
    }

    /** Two bearers can't have one tunnel (the model's unique). */
    @Test
    void shouldRefuseTwoOfOneTunnel() throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.ask(update(bearer(1) + bearer(2).replace("<teid>2<", "<teid>1<")));
            assertTrue(reply.contains("<error-app-tag>data-not-unique</error-app-tag>"), reply);
        }
    }

    /** Most bearers are read without a tree, and those about which something is said with one. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<ue-address>10.0.0.1</ue-address>",
        "<ue-address>2001:DB8::0:1</ue-address><qfi>09</qfi>",
        "<ue-address>10.0.0.1</ue-address><imsi>001010123456789</imsi><qfi>63</qfi>",
        " <!-- who --> <ue-address>10.0.<![CDATA[0]]>.1</ue-address>\n",
        "<ue-address>10.0.0.1</ue-address><push><ttl>9</ttl></push>"})
    void shouldMeanTheSameWhicheverWayItIsRead(final String content) throws Exception {
        final String bearer = "<bearer%s><name>b</name>" + content
            + "<downlink><teid>4294967295</teid><endpoint>2001:db8::7</endpoint></downlink>"
            + "<uplink><endpoint>2001:db8:0::64</endpoint>\n<teid> +7 </teid></uplink></bearer>";
        try (TestClient client = server.client()) {
            client.ask(update(bearer.formatted("")));
            client.ask(update(
                bearer.formatted(" xmlns:n='urn:ietf:params:xml:ns:netconf:base:1.0' n:operation='merge'")));
            assertEquals(2, server.target().updates().size());
            assertEquals(server.target().updates().getFirst(), server.target().updates().getLast());
        }
    }

    @Test
    void shouldChangeBearersInTheOrderInWhichTheyAreSent() throws Exception {
        final String detailed = bearer(2).replace("</bearer>", "<push><ttl>9</ttl></push></bearer>");
        try (TestClient client = server.client()) {
            client.ask(update(bearer(3) + detailed + bearer(1)));
            assertEquals(List.of("b3", "b2", "b1"),
                server.target().updates().stream().map(BearerUpdate::name).toList());
        }
    }

    @Test
    void shouldRefuseAWholeCallForOneMistakeAmongMany() throws Exception {
        try (TestClient client = server.client()) {
            final String reply = client.ask(update(bearer(1) + bearer(2)
                + bearer(3).replace("<endpoint>192.0.2.1<", "<endpoint>2001:db8::1<")));
            assertTrue(reply.contains("<error-app-tag>must-violation</error-app-tag>"), reply);
            assertEquals(List.of(), server.target().updates());
        }
    }

    @Test
    void shouldMergeWhatIsSentOfOneBearerInTwoParts() throws Exception {
        try (TestClient client = server.client()) {
            client.ask(update(bearer(1) + "<bearer><name>b1</name><qfi>5</qfi></bearer>"));
            server.target().updates().forEach(update ->
                assertEquals(5, ((BearerUpdate.Put) update).bearer().qfi().orElseThrow()));
        }
    }
}
