package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.Violation;
import java.util.List;
import java.util.OptionalLong;
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
    void shouldTellOfReceivedFramesAndRatesAlone() throws Exception {
        final String reply = tell(RADIO + "<vif><name>city</name><received-time>5</received-time><station>"
            + "<mac-address>02:00:00:00:00:01</mac-address><standard>ac</standard><mcs>9</mcs><spatial-streams>2"
            + "</spatial-streams><guard-interval>400</guard-interval></station><station><mac-address>02:00:00:00:00:02"
            + "</mac-address><bit-rate>5.5</bit-rate><standard>b</standard></station></vif>");
        assertTrue(reply.startsWith("<ok"), reply);
        assertEquals(List.of(new AirtimeReport("ap0", "city", OptionalLong.empty(), 5, List.of(
            new StationConfig(MacAddress.parse("02:00:00:00:00:01"), new RateConfig(Standard.AC, 9, 2, 400, 1)),
            new StationConfig(MacAddress.parse("02:00:00:00:00:02"), new RateConfig(Standard.B, 55, 1, 800, 1))))),
            server.target().reports());
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
        "<interface>ap0</interface><vif><name>a</name><station><mcs>1</mcs></station></vif> ~ missing-element",
        "<interface>ap0</interface><vif><name>a</name><station><mac-address>02:1</mac-address></station></vif>"
            + " ~ invalid-value",
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
