package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.Violation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operation airtime-feedback of mec-vswitch-airtime. */
@Timeout(30)
class AirtimeFeedbackTest {
    private static final String RADIO = "<interface>ap0</interface>";

    private final TestServer server = new TestServer();

    @AfterEach
    void shouldHaveNoDefect() {
        server.close();
        assertEquals(List.of(), server.defects());
    }

    private String tell(final String content) throws Exception {
        try (TestClient client = server.client()) {
            return client.ask("<airtime-feedback xmlns='urn:mec-vswitch:airtime'>" + content + "</airtime-feedback>");
        }
    }

    private static String vif(final String name, final String occupied) {
        return "<vif><name>" + name + "</name><occupied-time>" + occupied + "</occupied-time></vif>";
    }

    @Test
    void shouldTellTheSwitchOfAllInterfacesAtOnce() throws Exception {
        final String reply = tell(RADIO + vif("city", "250000000") + vif("shop", "0"));
        assertTrue(reply.startsWith("<ok"), reply);
        assertEquals(List.of(new AirtimeReport("ap0", "city", 250_000_000), new AirtimeReport("ap0", "shop", 0)),
            server.target().reports());
        assertEquals(List.of(), server.target().applied());
    }

    @Test
    void shouldSayWhyTheSwitchRefused() throws Exception {
        server.target().refuse(new Violation(ConfigPaths.radio("ap0"), "This is no radio."));
        final String reply = tell(RADIO + vif("city", "1"));
        assertTrue(reply.contains("This is no radio."), reply);
        assertTrue(reply.contains("radio[meca:interface='ap0']</error-path>"), reply);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "<interface>ap0</interface> ~ missing-element",
        "<vif><name>a</name><occupied-time>1</occupied-time></vif> ~ missing-element",
        "<interface>ap0</interface><vif><name>a</name></vif> ~ missing-element",
        "<interface>ap0</interface><vif><occupied-time>1</occupied-time></vif> ~ missing-element",
        "<interface>ap0</interface><vif><name>a</name><occupied-time>-1</occupied-time></vif> ~ invalid-value",
        "<interface>ap0</interface><vif><name>a</name><occupied-time>1000000001</occupied-time></vif> ~ invalid-value",
        "<interface>ap0</interface><vif><name>a</name><occupied-time>1</occupied-time><more/></vif> ~ unknown-element",
        "<interface>ap0</interface><colour>red</colour> ~ unknown-element"})
    void shouldRefuseWhatTheModelDoesNotAllow(final String content, final String tag) throws Exception {
        final String reply = tell(content);
        assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertEquals(List.of(), server.target().reports());
    }

    @Test
    void shouldRefuseAnInterfaceThatIsThereTwice() throws Exception {
        final String reply = tell(RADIO + vif("city", "1") + vif("city", "2"));
        assertTrue(reply.contains("<error-tag>bad-element</error-tag>"), reply);
        assertEquals(List.of(), server.target().reports());
    }
}
