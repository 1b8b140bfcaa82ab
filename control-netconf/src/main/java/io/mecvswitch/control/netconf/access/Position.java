package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.List;

/**
 * A node of a tree and the rules that are about it. On the way down from the root each rule goes along its own path: it
 * is under way, at its goal (and stays there below it), or off the way for good.
 */
final class Position {
    private static final int AT_GOAL = Integer.MAX_VALUE;
    private static final int OFF = -1;

    private final Rules rules;
    private final Position above;
    private final Node node;
    /** By rule: steps taken, or one of the above. */
    private final int[] taken;
    private final boolean denying;

    /**
     * The rules of one user.
     *
     * @param list     those about data, in order
     * @param defaults what holds where none does
     */
    record Rules(List<Rule> list, Ruleset defaults) {
        /** Whether some of them are about one module only. */
        boolean tellModulesApart() {
            return list.stream().anyMatch(rule -> !rule.isOf(Ruleset.ALL));
        }
    }

    private Position(
        final Rules rules, final Position above, final Node node, final int[] taken, final boolean denying) {
        this.rules = rules;
        this.above = above;
        this.node = node;
        this.taken = taken;
        this.denying = denying;
    }

    /** The root. */
    static Position root(final Rules rules, final Branch root) {
        final int[] taken = rules.list.stream()
            .mapToInt(rule -> rule.path().map(List::size).orElse(0) == 0 ? AT_GOAL : 0).toArray();
        return new Position(rules, null, root, taken, false);
    }

    /** One step down. */
    Position to(final Node child) {
        final int[] next = isUnderWay() ? taken.clone() : taken;
        for (int i = 0; i < next.length; i++) {
            if (next[i] != AT_GOAL && next[i] != OFF) {
                next[i] = step(rules.list.get(i).path().orElseThrow(), next[i], child);
            }
        }
        // The one node of the model that has default-deny-all (RFC 8341 §3.5.2); it holds for what is below.
        final boolean secret = above == null && child.schema().name().module().name().equals(Ruleset.MODULE);
        return new Position(rules, this, child, next, denying || secret);
    }

    private static int step(final List<Rule.Step> path, final int at, final Node child) {
        final Rule.Step step = path.get(at);
        if (step.kind().filter(kind -> kind == child.schema()).isEmpty()
            || child instanceof Branch entry && !step.matches(entry)) {
            return OFF;
        }
        return at + 1 == path.size() ? AT_GOAL : at + 1;
    }

    private boolean isUnderWay() {
        for (final int steps : taken) {
            if (steps != AT_GOAL && steps != OFF) {
                return true;
            }
        }
        return false;
    }

    /** What the model says of the node. */
    SchemaNode kind() {
        return node.schema();
    }

    /** Whether different rules may be about different instances of a kind below. */
    boolean tellsApart(final SchemaNode kind) {
        for (int i = 0; i < taken.length; i++) {
            if (taken[i] != AT_GOAL && taken[i] != OFF) {
                final Rule.Step next = rules.list.get(i).path().orElseThrow().get(taken[i]);
                if (!next.keys().isEmpty() && next.kind().filter(kind::equals).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether what holds here holds for all below. */
    boolean isUniform() {
        return above != null && !isUnderWay() && (!rules.tellModulesApart() || isOneModule(node.schema()));
    }

    private static boolean isOneModule(final SchemaNode kind) {
        return !(kind instanceof InnerSchema inner) || inner.children().stream().allMatch(child ->
            child.name().module().equals(kind.name().module()) && isOneModule(child));
    }

    /** Whether something is permitted here (RFC 8341 §3.4.5). */
    boolean permits(final Right right) {
        for (int i = 0; i < taken.length; i++) {
            final Rule rule = rules.list.get(i);
            if (taken[i] == AT_GOAL && rule.rights().contains(right)
                && rule.isOf(node.schema().name().module().name())) {
                return rule.permit();
            }
        }
        return !denying && rules.defaults.permitsByDefault(right);
    }

    /** The way here, as far as its user may know it (RFC 8341 §3.2.5). */
    Trail trail() {
        if (above == null) {
            return Trail.ROOT;
        }
        final Trail way = above.trail();
        return above.isKnown() && permits(Right.READ) ? step(way) : way;
    }

    /** Whether its user may know of it. */
    boolean isKnown() {
        return above == null || above.isKnown() && permits(Right.READ);
    }

    private Trail step(final Trail way) {
        return node.schema() instanceof ListSchema list ? way.to(list, List.of(node.key().split("\0", -1)))
            : way.to(node.schema());
    }
}
