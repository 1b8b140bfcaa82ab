package io.mecvswitch.vswitch.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The warm-up walks all there is, and leaves nothing lying about. */
class WarmUpTest {
    private static final int FRAMES = 500;
    private static final int REASONS = 20;

    private final ArrayMemory memory = new ArrayMemory(4_096, 2_304);
    private final StatusFile status = StatusFile.inMemory(8_192);
    private final WarmUp warmUp = new WarmUp(memory, Optional.empty(), Placement.UNCUT, status);

    @Test
    void shouldWalkEveryStage() {
        final Set<StageName> walked = EnumSet.noneOf(StageName.class);
        for (final SwitchConfig site : WarmUpSites.all()) {
            warmUp.apply(site);
            walked.addAll(warmUp.stages());
        }
        warmUp.whileDrained(WarmUpSites.APP, () -> walked.addAll(warmUp.stages()));
        assertEquals(EnumSet.allOf(StageName.class), walked);
    }

    @Test
    void shouldLosePacketsForManyReasonsAndNoneWithoutOne() {
        for (final SwitchConfig site : WarmUpSites.all()) {
            warmUp.apply(site);
            warmUp.pass(FRAMES);
            assertTrue(Conservation.of(status.reader().snapshot()).holds(), () -> Conservation.of(
                status.reader().snapshot()).toString());
        }
        warmUp.end();
        assertEquals(memory.capacity(), memory.available());
        final Set<DropReason> reasons = EnumSet.noneOf(DropReason.class);
        Arrays.stream(DropReason.values()).filter(reason -> status.dropCounters()[reason.ordinal()].get() > 0)
            .forEach(reasons::add);
        assertTrue(reasons.size() >= REASONS, () -> reasons.size() + " reasons, not " + EnumSet.complementOf(
            EnumSet.copyOf(reasons)));
    }
}
