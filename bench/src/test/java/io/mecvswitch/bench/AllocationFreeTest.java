package io.mecvswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.config.AmbrConfig;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
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
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.config.SlicesConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.lane.Lane;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Dataplane;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packet path makes no garbage: packets are popped, rewritten, copied and pushed, and no byte is allocated. */
class AllocationFreeTest {
    private static final int BEARERS = 1_000;
    private static final int RULES = 10;
    private static final int VECTOR = DataplaneConfig.DEFAULT.vectorSize();
    private static final List<String> DEVICES = Collections.nCopies(3, "generator");
    private static final HeaderRewrite TAGS = new HeaderRewrite(Optional.empty(),
        Optional.of(new MacAddress(Uplink.CORE_MAC)), new TagRewrite.Push(TagRewrite.Type.C_VLAN, 5, 0, false),
        Optional.of(46));
    private static final HeaderRewrite MACS =
        HeaderRewrite.macs(new MacAddress(Uplink.ACCESS_MAC), new MacAddress(Uplink.CORE_MAC));
    private static final FlowMatch ANSWERS = new FlowMatch(Optional.of(Breakout.portName(Breakout.APPLICATION)),
        EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY);
    private static final GtpuConfig LEARNING =
        GtpuConfig.NONE.withLearning(new LearningConfig(BEARERS, 60, LearningConfig.Handover.AT_ONCE, 1_000,
            new HoldConfig(256, 8, 1_000)));
    // Until the JIT has compiled a path, its method handles allocate.
    private static final int WARM_UP_ROUNDS = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StatusFile status = StatusFile.inMemory();
    private GeneratorProvider provider = provider(Uplink.N3_IMIX.frames(BEARERS));

    private static GeneratorProvider provider(final List<byte[]> access) {
        return new GeneratorProvider(Map.of(Breakout.portName(Breakout.ACCESS), access,
            Breakout.portName(Breakout.APPLICATION), Uplink.N3_IMIX.answers(BEARERS)),
            Optional.of(Breakout.portName(Breakout.CORE)));
    }

    static Stream<Placement> placements() {
        final List<StageName> places = List.copyOf(EnumSet.complementOf(EnumSet.of(StageName.TRANSMIT)));
        final int[] few = {0, 1, places.size() - 1, places.size()};
        return IntStream.range(0, 1 << places.size())
            .filter(cuts -> IntStream.of(few).anyMatch(count -> count == Integer.bitCount(cuts)))
            .mapToObj(cuts -> new Placement(Set.copyOf(
                places.stream().filter(place -> (cuts >> place.ordinal() & 1) != 0).toList())));
    }

    @ParameterizedTest
    @MethodSource("placements")
    void shouldAllocateNothingWhereverTheLineIsCut(final Placement placement) {
        shouldAllocateNothing(placement, rewriting(TAGS), 50_000);
    }

    @Test
    void shouldAllocateNothingForAMillionPackets() {
        shouldAllocateNothing(Placement.UNCUT, rewriting(MACS), 1_000_000);
    }

    @Test
    void shouldAllocateNothingWhateverABearerAsksFor() {
        final PushConfig push = new PushConfig(true, PushConfig.SourcePort.FLOW, PushConfig.Dscp.QFI, 32);
        final List<BearerConfig> bearers = Uplink.N3_IMIX.bearers(BEARERS).stream().map(bearer -> new BearerConfig(
            bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(), bearer.accessEndpoint(),
            bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(), push)).toList();
        shouldAllocateNothing(Placement.UNCUT, Breakout.config(DataplaneConfig.DEFAULT, DEVICES, RULES, bearers)
            .withGtpu(new GtpuConfig(List.of(), true, Map.of(9, 46), Map.of())), 100_000);
    }

    @Test
    void shouldAllocateNothingWhereBearersAreLearned() {
        shouldAllocateNothing(Placement.UNCUT, rewriting(MACS).withGtpu(LEARNING), 300_000);
    }

    @Test
    void shouldAllocateNothingWhereSourcesAreChecked() {
        final SwitchConfig config = rewriting(MACS);
        final SourcesConfig sources = new SourcesConfig(List.of(new MacAddress(Uplink.ACCESS_MAC)),
            Stream.of(Uplink.APPLICATION_IP, Uplink.ACCESS_IP)
                .map(ip -> new IpPrefix(IpAddress.ofIpv4(ip), 32)).toList(),
            List.of());
        shouldAllocateNothing(Placement.UNCUT, new SwitchConfig(config.dataplane(),
            config.ports().stream().map(port -> port.withSources(sources)).toList(), config.wires(), config.rules(),
            config.bearers(), config.gtpu()), 100_000);
    }

