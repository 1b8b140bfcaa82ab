package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.Band;
import io.mecvswitch.config.RadioConfig.Encryption;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wherever the line is cut, and however long vectors are, a radio sends the same frames in the same order. */
class RadioPlacementTest {
    private static final long STEP_NS = 1_000_000;
    private static final int STEPS = 200;
    private static final int PLACEMENTS = 60;
    private static final RateConfig SLOW = new RateConfig(Standard.A, 60, 1, 800, 1);
    private static final RateConfig FAST = new RateConfig(Standard.A, 540, 1, 800, 1);

    private record Outcome(List<String> sent, Map<DropReason, Long> drops) { }

    @Test
    void shouldSendTheSameFramesInTheSameOrderInEveryPlacement() {
        final Outcome expected = run(new Placement(EnumSet.noneOf(StageName.class)), 32, 1);
        assertTrue(expected.sent().size() > STEPS, () -> "frames: " + expected.sent().size());
        assertTrue(expected.drops().keySet().containsAll(List.of(DropReason.VIF_UNKNOWN, DropReason.AIRTIME_FULL)),
            () -> "drops: " + expected.drops());
        final Random random = new Random(5);
        for (int i = 0; i < PLACEMENTS; i++) {
            final EnumSet<StageName> cuts = EnumSet.noneOf(StageName.class);
            for (final StageName place : StageName.values()) {
                if (place != StageName.TRANSMIT && random.nextInt(4) == 0) {
                    cuts.add(place);
                }
            }
            final Outcome outcome = run(new Placement(cuts), 4 << i % 6, i);
            assertEquals(expected, outcome, () -> "cut after " + cuts);
        }
    }

    private static Outcome run(final Placement placement, final int vectorSize, final long seed) {
        final SteppedSwitch vswitch = SteppedSwitch.withCaptureTime(placement, vectorSize, seed);
        vswitch.apply(config(30));
        final Random random = new Random(42);
        final List<String> sent = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            for (int i = random.nextInt(16); i > 0; i--) {
                vswitch.port("core").offer(frame(random), step * STEP_NS);
            }
            vswitch.run();
            if (step % 50 == 0) {
                vswitch.apply(config(10 + step / 5));
            }
            vswitch.sent("access").forEach(frame -> sent.add(HexFormat.of().formatHex(frame)));
        }
        vswitch.drain();
        vswitch.sent("access").forEach(frame -> sent.add(HexFormat.of().formatHex(frame)));
        vswitch.assertConserved();
        return new Outcome(sent, vswitch.drops());
    }

    private static byte[] frame(final Random random) {
        return Frames.ethernet(0x0200_0000_0001L, 0x0200_0000_5101L).vlan(101 + random.nextInt(20) % 3)
            .etherType(0x0800).payload(46 + random.nextInt(1_400)).bytes();
    }

    private static SwitchConfig config(final int percentOfA) {
        return Configs.wired(List.of(), List.of()).withRadios(List.of(new RadioConfig("access", Band.GHZ_5, 20,
            Encryption.NONE, Optional.empty(), 1_000, 64, 200, false, SLOW, List.of(
            vif("a", 1, 101, percentOfA, SLOW), vif("b", 2, 102, 100 - percentOfA, FAST)))));
    }

    private static VifConfig vif(final String name, final int id, final int vlan, final int percent,
        final RateConfig rate) {
        return new VifConfig(name, id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(vlan),
            percent * 10_000, Optional.empty(), rate, List.of());
    }
}
