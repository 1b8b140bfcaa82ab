package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.RULE;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.getRules;
import static io.mecvswitch.control.netconf.conformance.Requests.inA;
import static io.mecvswitch.control.netconf.conformance.Requests.kill;
import static io.mecvswitch.control.netconf.conformance.Requests.lock;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;

/** The candidate and its commits (RFC 6241 §8.3, §8.4). */
final class CommitCases {
    private static final String A = RULE + "[r:name = 'a']";
    private static final String B = RULE + "[r:name = 'b']";
    private static final String CONFIRMED = "<commit><confirmed/></commit>";

    private CommitCases() { }

    static void add(final Table table) {
        commits(table.clause("RFC 6241 §8.3").needing(Table.CANDIDATE));
        confirmed(table.clause("RFC 6241 §8.4").needing(Table.CANDIDATE, Table.CONFIRMED));
        persistent(table.clause("RFC 6241 §8.4").needing(Table.CANDIDATE, Table.CONFIRMED));
    }

    private static void commits(final Table.Clause clause) {
        clause
            .has("commit makes running of the candidate", talk -> {
                talk.one().ok(edit(rule("a"))).ok("<commit/>");
                talk.one().data(getRules("running")).has(A);
            })
            .has("commit of what is not valid is refused and changes nothing", talk -> {
                talk.one().ok(edit("candidate", "<test-option>set</test-option>", inA("<priority>1</priority>")));
                talk.one().error("data-missing", "<commit/>");
                talk.one().data(getRules("running")).hasNo(RULE);
                talk.one().data(getRules("candidate")).has(A);
            })
            .has("commit without changes is done", talk -> talk.one().ok("<commit/>"))
            .has("all sessions share one candidate", talk -> {
                talk.one().ok(edit(rule("a")));
                talk.two().data(getRules("candidate")).has(A);
                talk.two().ok("<commit/>");
                talk.one().data(getRules("running")).has(A);
            })
            .has("discard-changes makes the candidate of running", talk -> {
                talk.one().ok(edit(rule("a"))).ok("<commit/>").ok(edit(rule("b"))).ok("<discard-changes/>");
                talk.one().data(getRules("candidate")).has(A).hasNo(B);
            })
            .has("a candidate without lock stays when its session ends", talk -> {
                talk.one().ok(edit(rule("a"))).ok("<close-session/>").ends();
                talk.two().data(getRules("candidate")).has(A);
            })
            .has("a parameter that commit does not have is unknown-element", talk ->
                talk.one().error("unknown-element", "<commit><nothing/></commit>"));
    }

    private static String timed(final int seconds, final String more) {
        return "<commit><confirmed/><confirm-timeout>" + seconds + "</confirm-timeout>" + more + "</commit>";
    }

    private static void eventually(final Party party, final String expression) throws Exception {
        for (int i = 0; i < 500 && !party.data(getRules("running")).is(expression); i++) {
            Thread.sleep(10);
        }
        party.data(getRules("running")).has(expression);
    }

