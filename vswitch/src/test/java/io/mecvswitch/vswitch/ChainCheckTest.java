package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.aware;
import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.ChainConfigs.group;
import static io.mecvswitch.vswitch.ChainConfigs.pair;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Balancing;
import io.mecvswitch.config.PortPairGroup.FailMode;
import io.mecvswitch.config.PortPairGroup.Key;
import io.mecvswitch.config.PortPairGroup.Mode;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig.FilterType;
import io.mecvswitch.config.ServiceGraph;
import io.mecvswitch.config.ServiceGraph.Branch;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What OpenStack's networking-sfc answers to with 400, 404 or 409, and what else can't be led: each refused with the
 * place where it stands and a sentence that says what to do. And what is allowed.
 */
class ChainCheckTest {
    private static final SwitchConfig SITE = ChainConfigs.site(6, List.of());
    private static final FlowMatch UE_1 = ask().innerSource("10.45.0.1/32").match();
    private static final FlowMatch UE_2 = ask().innerSource("10.45.0.2/32").match();
    private static final FlowMatch UES = ask().innerSource("10.45.0.0/16").match();

    private static ChainConfigs.Builder six() {
        return chains().applications(6);
    }

    private static PortChain chain(final String name, final List<String> groups, final String... classifiers) {
        return new PortChain(name, groups, List.of(classifiers));
    }

    private static void allow(final ChainConfigs.Builder builder) {
        assertEquals(List.of(), ConfigCheck.violations(SITE.withChains(builder.build())));
    }

    private static void refuse(final ChainConfigs.Builder builder, final String path, final String sentence) {
        refuse(SITE.withChains(builder.build()), path, sentence);
    }

    private static void refuse(final SwitchConfig config, final String path, final String sentence) {
        final List<Violation> violations = ConfigCheck.violations(config);
        assertTrue(violations.stream().anyMatch(
            violation -> violation.path().equals(path) && violation.message().contains(sentence)),
            () -> "expected " + path + ": " + sentence + "\nfound " + violations);
    }

    // Port pairs.

    @Test
    void shouldRefuseTwoPairsOfTheSamePorts() {
        refuse(six().with(new PortPair("again", "in1", "out1")), ConfigPaths.portPair("again"),
            "has the same ingress and egress");
    }

    @Test
    void shouldRefuseAPairOfAnUnknownIngress() {
        refuse(six().with(new PortPair("pp", "nowhere", "out1")), ConfigPaths.portPair("pp") + "/ingress",
            "There is no interface 'nowhere'");
    }

    @Test
    void shouldRefuseAPairOfAnUnknownEgress() {
        refuse(six().with(new PortPair("pp", "in1", "nowhere")), ConfigPaths.portPair("pp") + "/egress",
            "There is no interface 'nowhere'");
    }

    @Test
    void shouldRefuseAnAccessPortAsAHop() {
        refuse(six().with(new PortPair("pp", "access", "out1")), ConfigPaths.portPair("pp") + "/ingress",
            "only applications can be hops");
    }

    @Test
    void shouldRefuseACorePortAsAHop() {
        refuse(six().with(new PortPair("pp", "in1", "core")), ConfigPaths.portPair("pp") + "/egress",
            "only applications can be hops");
    }

    @Test
    void shouldRefuseANegativeWeight() {
        refuse(six().with(new PortPair("pp", "in1", "in2", Correlation.NONE, -1, false)),
            ConfigPaths.portPair("pp") + "/weight", "can't be negative");
    }

    @Test
    void shouldRefuseAPairInTwoGroups() {
        refuse(six().with(new PortPairGroup("again", List.of("pp1"))), ConfigPaths.portPair("pp1"),
            "It can be in one only");
    }

    // Groups.

    @Test
    void shouldRefuseToDeleteAPairThatIsInAGroup() {
        refuse(six().with(new PortPairGroup("g", List.of("gone"))), ConfigPaths.portPairGroup("g") + "/port-pair",
            "There is no port pair 'gone'");
    }

    @Test
    void shouldRefuseAPairTwiceInAGroup() {
        refuse(six().with(new PortPairGroup("g1", List.of("pp1", "pp1"))),
            ConfigPaths.portPairGroup("g1") + "/port-pair", "stands more than once");
    }

