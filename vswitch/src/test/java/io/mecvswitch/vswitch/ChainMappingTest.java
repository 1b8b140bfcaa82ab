package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.config.PortPairGroup.TupleMapping;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.traffic.Frames;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applications that change what flows are known by, and say so: networking-sfc's ppg_n_tuple_mapping. */
class ChainMappingTest {
    private static final String UE = "10.45.0.2";
    private static final String UE_2 = "10.45.0.3";
    private static final String SERVER = "203.0.113.5";
    private static final String PUBLIC = "198.51.100.1";
    private static final TupleMapping PORTS = new TupleMapping(destinationPort(53), destinationPort(5_353));
    private static final TupleMapping SOURCES = new TupleMapping(source(UE), source(PUBLIC));

    private final SteppedSwitch vswitch = new SteppedSwitch(ChainConfigs.site(3, List.of(
        bearer("ue", UE, 1, 2, OptionalInt.empty()), bearer("ue-2", UE_2, 3, 4, OptionalInt.empty()))));

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static IpMatch destinationPort(final int port) {
        return new IpMatch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(ValueRange.of(port)));
    }

    private static IpMatch source(final String address) {
        return IpMatch.between(Optional.of(IpPrefix.parse(address + "/32")), Optional.empty());
    }

    private void apply(final ChainConfigs.Builder builder) {
        vswitch.apply(vswitch.running().withChains(builder.build()));
    }

    /** Two UEs' chains share application 1; then one goes to 2 and the other to 3. */
    private static ChainConfigs.Builder shared(final PortPairGroup first) {
        return chains().applications(3).with(first)
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .classifier("fc-2", ask().innerSource(UE_2 + "/32").match())
            .with(new PortChain("chain", List.of("g1", "g2"), List.of("fc")))
            .with(new PortChain("other", List.of("g1", "g3"), List.of("fc-2")));
    }

    private static PortPairGroup byFlow() {
        return ChainConfigs.group(1).withPosition(Position.FLOW);
    }

    private static Frames tunnel(final long teid) {
        return Frames.ethernet(0x0200_0000_00e1L, 0x0200_0000_00c1L).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
            .gtpu(teid);
    }

    private static Frames question(final Frames frames, final String ue, final int port) {
        return frames.ipv4(ue, SERVER).udp(4000, port).payload(20);
    }

    private static Frames application() {
        return Frames.ethernet(Configs.SWITCH_MAC.bits(), Configs.APPLICATION_MAC.bits());
    }

    @Test
    void shouldFindTheChainOfAFlowWhosePortWasRewritten() {
        apply(shared(byFlow().withMapping(PORTS)));
        vswitch.send("access", question(tunnel(1), UE, 53).bytes(), question(tunnel(3), UE_2, 53).bytes());
        assertEquals(2, vswitch.sent("in1").size());
        vswitch.send("out1", question(application(), UE_2, 5_353).bytes(),
            question(application(), UE, 5_353).bytes());
        final byte[] second = vswitch.sent("in2").getFirst();
        final byte[] third = vswitch.sent("in3").getFirst();
        assertFrame(question(application(), UE, 5_353).bytes(), second);
        assertFrame(question(application(), UE_2, 5_353).bytes(), third);
        vswitch.send("out2", second);
        vswitch.send("out3", third);
        final List<byte[]> core = vswitch.sent("core");
        assertFrame(Golden.gpdu(question(tunnel(1), UE, 5_353)), core.get(0));
        assertFrame(Golden.gpdu(question(tunnel(3), UE_2, 5_353)), core.get(1));
        assertEquals(Map.of(), vswitch.drops());
    }

    @Test
    void shouldTakeForTheApplicationsOwnWhatItRewroteUnsaid() {
        apply(shared(byFlow()));
        vswitch.send("access", question(tunnel(1), UE, 53).bytes());
        assertEquals(1, vswitch.sent("in1").size());
        vswitch.send("out1", question(application(), UE, 5_353).bytes());
        assertEquals(List.of(), vswitch.sent("in2"));
        assertEquals(1, vswitch.sent("core").size());
    }

    @Test
    void shouldMeetTheTranslatorOfAFlowInBothDirections() {
        apply(chains().applications(3).with(new PortPairGroup("g2", List.of()))
            .with(new PortPairGroup("g1", List.of("pp1", "pp2")).withPosition(Position.FLOW).withMapping(SOURCES))
            .classifier("fc", ask().ingress("access").match(), "core")
            .with(new PortChain("chain", List.of("g1", "g3"), List.of("fc")).ofFrames().asSymmetric()));
        final Set<Integer> translators = new HashSet<>();
        for (int flow = 1; flow <= 32; flow++) {
            translators.add(thereAndBack(4_000 + flow));
        }
        assertEquals(Set.of(1, 2), translators);
        assertEquals(Map.of(), vswitch.drops());
    }

    /** A question to a server and its answer, through a translator and application 3; returns which translator. */
    private int thereAndBack(final int port) {
        final byte[] question = Frames.ethernet(1, 2).ipv4(UE, SERVER).udp(port, 53).payload(20).bytes();
        final byte[] translated = Frames.ethernet(1, 2).ipv4(PUBLIC, SERVER).udp(port, 53).payload(20).bytes();
        vswitch.send("access", question);
        final int translator = at("in", question);
        vswitch.send("out" + translator, translated);
        assertFrame(translated, vswitch.sent("in3").getFirst());
        vswitch.send("out3", translated);
        assertFrame(translated, vswitch.sent("core").getFirst());

        final byte[] answer = Frames.ethernet(2, 1).ipv4(SERVER, PUBLIC).udp(53, port).payload(30).bytes();
        final byte[] restored = Frames.ethernet(2, 1).ipv4(SERVER, UE).udp(53, port).payload(30).bytes();
        vswitch.send("core", answer);
        assertFrame(answer, vswitch.sent("out3").getFirst());
        vswitch.send("in3", answer);
        assertEquals(translator, at("out", answer), "translator of the answer to port " + port);
        vswitch.send("in" + translator, restored);
        assertFrame(restored, vswitch.sent("access").getFirst());
        return translator;
    }

    /** At which of the two translators a frame has come. */
    private int at(final String port, final byte[] frame) {
        final List<byte[]> first = vswitch.sent(port + 1);
        final List<byte[]> second = vswitch.sent(port + 2);
        assertTrue(first.size() + second.size() == 1, "one frame at one translator");
        assertFrame(frame, first.isEmpty() ? second.getFirst() : first.getFirst());
        return first.isEmpty() ? 2 : 1;
    }
}