    @Test
    void shouldAllocateNothingWherePacketsAreLimited() {
        final LimiterConfig outer = new LimiterConfig("outer", LimiterConfig.Meter.TWO_RATE_THREE_COLOR, true,
            new LimiterConfig.Rate(1_000_000_000, 100_000),
            Optional.of(new LimiterConfig.Rate(100_000_000_000L, 10_000_000)),
            LimiterConfig.Length.WIRE, LimiterConfig.Treatment.PASS, LimiterConfig.Treatment.mark(12),
            LimiterConfig.Treatment.PASS, Optional.empty());
        final LimiterConfig inner = LimiterConfig.of("inner", 100_000_000_000L, 10_000_000).within("outer");
        final SwitchConfig config = rewriting(MACS);
        shouldAllocateNothing(Placement.UNCUT, config
            .withBearers(config.bearers().stream().map(bearer ->
                bearer.withAmbr(AmbrConfig.of(1_000_000_000, 1_000_000_000))).toList())
            .withQos(new QosConfig(List.of(outer, inner), List.of(
                new QosConfig.Attachment(QosConfig.Owner.PORT, Breakout.portName(Breakout.ACCESS), "outer"),
                new QosConfig.Attachment(QosConfig.Owner.RULE, config.rules().getFirst().name(), "inner")))), 300_000);
    }

    /** Bearers are queues of their own, and queues are looked after; the rates are beyond what a port gets here. */
    @Test
    void shouldAllocateNothingWherePacketsAreShaped() {
        final ShaperConfig.ShapedClass answers = new ShaperConfig.ShapedClass("answers",
            OptionalLong.of(1_000_000_000), OptionalLong.of(90_000_000_000L), 2, 4_000,
            OptionalLong.of(10_000_000_000L), List.of(), List.of(Breakout.portName(Breakout.APPLICATION)))
            .within("all");
        final ShaperConfig.ShapedClass all = new ShaperConfig.ShapedClass("all", OptionalLong.of(2_000_000_000),
            OptionalLong.empty(), 1, 4_500, OptionalLong.empty(), List.of(), List.of());
        final SwitchConfig config = rewriting(MACS);
        shouldAllocateNothing(Placement.UNCUT, config.withQos(new QosConfig(List.of(), List.of(),
            IntStream.range(0, DEVICES.size()).mapToObj(port -> new ShaperConfig(Breakout.portName(port),
                100_000_000_000L, 1_000_000, LimiterConfig.Length.WIRE, 5_000, 1_000, 5, List.of(answers, all))
                .withEarlyDrop(new ShaperConfig.EarlyDrop(1_000_000, 2_000, true))).toList())), 300_000);
    }

    /** G-PDUs only pass, and each finds its slice, and its bearer's queue or, of every other bearer, a stranger's. */
    @Test
    void shouldAllocateNothingWhereSlicesAreShaped() {
        provider = new GeneratorProvider(
            Map.of(Breakout.portName(Breakout.ACCESS), Uplink.N3_IMIX.frames(BEARERS)));
        final SliceConfig slice = new SliceConfig(
            "001-01", List.of(Uplink.N3_IMIX.bearer(0).coreEndpoint()), false, List.of(), List.of());
        final ShaperConfig.ShapedClass ofSlice = new ShaperConfig.ShapedClass("red", OptionalLong.of(1_000_000_000),
            OptionalLong.empty(), 1, 4_000, OptionalLong.of(10_000_000_000L), List.of(), List.of())
            .ofSlices(List.of(slice.plmn()));
        final Lane[] lanes = lanes(Placement.UNCUT, rewriting(MACS).withRules(List.of())
            .withBearers(Uplink.N3_IMIX.bearers(BEARERS / 2).stream().map(AllocationFreeTest::inSlice).toList())
            .withSlices(new SlicesConfig(1, List.of(slice)))
            .withQos(new QosConfig(List.of(), List.of(), List.of(new ShaperConfig(Breakout.portName(Breakout.CORE),
                100_000_000_000L, 1_000_000, LimiterConfig.Length.WIRE, 5_000, 1_000, 5, List.of(ofSlice))))));
        assertEquals(0, allocatedAtLast(lanes, 300_000));
        final Conservation books = Conservation.of(status.reader().snapshot());
        assertTrue(books.holds() && books.sent() >= 300_000, books::toString);
        assertEquals(books.sent(), status.shaperCounters("core red").packets().get());
        assertEquals(Map.of(), drops());
    }

    private static BearerConfig inSlice(final BearerConfig bearer) {
        return new BearerConfig(bearer.name(), bearer.ueAddress(), bearer.coreEndpoint(), bearer.uplinkTeid(),
            bearer.accessEndpoint(), bearer.downlinkTeid(), bearer.qfi(), bearer.imsi(), bearer.push(),
            Optional.of("001-01"));
    }