    @Test
    void shouldRefuseAGroupOfDifferentCorrelations() {
        refuse(chains().with(pair(1)).with(aware(2, Correlation.NSH))
            .with(new PortPairGroup("g", List.of("pp1", "pp2"))),
            ConfigPaths.portPairGroup("g") + "/port-pair", "different correlations");
    }

    @Test
    void shouldRefuseATapWithTwoMembers() {
        refuse(chains().with(pair(1)).with(pair(2)).with(new PortPairGroup("g", List.of("pp1", "pp2")).asTap()),
            ConfigPaths.portPairGroup("g") + "/tap", "one member at most");
    }

    @Test
    void shouldRefuseATapThatIsAnEndPoint() {
        refuse(six().with(group(1).asTap().asEndPoint()), ConfigPaths.portPairGroup("g1") + "/end-point", "A tap");
    }

    @Test
    void shouldRefuseBalancingByNoField() {
        refuse(six().with(group(1).withBalancing(new Balancing(Mode.HASH, Key.FIELDS, Set.of(), false))),
            ConfigPaths.portPairGroup("g1") + "/lb-field", "No field is named");
    }

    @Test
    void shouldRefuseABackupThatIsNotThere() {
        refuse(six().with(group(1).withFailMode(FailMode.BACKUP, Optional.of("gone"))),
            ConfigPaths.portPairGroup("g1") + "/backup-chain", "no such chain");
    }

    @Test
    void shouldRefuseABackupOfSomethingElse() {
        refuse(six().with(group(1).withFailMode(FailMode.BACKUP, Optional.of("backup"))).with(chain("c", List.of("g1")))
            .with(chain("backup", List.of("g2")).ofFrames()), ConfigPaths.portPairGroup("g1") + "/backup-chain",
            "serves something else");
    }

    @Test
    void shouldRefuseAChainThatIsItsOwnBackup() {
        refuse(six().with(group(1).withFailMode(FailMode.BACKUP, Optional.of("b")))
            .with(group(2).withFailMode(FailMode.BACKUP, Optional.of("a"))).with(chain("a", List.of("g1")))
            .with(chain("b", List.of("g2"))), ConfigPaths.portChain("a"), "its own backup");
    }

    @Test
    void shouldRefuseAProbeWithoutAddress() {
        refuse(six().with(group(1).withHealth(new HealthCheck(HealthCheck.Probe.ARP, Optional.empty(), Optional.empty(),
            false, 30, 3, 0, false))), ConfigPaths.portPairGroup("g1") + "/health-check/address", "without an address");
    }

    @Test
    void shouldRefuseAProbeThatComesFromNowhere() {
        refuse(six().with(group(1).withHealth(new HealthCheck(HealthCheck.Probe.ICMP,
            Optional.of(IpAddress.parse("192.0.2.2")), Optional.empty(), false, 30, 3, 0, false))),
            ConfigPaths.portPairGroup("g1") + "/health-check/source-address", "without knowing whom");
    }

    @Test
    void shouldRefuseToWaitForWhatATapOrAnEndPointKeeps() {
        final HealthCheck passive =
            new HealthCheck(HealthCheck.Probe.NONE, Optional.empty(), Optional.empty(), true, 30, 3, 0, false);
        for (final PortPairGroup group : List.of(group(1).asTap(), group(1).asEndPoint())) {
            refuse(six().with(group.withHealth(passive)),
                ConfigPaths.portPairGroup("g1") + "/health-check/passive", "taken for dead");
        }
    }

    // Flow classifiers.

    @Test
    void shouldRefuseAClassifierInTwoChains() {
        refuse(six().classifier("fc", UE_1).with(chain("a", List.of("g1"), "fc")).with(chain("b", List.of("g2"), "fc")),
            ConfigPaths.flowClassifier("fc"), "A packet can be led through one only");
    }

    @Test
    void shouldRefuseClassifiersThatOverlapThoughNoChainHasThem() {
        refuse(six().classifier("one", UE_1).classifier("other", UES), ConfigPaths.flowClassifier("other"),
            "'one' could concern the same packet");
    }

