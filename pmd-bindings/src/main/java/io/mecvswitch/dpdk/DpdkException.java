package io.mecvswitch.dpdk;

import java.util.List;

/** A DPDK function failed: its errno, and what DPDK logged about it. Callers make a sentence of it. */
final class DpdkException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LINES_TOLD = 3;

    private final int error;

    private DpdkException(final int error) {
        super(explanation(error));
        this.error = error;
    }

    /** Passes a count on and throws for a negative errno. */
    static int check(final int result) {
        if (result < 0) {
            throw new DpdkException(result);
        }
        return result;
    }

    /** The negative errno. */
    int error() {
        return error;
    }

    // The first lines come from the place that knew most; later ones only say that something failed.
    private static String explanation(final int error) {
        final List<String> log = NativeDpdk.lastLog();
        final String errorText = NativeDpdk.errorText(error);
        return log.isEmpty()
            ? errorText
            : String.join("; ", log.subList(0, Math.min(LINES_TOLD, log.size()))) + " (" + errorText + ")";
    }
}
