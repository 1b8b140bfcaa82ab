package io.mecvswitch.control.netconf.conformance;

/** What cases say often. */
final class Requests {
    static final String RULE = "//r:traffic-rules/r:traffic-rule";

    private Requests() { }

    /** An edit of the candidate. */
    static String edit(final String content) {
        return edit("candidate", "", content);
    }

    /** An edit with options. */
    static String edit(final String target, final String options, final String content) {
        return "<edit-config><target><" + target + "/></target>" + options + "<config>" + content
            + "</config></edit-config>";
    }

    /** Rules. */
    static String rules(final String entries) {
        return "<traffic-rules xmlns='urn:mec-vswitch:rules'>" + entries + "</traffic-rules>";
    }

    /** A rule that is complete. */
    static String entry(final String name, final String attributes, final String more) {
        return "<traffic-rule " + attributes + "><name>" + name + "</name>" + more + "</traffic-rule>";
    }

    static String body(final int priority) {
        return "<priority>" + priority + "</priority><traffic-filter><name>f</name></traffic-filter>"
            + "<action>drop</action>";
    }

    /** One rule. */
    static String rule(final String name) {
        return rule(name, 1);
    }

    /** One rule. */
    static String rule(final String name, final int priority) {
        return rules(entry(name, "", body(priority)));
    }

    /** An operation on a rule. */
    static String on(final String operation, final String name) {
        return rules(entry(name, "nc:operation='" + operation + "'", body(7)));
    }

    /** An operation on a rule, of which nothing but the key is said. */
    static String onKey(final String operation, final String name) {
        return rules(entry(name, "nc:operation='" + operation + "'", ""));
    }

    /** Something within rule a. */
    static String inA(final String content) {
        return rules(entry("a", "", content));
    }

    /** All of a datastore. */
    static String get(final String source) {
        return "<get-config><source><" + source + "/></source></get-config>";
    }

    /** The rules of a datastore. */
    static String getRules(final String source) {
        return get(source, rules(""));
    }

    /** What a subtree filter selects. */
    static String get(final String source, final String filter) {
        return "<get-config><source><" + source + "/></source><filter type='subtree'>" + filter
            + "</filter></get-config>";
    }

    static String lock(final String target) {
        return "<lock><target><" + target + "/></target></lock>";
    }

    static String unlock(final String target) {
        return "<unlock><target><" + target + "/></target></unlock>";
    }

    static String validate(final String source) {
        return "<validate><source>" + source + "</source></validate>";
    }

    static String copy(final String source, final String target) {
        return "<copy-config><target>" + target + "</target><source>" + source + "</source></copy-config>";
    }

    static String kill(final String number) {
        return "<kill-session><session-id>" + number + "</session-id></kill-session>";
    }
}
