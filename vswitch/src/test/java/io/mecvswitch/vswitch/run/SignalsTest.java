package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With signals that nobody who starts the tests has reason to have ignored, as nohup does with SIGHUP. */
class SignalsTest {
    @Test
    void shouldDoWhatWasAskedOnEverySignal() throws Exception {
        final CountDownLatch twice = new CountDownLatch(2);
        try (Signals _ = Signals.on(List.of("WINCH"), twice::countDown).and("USR2", twice::countDown)) {
            for (final String name : List.of("WINCH", "USR2")) {
                ChildProcess.signal(name, ProcessHandle.current().pid());
            }
            assertTrue(twice.await(10, TimeUnit.SECONDS));
        }
    }
}
