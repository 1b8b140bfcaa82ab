package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.LimiterConfig.Meter;
import io.mecvswitch.config.LimiterConfig.Rate;
import io.mecvswitch.config.LimiterConfig.Treatment;
import io.mecvswitch.config.QosConfig.Attachment;
import io.mecvswitch.config.QosConfig.Owner;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SwitchConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limiters, and what refers to them, from the model to the records. */
class QosModelTest {
    private static String limiter(final String members) {
        return "{\"mec-vswitch-qos:qos\": {\"limiter\": [{\"name\": \"a\", " + members + "}]}}";
    }

    private static LimiterConfig loaded(final String members) throws ConfigException {
        return Configs.load(limiter(members)).config().qos().limiters().getFirst();
    }

    @Test
    void shouldMapTheExample() throws Exception {
        final SwitchConfig config = Configs.LOADER.load(Path.of("..", "docs", "examples", "6-limits.xml")).config();
        assertEquals(List.of("access-line", "edge-traffic", "red-up", "red-down"),
            config.qos().limiters().stream().map(LimiterConfig::name).toList());
        assertEquals(List.of(
            new Attachment(Owner.PORT, "access0", "access-line"), new Attachment(Owner.RULE, "edge", "edge-traffic"),
            new Attachment(Owner.SLICE_UPLINK, "001-01", "red-up"),
            new Attachment(Owner.SLICE_DOWNLINK, "001-01", "red-down")), config.qos().attachments());
        assertEquals(AmbrConfig.of(20_000_000, 50_000_000), config.bearers().getFirst().ambr());
    }

    private static String chain(final boolean symmetric) {
        return """
            {"mec-vswitch-qos:qos": {"limiter": [
              {"name": "a", "committed-information-rate": "1000000", "committed-burst-size": "1500"},
              {"name": "b", "committed-information-rate": "1000000", "committed-burst-size": "1500"}]},
             "mec-vswitch-chains:service-function-chains": {
              "port-pair-group": [{"name": "g"}],
              "port-chain": [{"name": "c", "port-pair-group": ["g"], "symmetric": %s,
                "mec-vswitch-qos:limiter": "a", "mec-vswitch-qos:reverse-limiter": "b"}]}}""".formatted(symmetric);
    }

    @Test
    void shouldMapTheLimitersOfAChain() throws ConfigException {
        assertEquals(List.of(new Attachment(Owner.CHAIN, "c", "a"), new Attachment(Owner.CHAIN_REVERSE, "c", "b")),
            Configs.load(chain(true)).config().qos().attachments());
        assertTrue(Configs.problems(chain(false)).getFirst().toString().contains("remove reverse-limiter"));
    }

    @Test
    void shouldMapEveryLeafOfALimiter() throws ConfigException {
        assertEquals(new LimiterConfig("a", Meter.TWO_RATE_THREE_COLOR, true, new Rate(1_000_000, 1500),
            Optional.of(new Rate(2_000_000, 3000)), Length.INNER, new Treatment(false, OptionalInt.of(10),
            OptionalInt.empty()), new Treatment(true, OptionalInt.empty(), OptionalInt.of(3)),
            new Treatment(false, OptionalInt.of(14), OptionalInt.of(0)), Optional.empty()),
            loaded("""
                "meter": "two-rate-three-color", "color-aware": true, "committed-information-rate": "1000000",
                "committed-burst-size": "1500", "peak-information-rate": "2000000", "peak-burst-size": "3000",
                "length": "inner", "conform-action": {"dscp": 10}, "exceed-action": {"drop": true, "pcp": 3},
                "violate-action": {"drop": false, "dscp": 14, "pcp": 0}"""));
    }

    @Test
    void shouldMapTheLimitersThatBearersOfAUeShare() throws ConfigException {
        assertEquals(AmbrConfig.NONE.within(Optional.of("a"), Optional.of("b")),
            Configs.load(sharing("a", "b")).config().bearers().getFirst().ambr());
        assertTrue(Configs.problems(sharing("a", "c")).getFirst().toString().contains("downlink-limiter"));
    }