    @Test
    void shouldRefuseClassifiersOfTwoChainsThatOnlyThePortSeparates() {
        refuse(six().classifier("one", ask().ingress("access").innerSource("10.45.0.1/32").match())
            .classifier("other", ask().ingress("core").innerSource("10.45.0.0/16").match())
            .with(chain("a", List.of("g1"), "one")).with(chain("b", List.of("g2"), "other")),
            ConfigPaths.flowClassifier("other"), "but for the interface");
    }

    @Test
    void shouldRefuseOverlappingTeids() {
        refuse(six().classifier("one", ask().teid(7).match()).classifier("other", UE_1),
            ConfigPaths.flowClassifier("other"), "could concern the same packet");
    }

    @Test
    void shouldRefuseEqualPrioritiesOfWhatOverlaps() {
        refuse(six().ambiguity(Ambiguity.PRIORITY).classifier("one", UE_1).classifier("other", UES),
            ConfigPaths.flowClassifier("other") + "/priority", "different priorities");
    }

    @Test
    void shouldRefuseAnUnknownLogicalSourcePort() {
        refuse(six().classifier("fc", ask().ingress("nowhere").match()),
            ConfigPaths.flowClassifier("fc") + "/ingress-interface", "There is no interface");
    }

    @Test
    void shouldRefuseAnUnknownLogicalDestinationPort() {
        refuse(six().classifier("fc", UE_1, "nowhere"),
            ConfigPaths.flowClassifier("fc") + "/logical-destination-interface", "There is no interface");
    }

    @Test
    void shouldRefuseToClassifyWhatApplicationsSend() {
        refuse(six().classifier("fc", ask().ingress("in1").match()),
            ConfigPaths.flowClassifier("fc") + "/ingress-interface", "has the role application");
    }

    // Chains.

    @Test
    void shouldRefuseAChainWithoutGroups() {
        refuse(six().with(chain("c", List.of())),
            ConfigPaths.portChain("c") + "/port-pair-group", "no port pair group");
    }

    @Test
    void shouldRefuseToDeleteAGroupThatIsInAChain() {
        refuse(six().with(chain("c", List.of("gone"))), ConfigPaths.portChain("c") + "/port-pair-group",
            "There is no port pair group 'gone'");
    }

    @Test
    void shouldRefuseAGroupTwiceInAChain() {
        refuse(six().with(chain("c", List.of("g1", "g2", "g1"))), ConfigPaths.portChain("c") + "/port-pair-group",
            "stands more than once");
    }

    @Test
    void shouldRefuseToDeleteAClassifierInUse() {
        refuse(six().with(chain("c", List.of("g1"), "gone")), ConfigPaths.portChain("c") + "/flow-classifier",
            "There is no flow classifier 'gone'");
    }

    @Test
    void shouldRefuseAnIdentifierTwice() {
        refuse(six().with(chain("a", List.of("g1")).withId(5)).with(chain("b", List.of("g2")).withId(5)),
            ConfigPaths.portChain("a") + "/chain-id", "has the same identifier");
    }

    @Test
    void shouldRefuseAnIdentifierThatIsTooLarge() {
        refuse(six().with(chain("a", List.of("g1")).withId(65_536)), ConfigPaths.portChain("a") + "/chain-id",
            "Give 0 to 65535");
    }

    @Test
    void shouldRefuseAnIdentifierThatNoLabelHasRoomFor() {
        refuse(six().with(aware(1, Correlation.MPLS)).with(chain("a", List.of("g1")).withId(4_096)),
            ConfigPaths.portChain("a") + "/chain-id", "A label has no room");
    }

    @Test
    void shouldRefuseTheSameGroupsInTheSameOrder() {
        refuse(six().with(chain("a", List.of("g1", "g2"))).with(chain("b", List.of("g1", "g2"))),
            ConfigPaths.portChain("a") + "/port-pair-group", "same groups in the same order");
    }

    @Test
    void shouldRefuseAPairOfAnotherCorrelation() {
        refuse(six().with(aware(1, Correlation.NSH)).with(chain("a", List.of("g1"))),
            ConfigPaths.portPair("pp1") + "/correlation", "has another correlation");
    }

    @Test
    void shouldRefuseTwoTapsInARow() {
        refuse(six().with(group(1).asTap()).with(group(2).asTap()).with(chain("c", List.of("g1", "g2", "g3"))),
            ConfigPaths.portChain("c") + "/port-pair-group", "follow each other");
    }

