package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.tree.Branch;
import java.time.Duration;
import java.util.Locale;

/**
 * Is told what becomes of running. Called under the lock of {@link Datastores}, by whoever changes something; returns
 * at once and throws nothing.
 */
public interface Journal {
    /** Nobody wants to know. */
    Journal NONE = new Journal() {
        @Override
        public void changed(final int session, final Branch before, final Branch after) {
            // Nobody wants to know.
        }

        @Override
        public void confirmation(final int session, final Step step, final Duration timeout) {
            // Nobody wants to know.
        }
    };

    /** What became of a commit that waits for its confirmation (RFC 6470 §2.2). */
    enum Step {
        /** It was made. */
        START,
        /** It was taken back because somebody wanted that, or its session ended. */
        CANCEL,
        /** It was taken back because nobody confirmed it. */
        TIMEOUT,
        /** It waits longer. */
        EXTEND,
        /** It was confirmed. */
        COMPLETE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Running changed. */
    void changed(int session, Branch before, Branch after);

    /** A commit waits for its confirmation, or does no longer. */
    void confirmation(int session, Step step, Duration timeout);
}
