package io.mecvswitch.vswitch.warm;

import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FitConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.HoldConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.LearningConfig;
import io.mecvswitch.config.LimiterConfig;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.ReassemblyConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelEnd;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.WireConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Configurations that between them ask for every stage, and of every stage for all that it can do.
 *
 * <p>Nothing here knows what stages there are: who adds something that can be configured adds it to a site, or a site.
 * {@code WarmUpTest} finds stages that no site has. Names are those of ETSI's and the YANG modules' words.
 */
final class WarmUpSites {
    /** The port of the application that most is served by. */
    static final String APP = "app";
    /** Of every port. */
    static final MacAddress SWITCH_MAC = MacAddress.parse("02:00:00:00:00:02");
    /** Bearers there are; every second one is 5G's, every fourth UE and every eighth tunnel IPv6. */
    static final int BEARERS = 64;

    private static final MacAddress APPLICATION_MAC = MacAddress.parse("02:00:5e:00:00:0a");
    private static final IpAddress CORE = IpAddress.parse("192.0.2.1");
    private static final IpAddress CORE_V6 = IpAddress.parse("2001:db8::c0");
    private static final IpAddress ACCESS = IpAddress.parse("198.51.100.1");
    private static final IpAddress ACCESS_V6 = IpAddress.parse("2001:db8::a0");
    private static final int UES = 0x0a00_0001;
    private static final long UES_V6 = 0x2001_0db8_0001_0000L;
    private static final int SERVERS = 0xcb00_7100;
    private static final long UPLINK_STEP = 0x9e37_79b1L;
    private static final long DOWNLINK_STEP = 0x85eb_ca77L;
    private static final long UNSIGNED = 0xffff_ffffL;
    private static final int GPDU = 255;
    private static final String INTERFACES = "access core app app2";
    private static final FlowMatch ANY = FlowMatch.ANY;

    private WarmUpSites() {
    }

    /** What most switches do most of the time: some traffic is served at the edge, all other passes. */
    static SwitchConfig ordinary() {
        return wired().withRules(List.of(decapsulating("edge", servers(0, 24)))).withBearers(bearers());
    }

    /** All G-PDUs are served at the edge, which opens the short way for ordinary ones. */
    private static SwitchConfig allServed() {
        return wired().withRules(List.of(decapsulating("edge", new FlowMatch(Optional.of("access"), EthernetMatch.ANY,
            IpMatch.ANY, new TunnelMatch(Optional.empty(), Optional.of(GPDU), Optional.empty()), IpMatch.ANY))))
            .withBearers(bearers());
    }

    /** All of them, the ordinary one last. */
    static List<SwitchConfig> all() {
        return List.of(passing(), manyRules(), rewriting(), copying(), endpoints(), fitting(), sliced(), limited(),
            shaped(), shapedBySlice(), radio(), learned(), plain(), bridged(), chained(), aware(Correlation.NSH),
            aware(Correlation.MPLS), framesChained(), allServed(), ordinary());
    }

    /** Bearers whose UEs the captures are full of. */
    static List<BearerConfig> bearers() {
        final List<BearerConfig> bearers = new ArrayList<>();
        for (int i = 0; i < BEARERS; i++) {
            bearers.add(bearer(i));
        }
        return bearers;
    }

    private static BearerConfig bearer(final int i) {
        final boolean tunnelV6 = i % 8 == 7;
        return new BearerConfig("bearer-" + i,
            i % 4 == 3 ? new IpAddress(6, UES_V6, i + 1L) : IpAddress.ofIpv4(UES + i),
            tunnelV6 ? CORE_V6 : CORE, (i + 1) * UPLINK_STEP & UNSIGNED,
            tunnelV6 ? ACCESS_V6 : ACCESS, (i + 1) * DOWNLINK_STEP & UNSIGNED,
            i % 2 == 1 ? OptionalInt.of(1 + i % 63) : OptionalInt.empty(), Optional.of("00101000000000" + i % 10),
            push(i), Optional.empty(), AmbrConfig.NONE);
    }

    private static PushConfig push(final int i) {
        return i % 8 != 5 ? PushConfig.DEFAULT : new PushConfig(i % 3 == 0, PushConfig.SourcePort.FLOW,
            PushConfig.Dscp.values()[i % 3], 32);
    }

    private static SwitchConfig wired() {
        return ports(INTERFACES.split(" "));
    }

