package io.mecvswitch.control.netconf.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The cases. Whoever has more adds a class that is called in {@link #all}; a case is a line or two:
 *
 * <pre>
 *   table.clause("RFC 6241 §7.2").needing(CANDIDATE).has("create of what is there is data-exists", talk -> {
 *       talk.one().ok(edit(rule("a")));
 *       talk.one().error("data-exists", edit(on("create", "a"))).type("application");
 *   });
 * </pre>
 */
final class Table {
    static final String CANDIDATE = "capability:candidate:";
    static final String RUNNING = "capability:writable-running:";
    static final String VALIDATE = "capability:validate:1.1";
    static final String ROLLBACK = "capability:rollback-on-error:";
    static final String CONFIRMED = "capability:confirmed-commit:1.1";
    static final String MONITORING = "ietf-netconf-monitoring";
    static final String XPATH = "capability:xpath:";
    static final String EXPLICIT = "capability:with-defaults:1.0?basic-mode=explicit";
    static final String NOTIFICATION = "capability:notification:";
    static final String INTERLEAVE = "capability:interleave:";
    static final String PARTIAL_LOCK = "capability:partial-lock:";
    static final String LIBRARY = "capability:yang-library:1.1";

    private final List<Case> cases = new ArrayList<>();

    private Table() { }

    /** All of them. */
    static List<Case> all() {
        final Table table = new Table();
        HelloCases.add(table);
        FramingCases.add(table);
        MessageCases.add(table);
        FilterCases.add(table);
        EditCases.add(table);
        DatastoreCases.add(table);
        LockCases.add(table);
        PartialLockCases.add(table);
        CommitCases.add(table);
        ConstraintCases.add(table);
        MonitoringCases.add(table);
        AccessCases.add(table);
        XPathCases.add(table);
        DefaultsCases.add(table);
        NmdaCases.add(table);
        NotificationCases.add(table);
        OperationCases.add(table);
        return List.copyOf(table.cases);
    }

    /** How many there are, by standard. */
    static String summary(final Stream<Case> cases) {
        final Map<String, Integer> counts = new TreeMap<>();
        cases.forEach(one -> counts.merge(one.clause().substring(0, one.clause().indexOf(" §")), 1, Integer::sum));
        final StringBuilder text = new StringBuilder();
        counts.forEach((standard, count) -> text.append(String.format(Locale.ROOT, "  %-9s %4d%n", standard, count)));
        return text.append(String.format(Locale.ROOT, "  %-9s %4d%n", "all",
            counts.values().stream().mapToInt(Integer::intValue).sum())).toString();
    }

    /** Those of a clause that ask for nothing but the base protocol. */
    Clause clause(final String clause) {
        return new Clause(clause, List.of());
    }

    /** Adds cases of one clause. */
    final class Clause {
        private final String clause;
        private final List<String> needs;

        Clause(final String clause, final List<String> needs) {
            this.clause = clause;
            this.needs = needs;
        }

        /** Those for servers that announce these. */
        Clause needing(final String... capabilities) {
            return new Clause(clause, List.of(capabilities));
        }

        /** Adds a case. */
        Clause has(final String behaviour, final Case.Script script) {
            cases.add(new Case(clause, behaviour, needs, script));
            return this;
        }
    }
}
