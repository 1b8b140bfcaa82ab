package io.mecvswitch.control.schema;

import java.util.ArrayList;
import java.util.List;

/** A list: its entries are told apart by their keys. */
public final class ListSchema extends InnerSchema {
    private final List<LeafSchema> keys = new ArrayList<>();
    private final List<List<Descendant>> uniques = new ArrayList<>();
    private final Counts counts;
    private final boolean userOrdered;

    ListSchema(final Name name, final Common common, final Counts counts, final boolean userOrdered) {
        super(name, common);
        this.counts = counts;
        this.userOrdered = userOrdered;
    }

    /**
     * A leaf below an entry, as {@code unique} names it.
     *
     * @param steps the nodes on the way, the leaf last
     */
    public record Descendant(List<SchemaNode> steps) {
        @Override
        public String toString() {
            return String.join("/", steps.stream().map(step -> step.name().local()).toList());
        }
    }

    /**
     * How many entries there may be.
     *
     * @param min at least
     * @param max at most
     */
    public record Counts(int min, int max) {
        /** Any number. */
        public static final Counts ANY = new Counts(0, Integer.MAX_VALUE);
    }

    void addKey(final LeafSchema key) {
        keys.add(key);
    }

    void addUnique(final List<Descendant> unique) {
        uniques.add(unique);
    }

    /** Its keys; a list of state may have none. */
    public List<LeafSchema> keys() {
        return keys;
    }

    /** Groups of leafs whose values together differ in every entry. */
    public List<List<Descendant>> uniques() {
        return uniques;
    }

    /** How many entries there may be. */
    public Counts counts() {
        return counts;
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public boolean userOrdered() {
        return userOrdered;
    }

    @Override
    public String kind() {
        return "list";
    }
}
