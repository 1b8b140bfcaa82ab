package io.mecvswitch.status;

import java.time.Instant;

/**
 * A process, told from a later one that was given the same number.
 *
 * @param pid     its number
 * @param startMs when it started, milliseconds since 1970; 0 where the system doesn't say
 */
record ProcessIdentity(long pid, long startMs) {
    /** The kernel's clock ticks and the boot time they count from are rounded. */
    private static final long TOLERANCE_MS = 2_000;

    /** This process. */
    static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    private static ProcessIdentity of(final ProcessHandle process) {
        return new ProcessIdentity(process.pid(),
            process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** Whether it still runs. */
    boolean alive() {
        return ProcessHandle.of(pid).map(ProcessIdentity::of).filter(this::sameAs).isPresent();
    }

    private boolean sameAs(final ProcessIdentity other) {
        return startMs == 0 || other.startMs == 0 || Math.abs(startMs - other.startMs) <= TOLERANCE_MS;
    }
}