    private static void confirmed(final Table.Clause clause) {
        clause
            .has("a confirmed commit runs at once", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED);
                talk.two().data(getRules("running")).has(A);
                talk.one().ok("<cancel-commit/>");
            })
            .has("nobody confirms it in time: it is taken back", talk -> {
                talk.one().ok(edit(rule("a"))).ok(timed(1, ""));
                eventually(talk.two(), "not(" + A + ")");
            })
            .has("a confirming commit keeps it", talk -> {
                talk.one().ok(edit(rule("a"))).ok(timed(1, "")).ok("<commit/>");
                Thread.sleep(1_500);
                talk.one().data(getRules("running")).has(A);
            })
            .has("a confirming commit takes what was edited meanwhile", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED).ok(edit(rule("b", 2))).ok("<commit/>");
                talk.one().data(getRules("running")).has(A, B);
            })
            .has("a further confirmed commit starts the time anew", talk -> {
                talk.one().ok(edit(rule("a"))).ok(timed(1, "")).ok(timed(600, ""));
                Thread.sleep(1_500);
                talk.one().data(getRules("running")).has(A);
                talk.one().ok("<cancel-commit/>");
            })
            .has("what two confirmed commits did is taken back together", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED).ok(edit(rule("b", 2))).ok(CONFIRMED)
                    .ok("<cancel-commit/>");
                talk.one().data(getRules("running")).hasNo(RULE);
            })
            .has("cancel-commit takes it back at once", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED).ok("<cancel-commit/>");
                talk.one().data(getRules("running")).hasNo(RULE);
            })
            .has("cancel-commit without a commit that waits is refused", talk ->
                talk.one().ask("<cancel-commit/>").has("//nc:rpc-error"))
            .has("it is taken back when its session ends", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED).ok("<close-session/>").ends();
                eventually(talk.two(), "not(" + A + ")");
            })
            .has("it is taken back when its session is gone", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED);
                talk.one().close();
                eventually(talk.two(), "not(" + A + ")");
            })
            .has("it is taken back when its session is killed (§7.9)", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED);
                talk.two().ok(kill(talk.one().number()));
                eventually(talk.two(), "not(" + A + ")");
            })
            .has("others can't cancel it without persist-id", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED);
                talk.two().ask("<cancel-commit/>").has("//nc:rpc-error");
                talk.two().data(getRules("running")).has(A);
                talk.one().ok("<cancel-commit/>");
            })
            .has("running is not locked by others while it waits (§7.5)", talk -> {
                talk.one().ok(edit(rule("a"))).ok(CONFIRMED);
                talk.two().ask(lock("running")).has("//nc:rpc-error");
                talk.one().ok("<cancel-commit/>");
            })
            .has("a confirm-timeout of 0 is invalid-value", talk -> talk.one().ok(edit(rule("a")))
                .error("invalid-value", timed(0, "")))
            .has("a confirm-timeout that is no number is invalid-value", talk -> talk.one().ok(edit(rule("a")))
                .error("invalid-value", timed(0, "").replace(">0<", ">x<")))
            .has("confirm-timeout without confirmed is refused", talk ->
                talk.one().ask("<commit><confirm-timeout>5</confirm-timeout></commit>").has("//nc:rpc-error"))
            .has("persist without confirmed is refused", talk ->
                talk.one().ask("<commit><persist>x</persist></commit>").has("//nc:rpc-error"));
    }

    private static String persist(final String token) {
        return timed(600, "<persist>" + token + "</persist>");
    }

    private static String cancel(final String token) {
        return "<cancel-commit><persist-id>" + token + "</persist-id></cancel-commit>";
    }

    private static void persistent(final Table.Clause clause) {
        clause
            .has("a persistent one outlives its session", talk -> {
                talk.one().ok(edit(rule("a"))).ok(persist("t")).ok("<close-session/>").ends();
                talk.two().data(getRules("running")).has(A);
                talk.two().ok(cancel("t"));
            })
            .has("any session confirms it with its persist-id", talk -> {
                talk.one().ok(edit(rule("a"))).ok(persist("t")).ok("<close-session/>").ends();
                talk.two().ok("<commit><persist-id>t</persist-id></commit>");
                talk.two().data(getRules("running")).has(A);
                talk.two().ask(cancel("t")).has("//nc:rpc-error");
            })
            .has("any session cancels it with its persist-id", talk -> {
                talk.one().ok(edit(rule("a"))).ok(persist("t"));
                talk.two().ok(cancel("t"));
                talk.two().data(getRules("running")).hasNo(RULE);
            })
            .has("nobody confirms it with another persist-id: invalid-value", talk -> {
                talk.one().ok(edit(rule("a"))).ok(persist("t"));
                talk.two().error("invalid-value", "<commit><persist-id>u</persist-id></commit>");
                talk.two().error("invalid-value", cancel("u"));
                talk.two().ok(cancel("t"));
            })
            .has("nobody confirms it without persist-id", talk -> {
                talk.one().ok(edit(rule("a"))).ok(persist("t"));
                talk.two().ask("<commit/>").has("//nc:rpc-error");
                talk.two().ok(cancel("t"));
            })
            .has("a persist-id of no commit is invalid-value", talk ->
                talk.one().error("invalid-value", "<commit><persist-id>t</persist-id></commit>"))
            .has("it is taken back in time", talk -> {
                talk.one().ok(edit(rule("a"))).ok(timed(1, "<persist>t</persist>")).ok("<close-session/>").ends();
                eventually(talk.two(), "not(" + A + ")");
            })
            .has("a further one with its persist-id extends it", talk -> {
                talk.one().ok(edit(rule("a"))).ok(timed(1, "<persist>t</persist>"));
                talk.two().ok(timed(600, "<persist>v</persist><persist-id>t</persist-id>"));
                Thread.sleep(1_500);
                talk.two().data(getRules("running")).has(A);
                talk.two().ok(cancel("v"));
            });
    }
}
