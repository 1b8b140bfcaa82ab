package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.tree.BranchBuilder;

/**
 * A session, as notifications name it (RFC 6470, common-session-parms).
 *
 * @param number its number
 * @param user   its user
 * @param host   the address it comes from, empty if it has none
 */
public record Who(int number, String user, String host) {
    /** Adds it. */
    public void tell(final BranchBuilder there) {
        there.value("username", user).value("session-id", number);
        if (!host.isEmpty()) {
            there.value("source-host", host);
        }
    }
}
