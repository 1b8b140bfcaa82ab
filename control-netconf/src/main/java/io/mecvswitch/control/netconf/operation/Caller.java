package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.notification.Subscription;

/** The session that asks, and what it can do to others. */
public interface Caller {
    /** Its number. */
    int number();

    /** Who it is. */
    String user();

    /** Whether access control is not for him (RFC 8341 §2.3, recovery session). */
    boolean isRecovery();

    /**
     * Tells it what happens, once it has been answered.
     *
     * @return false if it is told already
     */
    boolean subscribe(Subscription subscription);

    /** Ends it when it has been answered. */
    void closeAfterReply();

    /**
     * Ends another one at once.
     *
     * @return false if there is none of that number
     */
    boolean kill(int number);
}