    @Test
    void shouldRefuseAnEndPointThatIsNotTheEnd() {
        refuse(six().with(group(1).asEndPoint()).with(chain("c", List.of("g1", "g2"))),
            ConfigPaths.portChain("c") + "/port-pair-group", "Make it the last one");
    }

    @Test
    void shouldRefuseASymmetricChainWithoutLogicalDestination() {
        refuse(six().classifier("fc", ask().ingress("access").match())
            .with(chain("c", List.of("g1"), "fc").asSymmetric()),
            ConfigPaths.flowClassifier("fc") + "/logical-destination-interface",
            "where the opposite direction comes in");
    }

    @Test
    void shouldRefuseASymmetricChainWithoutLogicalSource() {
        refuse(six().classifier("fc", UE_1, "core").with(chain("c", List.of("g1"), "fc").asSymmetric()),
            ConfigPaths.flowClassifier("fc") + "/ingress-interface", "where its own direction comes in");
    }

    @Test
    void shouldRefuseASymmetricChainOfATunnel() {
        refuse(six().classifier("fc", ask().ingress("access").teid(5).match(), "core")
            .with(chain("c", List.of("g1"), "fc").asSymmetric()), ConfigPaths.flowClassifier("fc") + "/gtpu",
            "a TEID and QFI of its own");
    }

    @Test
    void shouldRefuseASymmetricChainThatEndsAtAnEndPoint() {
        refuse(six().with(group(1).asEndPoint()).with(chain("c", List.of("g1")).asSymmetric()),
            ConfigPaths.portChain("c") + "/symmetric", "answers by itself");
    }

    @Test
    void shouldRefuseTPdusForAnApplicationWithoutAddress() {
        final List<PortConfig> ports = new ArrayList<>(SITE.ports());
        ports.replaceAll(port -> !port.name().equals("in1") ? port : new PortConfig("in1", Role.APPLICATION, "memory",
            true, 1_500, true, port.mac(), Optional.empty()));
        refuse(new SwitchConfig(SITE.dataplane(), ports, SITE.wires(), List.of(), List.of(), SITE.gtpu())
            .withChains(six().with(chain("c", List.of("g1"))).build()), ConfigPaths.port("in1") + "/peer-mac-address",
            "Give the address of the application");
    }

    @Test
    void shouldRefuseFramesThatHaveNoOtherEnd() {
        refuse(six().classifier("fc", ask().match()).with(chain("c", List.of("g1"), "fc").ofFrames()),
            ConfigPaths.portChain("c") + "/serves", "access or core");
    }

    @Test
    void shouldRefuseFramesBehindLabels() {
        refuse(six().with(aware(1, Correlation.MPLS)).with(chain("c", List.of("g1")).ofFrames()),
            ConfigPaths.portChain("c") + "/correlation", "does not say that a frame follows");
    }

    // Where packets are.

    @Test
    void shouldRefuseASharedApplicationThatNothingTellsChains() {
        refuse(six().with(chain("a", List.of("g1", "g2"))).with(chain("b", List.of("g1", "g3"))),
            ConfigPaths.portPairGroup("g1") + "/position", "could be in 'a forward' or in 'b forward'");
    }

    @Test
    void shouldRefuseBothDirectionsAtOnePortThatNothingTellsApart() {
        refuse(six().with(new PortPair("pp1", "in1", "in1")).with(chain("a", List.of("g1")).asSymmetric()),
            ConfigPaths.portPairGroup("g1") + "/position", "could be in 'a forward' or in 'a reverse'");
    }

    @Test
    void shouldRefuseTagsThatAChainDoesNotHave() {
        refuse(six().with(group(1).withPosition(Position.VLAN)).with(chain("a", List.of("g1"))),
            ConfigPaths.portChain("a") + "/vlan-id", "tells chains by their tags");
    }

    @Test
    void shouldRefuseTheSameTagOfTwoChains() {
        refuse(six().with(group(1).withPosition(Position.VLAN))
            .with(chain("a", List.of("g1")).withVlans(7, OptionalInt.empty()))
            .with(chain("b", List.of("g1", "g2")).withVlans(7, OptionalInt.empty())),
            ConfigPaths.portPairGroup("g1") + "/position", "could be in");
    }

