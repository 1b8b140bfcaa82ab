package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What a session, or all of them, received and answered (RFC 6022 §2.1.4, §2.1.5). Any thread. */
final class MessageCounters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder badRequests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder notifications = new LongAdder();

    /** An rpc, in a message that could be read. */
    void request() {
        requests.increment();
    }

    /** A message that was no rpc. */
    void badRequest() {
        badRequests.increment();
    }

    /** A reply with an error. */
    void error() {
        errors.increment();
    }

    /** A notification. */
    void notification() {
        notifications.increment();
    }

    /** Counts what another one counted too. */
    void add(final MessageCounters other) {
        requests.add(other.requests.sum());
        badRequests.add(other.badRequests.sum());
        errors.add(other.errors.sum());
        notifications.add(other.notifications.sum());
    }

    /** Adds the sum of several to a branch. */
    static void tell(final List<MessageCounters> all, final BranchBuilder there) {
        there.value("in-rpcs", all.stream().mapToLong(one -> one.requests.sum()).sum())
            .value("in-bad-rpcs", all.stream().mapToLong(one -> one.badRequests.sum()).sum())
            .value("out-rpc-errors", all.stream().mapToLong(one -> one.errors.sum()).sum())
            .value("out-notifications", all.stream().mapToLong(one -> one.notifications.sum()).sum());
    }
}
