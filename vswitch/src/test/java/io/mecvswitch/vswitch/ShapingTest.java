package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.QosConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.port.MemoryPort.Frame;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Shapers in the line. A frame of 996 octets takes a millisecond of 8 Mb/s. */
class ShapingTest {
    private static final long MS = 1_000_000L;
    private static final long START_NS = 5_000 * MS;
    private static final OptionalLong NO_RATE = OptionalLong.empty();

    private static ShaperConfig shaper(final String port, final ShapedClass... classes) {
        return new ShaperConfig(port, 8_000_000, 3_000, Length.L2, 1_000, 100, 0, List.of(classes));
    }

    private static ShapedClass shaped(final String name, final long guaranteed, final List<String> rules,
        final List<String> ports) {
        return new ShapedClass(name, OptionalLong.of(guaranteed), NO_RATE, 1, 500, NO_RATE, rules, ports);
    }

    private static SwitchConfig shaping(final SwitchConfig config, final ShaperConfig... shapers) {
        return config.withQos(new QosConfig(List.of(), List.of(), List.of(shapers)));
    }

    private static byte[] frame(final int vlan) {
        return Frames.ethernet().vlan(vlan).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(950).bytes();
    }

    private static SteppedSwitch captured(final SwitchConfig config, final StageName... cuts) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(new Placement(Set.of(cuts)), 8, 1);
        vswitch.apply(config);
        return vswitch;
    }

    private static List<Long> times(final SteppedSwitch vswitch, final String port) {
        return vswitch.port(port).takeSent().stream().map(Frame::timeNs).toList();
    }

    private static long resting(final SteppedSwitch vswitch) {
        return Conservation.of(vswitch.status().reader().snapshot()).resting();
    }

    @Test
    void shouldSpacePacketsOfACaptureAndWriteWhenTheyLeft() {
        final SteppedSwitch vswitch =
            captured(shaping(Configs.wired(List.of(), List.of()), shaper("core")), StageName.STEER);
        for (int packet = 0; packet < 20; packet++) {
            vswitch.port("access").offer(frame(1), START_NS);
        }
        vswitch.run();
        assertEquals(20, resting(vswitch) + vswitch.port("core").takeSent().size());
        vswitch.port("access").offer(frame(1), START_NS + 10 * MS + MS / 2);
        vswitch.run();
        assertEquals(LongStream.rangeClosed(1, 10).map(k -> START_NS + k * MS).boxed().toList(),
            times(vswitch, "core"));
        assertEquals(10, resting(vswitch));
        vswitch.drain();
        assertEquals(10, times(vswitch, "core").size());
        vswitch.assertConserved();
    }

    @Test
    void shouldLetPacketsLeaveThoughNothingComes() {
        final SteppedSwitch vswitch = new SteppedSwitch(shaping(Configs.wired(List.of(), List.of()), shaper("core")));
        vswitch.stopClock();
        vswitch.send("access", frame(1), frame(1), frame(1));
        assertEquals(1, vswitch.sent("core").size());
        vswitch.passTime(MS);
        vswitch.run();
        assertEquals(1, vswitch.sent("core").size());
        vswitch.passTime(MS);
        vswitch.run();
        assertEquals(1, vswitch.sent("core").size());
        vswitch.assertConserved();
    }

    @Test
    void shouldLoseNothingWhenAShaperComesChangesAndGoes() {
        final SwitchConfig plain = Configs.wired(List.of(), List.of());
        final SteppedSwitch vswitch = new SteppedSwitch(plain);
        vswitch.stopClock();
        vswitch.apply(shaping(plain, shaper("core")));
        vswitch.send("access", frame(1), frame(2), frame(3), frame(4));
        vswitch.apply(shaping(plain, shaper("core"), shaper("access")));
        vswitch.apply(shaping(plain, shaper("core", shaped("others", 1_000_000, List.of(), List.of("app")))));
        assertEquals(3, resting(vswitch));
        vswitch.apply(plain);
        assertEquals(4, vswitch.sent("core").size());
        vswitch.assertConserved();
    }

    @Test
    void shouldTellClassesByRuleAndPort() {
        final SteppedSwitch vswitch = captured(shaping(
            Configs.wired(List.of(rule("voice", 1, new RuleAction.Pass(), ask().vlan(7).match()),
                rule("edge", 2, new RuleAction.Forward("core"), ask().ingress("app").match())), List.of()),
            shaper("core", shaped("voice", 4_000_000, List.of("voice"), List.of()),
                shaped("app", 2_000_000, List.of(), List.of("app")))));
        for (int packet = 0; packet < 400; packet++) {
            vswitch.port("access").offer(frame(1), START_NS);
        }
        vswitch.run();
        for (int packet = 0; packet < 100; packet++) {
            vswitch.port("app").offer(frame(1), START_NS);
        }
        vswitch.run();
        for (int packet = 0; packet < 100; packet++) {
            vswitch.port("access").offer(frame(7), START_NS + packet * 2 * MS);
            vswitch.run();
        }
        assertEquals(100, vswitch.status().shaperCounters("core voice").packets().get(), 2);
        assertEquals(66, vswitch.status().shaperCounters("core app").packets().get(), 17,
            "a quarter, and a third of the rest");
        assertEquals(200, vswitch.port("core").takeSent().size(), 2);
        vswitch.drain();
        vswitch.assertConserved();
    }

    @Test
    void shouldSendOnWhatRestsInAClassThatOthersAreWithinNow() {
        final SwitchConfig plain = Configs.wired(List.of(), List.of());
        final SteppedSwitch vswitch =
            new SteppedSwitch(shaping(plain, shaper("core", shaped("a", 1_000_000, List.of(), List.of("access")))));
        vswitch.stopClock();
        vswitch.send("access", frame(1), frame(2), frame(3));
        vswitch.apply(shaping(plain, shaper("core", shaped("a", 1_000_000, List.of(), List.of()),
            shaped("b", 1_000_000, List.of(), List.of("access")).within("a"))));
        vswitch.send("access", frame(4));
        for (int ms = 0; ms < 5; ms++) {
            vswitch.passTime(MS);
            vswitch.run();
        }
        assertEquals(4, vswitch.sent("core").size());
        vswitch.assertConserved();
    }

    @Test
    void shouldDropEarlyWhereAQueueStands() {
        final SteppedSwitch vswitch = captured(shaping(Configs.wired(List.of(), List.of()),
            shaper("core").withEarlyDrop(new ShaperConfig.EarlyDrop(5_000, 100, false))), StageName.STEER);
        for (int packet = 0; packet < 1_500; packet++) {
            vswitch.port("access").offer(frame(1), START_NS + packet * MS * 9 / 10);
            vswitch.run();
        }
        final long early = vswitch.drops().get(DropReason.SHAPER_EARLY);
        assertTrue(early > 20, "dropped early: " + early);
        assertEquals(early, vswitch.status().shaperCounters("core other").early().get());
        vswitch.drain();
        assertEquals(1_500 - vswitch.drops().get(DropReason.SHAPER_EARLY), vswitch.port("core").takeSent().size());
        vswitch.assertConserved();
    }

    /** A port may not be flooded past its shaper. */
    @Test
    void shouldShapeCopiesOfFloodedFrames() {
        final List<BridgeConfig.BridgePort> ports = Stream.of("access", "core", "other")
            .map(port -> new BridgeConfig.BridgePort(port, new VlanMode.Transparent())).toList();
        final SwitchConfig wired = Configs.wired(List.of(), List.of());
        final SwitchConfig bridged = new SwitchConfig(wired.dataplane(),
            ports.stream().map(port -> Configs.port(port.port(), Role.CORE)).toList(), List.of(), List.of(), List.of(),
            wired.gtpu(), List.of(new BridgeConfig("lan", ports, 300, 4_096, 10_000, List.of())));
        final SteppedSwitch vswitch = new SteppedSwitch(shaping(bridged, shaper("core")));
        vswitch.stopClock();
        vswitch.send("access", frame(1), frame(1), frame(1));
        assertEquals(3, vswitch.sent("other").size());
        assertEquals(1, vswitch.sent("core").size());
        assertEquals(2, resting(vswitch));
        vswitch.drain();
        assertEquals(2, vswitch.sent("core").size());
        vswitch.assertConserved();
    }

    // What can't be honoured.

    private static List<String> refused(final ShaperConfig... shapers) {
        return ConfigCheck.violations(shaping(Configs.wired(List.of(), List.of()), shapers)).stream()
            .map(Violation::path).toList();
    }

    @Test
    void shouldRefuseWhatItCannotKeep() {
        final String core = "/ietf-interfaces:interfaces/interface[name='core']"
            + "/mec-vswitch-ports:port/mec-vswitch-qos:shaper";
        assertEquals(List.of(), refused(shaper("core")));
        assertEquals(List.of(core + "/rate"), refused(shaper("core", shaped("a", 9_000_000, List.of(), List.of()))));
        assertEquals(List.of(core + "/class[name='a']/traffic-rule"),
            refused(shaper("core", shaped("a", 1_000_000, List.of("x"), List.of()))));
        assertEquals(List.of(core + "/class[name='b']"), refused(shaper("core",
            shaped("a", 1_000_000, List.of(), List.of("app")), shaped("b", 1_000_000, List.of(), List.of("app")))));
        assertEquals(List.of("/mec-vswitch-dataplane:dataplane/buffers"), refused(
            new ShaperConfig("core", 8_000_000, 3_000, Length.L2, 1_000_000, 100, 0, List.of())));
        assertEquals(List.of(core + "/class[name='a']/within"),
            refused(shaper("core", shaped("a", 1_000_000, List.of(), List.of("app")).within("b"))));
        assertEquals(List.of(core + "/class[name='a']/within", core + "/class[name='b']/within"), refused(shaper("core",
            shaped("a", 1_000_000, List.of(), List.of()).within("b"),
            shaped("b", 1_000_000, List.of(), List.of()).within("a"))));
        assertEquals(List.of(core + "/class[name='b']", core + "/class[name='b']/guaranteed-rate"),
            refused(shaper("core", shaped("a", 2_000_000, List.of(), List.of()).within("b"),
                shaped("b", 1_000_000, List.of(), List.of("app")))));
        assertEquals(List.of(core + "/early-drop/interval"),
            refused(shaper("core").withEarlyDrop(new ShaperConfig.EarlyDrop(10_000, 10, true))));
        assertTrue(refused(new ShaperConfig("core", 1, 3_000, Length.L2, 10, 100, 0, List.of()))
            .contains(core + "/rate"));
    }
}
