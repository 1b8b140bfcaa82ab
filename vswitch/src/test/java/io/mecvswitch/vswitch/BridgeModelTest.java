package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.port;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.VlanMode.Access;
import io.mecvswitch.config.VlanMode.Translation;
import io.mecvswitch.config.VlanMode.Transparent;
import io.mecvswitch.config.VlanMode.Trunk;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random frames through random bridge domains: what leaves is what the model says, wherever the line is cut. */
class BridgeModelTest {
    private static final int PORTS = 5;
    private static final int[] VLANS = {10, 20, 30};
    private static final int[] TAGS = {0, 10, 20, 30, 40, 50};
    private static final StageName[] CUTS =
        {StageName.CLASSIFY, StageName.STEER, StageName.BRIDGE, StageName.ENCAPSULATE};
    private static final long AGEING_NS = 300_000_000_000L;

    private static SwitchConfig config(final Random random, final List<RuleConfig> rules) {
        final boolean vlans = random.nextInt(4) != 0;
        final BridgeConfig lan = new BridgeConfig("lan", IntStream.range(0, PORTS).mapToObj(i ->
            new BridgePort("p" + i, vlans ? mode(random) : new Transparent())).toList(), 300, 4_096, 1_000_000,
            List.of());
        final SwitchConfig empty = SwitchConfig.EMPTY;
        return new SwitchConfig(empty.dataplane(), IntStream.range(0, PORTS).mapToObj(i -> port("p" + i,
            i == 0 ? Role.ACCESS : Role.CORE)).toList(), List.of(), rules, List.of(), empty.gtpu(), List.of(lan));
    }

    private static VlanMode mode(final Random random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> new Access(VLANS[random.nextInt(2)]);
            case 2 -> new Trunk(List.of(10, 20), random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(30),
                List.of());
            default -> new Trunk(List.of(30), OptionalInt.of(20), List.of(new Translation(40, 10)));
        };
    }

    private static byte[] frame(final Random random) {
        final long destination = switch (random.nextInt(20)) {
            case 0 -> 0xffff_ffff_ffffL;
            case 1 -> 0x0100_5e00_0000L + random.nextInt(4);
            case 2 -> 0x0180_c200_0000L + random.nextInt(32);
            default -> 0x0200_0000_0000L + random.nextInt(12);
        };
        final long source = random.nextInt(50) == 0 ? 0x0300_0000_0000L : 0x0200_0000_0000L + random.nextInt(12);
        final Frames frames = Frames.ethernet(source, destination);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> { }
            case 3 -> frames.serviceVlan(TAGS[random.nextInt(TAGS.length)]);
            default -> frames.vlan(random.nextInt(16) << 12 | TAGS[random.nextInt(TAGS.length)]);
        }
        final byte[] bytes = frames.etherType(0x88b5).payload(random.nextInt(60)).bytes();
        return random.nextInt(40) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static long nextTimeNs(final long timeNs, final Random random) {
        return timeNs + (random.nextInt(40) == 0 ? AGEING_NS / 3 : random.nextInt(1_000_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldForwardAsTheModelSays(final long seed) {
        final Random random = new Random(seed);
        final SwitchConfig config = config(random, List.of());
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(Placement.UNCUT, 32, seed);
        vswitch.apply(config);
        final BridgeModel model = new BridgeModel(config.bridges().getFirst());
        long timeNs = 0;
        int leaving = 0;
        for (int i = 0; i < 5_000; i++) {
            timeNs = nextTimeNs(timeNs, random);
            final String ingress = "p" + random.nextInt(PORTS);
            final byte[] frame = frame(random);
            final Map<String, String> expected = model.forward(ingress, frame, timeNs);
            vswitch.port(ingress).offer(frame, timeNs);
            vswitch.run();
            assertEquals(expected, sent(vswitch), "frame " + i);
            leaving += expected.size();
        }
        assertTrue(leaving > 1_000, "traffic: " + leaving);
        vswitch.assertConserved();
    }

    private static Map<String, String> sent(final SteppedSwitch vswitch) {
        final Map<String, String> sent = new TreeMap<>();
        for (int i = 0; i < PORTS; i++) {
            for (final String frame : BridgeModel.texts(vswitch.sent("p" + i))) {
                assertEquals(null, sent.put("p" + i, frame), "one copy for each port");
            }
        }
        return sent;
    }

    /** Full vectors of any size, and a line that is cut anywhere around the bridge. */
    @Test
    void shouldForwardTheSameWhereverTheLineIsCut() {
        final Map<String, List<String>> expected = run(Placement.UNCUT, 32, 1);
        assertTrue(expected.values().stream().allMatch(frames -> frames.size() > 300), "traffic on every port");
        for (int bits = 0; bits < 1 << CUTS.length; bits++) {
            final Set<StageName> cuts = EnumSet.noneOf(StageName.class);
            for (int i = 0; i < CUTS.length; i++) {
                if ((bits >>> i & 1) == 1) {
                    cuts.add(CUTS[i]);
                }
            }
            assertEquals(expected, run(new Placement(cuts), 4 << bits % 6, bits), () -> "cut after " + cuts);
        }
    }

    private static Map<String, List<String>> run(final Placement placement, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(placement, vectorSize, seed);
        final Random random = new Random(42);
        final Map<String, List<String>> sent = new TreeMap<>();
        IntStream.range(0, PORTS).forEach(i -> sent.put("p" + i, new ArrayList<>()));
        long timeNs = 0;
        for (int round = 0; round < 100; round++) {
            if (round % 10 == 0) {
                vswitch.apply(config(new Random(round / 20), round % 20 == 0 ? List.of()
                    : List.of(rule("r", 1, new RuleAction.Forward("p4"), ask().vlan(10).match()))));
            }
            final String ingress = "p" + random.nextInt(PORTS);
            for (int i = random.nextInt(80); i >= 0; i--) {
                timeNs = nextTimeNs(timeNs, random);
                vswitch.port(ingress).offer(frame(random), timeNs);
            }
            vswitch.receiveAll();
            if (round % 3 == 0) {
                vswitch.run();
                vswitch.assertConserved();
            }
            sent.forEach((port, frames) -> frames.addAll(BridgeModel.texts(vswitch.sent(port))));
        }
        vswitch.run();
        sent.forEach((port, frames) -> frames.addAll(BridgeModel.texts(vswitch.sent(port))));
        vswitch.assertConserved();
        return sent;
    }
}
