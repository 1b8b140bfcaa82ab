package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration says under {@code /nacm} (RFC 8341 §3.5).
 *
 * @param nacm   that part of the configuration
 * @param schema the model
 */
record Ruleset(Branch nacm, Schema schema) {
    /** Stands for anything. */
    static final String ALL = "*";
    /** The module whose data it is. */
    static final String MODULE = "ietf-netconf-acm";
    private static final String PERMIT = "permit";

    /** What a configuration says; nothing, too, has its meaning. */
    static Ruleset of(final Branch root, final Schema schema) {
        final SchemaNode kind = schema.root().child(MODULE + ":nacm").orElseThrow();
        return new Ruleset((Branch) root.child(kind).orElseGet(() -> Branch.empty((InnerSchema) kind)), schema);
    }

    /** Whether it is enforced. */
    boolean isEnabled() {
        return text(nacm, "enable-nacm").orElse("true").equals("true");
    }

    /** Whether something is permitted that no rule is about. */
    boolean permitsByDefault(final Right right) {
        final String action = switch (right) {
            case READ -> text(nacm, "read-default").orElse(PERMIT);
            case EXEC -> text(nacm, "exec-default").orElse(PERMIT);
            case CREATE, UPDATE, DELETE -> text(nacm, "write-default").orElse("deny");
        };
        return action.equals(PERMIT);
    }

    /** The rules that hold for a user, in order; none for one who is in no group (§3.4.4 step 5, §3.4.5 step 5). */
    List<Rule> rules(final String user) {
        final Set<String> groups = groups(user);
        final List<Rule> rules = new ArrayList<>();
        if (!groups.isEmpty()) {
            for (final Branch list : branches(nacm, "rule-list")) {
                if (texts(list, "group").stream().anyMatch(name -> name.equals(ALL) || groups.contains(name))) {
                    branches(list, "rule").forEach(rule -> rules.add(rule(rule, user)));
                }
            }
        }
        return rules;
    }

    private Set<String> groups(final String user) {
        final Set<String> groups = new HashSet<>();
        nacm.child(kind(nacm, "groups")).ifPresent(all -> {
            for (final Branch group : branches((Branch) all, "group")) {
                if (texts(group, "user-name").contains(user)) {
                    groups.add(group.key());
                }
            }
        });
        return groups;
    }

    private Rule rule(final Branch rule, final String user) {
        return new Rule(text(rule, "module-name").orElse(ALL), text(rule, "rpc-name"), text(rule, "notification-name"),
            text(rule, "path").map(path -> Rule.steps(path, user, schema)),
            Right.of(text(rule, "access-operations").orElse(ALL)), text(rule, "action").orElse("").equals(PERMIT));
    }

    // Nodes.

    private static SchemaNode kind(final Branch parent, final String name) {
        return parent.schema().child(name).orElseThrow();
    }

    private static Optional<String> text(final Branch parent, final String leaf) {
        return parent.child(kind(parent, leaf)).map(Node::key);
    }

    private static List<String> texts(final Branch parent, final String leafList) {
        final List<String> texts = new ArrayList<>();
        parent.children(kind(parent, leafList)).forEach(value -> texts.add(value.key()));
        return texts;
    }

    private static List<Branch> branches(final Branch parent, final String list) {
        final List<Branch> branches = new ArrayList<>();
        parent.children(kind(parent, list)).forEach(entry -> branches.add((Branch) entry));
        return branches;
    }
}
