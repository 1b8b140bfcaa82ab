package io.mecvswitch.control.netconf.session;

import java.util.concurrent.Semaphore;

/**
 * Bounds what messages cost together: of those longer than {@link #SMALL} few are taken in at the same time, the others
 * wait where they are, with their senders. Threads of sessions.
 */
final class LargeMessages {
    /** Octets that anybody may send at any time. */
    static final int SMALL = 256 << 10;

    private final Semaphore permits;

    /** With room for so many at a time. */
    LargeMessages(final int count) {
        this.permits = new Semaphore(count, true);
    }

    /** The share of one session. One thread. */
    final class Share {
        private boolean held;

        /** Waits until another large message may be taken in. */
        void take() {
            permits.acquireUninterruptibly();
            held = true;
        }

        /** A message was answered, whatever its length. */
        void giveBack() {
            if (held) {
                held = false;
                permits.release();
            }
        }
    }
}
