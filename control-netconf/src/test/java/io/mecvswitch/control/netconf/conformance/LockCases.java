package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.copy;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.kill;
import static io.mecvswitch.control.netconf.conformance.Requests.lock;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;
import static io.mecvswitch.control.netconf.conformance.Requests.unlock;

/** Locks and the end of sessions (RFC 6241 §7.5, §7.6, §7.8, §7.9). */
final class LockCases {
    private LockCases() { }

    static void add(final Table table) {
        locks(table.clause("RFC 6241 §7.5"));
        candidate(table.clause("RFC 6241 §7.5").needing(Table.CANDIDATE));
        table.clause("RFC 6241 §7.5").needing(Table.RUNNING)
            .has("others can't edit running while it is locked: in-use", talk -> {
                talk.one().ok(lock("running"));
                talk.two().error("in-use", edit("running", "", rule("a"))).type("protocol", "application");
                talk.one().ok(edit("running", "", rule("a")));
            });
        unlocks(table.clause("RFC 6241 §7.6"));
        ends(table);
    }

    private static void locks(final Table.Clause clause) {
        clause
            .has("running is locked and unlocked", talk -> talk.one().ok(lock("running")).ok(unlock("running")))
            .has("a lock that another session has is lock-denied with its number", talk -> {
                talk.one().ok(lock("running"));
                talk.two().error("lock-denied", lock("running")).type("protocol")
                    .info("session-id", talk.one().number());
            })
            .has("a lock that one has is lock-denied", talk -> {
                talk.one().ok(lock("running"));
                talk.one().error("lock-denied", lock("running")).info("session-id", talk.one().number());
            })
            .has("others may read what is locked", talk -> {
                talk.one().ok(lock("running"));
                talk.two().data(getRules("running"));
            })
            .has("without target it is missing-element", talk ->
                talk.one().error("missing-element", "<lock/>").info("bad-element", "target"))
            .has("a datastore that nobody knows is refused", talk ->
                talk.one().ask(lock("nothing")).has("//nc:rpc-error"));
    }

    private static void candidate(final Table.Clause clause) {
        clause
            .has("candidate and running have locks of their own", talk -> {
                talk.one().ok(lock("candidate"));
                talk.two().ok(lock("running"));
            })
            .has("others can't edit a candidate that is locked: in-use", talk -> {
                talk.one().ok(lock("candidate"));
                talk.two().error("in-use", edit(rule("a")));
            })
            .has("others can't copy to a candidate that is locked", talk -> {
                talk.one().ok(lock("candidate"));
                talk.two().error("in-use", copy("<running/>", "<candidate/>"));
            })
            .has("others can't discard a candidate that is locked", talk -> {
                talk.one().ok(lock("candidate"));
                talk.two().error("in-use", "<discard-changes/>");
            })
            .has("others can't commit while running is locked", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.two().ok(lock("running"));
                talk.one().error("in-use", "<commit/>");
            })
            .has("a candidate with changes is not locked", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.two().ask(lock("candidate")).has("//nc:rpc-error");
            })
            .has("a candidate whose changes were discarded is locked", talk -> {
                talk.one().ok(edit(rule("a"))).ok("<discard-changes/>");
                talk.two().ok(lock("candidate"));
            })
            .has("who has the lock may edit", talk -> {
                talk.one().ok(lock("candidate")).ok(edit(rule("a")));
                talk.one().data(getRules("candidate")).has(RULE);
            });
    }

    private static void unlocks(final Table.Clause clause) {
        clause
            .has("what is not locked is not unlocked", talk -> talk.one().ask(unlock("running")).has("//nc:rpc-error"))
            .has("what another session has locked is not unlocked", talk -> {
                talk.one().ok(lock("running"));
                talk.two().ask(unlock("running")).has("//nc:rpc-error");
                talk.two().error("lock-denied", lock("running"));
            })
            .has("what is unlocked can be locked by others", talk -> {
                talk.one().ok(lock("running")).ok(unlock("running"));
                talk.two().ok(lock("running"));
            })
            .has("without target it is missing-element", talk ->
                talk.one().error("missing-element", "<unlock/>").info("bad-element", "target"));
    }

    private static void ends(final Table table) {
        table.clause("RFC 6241 §7.8")
            .has("close-session is answered before the session ends", talk ->
                talk.one().ok("<close-session/>").ends())
            .has("close-session gives back locks", talk -> {
                talk.one().ok(lock("running")).ok("<close-session/>").ends();
                talk.two().ok(lock("running"));
            })
            .has("what comes after close-session is not done", talk -> {
                talk.one().octets(FramingCases.framed(Party.rpc("<close-session/>"))
                    + FramingCases.framed(Party.rpc(lock("running"))));
                talk.one().next().has("//nc:ok");
                talk.one().ends();
                talk.two().ok(lock("running"));
            });
        table.clause("RFC 6241 §7.5").needing(Table.CANDIDATE)
            .has("a session that is gone has no lock, and its changes under it are gone", talk -> {
                talk.one().ok(lock("candidate")).ok(edit(rule("a")));
                talk.one().close();
                eventually(talk.two(), lock("candidate"));
                talk.two().data(getRules("candidate")).hasNo(RULE);
            });
        table.clause("RFC 6241 §7.9")
            .has("kill-session ends another session", talk -> {
                final String victim = talk.two().number();
                talk.one().ok(kill(victim));
                talk.two().ends();
            })
            .has("kill-session gives back locks", talk -> {
                talk.two().ok(lock("running"));
                talk.one().ok(kill(talk.two().number()));
                eventually(talk.one(), lock("running"));
            })
            .has("a session does not kill itself: invalid-value", talk ->
                talk.one().error("invalid-value", kill(talk.one().number())))
            .has("a session that nobody knows is invalid-value", talk ->
                talk.one().error("invalid-value", kill("987654321")))
            .has("session 0 is invalid-value", talk -> talk.one().error("invalid-value", kill("0")))
            .has("what is no number is invalid-value", talk -> talk.one().error("invalid-value", kill("x")))
            .has("without session-id it is missing-element", talk ->
                talk.one().error("missing-element", "<kill-session/>").info("bad-element", "session-id"));
    }

    /** A session's end is told to the server by the transport, when it comes to it. */
    private static void eventually(final Party party, final String operation) throws Exception {
        Answer answer = party.ask(operation);
        for (int i = 0; i < 200 && !answer.is("//nc:ok"); i++) {
            Thread.sleep(10);
            answer = party.ask(operation);
        }
        answer.has("//nc:ok");
    }
}
