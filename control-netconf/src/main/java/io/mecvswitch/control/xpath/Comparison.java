package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.xpath.Value.Bool;
import io.mecvswitch.control.xpath.Value.Nodes;
import io.mecvswitch.control.xpath.Value.Num;
import io.mecvswitch.control.xpath.Value.Text;

/** The comparisons of XPath 1.0 §3.4: with nodes, one of them is enough. */
enum Comparison {
    /** =. */
    EQUAL {
        @Override
        boolean ofTexts(final String left, final String right) {
            return left.equals(right);
        }

        @Override
        boolean ofNumbers(final double left, final double right) {
            return left == right;
        }
    },
    /** !=. */
    NOT_EQUAL {
        @Override
        boolean ofTexts(final String left, final String right) {
            return !left.equals(right);
        }

        @Override
        boolean ofNumbers(final double left, final double right) {
            return left != right;
        }
    },
    /** &lt;. */
    LESS {
        @Override
        boolean ofNumbers(final double left, final double right) {
            return left < right;
        }
    },
    /** &lt;=. */
    LESS_OR_EQUAL {
        @Override
        boolean ofNumbers(final double left, final double right) {
            return left <= right;
        }
    },
    /** &gt;. */
    GREATER {
        @Override
        boolean ofNumbers(final double left, final double right) {
            return left > right;
        }
    },
    /** &gt;=. */
    GREATER_OR_EQUAL {
        @Override
        boolean ofNumbers(final double left, final double right) {
            return left >= right;
        }
    };

    abstract boolean ofNumbers(double left, double right);

    /** Order is of numbers, whatever the operands are. */
    boolean ofTexts(final String left, final String right) {
        return ofNumbers(new Text(left).number(), new Text(right).number());
    }

    final boolean test(final Value left, final Value right) {
        if (left instanceof Nodes nodes && !(right instanceof Bool)) {
            return nodes.list().stream().map(Instance::text).anyMatch(text -> test(new Text(text), right));
        }
        if (right instanceof Nodes nodes && !(left instanceof Bool)) {
            return nodes.list().stream().map(Instance::text).anyMatch(text -> test(left, new Text(text)));
        }
        return ofAtoms(left, right);
    }

    private boolean ofAtoms(final Value left, final Value right) {
        final boolean equality = this == EQUAL || this == NOT_EQUAL;
        if (equality && (left instanceof Bool || right instanceof Bool)) {
            return ofNumbers(left.bool() ? 1 : 0, right.bool() ? 1 : 0);
        }
        if (equality && !(left instanceof Num) && !(right instanceof Num)) {
            return ofTexts(left.string(), right.string());
        }
        return ofNumbers(left.number(), right.number());
    }
}
