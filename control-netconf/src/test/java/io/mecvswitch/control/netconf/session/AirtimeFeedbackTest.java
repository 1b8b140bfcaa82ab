package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.AirtimeReport.Attempts;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.control.Configs;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
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
        assertEquals(List.of(new AirtimeReport("ap0", "city", OptionalLong.empty(), Optional.empty(), 5, List.of(
            new StationConfig(MacAddress.parse("02:00:00:00:00:01"), new RateConfig(Standard.AC, 9, 2, 400, 1)),
            new StationConfig(MacAddress.parse("02:00:00:00:00:02"), new RateConfig(Standard.B, 55, 1, 800, 1))))),
            server.target().reports());
    }

    @Test
    void shouldTellOfAttempts() throws Exception {
        final String reply = tell(RADIO + "<vif><name>city</name><occupied-time>9</occupied-time>"
            + attempts("4294967295", "17") + "</vif><vif><name>shop</name>" + attempts("0", "0") + "</vif>");
        assertTrue(reply.startsWith("<ok"), reply);
        assertEquals(List.of(
            new AirtimeReport("ap0", "city", OptionalLong.of(9), Optional.of(new Attempts(4_294_967_295L, 17)), 0,
                List.of()), new AirtimeReport("ap0", "shop", new Attempts(0, 0))), server.target().reports());
    }

    private static String attempts(final String tried, final String arrived) {
        return "<attempts>" + tried + "</attempts><successes>" + arrived + "</successes>";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "<attempts>5</attempts><successes>7</successes> ~ invalid-value ~ successes"
            + " ~ 7 successes of 5 attempts can't be. Count every transmission",
        "<attempts>5</attempts> ~ missing-element ~ successes ~ told together. Add this one",
        "<successes>5</successes> ~ missing-element ~ attempts ~ told together. Add this one",
        "<attempts>4294967296</attempts><successes>7</successes> ~ invalid-value ~ attempts ~ from 0 to 4294967295",
        "<attempts>7</attempts><successes>-7</successes> ~ invalid-value ~ successes ~ from 0 to 4294967295"})
    void shouldSayWhereAndWhyAttemptsCanNotBe(final String content, final String tag, final String leaf,
        final String words) throws Exception {
        final String reply =
            tell(RADIO + "<vif><name>city</name><occupied-time>1</occupied-time>" + content + "</vif>");
        assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertTrue(reply.contains("<error-path xmlns:meca=\"urn:mec-vswitch:airtime\">/meca:airtime-feedback/meca:vif"
            + "[meca:name='city']/meca:" + leaf + "</error-path>"), reply);
        assertTrue(reply.contains(words.strip()), reply);
        assertEquals(List.of(), server.target().reports());
    }

    private void configure() throws Exception {
        final String example = Files.readString(Configs.EXAMPLES.resolve("7-airtime.xml"));
        try (TestClient root = server.client("root", true)) {
            assertEquals("<ok/>", root.ask("<edit-config><target><running/></target><config>"
                + example.substring(example.indexOf("<interfaces"), example.indexOf("</config>"))
                + "</config></edit-config>"));
        }
    }

    @Test
    void shouldFindVirtualInterfacesByTheirBssid() throws Exception {
        configure();
        final String reply = tell(RADIO + "<vif><bssid>02:00:00:00:A0:02</bssid>" + attempts("2", "1") + "</vif>"
            + vif("city", "3"));
        assertTrue(reply.startsWith("<ok"), reply);
        assertEquals(List.of(new AirtimeReport("ap0", "shop", new Attempts(2, 1)), new AirtimeReport("ap0", "city", 3)),
            server.target().reports());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "<vif><bssid>02:00:00:00:a0:03</bssid><occupied-time>1</occupied-time></vif> ~ invalid-value",
        "<vif><bssid>02:00:00:00:a0</bssid><occupied-time>1</occupied-time></vif> ~ invalid-value",
        "<vif><bssid>02:00:00:00:a0:01</bssid><name>city</name><occupied-time>1</occupied-time></vif> ~ bad-element",
        "<vif><bssid>02:00:00:00:a0:01</bssid><occupied-time>1</occupied-time></vif>"
            + "<vif><name>city</name><occupied-time>1</occupied-time></vif> ~ bad-element"})
    void shouldRefuseBssidsThatNameNothing(final String content, final String tag) throws Exception {
        configure();
        final String reply = tell(RADIO + content);
        assertTrue(reply.contains("<error-tag>" + tag + "</error-tag>"), reply);
        assertEquals(List.of(), server.target().reports());
    }

    @Test
    void shouldSayWhichBssidNobodyHas() throws Exception {
        configure();
        final String reply =
            tell(RADIO + "<vif><bssid>02:00:00:00:a0:03</bssid><occupied-time>1</occupied-time></vif>");
        assertTrue(reply.contains("meca:vif[meca:bssid='02:00:00:00:a0:03']</error-path>"), reply);
        assertTrue(reply.contains("of the radio 'ap0' has this BSSID"), reply);
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
