package io.mecvswitch.vswitch.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long this process has been there, launcher included: to a hundredth of a second, as the kernel counts. What the
 * JDK says of a process's start is reckoned from the machine's, in whole seconds.
 */
final class UpTime {
    private static final Path PROCESS = Path.of("/proc/self/stat");
    private static final Path MACHINE = Path.of("/proc/uptime");
    /** Of the fields behind the name, which may contain anything: proc(5), field 22. */
    private static final int START_TICKS = 19;
    /** Of what the kernel shows, whatever its own clock is. */
    private static final double TICKS_PER_SECOND = 100;

    private UpTime() { }

    static double seconds() {
        try {
            final String process = Files.readString(PROCESS);
            final String started = process.substring(process.lastIndexOf(')') + 2).split(" ")[START_TICKS];
            return Double.parseDouble(Files.readString(MACHINE).split(" ")[0])
                - Long.parseLong(started) / TICKS_PER_SECOND;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