    @Test
    void shouldRefuseAPortThatIsToldInTwoWays() {
        refuse(six().with(new PortPair("pp2", "in2", "out1")).with(group(2).withPosition(Position.FLOW))
            .with(chain("a", List.of("g1"))).with(chain("b", List.of("g2"))),
            ConfigPaths.CHAINS, "told by its interface alone");
    }

    @Test
    void shouldRefuseAddressesForFrames() {
        refuse(six().with(group(1).withPosition(Position.MAC)).with(chain("a", List.of("g1")).ofFrames()),
            ConfigPaths.portPairGroup("g1") + "/position", "Frames keep their addresses");
    }

    // Service graphs.

    private static ChainConfigs.Builder graph(final Branch... branches) {
        final ChainConfigs.Builder builder = six();
        for (int i = 1; i <= 4; i++) {
            builder.with(aware(i, Correlation.NSH))
                .with(chain("c" + i, List.of("g" + i)).withCorrelation(Correlation.NSH));
        }
        return builder.with(new ServiceGraph("graph", List.of(branches)));
    }

    private static Branch branch(final String source, final String... destinations) {
        return new Branch(source, List.of(destinations));
    }

    private static String at(final String source) {
        return ConfigPaths.serviceGraph("graph") + "/branch[source='" + source + "']";
    }

    @Test
    void shouldRefuseAChainInTwoGraphs() {
        refuse(graph(branch("c1", "c2")).with(new ServiceGraph("other", List.of(branch("c3", "c2")))),
            ConfigPaths.serviceGraph("graph"), "in the graph 'other' too");
    }

    @Test
    void shouldRefuseALoopInAGraph() {
        refuse(graph(branch("c1", "c2"), branch("c2", "c3"), branch("c3", "c1")), at("c1"), "leads back to itself");
    }

    @Test
    void shouldRefuseAGraphOfDifferentCorrelations() {
        refuse(graph(branch("c1", "c5")).with(aware(5, Correlation.MPLS)).with(chain("c5", List.of("g5"))), at("c1"),
            "different correlations");
    }

    @Test
    void shouldRefuseUnawareApplicationsWhereChainsMeet() {
        refuse(graph(branch("c1", "c2")).with(pair(1)), at("c1"), "stands where chains meet");
    }

    @Test
    void shouldRefuseADestinationTwice() {
        refuse(graph(branch("c1", "c2", "c2")), at("c1") + "/destination", "stands more than once");
    }

    @Test
    void shouldRefuseDestinationsThatOverlap() {
        refuse(graph(branch("c1", "c2", "c3")).classifier("one", UE_1).classifier("other", UES)
            .with(chain("c2", List.of("g2"), "one").withCorrelation(Correlation.NSH))
            .with(chain("c3", List.of("g3"), "other").withCorrelation(Correlation.NSH)), at("c1") + "/destination",
            "could concern the same packet");
    }

    @Test
    void shouldRefuseToDeleteAChainThatIsInAGraph() {
        refuse(graph(branch("c1", "gone")), at("c1") + "/destination", "There is no chain 'gone'");
    }

    @Test
    void shouldRefuseToAskForTunnelsBehindApplications() {
        refuse(graph(branch("c1", "c2")).classifier("fc", ask().teid(4).match())
            .with(chain("c2", List.of("g2"), "fc").withCorrelation(Correlation.NSH)),
            ConfigPaths.flowClassifier("fc") + "/gtpu", "there is no tunnel");
    }

    @Test
    void shouldRefuseASymmetricChainInAGraph() {
        refuse(graph(branch("c1", "c2"))
            .with(chain("c1", List.of("g1")).withCorrelation(Correlation.NSH).asSymmetric()),
            ConfigPaths.portChain("c1") + "/symmetric", "which goes one way");
    }

    // Rules.

    private static SwitchConfig led(final RuleAction action) {
        return SITE.withChains(six().with(chain("c", List.of("g1"))).build())
            .withRules(List.of(rule("r", 1, action, UE_1)));
    }

    @Test
    void shouldRefuseARuleToAnUnknownChain() {
        refuse(led(new RuleAction.ForwardChain("gone", true)), ConfigPaths.rule("r") + "/destination-chain",
            "There is no chain 'gone'");
    }

    @Test
    void shouldRefuseARuleThatLeadsSomethingElse() {
        refuse(led(new RuleAction.ForwardChain("c", false)), ConfigPaths.rule("r") + "/action", "serves t-pdus");
    }