    private static SwitchConfig ports(final String... names) {
        final List<PortConfig> ports = new ArrayList<>();
        for (final String name : names) {
            ports.add(port(name));
        }
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(new WireConfig("wire", "access", "core")),
            List.of(), List.of(), GtpuConfig.NONE);
    }

    private static PortConfig port(final String name) {
        final Role role = switch (name) {
            case "access" -> Role.ACCESS;
            case "core" -> Role.CORE;
            default -> Role.APPLICATION;
        };
        return new PortConfig(name, role, name, true, 1_500, true, Optional.of(SWITCH_MAC),
            role == Role.APPLICATION ? Optional.of(APPLICATION_MAC) : Optional.empty());
    }

    // Rules.

    private static SwitchConfig passing() {
        return wired();
    }

    private static RuleConfig decapsulating(final String name, final FlowMatch match) {
        return new RuleConfig(name, 20, List.of(match), new RuleAction.ForwardDecapsulated(APP));
    }

    private static FlowMatch servers(final int from, final int length) {
        return inner(new IpMatch(Optional.empty(), Optional.of(new IpPrefix(IpAddress.ofIpv4(SERVERS + from), length)),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static FlowMatch inner(final IpMatch match) {
        return new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, match);
    }

    /** A hundred of each shape that rules have, most of which concern nothing. */
    private static SwitchConfig manyRules() {
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rules.add(new RuleConfig("pass-" + i, 100 + i, List.of(shape(i)), new RuleAction.Pass()));
        }
        rules.add(decapsulating("edge", servers(0, 24)));
        rules.add(new RuleConfig("drop", 5, List.of(inner(ip("10.0.0.8/29", 6, 0)), tagged(201)),
            new RuleAction.Drop()));
        rules.add(new RuleConfig("flow", 6, List.of(inner(ip("10.0.0.16/29", 17, 0))),
            new RuleAction.ForwardDecapsulated(APP), HeaderRewrite.NONE, RuleConfig.FilterType.FLOW));
        return wired().withRules(rules).withBearers(bearers());
    }

    private static FlowMatch shape(final int i) {
        return switch (i % 10) {
            case 0 -> servers(i, 32);
            case 1 -> tagged(1 + i);
            case 2 -> new FlowMatch(Optional.of("access"), EthernetMatch.ANY, IpMatch.ANY, new TunnelMatch(
                Optional.of(ValueRange.of((i + 1) * UPLINK_STEP & UNSIGNED)), Optional.empty(), Optional.empty()),
                IpMatch.ANY);
            case 3 -> new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.ANY, new TunnelMatch(Optional.of(
                new ValueRange(i * 1_000L, i * 1_000L + 100)), Optional.of(255), Optional.of(1 + i % 63)), IpMatch.ANY);
            case 4 -> inner(ip("10.0.0." + i + "/32", 17, 46));
            case 5 -> inner(new IpMatch(Optional.empty(), Optional.empty(), Optional.of(6), Optional.empty(),
                Optional.of(new ValueRange(1_024, 2_048 + i)), Optional.of(ValueRange.of(i))));
            case 6 -> new FlowMatch(Optional.empty(), EthernetMatch.ANY, IpMatch.between(
                Optional.of(IpPrefix.parse("198.18." + i + ".0/24")), Optional.empty()), TunnelMatch.ANY, IpMatch.ANY);
            case 7 -> new FlowMatch(Optional.empty(), new EthernetMatch(
                Optional.of(new MacMatch(new MacAddress(i), MacMatch.EXACT)), Optional.empty(), VlanMatch.ANY,
                VlanMatch.ANY, Optional.of(0x800)), IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);
            case 8 -> inner(ip("2001:db8:1::" + i + "/128", 6, 0));
            default -> new FlowMatch(Optional.empty(), new EthernetMatch(Optional.empty(),
                Optional.of(new MacMatch(new MacAddress(i), new MacAddress(0xff))), VlanMatch.of(300),
                new VlanMatch(Optional.of(i), Optional.of(1)), Optional.empty()), IpMatch.ANY, TunnelMatch.ANY,
                IpMatch.ANY);
        };
    }

    private static FlowMatch tagged(final int vlan) {
        return new FlowMatch(Optional.empty(), new EthernetMatch(Optional.empty(), Optional.empty(),
            VlanMatch.of(vlan), VlanMatch.ANY, Optional.empty()), IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);
    }

    private static IpMatch ip(final String source, final int protocol, final int dscp) {
        return new IpMatch(Optional.of(IpPrefix.parse(source)), Optional.empty(), Optional.of(protocol),
            dscp == 0 ? Optional.empty() : Optional.of(dscp), Optional.empty(), Optional.empty());
    }

    private static SwitchConfig rewriting() {
        final List<TagRewrite> tags = List.of(new TagRewrite.Keep(), new TagRewrite.Pop(),
            new TagRewrite.Push(TagRewrite.Type.S_VLAN, 7, 3, false),
            new TagRewrite.Change(Optional.of(TagRewrite.Type.C_VLAN), Optional.of(9), Optional.of(1),
                Optional.of(true)));
        final List<RuleConfig> rules = new ArrayList<>();
        for (int i = 0; i < tags.size(); i++) {
            rules.add(new RuleConfig("vlan-" + i, 20 + i, List.of(tagged(200 + i)), new RuleAction.Forward("core"),
                new HeaderRewrite(Optional.of(SWITCH_MAC), Optional.of(APPLICATION_MAC), tags.get(i),
                i % 2 == 0 ? Optional.empty() : Optional.of(10 + i))));
        }
        rules.add(decapsulating("edge", servers(0, 24)).withRewrite(new HeaderRewrite(Optional.empty(),
            Optional.empty(), tags.get(2), Optional.of(46))));
        return wired().withRules(rules).withBearers(bearers());
    }

    private static SwitchConfig copying() {
        final BearerConfig other = bearer(0);
        return wired().withBearers(bearers()).withRules(List.of(
            new RuleConfig("tap", 1, List.of(inner(ip("10.0.0.0/29", 17, 0))),
                new RuleAction.Duplicate("app2", Optional.of("core"))),
            new RuleConfig("probe", 2, List.of(inner(ip("10.0.0.8/29", 17, 0))),
                new RuleAction.DuplicateDecapsulated(APP, Optional.empty())),
            new RuleConfig("into", 3, List.of(inner(ip("10.0.0.16/29", 17, 0))), new RuleAction.DuplicateEncapsulated(
                new TunnelEnd(other.accessEndpoint(), other.downlinkTeid()), Optional.empty())),
            new RuleConfig("move", 4, List.of(inner(ip("10.0.0.24/29", 17, 0))), new RuleAction.ForwardEncapsulated(
                new TunnelEnd(other.coreEndpoint(), other.uplinkTeid()))),
            decapsulating("edge", servers(0, 24))));
    }

    // GTP-U.

    private static SwitchConfig endpoints() {
        final EndpointConfig own = new EndpointConfig(CORE, Optional.empty(), true, 20, true);
        final EndpointConfig ownV6 = new EndpointConfig(CORE_V6, Optional.empty(), true, 20, true);
        return replaced(ordinary(), new PortConfig(APP, Role.APPLICATION, APP, true, 1_500, true,
            Optional.of(SWITCH_MAC), Optional.of(APPLICATION_MAC), List.of(IpAddress.parse("203.0.113.1"),
            IpAddress.parse("2001:db8:ffff::1")), true))
            .withGtpu(new GtpuConfig(List.of(own, ownV6), true, Map.of(1, 46, 7, 10), Map.of(0, 12))
                .withReassembly(new ReassemblyConfig(64, 2_000)).withCounting());
    }

    private static SwitchConfig replaced(final SwitchConfig site, final PortConfig... changed) {
        final List<PortConfig> ports = new ArrayList<>(site.ports());
        for (final PortConfig port : changed) {
            ports.replaceAll(former -> former.name().equals(port.name()) ? port : former);
        }
        return new SwitchConfig(site.dataplane(), ports, site.wires(), site.rules(), site.bearers(), site.gtpu(),
            site.bridges(), site.slices(), site.chains(), site.qos(), site.radios());
    }

    /** Packets that do not fit, and sources that may not send. */
    private static SwitchConfig fitting() {
        return replaced(ordinary(),
            port("access").withFit(new FitConfig(OptionalInt.of(1_200), FitConfig.TooBig.FRAGMENT)),
            port("core").withFit(new FitConfig(OptionalInt.of(1_200), FitConfig.TooBig.NOTIFY)),
            port("app2").withSources(new SourcesConfig(List.of(APPLICATION_MAC),
                List.of(IpPrefix.parse("203.0.113.0/24"), IpPrefix.parse("2001:db8:ffff::/48")), List.of())),
            port(APP).withFit(new FitConfig(OptionalInt.of(1_200), FitConfig.TooBig.DROP))
                .withSources(new SourcesConfig(List.of(), List.of(IpPrefix.parse("203.0.113.0/25"),
                IpPrefix.parse("2001:db8:ffff::/48")), List.of())));
    }

    private static SwitchConfig sliced() {
        final List<BearerConfig> bearers = new ArrayList<>(bearers());
        bearers.replaceAll(bearer -> bearer.coreEndpoint().equals(CORE_V6) ? ofSlice(bearer, "001-02") : bearer);
        return ordinary().withBearers(bearers).withSlices(new SlicesConfig(6, List.of(
            new SliceConfig("001-01", List.of(IpAddress.parse("192.0.2.77")), true, List.of("001010000000001"),
                List.of(201)),
            new SliceConfig("001-02", List.of(CORE_V6), false, List.of(), List.of(202)))));
    }

    private static BearerConfig ofSlice(final BearerConfig bearer, final String slice) {
        return new BearerConfig(bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(),
            bearer.accessEndpoint(), bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(), bearer.push(),
            Optional.of(slice), bearer.ambr());
    }

    private static SwitchConfig learned() {
        return wired().withRules(ordinary().rules()).withGtpu(GtpuConfig.NONE.withLearning(
            new LearningConfig(1_000, 60, LearningConfig.Handover.AFTER_END_MARKER, 100, new HoldConfig(64, 4, 20))));
    }

    private static SwitchConfig plain() {
        final SwitchConfig site = wired().withRules(ordinary().rules());
        return new SwitchConfig(site.dataplane(), site.ports(), List.of(new WireConfig("sgi", "access", "core",
            List.of(IpPrefix.parse("172.16.0.0/16"), IpPrefix.parse("192.168.0.0/16"),
                IpPrefix.parse("2001:db8:2::/48")))), site.rules(), List.of(), GtpuConfig.NONE);
    }

    // Quality of service.

    private static SwitchConfig limited() {
        final List<LimiterConfig> limiters = new ArrayList<>();
        for (final LimiterConfig.Meter meter : LimiterConfig.Meter.values()) {
            limiters.add(new LimiterConfig("limit-" + meter, meter, meter.ordinal() % 2 == 1,
                new LimiterConfig.Rate(1_000_000_000L << meter.ordinal(), 100_000),
                meter == LimiterConfig.Meter.ONE_RATE_TWO_COLOR ? Optional.empty()
                    : Optional.of(new LimiterConfig.Rate(2_000_000_000L << meter.ordinal(), 200_000)),
                LimiterConfig.Length.values()[meter.ordinal()], LimiterConfig.Treatment.PASS,
                LimiterConfig.Treatment.mark(12), LimiterConfig.Treatment.DROP, Optional.empty()));
        }
        limiters.add(LimiterConfig.of("tight", 100_000, 1_600));
        final List<BearerConfig> bearers = new ArrayList<>(bearers());
        bearers.replaceAll(bearer -> bearer.uplinkTeid() % 3 == 0 ? bearer.withAmbr(AmbrConfig.of(20_000, 50_000_000))
            : bearer);
        return ordinary().withBearers(bearers).withQos(new QosConfig(limiters, List.of(
            new QosConfig.Attachment(QosConfig.Owner.PORT, "access", limiters.get(1).name()),
            new QosConfig.Attachment(QosConfig.Owner.PORT, APP, limiters.get(2).name()),
            new QosConfig.Attachment(QosConfig.Owner.PORT, "core", "tight"),
            new QosConfig.Attachment(QosConfig.Owner.RULE, "edge", limiters.get(3).name()))));
    }

    private static SwitchConfig shaped() {
        return ordinary().withQos(new QosConfig(List.of(), List.of(), List.of(new ShaperConfig("access", 400_000_000L,
            20_000, LimiterConfig.Length.L2, 256, 5, 1, List.of(
            new ShaperConfig.ShapedClass("edge", OptionalLong.of(100_000_000), OptionalLong.empty(), 1, 128,
                OptionalLong.of(50_000_000), List.of(), List.of(APP)),
            new ShaperConfig.ShapedClass("core", OptionalLong.of(100_000_000), OptionalLong.of(200_000_000), 3, 128,
                OptionalLong.empty(), List.of(), List.of("core")))))));
    }

    private static SwitchConfig shapedBySlice() {
        return sliced().withQos(new QosConfig(List.of(), List.of(), List.of(new ShaperConfig("access", 400_000_000L,
            20_000, LimiterConfig.Length.WIRE, 256, 5, 0, Optional.of(new ShaperConfig.EarlyDrop(5_000, 100, true)),
            List.of(shapedClass("tenants", OptionalLong.empty()),
                shapedClass("guest", OptionalLong.of(1_000_000)).ofSlices(List.of("001-02")).within("tenants"))))));
    }

    private static ShaperConfig.ShapedClass shapedClass(final String name, final OptionalLong bearerRate) {
        return new ShaperConfig.ShapedClass(name, OptionalLong.of(50_000_000), OptionalLong.empty(), 1, 128, bearerRate,
            List.of(), List.of());
    }

    private static SwitchConfig radio() {
        final RadioConfig.RateConfig rate = new RadioConfig.RateConfig(RadioConfig.Standard.N, 7, 1, 400, 16);
        return wired().withRadios(List.of(new RadioConfig("access", RadioConfig.Band.GHZ_5, 20,
            RadioConfig.Encryption.CCMP, Optional.empty(), 1_000, 256, 5, true, rate, List.of(
            vif("one", 1, 200, 300_000, rate), vif("two", 2, 201, 700_000, rate)))));
    }

    private static RadioConfig.VifConfig vif(final String name, final int id, final int vlan, final int sharePpm,
        final RadioConfig.RateConfig rate) {
        return new RadioConfig.VifConfig(name, id, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(vlan), sharePpm, Optional.empty(), rate, List.of());
    }

    // Bridges and chains.

    private static SwitchConfig bridged() {
        final List<PortConfig> ports = new ArrayList<>(wired().ports());
        for (int i = 0; i < 4; i++) {
            ports.add(new PortConfig("lan" + i, i % 2 == 0 ? Role.ACCESS : Role.CORE, "lan" + i, true, 1_500, true,
                Optional.of(SWITCH_MAC), Optional.empty()));
        }
        final SwitchConfig site = ordinary();
        return new SwitchConfig(site.dataplane(), ports, site.wires(), site.rules(), site.bearers(), site.gtpu(),
            List.of(new BridgeConfig("lan", List.of(new BridgePort("lan0", new VlanMode.Transparent()),
                new BridgePort("lan1", new VlanMode.Transparent())), 300, 1_000, 10_000, List.of()),
                new BridgeConfig("vlans", List.of(new BridgePort("lan2", new VlanMode.Access(201)),
                new BridgePort("lan3", new VlanMode.Trunk(List.of(200, 201, 202), OptionalInt.of(200),
                List.of(new VlanMode.Translation(203, 300))))), 300, 1_000, 10_000, List.of())));
    }

    private static SwitchConfig chain(final ChainsConfig chains) {
        return ports("access", "core", "in1", "out1", "in2", "out2", "in3", "out3").withBearers(bearers())
            .withChains(chains);
    }

    private static PortPair pair(final int number, final Correlation correlation) {
        return new PortPair("pp" + number, "in" + number, "out" + number, correlation, number, false);
    }

    private static PortPairGroup group(final int number, final String... pairs) {
        return new PortPairGroup("g" + number, List.of(pairs));
    }

    private static SwitchConfig chained() {
        final PortPairGroup.Balancing byUe = new PortPairGroup.Balancing(PortPairGroup.Mode.HASH,
            PortPairGroup.Key.UE_ADDRESS, Set.of(), true);
        return chain(new ChainsConfig(ChainsConfig.Ambiguity.REJECT, 4_096, 300,
            List.of(pair(1, Correlation.NONE), pair(2, Correlation.NONE), pair(3, Correlation.NONE)),
            List.of(group(1, "pp1").asTap(), group(2, "pp2", "pp3").withBalancing(byUe)
                .withPosition(PortPairGroup.Position.FLOW)),
            List.of(new FlowClassifier("fc", FlowClassifier.DEFAULT_PRIORITY,
                inner(ip("10.0.0.0/26", 17, 0)).from("access"), Optional.of("core"))),
            List.of(new PortChain("chain", List.of("g1", "g2"), List.of("fc")).asSymmetric()), List.of()));
    }

    private static SwitchConfig aware(final Correlation correlation) {
        return chain(new ChainsConfig(ChainsConfig.Ambiguity.REJECT, 4_096, 300,
            List.of(pair(1, correlation), pair(2, Correlation.NONE)), List.of(group(1, "pp1"), group(2, "pp2")),
            List.of(new FlowClassifier("fc", inner(ip("10.0.0.0/26", 17, 0)))),
            List.of(new PortChain("chain", List.of("g1", "g2"), List.of("fc")).withId(77)
                .withCorrelation(correlation)), List.of()));
    }

    private static SwitchConfig framesChained() {
        return chain(new ChainsConfig(ChainsConfig.Ambiguity.REJECT, 4_096, 300,
            List.of(pair(1, Correlation.NONE), pair(2, Correlation.NONE)), List.of(group(1, "pp1"), group(2, "pp2")),
            List.of(new FlowClassifier("fc", new FlowMatch(Optional.of("access"), ANY.ethernet(), ANY.outer(),
                ANY.tunnel(), ANY.inner()))),
            List.of(new PortChain("chain", List.of("g1", "g2"), List.of("fc")).ofFrames()), List.of()));
    }
}
