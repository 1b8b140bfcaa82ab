package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Spot;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A lock on parts of running (RFC 5717): on the nodes that it was asked for, with all that is or will be below them.
 *
 * @param id      its number
 * @param session who has it
 * @param since   when it was given
 * @param selects the expressions that selected the nodes
 * @param nodes   where they are
 */
public record PartialLock(int id, int session, Instant since, List<String> selects, List<Spot> nodes) {
    /** What a lock is asked for, found in running as it is when the lock is given. */
    @FunctionalInterface
    public interface Asked {
        /** Where the nodes are. */
        List<Spot> in(Branch running) throws RpcException;
    }

    /** Whether it has a node that is, or is above or below, one of these. */
    boolean overlaps(final List<Spot> others) {
        return nodes.stream().anyMatch(node -> others.stream().anyMatch(node::overlaps));
    }

    /** Whether what is locked differs between two trees. */
    boolean isTouched(final Branch before, final Branch after) {
        return nodes.stream().anyMatch(node -> !same(node.in(before), node.in(after)));
    }

    /** Whether two trees have the same at a place. Nodes that no edit concerned are the same objects. */
    public static boolean same(final Optional<Node> one, final Optional<Node> other) {
        return same(one.orElse(null), other.orElse(null));
    }

    private static boolean same(final Node one, final Node other) {
        if (one == other || one == null || other == null || !(one instanceof Branch branch)) {
            return Objects.equals(one, other);
        }
        return branch.schema().children().stream()
            .allMatch(kind -> same(branch.children(kind).iterator(), ((Branch) other).children(kind).iterator()));
    }

    private static boolean same(final Iterator<? extends Node> ones, final Iterator<? extends Node> others) {
        while (ones.hasNext() && others.hasNext()) {
            if (!same(ones.next(), others.next())) {
                return false;
            }
        }
        return ones.hasNext() == others.hasNext();
    }
}
