package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Entries;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.netconf.tree.Trail;
import io.mecvswitch.control.netconf.tree.Value;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.ContainerSchema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether somebody may make one tree of another (RFC 8341 §3.2.5): nodes that are really created, updated or deleted
 * need the right to do so, each of them, whatever the request called it. What stays as it is needs none.
 *
 * <p>A container without presence means nothing and needs no right by itself; keys come and go with their entries. An
 * entry that gets another place among those that stay is updated.
 */
final class Changes {
    private Changes() { }

    /** Refuses the first change that is not permitted between two instances of one node. */
    static void require(final Branch before, final Branch after, final Position at) throws RpcException {
        if (before == after || at.isUniform() && permitsAll(at)) {
            return;
        }
        for (final SchemaNode kind : after.schema().children()) {
            if (kind.isMany()) {
                entries(before.entries(kind), after.entries(kind), kind, at);
            } else if (!ReadFilter.isKey(after, kind)) {
                single(before, after, kind, at);
            }
        }
    }

    private static boolean permitsAll(final Position at) {
        return at.permits(Right.CREATE) && at.permits(Right.UPDATE) && at.permits(Right.DELETE);
    }

    private static void single(final Branch before, final Branch after, final SchemaNode kind, final Position at)
        throws RpcException {
        final Node old = before.child(kind).orElse(null);
        final Node now = after.child(kind).orElse(null);
        if (old == now) {
            return;
        }
        if (now == null) {
            whole(old, Right.DELETE, at.to(old));
        } else if (old == null) {
            whole(now, Right.CREATE, at.to(now));
        } else {
            changed(old, now, at.to(now));
        }
    }

    private static void changed(final Node old, final Node now, final Position at) throws RpcException {
        if (now instanceof Branch branch) {
            require((Branch) old, branch, at);
        } else if (!now.equals(old)) {
            demand(Right.UPDATE, at);
        }
    }

    private static void entries(final Entries before, final Entries after, final SchemaNode kind, final Position at)
        throws RpcException {
        if (before == after) {
            return;
        }
        for (final Node old : before) {
            if (after.get(old.key()).isEmpty()) {
                whole(old, Right.DELETE, at.to(old));
            }
        }
        for (final Node now : after) {
            final Node old = before.get(now.key()).orElse(null);
            if (old == null) {
                whole(now, Right.CREATE, at.to(now));
            } else if (old != now) {
                changed(old, now, at.to(now));
            }
        }
        if (kind.userOrdered()) {
            moved(before, after, at);
        }
    }

    private static void moved(final Entries before, final Entries after, final Position at) throws RpcException {
        final List<String> former = staying(before, after);
        final List<String> present = staying(after, before);
        for (int i = 0; i < present.size(); i++) {
            if (!present.get(i).equals(former.get(i))) {
                demand(Right.UPDATE, at.to(after.get(present.get(i)).orElseThrow()));
            }
        }
    }

    private static List<String> staying(final Entries of, final Entries in) {
        final List<String> keys = new ArrayList<>();
        of.forEach(entry -> in.get(entry.key()).ifPresent(_ -> keys.add(entry.key())));
        return keys;
    }

    /** A node that comes or goes with all that is in it. */
    private static void whole(final Node node, final Right right, final Position at) throws RpcException {
        final boolean meant = !(node.schema() instanceof ContainerSchema container) || container.presence();
        if (meant) {
            demand(right, at);
        }
        if (node instanceof Value || meant && at.isUniform()) {
            return;
        }
        final Branch branch = (Branch) node;
        for (final SchemaNode kind : branch.schema().children()) {
            if (!ReadFilter.isKey(branch, kind)) {
                for (final Node child : branch.children(kind)) {
                    whole(child, right, at.to(child));
                }
            }
        }
    }

    private static void demand(final Right right, final Position at) throws RpcException {
        if (!at.permits(right)) {
            throw denied(at.trail());
        }
    }

    /** Why a change is refused, and where as far as that may be known. */
    static RpcException denied(final Trail where) {
        return new RpcException(RpcError.at(where.toString(), ErrorTag.ACCESS_DENIED,
            "you may not change something here; ask who maintains /nacm for the right"));
    }
}