    private static String sharing(final String up, final String down) {
        return """
            {"mec-vswitch-bearers:bearers": {"bearer": [{"name": "ue-7-ims", "ue-address": "10.45.0.7",
              "uplink": {"endpoint": "192.0.2.100", "teid": 1}, "downlink": {"endpoint": "192.0.2.1", "teid": 2},
              "mec-vswitch-qos:ambr": {"uplink-limiter": "%s", "downlink-limiter": "%s"}}]},
             "mec-vswitch-qos:qos": {"limiter": [
              {"name": "a", "committed-information-rate": "1000000", "committed-burst-size": "1500"},
              {"name": "b", "committed-information-rate": "1000000", "committed-burst-size": "1500"}]}}"""
            .formatted(up, down);
    }

    @Test
    void shouldMapTheOtherMeters() throws ConfigException {
        assertEquals(LimiterConfig.of("a", 1_000_000, 1500), loaded(
            "\"committed-information-rate\": \"1000000\", \"committed-burst-size\": \"1500\""));
        assertEquals(Optional.of(new Rate(1_000_000, 9000)), loaded("""
            "meter": "one-rate-three-color", "committed-information-rate": "1000000", "committed-burst-size": "1500",
            "excess-burst-size": "9000\"""").excess());
        assertEquals(Optional.of(new Rate(3_000_000, 9000)), loaded("""
            "meter": "two-rate-three-color-apart", "committed-information-rate": "1000000",
            "committed-burst-size": "1500", "excess-information-rate": "3000000",
            "excess-burst-size": "9000\"""").excess());
    }

    @Test
    void shouldMapAShaper() throws Exception {
        assertEquals(List.of(new ShaperConfig("access0", 2_000_000_000, 16_000, Length.WIRE, 8192, 100, 0,
            Optional.of(new ShaperConfig.EarlyDrop(5_000, 100, true)), List.of(
            new ShapedClass("edge", OptionalLong.of(500_000_000), OptionalLong.empty(), 1, 4096,
                OptionalLong.of(50_000_000), List.of(), List.of("app0")),
            new ShapedClass("operators", OptionalLong.of(1_000_000_000), OptionalLong.of(1_800_000_000), 3, 1024,
                OptionalLong.empty(), List.of(), List.of()),
            new ShapedClass("red", OptionalLong.of(400_000_000), OptionalLong.empty(), 1, 1024,
                OptionalLong.of(50_000_000), List.of(), List.of()).ofSlices(List.of("001-01")).within("operators"),
            new ShapedClass("others", OptionalLong.of(600_000_000), OptionalLong.empty(), 1, 1024,
                OptionalLong.empty(), List.of(), List.of("core0")).within("operators")))),
            Configs.LOADER.load(Path.of("..", "docs", "examples", "6-limits.xml")).config().qos().shapers());
    }

    @Test
    void shouldRefuseAClassOfASliceThatIsNotThere() {
        final List<?> problems = Configs.problems("""
            {"ietf-interfaces:interfaces": {"interface": [{"name": "p", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "core", "device": "net_null0", "mec-vswitch-qos:shaper":
                {"rate": "1000000", "class": [{"name": "red", "slice": ["001-01"]}]}}}]}}""");
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().toString().contains("class[name='red']/slice"), problems::toString);
    }

    @Test
    void shouldRefuseAnIntervalThatIsNotLongerThanTheTarget() {
        final String shaper = """
            {"ietf-interfaces:interfaces": {"interface": [{"name": "p", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "core", "device": "net_null0", "mec-vswitch-qos:shaper":
                {"rate": "1000000", "early-drop": {"target": 10000, "interval": 10}}}}]}}""";
        assertEquals(1, Configs.problems(shaper).size());
        assertTrue(Configs.problems(shaper).getFirst().toString().contains("lower target"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"committed-information-rate\": \"1000000\"",
        "\"committed-information-rate\": \"999\", \"committed-burst-size\": \"1500\"",
        "\"committed-information-rate\": \"1000000\", \"committed-burst-size\": \"0\"",
        "\"committed-information-rate\": \"1000000\", \"committed-burst-size\": \"1\", \"excess-burst-size\": \"1\"",
        "\"committed-information-rate\": \"1000000\", \"committed-burst-size\": \"1\", \"within\": \"b\"",
        "\"meter\": \"two-rate-three-color\", \"committed-information-rate\": \"1000000\","
            + "\"committed-burst-size\": \"1\", \"excess-burst-size\": \"1\""})
    void shouldRefuseLimitersThatMeanNothing(final String members) {
        assertEquals(1, Configs.problems(limiter(members)).size());
        assertTrue(Configs.problems(limiter(members)).getFirst().toString().contains("limiter"));
    }
}