    @Test
    void shouldAllocateNothingWithoutTunnels() {
        provider = provider(Uplink.N3_IMIX.frames(BEARERS).stream().map(AllocationFreeTest::withoutTunnel).toList());
        final SwitchConfig config = Breakout.config(DataplaneConfig.DEFAULT, DEVICES, 1, List.of());
        final FlowMatch fromUes = new FlowMatch(Optional.of(Breakout.portName(Breakout.ACCESS)), EthernetMatch.ANY,
            IpMatch.ANY, TunnelMatch.ANY, IpMatch.between(
                Optional.of(new IpPrefix(IpAddress.ofIpv4(Uplink.UE_IP), 16)), Optional.empty()));
        shouldAllocateNothing(Placement.UNCUT, new SwitchConfig(config.dataplane(), config.ports(),
            config.wires().stream().map(wire -> wire.withUes(List.of(fromUes.inner().source().orElseThrow()))).toList(),
            List.of(new RuleConfig("edge", 1, List.of(fromUes),
                new RuleAction.ForwardDecapsulated(Breakout.portName(Breakout.APPLICATION)))),
            List.of(), config.gtpu()), 100_000);
    }

    /** The T-PDU of a G-PDU over IPv4 with a PDU session container, behind the same Ethernet header. */
    private static byte[] withoutTunnel(final byte[] gpdu) {
        final int tpdu = Ethernet.HEADER_LENGTH + Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH
            + Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;
        final byte[] plain = Arrays.copyOf(gpdu, Ethernet.HEADER_LENGTH + gpdu.length - tpdu);
        System.arraycopy(gpdu, tpdu, plain, Ethernet.HEADER_LENGTH, gpdu.length - tpdu);
        return plain;
    }

    private void shouldAllocateNothing(final Placement placement, final SwitchConfig config, final int packets) {
        final Lane[] lanes = lanes(placement, config);
        learnPaths(lanes);
        assertEquals(0, allocatedAtLast(lanes, packets), "bytes allocated for " + packets + " packets");
        final Conservation books = Conservation.of(status.reader().snapshot());
        assertTrue(books.holds() && books.sent() >= packets && books.copied() >= packets / 4, books::toString);
        assertEquals(Map.of(), drops());
    }

    private Map<DropReason, Long> drops() {
        return Stream.of(DropReason.values()).filter(reason -> status.dropCounters()[reason.ordinal()].get() != 0)
            .collect(Collectors.toMap(reason -> reason, reason -> status.dropCounters()[reason.ordinal()].get()));
    }

    private long allocatedAtLast(final Lane[] lanes, final int packets) {
        long allocated = allocated(lanes, packets);
        for (int round = 0; allocated != 0 && round < WARM_UP_ROUNDS; round++) {
            allocated = allocated(lanes, packets);
        }
        return allocated;
    }

    private static SwitchConfig rewriting(final HeaderRewrite rewrite) {
        final SwitchConfig config =
            Breakout.config(DataplaneConfig.DEFAULT, DEVICES, RULES, Uplink.N3_IMIX.bearers(BEARERS));
        return config.withRules(config.rules().stream().map(rule -> rule.withRewrite(rewrite)).toList());
    }

    private Lane[] lanes(final Placement placement, final SwitchConfig config) {
        final Dataplane dataplane = new Dataplane(DataplaneConfig.DEFAULT, placement, provider, status,
            SystemNanoClock.INSTANCE, line -> () -> line.lanes().forEach(Lane::step));
        final List<RuleConfig> rules = new ArrayList<>(config.rules());
        rules.add(new RuleConfig("tap", 0, List.of(ANSWERS),
            new RuleAction.Duplicate(Breakout.portName(Breakout.CORE), Optional.empty())));
        provider.openQuiet(Breakout.portName(Breakout.APPLICATION));
        dataplane.apply(config.withRules(rules));
        return dataplane.lanes().toArray(Lane[]::new);
    }

    /**
     * The application must not send before every bearer's path is known, not even while the configuration is applied:
     * where MatchBearer and Decapsulate are in two lanes, answers would be looked up before the packets are popped that
     * were received before them, and dropped as PATH_UNKNOWN.
     */
    private void learnPaths(final Lane[] lanes) {
        allocated(lanes, BEARERS);
        provider.ports().get(Breakout.APPLICATION).quiet(false);
    }

    private long allocated(final Lane[] lanes, final int packets) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < packets; i += VECTOR) {
            lanes[0].step();
            drain(lanes);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void drain(final Lane[] lanes) {
        for (int number = 1; number < lanes.length; number++) {
            while (lanes[number].step() != 0) {
                Thread.onSpinWait();
            }
        }
    }
}