    @Test
    void shouldRefuseARuleAboutFlowsIntoAChain() {
        final SwitchConfig config = led(new RuleAction.ForwardChain("c", true));
        refuse(config.withRules(config.rules().stream().map(rule -> rule.withFilterType(FilterType.FLOW)).toList()),
            ConfigPaths.rule("r") + "/filter-type", "Use a symmetric chain");
    }

    @Test
    void shouldRefuseToRewriteWhatIsLed() {
        final SwitchConfig config = led(new RuleAction.ForwardChain("c", true));
        refuse(config.withRules(config.rules().stream().map(rule -> rule.withRewrite(
            new HeaderRewrite(Optional.of(MacAddress.parse("02:00:00:00:00:09")), Optional.empty(),
                HeaderRewrite.NONE.tags(), Optional.empty()))).toList()),
            ConfigPaths.rule("r") + "/rewrite", "as it is");
    }

    // What is allowed.

    @Test
    void shouldAllowEveryHopToBeOneBidirectionalPort() {
        allow(six().with(new PortPair("pp1", "in1", "in1")).with(chain("c", List.of("g1"))));
    }

    @Test
    void shouldAllowAGroupWithoutMembers() {
        allow(six().with(new PortPairGroup("empty", List.of())).with(chain("c", List.of("empty"))));
    }

    @Test
    void shouldAllowAChainWithoutClassifiers() {
        allow(six().with(chain("c", List.of("g1", "g2"))));
    }

    @Test
    void shouldAllowManyClassifiersOfAChain() {
        allow(six().classifier("one", UE_1).classifier("other", UE_2).with(chain("c", List.of("g1"), "one", "other")));
    }

    @Test
    void shouldAllowTwoChainsOfTheSameGroupsInAnotherOrder() {
        allow(six().with(group(1).withPosition(Position.MAC)).with(group(2).withPosition(Position.FLOW))
            .with(chain("a", List.of("g1", "g2"))).with(chain("b", List.of("g2", "g1"))));
    }

    @Test
    void shouldAllowASharedAwareApplication() {
        allow(six().with(aware(1, Correlation.NSH))
            .with(chain("a", List.of("g1", "g2")).withCorrelation(Correlation.NSH))
            .with(chain("b", List.of("g1", "g3")).withCorrelation(Correlation.NSH)));
    }

    @Test
    void shouldAllowUnawareMembersInAnNshChain() {
        allow(six().with(aware(1, Correlation.NSH))
            .with(chain("a", List.of("g1", "g2", "g3")).withCorrelation(Correlation.NSH)));
    }

    @Test
    void shouldAllowTapsThatDoNotFollowEachOther() {
        allow(six().with(group(1).asTap()).with(group(3).asTap()).with(chain("c", List.of("g1", "g2", "g3"))));
    }

    @Test
    void shouldAllowWeight0() {
        allow(six().with(new PortPair("pp1", "in1", "out1", Correlation.NONE, 0, false)));
    }

    @Test
    void shouldAllowOverlapsThatPrioritiesDecide() {
        allow(six().ambiguity(Ambiguity.PRIORITY).classifier("one", UES)
            .with(new FlowClassifier("other", 7, UE_1, Optional.empty())).with(chain("a", List.of("g1"), "one"))
            .with(chain("b", List.of("g2"), "other")));
    }

    @Test
    void shouldAllowClassifiersThatThePortSeparatesInOneChain() {
        allow(six().classifier("one", ask().ingress("access").innerSource("10.45.0.1/32").match())
            .classifier("other", ask().ingress("core").innerSource("10.45.0.0/16").match())
            .with(chain("a", List.of("g1"), "one", "other")));
    }

    @Test
    void shouldAllowChainsOfAGraphToJoin() {
        allow(graph(branch("c1", "c3"), branch("c2", "c3")));
    }

    @Test
    void shouldAllowTheLargestIdentifier() {
        allow(six().with(chain("c", List.of("g1")).withId(65_535)));
    }

    @Test
    void shouldAllowASymmetricChain() {
        allow(six().classifier("fc", ask().ingress("access").innerSource("10.45.0.1/32").match(), "core")
            .with(chain("c", List.of("g1", "g2"), "fc").asSymmetric()));
    }
}
