package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Completion;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told of values that hold by default (RFC 6243 §3). */
enum WithDefaults {
    /** Only what somebody set; this is the switch's basic mode. */
    EXPLICIT,
    /** All that holds. */
    REPORT_ALL,
    /** All that holds, and which of it nobody set. */
    REPORT_ALL_TAGGED,
    /** Not what would hold anyway. */
    TRIM;

    /** Namespace of the parameter. */
    static final String NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults";
    /** Its name. */
    static final String NAME = "with-defaults";

    /** The mode that a request asks for, if it does. */
    static Optional<WithDefaults> of(final Parameters parameters) throws RpcException {
        if (parameters.find(NAME).isEmpty()) {
            return Optional.empty();
        }
        final String word = parameters.word(NAME, Stream.of(values()).map(WithDefaults::toString).toList());
        return Stream.of(values()).filter(mode -> mode.toString().equals(word)).findFirst();
    }

    /** Whether values that nobody set are told. */
    boolean tellsDefaults() {
        return this == REPORT_ALL || this == REPORT_ALL_TAGGED;
    }

    /** What becomes of a configuration that is copied (RFC 6243 §4.5.3). */
    Branch set(final Branch completed) {
        return switch (this) {
            case EXPLICIT -> completed;
            case TRIM -> Completion.trim(completed);
            case REPORT_ALL, REPORT_ALL_TAGGED -> Completion.set(completed);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
