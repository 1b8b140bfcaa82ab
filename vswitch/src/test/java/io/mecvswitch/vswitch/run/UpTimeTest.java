package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpTimeTest {
    /** The JVM began a little after the process, and the JDK's word for it is a second off at most. */
    @Test
    void shouldBeThatOfThisProcess() {
        final long start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
        final double rough = (System.currentTimeMillis() - start) / (double) TimeUnit.SECONDS.toMillis(1);
        final double seconds = UpTime.seconds();

        assertTrue(Math.abs(seconds - rough) < 2, seconds + " s, the JDK says " + rough);
    }

    @Test
    void shouldGoOn() throws InterruptedException {
        final double before = UpTime.seconds();
        Thread.sleep(50);
        assertTrue(UpTime.seconds() > before);
    }
}
