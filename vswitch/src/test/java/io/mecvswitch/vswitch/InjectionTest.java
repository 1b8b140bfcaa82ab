package io.mecvswitch.vswitch;

import static io.mecvswitch.traffic.FrameAssert.assertFrame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.port.InjectionSource;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.traffic.Frames;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that no device received. */
class InjectionTest {
    private static final SwitchConfig WIRE = Configs.wired(List.of(), List.of());
    private static final byte[] FRAME = Frames.ethernet().ipv4("192.0.2.1", "192.0.2.2").udp(1, 2).payload(30).bytes();

    private final SteppedSwitch vswitch = new SteppedSwitch(Placement.UNCUT, 32, 1);

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private void assertRefused(final InjectedFrame frame, final String reason) {
        final List<Violation> refused = vswitch.inject(frame);
        assertTrue(refused.getFirst().message().contains(reason), refused::toString);
        vswitch.run();
        assertEquals(List.of(), vswitch.sent("core"));
    }

    @Test
    void shouldTakeInNothingUnlessItIsAllowed() {
        vswitch.apply(WIRE);
        assertRefused(new InjectedFrame("access", FRAME, 1), "--allow-injection");
    }

    @Test
    void shouldTreatAnInjectedFrameAsOneThatWasReceived() {
        vswitch.allowInjection();
        vswitch.apply(WIRE);
        assertEquals(List.of(), vswitch.inject(new InjectedFrame("access", FRAME, 3)));
        vswitch.run();
        final List<byte[]> sent = vswitch.sent("core");
        assertEquals(3, sent.size());
        assertFrame(FRAME, sent.getLast());
        assertEquals(3, vswitch.status().copied().get());
    }

    @Test
    void shouldRefuseWhereThereIsNoPortOrNoRoom() {
        vswitch.allowInjection();
        vswitch.apply(WIRE);
        assertRefused(new InjectedFrame("none", FRAME, 1), "No port");
        assertRefused(new InjectedFrame("access", FRAME, InjectionSource.CAPACITY + 1), "wait");
    }

    @Test
    void shouldForgetPortsThatAreGone() {
        vswitch.allowInjection();
        vswitch.apply(WIRE);
        vswitch.apply(SwitchConfig.EMPTY);
        assertRefused(new InjectedFrame("access", FRAME, 1), "No port");
    }

    @Test
    void shouldTakeNothingIntoCaptures() {
        final SteppedSwitch captured = SteppedSwitch.withCaptureTime(Placement.UNCUT, 32, 1);
        captured.allowInjection();
        captured.apply(WIRE);
        assertTrue(captured.inject(new InjectedFrame("access", FRAME, 1)).getFirst().message().contains("capture"));
    }
}
