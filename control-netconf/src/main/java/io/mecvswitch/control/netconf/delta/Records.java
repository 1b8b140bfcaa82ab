package io.mecvswitch.control.netconf.delta;

import io.mecvswitch.control.netconf.tree.Differences;
import io.mecvswitch.control.netconf.tree.Entries;
import io.mecvswitch.control.netconf.tree.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What the entries of a list mean to the switch, in the order of their keys. Immutable; another set of entries makes
 * another, in which the records of entries that both have are the same objects.
 *
 * @param entries that are meant
 * @param list    one record for each
 */
record Records<R>(Entries entries, List<R> list) {

    /** How entries become records. */
    interface Kind<R> {
        /** Of the entry with this key. */
        R make(String key);

        /** The key of the entry of which a record was made. */
        String key(R record);
    }

    /** Of no entries. */
    static <R> Records<R> none(final Entries none) {
        return new Records<>(none, List.of());
    }

    /** Those of others. */
    Records<R> follow(final Entries next, final Kind<R> kind) {
        if (next == entries) {
            return this;
        }
        final Merge merge = new Merge(next.size(), kind::key);
        entries.compare(next, new Differences() {
            @Override
            public void removed(final Node entry) {
                merge.skip(entry.key());
            }

            @Override
            public void added(final Node entry) {
                merge.put(entry.key(), kind.make(entry.key()));
            }

            @Override
            public void changed(final Node former, final Node entry) {
                merge.skip(entry.key());
                merge.put(entry.key(), kind.make(entry.key()));
            }
        });
        return new Records<>(next, merge.end());
    }

    /** Takes records over in long runs, up to where something differs. */
    private final class Merge {
        private final Object[] merged;
        private final Object[] former = list.toArray();
        private final Function<R, String> keys;
        private int from;
        private int to;

        Merge(final int size, final Function<R, String> keys) {
            this.merged = new Object[size];
            this.keys = keys;
        }

        void skip(final String key) {
            takeUpTo(key);
            from++;
        }

        void put(final String key, final R entry) {
            takeUpTo(key);
            merged[to] = entry;
            to++;
        }

        private void takeUpTo(final String key) {
            take(indexOf(key) - from);
        }

        /** The first record whose key is not smaller. */
        private int indexOf(final String key) {
            int low = from;
            int high = former.length;
            while (low < high) {
                final int middle = (low + high) >>> 1;
                if (keys.apply(list.get(middle)).compareTo(key) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private void take(final int count) {
            System.arraycopy(former, from, merged, to, count);
            from += count;
            to += count;
        }

        @SuppressWarnings("unchecked") // nothing else was put
        List<R> end() {
            take(former.length - from);
            return Collections.unmodifiableList((List<R>) Arrays.asList(merged));
        }
    }
}
