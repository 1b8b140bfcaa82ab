package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.BridgeConfig.Station;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.stage.StageName;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String CONFIG = "<config xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\">";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\n}", CONFIG + "</config>", "<?xml version='1.0' encoding='utf-8'?>\n" + CONFIG
        + "</config>",
        "\ufeff{}", "\ufeff" + CONFIG + "</config>"})
    void shouldTakeNothingForAnEmptySwitch(final String document) throws ConfigException {
        assertEquals(SwitchConfig.EMPTY, Configs.load(document).config());
    }

    @Test
    void shouldListAllProblemsWithFileLineAndPath() throws Exception {
        final Path file = folder.resolve("wrong.xml");
        Files.writeString(file, CONFIG + "\n<dataplane xmlns=\"urn:mec-vswitch:dataplane\">\n<buffers>few</buffers>\n"
            + "<vector-size>0</vector-size></dataplane></config>");
        final ConfigException refused = assertThrows(ConfigException.class, () -> Configs.LOADER.load(file));
        final List<String> lines = refused.getMessage().lines().toList();

        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith(file + ":3:1: /mec-vswitch-dataplane:dataplane/buffers: buffers: 'few'"),
            lines.get(0));
        assertTrue(lines.get(1).startsWith(file + ":4:1: /mec-vswitch-dataplane:dataplane/vector-size: "),
            lines.get(1));
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        final byte[] document = ("{\n \"" + "é").getBytes(StandardCharsets.ISO_8859_1);
        final ConfigException refused = assertThrows(ConfigException.class, () -> Configs.LOADER.load("f", document));

        assertEquals(ErrorTag.MALFORMED_MESSAGE, refused.problems().getFirst().tag());
        assertEquals(new Location(2, 3), refused.problems().getFirst().location());
    }

    @Test
    void shouldRefuseAFileThatIsTooLargeWithoutReadingIt() throws Exception {
        final Path file = folder.resolve("large.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(ConfigLoader.MAX_SIZE + 1);
        }
        final ConfigException refused = assertThrows(ConfigException.class, () -> Configs.LOADER.load(file));

        assertEquals(ErrorTag.TOO_BIG, refused.problems().getFirst().tag());
    }

    @Test
    void shouldRefuseAnotherEncoding() {
        assertEquals(ErrorTag.MALFORMED_MESSAGE,
            Configs.problems("<?xml version='1.0' encoding='ISO-8859-1'?>" + CONFIG + "</config>").getFirst().tag());
    }

    @Test
    void shouldMapSlicesAndTheirBearers() throws ConfigException {
        final SwitchConfig config = Configs.load("""
            {"mec-vswitch-slices:slices": {"limit": 7, "slice": [
              {"plmn-id": "001-01", "gateway": ["192.0.2.101", "2001:db8::1"], "imsi": ["001010000000001"],
               "vlan-id": [100, 200]},
              {"plmn-id": "310-410", "gateway": ["192.0.2.102"], "access": "everybody"}]},
             "mec-vswitch-bearers:bearers": {"bearer": [{"name": "b", "ue-address": "10.0.0.1", "slice": "001-01",
               "uplink": {"endpoint": "192.0.2.101", "teid": 1},
               "downlink": {"endpoint": "192.0.2.1", "teid": 2}}]}}""").config();
        assertEquals(new SlicesConfig(7, List.of(
            new SliceConfig("001-01", List.of(IpAddress.parse("192.0.2.101"), IpAddress.parse("2001:db8::1")), true,
                List.of("001010000000001"), List.of(100, 200)),
            new SliceConfig("310-410", List.of(IpAddress.parse("192.0.2.102")), false, List.of(), List.of()))),
            config.slices());
        assertEquals(Optional.of("001-01"), config.bearers().getFirst().slice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"plmn-id\": \"00101\", \"gateway\": [\"192.0.2.1\"]", "\"plmn-id\": \"001-01\"",
        "\"plmn-id\": \"001-01\", \"gateway\": [\"192.0.2.1\"], \"vlan-id\": [4095]",
        "\"plmn-id\": \"001-01\", \"gateway\": [\"192.0.2.1\"], \"imsi\": [\"one\"]"})
    void shouldRefuseASliceThatIsNone(final String slice) {
        assertThrows(ConfigException.class,
            () -> Configs.load("{\"mec-vswitch-slices:slices\": {\"slice\": [{" + slice + "}]}}"));
    }

    @Test
    void shouldMapEveryFieldOfAFilter() throws ConfigException {
        final FlowMatch match = Configs.load("""
            {"ietf-interfaces:interfaces": {"interface": [{"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "access", "device": "net_null0"}}]},
             "mec-vswitch-rules:traffic-rules": {"traffic-rule": [{"name": "r", "priority": 7, "action": "drop",
              "traffic-filter": [{"name": "f", "ingress-interface": "a0",
               "ethernet": {"source-mac-address": "02:00:00:00:00:01", "source-mac-address-mask": "ff:ff:00:00:00:00",
                "destination-mac-address": "02:00:00:00:00:02", "vlan-id": 5, "vlan-pcp": 3, "inner-vlan-id": 6,
                "inner-vlan-pcp": 4, "ethertype": 2048},
               "outer": {"source-address": "10.0.0.0/8", "destination-address": "10.1.1.1", "protocol": 17,
                "dscp": 46, "source-port": {"port": 2153}, "destination-port": {"port": 2152}},
               "gtpu": {"teid": 4294967295, "message-type": 255, "qfi": 9},
               "inner": {"source-address": "2001:db8::1", "destination-address": "2001:db8::/32",
                "protocol": 6, "dscp": 10, "source-port": {"lower-port": 1024, "upper-port": 65535},
                "destination-port": {"lower-port": 80, "upper-port": 81}}}]}]}}""")
            .config().rules().getFirst().matches().getFirst();

        assertEquals(new FlowMatch(Optional.of("a0"),
            new EthernetMatch(
                Optional.of(new MacMatch(MacAddress.parse("02:00:00:00:00:01"), MacAddress.parse("ff:ff:00:00:00:00"))),
                Optional.of(new MacMatch(MacAddress.parse("02:00:00:00:00:02"), MacMatch.EXACT)),
                new VlanMatch(Optional.of(5), Optional.of(3)), new VlanMatch(Optional.of(6), Optional.of(4)),
                Optional.of(2048)),
            new IpMatch(Optional.of(IpPrefix.parse("10.0.0.0/8")), Optional.of(IpPrefix.parse("10.1.1.1")),
                Optional.of(17), Optional.of(46), Optional.of(ValueRange.of(2153)), Optional.of(ValueRange.of(2152))),
            new TunnelMatch(Optional.of(ValueRange.of(4294967295L)), Optional.of(255), Optional.of(9)),
            new IpMatch(Optional.of(IpPrefix.parse("2001:db8::1")), Optional.of(IpPrefix.parse("2001:db8::/32")),
                Optional.of(6), Optional.of(10), Optional.of(new ValueRange(1024, 65535)),
                Optional.of(new ValueRange(80, 81)))), match);
    }

    @Test
    void shouldMapARangeOfTeids() throws ConfigException {
        final FlowMatch match = Configs.load("""
            {"mec-vswitch-rules:traffic-rules": {"traffic-rule": [{"name": "r", "priority": 7, "action": "drop",
              "traffic-filter": [{"name": "f", "gtpu": {"lower-teid": 4096, "upper-teid": 4294967295}}]}]}}""")
            .config().rules().getFirst().matches().getFirst();

        assertEquals(new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY,
            new TunnelMatch(Optional.of(new ValueRange(4096, 4294967295L)), Optional.empty(), Optional.empty()),
            IpMatch.ANY), match);
    }

    @Test
    void shouldMapEveryAction() throws ConfigException {
        final List<RuleAction> actions = Configs
            .load(rules("passthrough", "drop", "forward-as-is", "forward-encapsulated",
            "forward-decapsulated", "duplicate-as-is", "duplicate-encapsulated", "duplicate-decapsulated",
            "duplicated-decapsulated")).config().rules().stream().map(RuleConfig::action).toList();

        assertEquals(List.of(new RuleAction.Pass(), new RuleAction.Drop(), new RuleAction.Forward("app0"),
            new RuleAction.Forward("app0"), new RuleAction.ForwardDecapsulated("app0"),
            new RuleAction.Duplicate("app0", Optional.empty()), new RuleAction.Duplicate("app0", Optional.empty()),
            new RuleAction.DuplicateDecapsulated("app0", Optional.empty()),
            new RuleAction.DuplicateDecapsulated("app0", Optional.empty())), actions);
    }

    @Test
    void shouldMapBothDestinationsOfACopiedPacket() throws ConfigException {
        final String two = "\"destination-interface\": \"app0\", \"original-interface\": \"app0\"";
        final List<RuleAction> actions = Configs.load(rules("duplicate-as-is", "duplicate-decapsulated")
            .replace("\"destination-interface\": \"app0\"", two))
            .config().rules().stream().map(RuleConfig::action).toList();

        assertEquals(List.of(new RuleAction.Duplicate("app0", Optional.of("app0")),
            new RuleAction.DuplicateDecapsulated("app0", Optional.of("app0"))), actions);
    }

    @Test
    void shouldMapEveryRewrite() throws ConfigException {
        assertEquals(HeaderRewrite.NONE, rewrite("\"drop\""));
        assertEquals(HeaderRewrite.NONE, rewrite("\"passthrough\""));
        assertEquals(new HeaderRewrite(Optional.of(MacAddress.parse("02:00:00:00:00:01")),
                Optional.of(MacAddress.parse("01:00:5e:00:00:02")), new TagRewrite.Pop(), Optional.of(46)),
            rewrite("\"passthrough\", \"rewrite\": {\"source-mac-address\": \"02:00:00:00:00:01\","
                + "\"destination-mac-address\": \"01:00:5e:00:00:02\", \"dscp\": 46, \"pop-vlan\": [null]}"));
        assertEquals(new TagRewrite.Push(TagRewrite.Type.C_VLAN, 5, 0, false),
            rewrite("\"passthrough\", \"rewrite\": {\"push-vlan\": {\"vlan-id\": 5}}").tags());
        assertEquals(new TagRewrite.Push(TagRewrite.Type.S_VLAN, 4_094, 7, true),
            rewrite("\"passthrough\", \"rewrite\": {\"push-vlan\": {\"vlan-id\": 4094, \"vlan-pcp\": 7,"
                + "\"vlan-dei\": true, \"tag-type\": \"s-vlan\"}}").tags());
        assertEquals(
            new TagRewrite.Change(Optional.empty(), Optional.empty(), Optional.of(3), Optional.empty()),
            rewrite("\"passthrough\", \"rewrite\": {\"change-vlan\": {\"vlan-pcp\": 3}}").tags());
        assertEquals(new TagRewrite.Change(Optional.of(TagRewrite.Type.C_VLAN), Optional.of(9), Optional.empty(),
                Optional.of(false)),
            rewrite("\"passthrough\", \"rewrite\": {\"change-vlan\": {\"vlan-id\": 9, \"vlan-dei\": false,"
                + "\"tag-type\": \"c-vlan\"}}").tags());
    }

    @Test
    void shouldMapFilterTypes() throws ConfigException {
        assertEquals(List.of(RuleConfig.FilterType.PACKET, RuleConfig.FilterType.FLOW, RuleConfig.FilterType.PACKET),
            Configs.load(rules("drop", "drop\", \"filter-type\": \"flow", "drop\", \"filter-type\": \"packet"))
                .config().rules().stream().map(RuleConfig::filterType).toList());
    }

    private static HeaderRewrite rewrite(final String action) throws ConfigException {
        return Configs.load("{\"mec-vswitch-rules:traffic-rules\": {\"traffic-rule\": [{\"name\": \"r\","
            + "\"priority\": 7, \"traffic-filter\": [{\"name\": \"f\"}], \"action\": " + action + "}]}}")
            .config().rules().getFirst().rewrite();
    }

    @Test
    void shouldMapTheDataplane() throws ConfigException {
        assertEquals(new DataplaneConfig(List.of(3, 1), Optional.of(List.of(StageName.PARSE, StageName.MATCH_BEARER)),
            DataplaneConfig.Idle.PARK, 16, 128, 4096, false), Configs.load("""
                {"mec-vswitch-dataplane:dataplane": {"worker-cpu": [3, 1], "cut-after": ["parse", "match-bearer"],
                 "idle-strategy": "park", "vector-size": 16, "handoff-size": 128, "buffers": 4096,
                 "hugepages": false}}""")
            .config().dataplane());
        assertEquals(Optional.of(List.of()), Configs.load(
            "{\"mec-vswitch-dataplane:dataplane\": {\"run-to-completion\": [null]}}").config().dataplane().cutAfter());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSMIT")
    void shouldKnowEveryStageThatCanBeCutAfter(final StageName stage) throws ConfigException {
        final String name = stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertEquals(Optional.of(List.of(stage)), Configs.load(
            "{\"mec-vswitch-dataplane:dataplane\": {\"cut-after\": [\"" + name + "\"]}}").config().dataplane()
            .cutAfter());
    }

    @Test
    void shouldMapHowTunnelsFitAPort() throws ConfigException {
        final String port = """
            {"ietf-interfaces:interfaces": {"interface": [{"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "access", "device": "net_null0" %s}}]}}""";
        assertEquals(FitConfig.NONE, Configs.load(port.formatted("")).config().ports().getFirst().fit());
        for (final FitConfig.TooBig policy : FitConfig.TooBig.values()) {
            assertEquals(new FitConfig(OptionalInt.of(1_400), policy), Configs.load(port.formatted(
                ", \"max-mss\": 1400, \"too-big\": \"" + policy.name().toLowerCase(Locale.ROOT) + "\""))
                .config().ports().getFirst().fit());
        }
    }

    @Test
    void shouldMapWhoMaySendFromAPort() throws ConfigException {
        final String port = """
            {"ietf-interfaces:interfaces": {"interface": [{"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "application", "device": "net_null0" %s}}]}}""";
        assertEquals(SourcesConfig.ANY, Configs.load(port.formatted("")).config().ports().getFirst().sources());
        final String some = port.formatted("""
            , "allowed-sources": {"mac-address": ["02:00:5e:00:00:0a"], "address": ["198.51.100.7", "2001:db8:e::/64"],
               "pair": [{"mac-address": "02:00:5E:00:00:0B", "address": "198.51.100.32/28"}]}""");
        assertEquals(new SourcesConfig(List.of(MacAddress.parse("02:00:5e:00:00:0a")),
            List.of(IpPrefix.parse("198.51.100.7"), IpPrefix.parse("2001:db8:e::/64")),
            List.of(new SourcesConfig.Pair(MacAddress.parse("02:00:5e:00:00:0b"), IpPrefix.parse("198.51.100.32/28")))),
            Configs.load(some).config().ports().getFirst().sources());
        assertEquals(1, Configs.problems(some.replace("02:00:5e", "03:00:5e")).size());
        assertEquals(1, Configs.problems(some.replace("02:00:5E", "03:00:5E")).size());
    }

    @Test
    void shouldMapReassembly() throws ConfigException {
        assertEquals(Optional.empty(), Configs.load("{\"mec-vswitch-gtpu:gtpu\": {}}").config().gtpu().reassembly());
        assertEquals(Optional.of(ReassemblyConfig.DEFAULT),
            Configs.load("{\"mec-vswitch-gtpu:gtpu\": {\"reassembly\": {}}}").config().gtpu().reassembly());
        assertEquals(Optional.of(new ReassemblyConfig(7, 90)), Configs.load(
            "{\"mec-vswitch-gtpu:gtpu\": {\"reassembly\": {\"max-datagrams\": 7, \"timeout\": 90}}}")
            .config().gtpu().reassembly());
    }

    @Test
    void shouldMapHowBearersAreLearned() throws ConfigException {
        assertEquals(Optional.empty(), learning("\"maximum-bearers\": 9"));
        assertEquals(Optional.of(new LearningConfig(100_000, 3_600, LearningConfig.Handover.AT_ONCE, 1_000,
            new HoldConfig(256, 8, 1_000))),
            learning("\"enabled\": true"));
        assertEquals(Optional.of(new LearningConfig(9, 10, LearningConfig.Handover.AFTER_END_MARKER, 5,
            new HoldConfig(0, 3, 20))), learning("""
            "enabled": true, "maximum-bearers": 9, "ageing-time": 10, "handover": "after-end-marker",
            "end-marker-wait": 5, "hold": {"max-packets": 0, "max-packets-per-bearer": 3, "time": 20}"""));
        assertEquals(1, Configs.problems("{\"mec-vswitch-gtpu:gtpu\": {\"learning\": {\"ageing-time\": 9}}}").size());
    }

    private static Optional<LearningConfig> learning(final String leafs) throws ConfigException {
        return Configs.load("{\"mec-vswitch-gtpu:gtpu\": {\"learning\": {" + leafs + "}}}").config().gtpu().learning();
    }

    @Test
    void shouldMapWhoEndsPaths() throws ConfigException {
        final String endpoint = "{\"mec-vswitch-gtpu:gtpu\": {\"endpoint\": [{\"address\": \"192.0.2.1\" %s}]}}";
        assertFalse(Configs.load(endpoint.formatted("")).config().gtpu().endpoints().getFirst().endMarkers());
        assertTrue(Configs.load(endpoint.formatted(", \"end-markers\": true")).config().gtpu().endpoints().getFirst()
            .endMarkers());
    }

    @Test
    void shouldMapTheSwitchesOwnEndpoints() throws ConfigException {
        assertEquals(new GtpuConfig(List.of(
            new EndpointConfig(IpAddress.parse("192.0.2.100"), Optional.empty(), true, 100, false),
            new EndpointConfig(IpAddress.parse("2001:db8::100"), Optional.of("a0"), false, 5, true)), true),
            Configs.load("""
                {"ietf-interfaces:interfaces": {"interface": [{"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
                  "mec-vswitch-ports:port": {"role": "access", "device": "net_null0"}}]},
                 "mec-vswitch-gtpu:gtpu": {"ecn": true, "endpoint": [{"address": "192.0.2.100"},
                  {"address": "2001:db8::100", "interface": "a0", "echo": false, "error-rate": 5,
                   "udp-port-extension": true}]}}""")
            .config().gtpu());
    }

    @Test
    void shouldMapThePeersOfAnEndpoint() throws ConfigException {
        final String config = """
            {"ietf-interfaces:interfaces": {"interface": [{"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "access", "device": "net_null0"}}]},
             "mec-vswitch-gtpu:gtpu": {"endpoint": [{"address": "192.0.2.100", "peer": [
              {"address": "192.0.2.1", "interface": "a0", "mac-address": "02:00:00:00:00:e1"},
              {"address": "192.0.2.2", "interface": "a0", "mac-address": "02:00:00:00:00:e2", "vlan-id": 100,
               "echo-interval": 120, "t3-response": 10, "n3-requests": 2}]}]}}""";
        assertEquals(List.of(
            new PeerConfig(IpAddress.parse("192.0.2.1"), "a0", MacAddress.parse("02:00:00:00:00:e1"),
                OptionalInt.empty(), 60, 3, 5),
            new PeerConfig(IpAddress.parse("192.0.2.2"), "a0", MacAddress.parse("02:00:00:00:00:e2"),
                OptionalInt.of(100), 120, 10, 2)), Configs.load(config).config().gtpu().endpoints().getFirst().peers());
        assertEquals(1, Configs.problems(config.replace("120", "59")).size());
        assertEquals(1, Configs.problems(config.replace(": 10,", ": 60,").replace(": 2}", ": 3}")).size());
        assertEquals(1, Configs.problems(config.replace("02:00:00:00:00:e2", "03:00:00:00:00:e2")).size());
    }

    @Test
    void shouldMapForWhomNeighboursAreAnswered() throws ConfigException {
        final SwitchConfig config = Configs.load("""
            {"ietf-interfaces:interfaces": {"interface": [
              {"name": "a", "type": "mec-vswitch-ports:dpdk-port",
               "mec-vswitch-ports:port": {"role": "application", "device": "net_null0",
                "gateway-address": ["198.51.100.1", "2001:db8::1"], "proxy-neighbour-discovery": true}},
              {"name": "b", "type": "mec-vswitch-ports:dpdk-port",
               "mec-vswitch-ports:port": {"role": "application", "device": "net_null1"}}]},
             "mec-vswitch-gtpu:gtpu": {"endpoint": [{"address": "192.0.2.1"},
              {"address": "192.0.2.2", "neighbour-discovery": false}]}}""").config();
        assertEquals(List.of(IpAddress.parse("198.51.100.1"), IpAddress.parse("2001:db8::1")),
            config.ports().get(0).gateways());
        assertTrue(config.ports().get(0).proxy());
        assertEquals(List.of(), config.ports().get(1).gateways());
        assertFalse(config.ports().get(1).proxy());
        assertTrue(config.gtpu().endpoints().get(0).neighbours());
        assertFalse(config.gtpu().endpoints().get(1).neighbours());
    }

    @Test
    void shouldMapHowABearerIsPushedInto() throws ConfigException {
        final SwitchConfig config = Configs.load("""
            {"mec-vswitch-gtpu:gtpu": {"qfi-dscp": [{"qfi": 9, "dscp": 46}, {"qfi": 63, "dscp": 0}],
              "inner-dscp": [{"inner": 46, "dscp": 34}]},
             "mec-vswitch-bearers:bearers": {"bearer": [
              {"name": "a", "ue-address": "10.0.0.1", "uplink": {"endpoint": "192.0.2.1", "teid": 1},
               "downlink": {"endpoint": "192.0.2.2", "teid": 1}},
              {"name": "b", "ue-address": "10.0.0.2", "uplink": {"endpoint": "192.0.2.1", "teid": 2},
               "downlink": {"endpoint": "192.0.2.2", "teid": 2},
               "push": {"sequence-numbers": true, "source-port": "flow", "dscp": "qfi", "ttl": 255}}]}}""").config();
        assertEquals(PushConfig.DEFAULT, config.bearers().get(0).push());
        assertEquals(new PushConfig(true, PushConfig.SourcePort.FLOW, PushConfig.Dscp.QFI, 255),
            config.bearers().get(1).push());
        assertEquals(Map.of(9, 46, 63, 0), config.gtpu().dscpOfQfi());
        assertEquals(Map.of(46, 34), config.gtpu().dscpOfInner());
    }

    @Test
    void shouldMapBridgeDomains() throws ConfigException {
        assertEquals(List.of(
            new BridgeConfig("lan", List.of(
                new BridgePort("a0", new VlanMode.Access(10)),
                new BridgePort("c0", new VlanMode.Trunk(List.of(10, 20), OptionalInt.of(30),
                    List.of(new VlanMode.Translation(300, 200))))), 300, 4_096, 10_000,
                List.of(new Station(MacAddress.parse("02:00:00:00:00:01"), 10, "a0"))),
            new BridgeConfig("other", List.of(new BridgePort("a1", new VlanMode.Transparent())), 10, 5, 0, List.of())),
            Configs.load("""
                {"ietf-interfaces:interfaces": {"interface": [
                  {"name": "a0", "type": "mec-vswitch-ports:dpdk-port",
                   "mec-vswitch-ports:port": {"role": "access", "device": "net_null0"}},
                  {"name": "a1", "type": "mec-vswitch-ports:dpdk-port",
                   "mec-vswitch-ports:port": {"role": "access", "device": "net_null1"}},
                  {"name": "c0", "type": "mec-vswitch-ports:dpdk-port",
                   "mec-vswitch-ports:port": {"role": "core", "device": "net_null2"}}]},
                 "mec-vswitch-bridges:bridge-domains": {"bridge-domain": [
                  {"name": "lan", "port": [{"interface": "a0", "access-vlan": 10}, {"interface": "c0", "trunk":
                    {"allowed-vlan": [10, 20], "native-vlan": 30, "translation": [{"outside": 300, "inside": 200}]}}],
                   "station": [{"mac-address": "02:00:00:00:00:01", "vlan-id": 10, "interface": "a0"}]},
                  {"name": "other", "port": [{"interface": "a1"}], "ageing-time": 10, "max-stations": 5,
                   "flood-rate": 0}]}}""").config().bridges());
    }

    @Test
    void shouldFindTheLineOfEveryPathTheDataplaneUses() throws Exception {
        final LoadedConfig loaded = Configs.example("3-through-application.xml");

        assertEquals(lineOf("<name>app0<") + 2, loaded.locate(ConfigPaths.port("app0")).line());
        assertEquals(lineOf("net_memif0"), loaded.locate(ConfigPaths.port("app0") + "/device").line());
        assertEquals(lineOf("<name>s1<") - 1, loaded.locate(ConfigPaths.wire("s1")).line());
        assertEquals(lineOf("<name>s1<") + 1, loaded.locate(ConfigPaths.wire("s1") + "/access").line());
        assertEquals(lineOf("<action>"), loaded.locate(ConfigPaths.rule("inspect-ue-9") + "/action").line());
        assertEquals(lineOf("<name>downlink<") - 1,
            loaded.locate(ConfigPaths.rule("inspect-ue-9") + "/traffic-filter[2]").line());
        assertEquals(lineOf("<traffic-rules"), loaded.locate(ConfigPaths.RULES).line());
        assertEquals(lineOf("4099"), loaded.locate(ConfigPaths.bearer("ue-9") + "/uplink/teid").line());
        assertEquals(lineOf("<dataplane"), loaded.locate(ConfigPaths.DATAPLANE + "/buffers").line());
    }

    @Test
    void shouldDescribeAViolationWithFileAndLine() throws Exception {
        final LoadedConfig loaded = Configs.example("1-pass-through.xml");

        final String path = ConfigPaths.port("access0") + "/mtu";
        assertEquals(loaded.file() + ":8: " + path + ": No.", loaded.describe(new Violation(path, "No.")));
        assertEquals(loaded.file() + ": " + ConfigPaths.RULES + ": No.",
            loaded.describe(new Violation(ConfigPaths.RULES, "No.")));
    }

    @Test
    void shouldLoadAThousandRules() throws ConfigException {
        final String document = rules(IntStream.range(0, 1_000)
            .mapToObj(i -> i % 2 == 0 ? "forward-decapsulated" : "drop").toArray(String[]::new));
        for (int round = 1; round <= 3; round++) {
            final long begin = System.nanoTime();
            assertEquals(1_000, Configs.load(document).config().rules().size());
            System.out.printf("1000 rules (%d octets of JSON), round %d: %d ms%n",
                document.length(), round, (System.nanoTime() - begin) / 1_000_000);
        }
    }

    private static String rules(final String... actions) {
        return """
            {"ietf-interfaces:interfaces": {"interface": [{"name": "app0", "type": "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port": {"role": "application", "device": "net_null0",
              "peer-mac-address": "02:00:00:00:00:01"}}]},
             "mec-vswitch-rules:traffic-rules": {"traffic-rule": ["""
            + IntStream.range(0, actions.length).mapToObj(i -> """
                {"name": "r%d", "priority": %d, "action": "%s"%s,
                 "traffic-filter": [{"name": "f", "ingress-interface": "app0",
                 "inner": {"source-address": "10.%d.%d.0/24",
                 "protocol": 17}}]}""".formatted(i, i, actions[i],
                actions[i].matches("forward.*|duplicate.*") ? ", \"destination-interface\": \"app0\"" : "", i / 256,
                i % 256))
            .collect(Collectors.joining(",\n")) + "]}}";
    }

    private static int lineOf(final String text) throws Exception {
        final List<String> lines = Files.readAllLines(Configs.EXAMPLES.resolve("3-through-application.xml"));
        return IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(text)).findFirst().orElseThrow() + 1;
    }
}
