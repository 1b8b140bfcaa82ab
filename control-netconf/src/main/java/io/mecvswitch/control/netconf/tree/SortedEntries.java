package io.mecvswitch.control.netconf.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Entries whose order means nothing, sorted by key: a weight-balanced tree. A change makes as many new nodes as the
 * tree is high.
 *
 * <p>Adams, "Efficient sets: a balancing act", 1993; with the parameters of Hirai and Yamamoto, "Balancing
 * weight-balanced trees", 2011, for which balance is proved.
 */
final class SortedEntries implements Entries {
    /** Without entries. */
    static final SortedEntries EMPTY = new SortedEntries(null);

    /** A side may weigh so many times the other. */
    private static final int DELTA = 3;
    /** Above it, an inner grandchild is too heavy for a single rotation. */
    private static final int RATIO = 2;

    private final Tree top;

    private SortedEntries(final Tree top) {
        this.top = top;
    }

    private record Tree(Tree left, String key, Node entry, Tree right, int size) {
        static Tree of(final Tree left, final Tree like, final Tree right) {
            return of(left, like.key, like.entry, right);
        }

        static Tree of(final Tree left, final String key, final Node entry, final Tree right) {
            return new Tree(left, key, entry, right, sizeOf(left) + 1 + sizeOf(right));
        }
    }

    private static int sizeOf(final Tree tree) {
        return tree == null ? 0 : tree.size;
    }

    private static int weight(final Tree tree) {
        return sizeOf(tree) + 1;
    }

    @Override
    public int size() {
        return sizeOf(top);
    }

    @Override
    public Optional<Node> get(final String key) {
        Tree at = top;
        while (at != null) {
            final int order = key.compareTo(at.key);
            if (order == 0) {
                return Optional.of(at.entry);
            }
            at = order < 0 ? at.left : at.right;
        }
        return Optional.empty();
    }

    @Override
    public SortedEntries with(final Node entry) {
        return new SortedEntries(insert(top, entry, entry.key()));
    }

    private static Tree insert(final Tree tree, final Node entry, final String key) {
        if (tree == null) {
            return Tree.of(null, key, entry, null);
        }
        final int order = key.compareTo(tree.key);
        if (order == 0) {
            return Tree.of(tree.left, key, entry, tree.right);
        }
        return order < 0 ? balanced(insert(tree.left, entry, key), tree, tree.right)
            : balanced(tree.left, tree, insert(tree.right, entry, key));
    }

    @Override
    public SortedEntries without(final String key) {
        return get(key).isEmpty() ? this : new SortedEntries(remove(top, key));
    }

    private static Tree remove(final Tree tree, final String key) {
        final int order = key.compareTo(tree.key);
        if (order < 0) {
            return balanced(remove(tree.left, key), tree, tree.right);
        }
        return order > 0 ? balanced(tree.left, tree, remove(tree.right, key)) : joined(tree.left, tree.right);
    }

    private static Tree joined(final Tree left, final Tree right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Tree first = right;
        while (first.left != null) {
            first = first.left;
        }
        return balanced(left, first, remove(right, first.key));
    }

    private static Tree balanced(final Tree left, final Tree middle, final Tree right) {
        if (sizeOf(left) + sizeOf(right) > 1) {
            if (weight(right) > DELTA * weight(left)) {
                return rotatedLeft(left, middle, right);
            }
            if (weight(left) > DELTA * weight(right)) {
                return rotatedRight(left, middle, right);
            }
        }
        return Tree.of(left, middle, right);
    }

    private static Tree rotatedLeft(final Tree left, final Tree middle, final Tree right) {
        final Tree inner = right.left;
        if (weight(inner) < RATIO * weight(right.right)) {
            return Tree.of(Tree.of(left, middle, inner), right, right.right);
        }
        return Tree.of(Tree.of(left, middle, inner.left), inner,
            Tree.of(inner.right, right, right.right));
    }

    private static Tree rotatedRight(final Tree left, final Tree middle, final Tree right) {
        final Tree inner = left.right;
        if (weight(inner) < RATIO * weight(left.left)) {
            return Tree.of(left.left, left, Tree.of(inner, middle, right));
        }
        return Tree.of(Tree.of(left.left, left, inner.left), inner,
            Tree.of(inner.right, middle, right));
    }

    /** Nodes on the longest way down. */
    int height() {
        return height(top);
    }

    private static int height(final Tree tree) {
        return tree == null ? 0 : 1 + Math.max(height(tree.left), height(tree.right));
    }

    @Override
    public void compare(final Entries next, final Differences differences) {
        new Comparison(top, ((SortedEntries) next).top, differences).run();
    }

    /**
     * Walks two trees in the order of keys, side by side, and past what is the same object in both. A tree that is not
     * the other's is opened, the larger one first, so that both come to what they share at the same time.
     */
    private static final class Comparison {
        private final Ahead former = new Ahead();
        private final Ahead next = new Ahead();
        private final Differences differences;

        Comparison(final Tree former, final Tree next, final Differences differences) {
            this.former.push(former, false);
            this.next.push(next, false);
            this.differences = differences;
        }

        void run() {
            while (!former.isEmpty() && !next.isEmpty()) {
                if (former.tree() == next.tree() && former.isEntry() == next.isEntry()) {
                    former.pop();
                    next.pop();
                } else if (former.isEntry() && next.isEntry()) {
                    entries(former.tree(), next.tree());
                } else if (former.size() >= next.size()) {
                    former.open();
                } else {
                    next.open();
                }
            }
            former.rest(differences::removed);
            next.rest(differences::added);
        }

        private void entries(final Tree one, final Tree other) {
            final int order = one.key.compareTo(other.key);
            if (order < 0) {
                differences.removed(former.pop().entry);
            } else if (order > 0) {
                differences.added(next.pop().entry);
            } else {
                former.pop();
                next.pop();
                if (!one.entry.equals(other.entry)) {
                    differences.changed(one.entry, other.entry);
                }
            }
        }
    }

    /** What is still to come of a tree: trees, and entries whose subtrees come before and after them. */
    private static final class Ahead {
        private final Deque<Tree> trees = new ArrayDeque<>();
        private final Deque<Boolean> entries = new ArrayDeque<>();

        void push(final Tree tree, final boolean entry) {
            if (tree != null) {
                trees.push(tree);
                entries.push(entry);
            }
        }

        boolean isEmpty() {
            return trees.isEmpty();
        }

        Tree tree() {
            return trees.peek();
        }

        /** Whether the entry at the top of the tree is next, and not the whole of it. */
        boolean isEntry() {
            return entries.peek();
        }

        int size() {
            return isEntry() ? 0 : tree().size;
        }

        Tree pop() {
            entries.pop();
            return trees.pop();
        }

        void open() {
            final Tree tree = pop();
            push(tree.right, false);
            push(tree, true);
            push(tree.left, false);
        }

        void rest(final Consumer<Node> visitor) {
            while (!isEmpty()) {
                if (isEntry()) {
                    visitor.accept(pop().entry);
                } else {
                    open();
                }
            }
        }
    }

    @Override
    public Iterator<Node> iterator() {
        return new InOrder(top);
    }

    private static final class InOrder implements Iterator<Node> {
        private final Deque<Tree> ahead = new ArrayDeque<>();

        InOrder(final Tree top) {
            descend(top);
        }

        private void descend(final Tree from) {
            for (Tree at = from; at != null; at = at.left) {
                ahead.push(at);
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public Node next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException();
            }
            final Tree at = ahead.pop();
            descend(at.right);
            return at.entry;
        }
    }
}
