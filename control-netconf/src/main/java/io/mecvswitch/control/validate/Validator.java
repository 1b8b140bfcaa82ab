package io.mecvswitch.control.validate;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.data.InstancePath;
import io.mecvswitch.control.data.ValueNode;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.ChoiceSchema;
import io.mecvswitch.control.schema.ChoiceSchema.Branch;
import io.mecvswitch.control.schema.Condition;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.LeafListSchema;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.ListSchema.Counts;
import io.mecvswitch.control.schema.ListSchema.Descendant;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.ValueType;
import io.mecvswitch.control.schema.ValueType.LeafrefType;
import io.mecvswitch.control.schema.ValueType.UnionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks every constraint of the model that is not already in the types (RFC 7950 §8): of a whole tree, or of single
 * nodes by whoever knows which of them can have become wrong. One thread.
 */
public final class Validator {
    private final Conditions conditions;
    private final Uniqueness uniqueness;

    /** A validator for trees of a model. */
    public Validator(final Schema schema) {
        this(schema, Validator::checkUnique);
    }

    /**
     * A validator for trees of a model.
     *
     * @param uniqueness compares the entries of lists
     */
    public Validator(final Schema schema, final Uniqueness uniqueness) {
        this.conditions = new Conditions(schema);
        this.uniqueness = uniqueness;
    }

    /** Notes which entries of a list have the same values in leafs that tell entries apart (RFC 7950 §7.8.3). */
    @FunctionalInterface
    public interface Uniqueness {
        /** Of the entries in one parent. */
        void check(InnerNode parent, ListSchema list, List<Descendant> leafs, Problems problems);
    }

    /** Completes a tree with defaults and notes everything that the model does not allow. */
    public void validate(final InnerNode root, final Problems problems) {
        new Defaults(conditions).complete(root);
        checkAllBelow(root, problems);
    }

    /** Everything below a node of a completed tree. */
    public void checkAllBelow(final InnerNode node, final Problems problems) {
        checkBelow(node, problems);
        node.forEach(child -> checkAll(child, problems));
    }

    /** A node and everything below it. */
    public void checkAll(final DataNode node, final Problems problems) {
        if (checkExistence(node, problems)) {
            checkItself(node, problems);
            if (node instanceof InnerNode inner) {
                checkAllBelow(inner, problems);
            }
        }
    }

    /** What is there and what lacks in a node; not what is wrong with its children. */
    public void checkBelow(final InnerNode node, final Problems problems) {
        for (final SchemaNode kind : node.schema().children()) {
            if (kind.config()) {
                checkKind(node, kind, problems);
            }
        }
        node.schema().choices().forEach(choice -> checkChoice(node, choice, problems));
    }

    /** A node alone. */
    public void check(final DataNode node, final Problems problems) {
        if (checkExistence(node, problems)) {
            checkItself(node, problems);
        }
    }

    private boolean checkExistence(final DataNode node, final Problems problems) {
        final boolean may = conditions.mayExist(node);
        if (!may) {
            final String when = String.join(" and ", node.schema().whens().stream().map(Condition::text).toList());
            problems.add(ErrorTag.UNKNOWN_ELEMENT, InstancePath.of(node), node.location(),
                node.schema().name().local() + " may be there only when " + when + "; leave it out, or change that");
        }
        return may;
    }

    private void checkItself(final DataNode node, final Problems problems) {
        node.schema().musts().forEach(must -> checkMust(node, must, problems));
        if (node instanceof ValueNode value) {
            checkLeafref(value, problems);
        }
    }

    private void checkMust(final DataNode node, final Condition must, final Problems problems) {
        if (!conditions.holds(must, node)) {
            problems.add(ErrorTag.OPERATION_FAILED, must.errorAppTag().orElse("must-violation"), InstancePath.of(node),
                locate(node), must.errorMessage().orElse("this must hold here: " + must.text()));
        }
    }

    private void checkLeafref(final ValueNode node, final Problems problems) {
        final Optional<LeafrefType> dangling = dangling(node, node.schema().type());
        if (dangling.isPresent()) {
            problems.add(ErrorTag.DATA_MISSING, "instance-required", InstancePath.of(node), locate(node),
                "there is no " + dangling.get().target().get().parent().name().local() + " '" + node.text()
                    + "'; add one at " + dangling.get().text() + ", or name another");
        }
    }

    /** The reference that leads nowhere. In a union, a member after it may still take the value (§9.12). */
    private Optional<LeafrefType> dangling(final ValueNode node, final ValueType type) {
        return switch (type) {
            case LeafrefType leafref when leafref.requireInstance() && conditions.targets(leafref, node).isEmpty() ->
                Optional.of(leafref);
            case UnionType union when union.refers() -> {
                final List<Optional<LeafrefType>> members = union.members().stream()
                    .filter(member -> member.holds(node.text())).map(member -> dangling(node, member)).toList();
                yield members.stream().allMatch(Optional::isPresent) ? members.getFirst() : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    // What is there of one kind.

    private void checkKind(final InnerNode parent, final SchemaNode kind, final Problems problems) {
        switch (kind) {
            case LeafSchema leaf -> checkMandatory(parent, leaf, problems);
            case LeafListSchema leafList -> checkCounts(parent, leafList, leafList.counts(), problems);
            case ListSchema list -> {
                checkCounts(parent, list, list.counts(), problems);
                list.uniques().forEach(unique -> uniqueness.check(parent, list, unique, problems));
            }
            default -> { }
        }
    }

    private void checkMandatory(final InnerNode parent, final LeafSchema leaf, final Problems problems) {
        if (leaf.mandatory() && !parent.has(leaf) && isExpected(parent, leaf)) {
            final String path = InstancePath.of(parent, leaf.qualifiedName());
            if (!problems.hasAt(path)) {
                problems.add(ErrorTag.DATA_MISSING, path, locate(parent),
                    leaf.name().local() + " is mandatory here; add it");
            }
        }
    }

    /** What is required is so only where its conditions hold and, in a case, where that case is there (§7.6.5). */
    private boolean isExpected(final InnerNode parent, final SchemaNode kind) {
        final DataNode imagined = switch (kind) {
            case ValueSchema value -> ValueNode.ofDefault(value, "");
            case InnerSchema inner -> InnerNode.ofDefault(inner);
        };
        imagined.hangBelow(parent);
        return conditions.mayExist(imagined) && areThere(parent, kind.branches());
    }

    private void checkCounts(
        final InnerNode parent, final SchemaNode kind, final Counts counts, final Problems problems) {
        final int count = parent.children(kind).size();
        if (count > counts.max()) {
            problems.add(ErrorTag.OPERATION_FAILED, "too-many-elements", InstancePath.of(parent, kind.qualifiedName()),
                locate(parent), "there are " + count + " of " + kind.name().local() + "; leave "
                    + (count - counts.max()) + " out, " + counts.max() + " are allowed");
        }
        if (count < counts.min() && isExpected(parent, kind)) {
            problems.add(ErrorTag.OPERATION_FAILED, "too-few-elements", InstancePath.of(parent, kind.qualifiedName()),
                locate(parent), "there must be " + counts.min() + " of " + kind.name().local() + " at least; add "
                    + (counts.min() - count));
        }
    }

    /** By a look at all entries. */
    public static void checkUnique(
        final InnerNode parent, final ListSchema list, final List<Descendant> leafs, final Problems problems) {
        final Map<List<String>, DataNode> seen = new HashMap<>();
        for (final DataNode entry : parent.children((SchemaNode) list)) {
            final Optional<List<String>> values = values(entry, leafs);
            final DataNode other = values.map(key -> seen.putIfAbsent(key, entry)).orElse(null);
            if (other != null) {
                addNotUnique(entry, other, leafs, values.get(), problems);
            }
        }
    }

    /** Notes that two entries have the same values in leafs that tell entries apart. */
    public static void addNotUnique(final DataNode entry, final DataNode other, final List<Descendant> leafs,
        final List<String> values, final Problems problems) {
        problems.add(ErrorTag.OPERATION_FAILED, "data-not-unique", InstancePath.of(entry), entry.location(),
            "the same " + String.join(", ", leafs.stream().map(Descendant::toString).toList()) + " ("
                + String.join(", ", values) + ") is in " + InstancePath.of(other) + "; change one");
    }

    /** An entry that lacks one of the leafs is not compared (§7.8.3). */
    public static Optional<List<String>> values(final DataNode entry, final List<Descendant> leafs) {
        final List<String> values = new ArrayList<>(leafs.size());
        for (final Descendant leaf : leafs) {
            DataNode at = entry;
            for (final SchemaNode step : leaf.steps()) {
                at = at == null ? null : ((InnerNode) at).children(step).stream().findFirst().orElse(null);
            }
            if (at == null) {
                return Optional.empty();
            }
            values.add(at.text());
        }
        return Optional.of(values);
    }

    // Choices.

    private void checkChoice(final InnerNode parent, final ChoiceSchema choice, final Problems problems) {
        final List<Branch> there = casesOf(parent, choice);
        if (there.size() > 1) {
            final List<String> names = there.stream().map(branch -> branch.caseName().local()).toList();
            problems.add(ErrorTag.BAD_ELEMENT, InstancePath.of(parent, names.getLast()),
                locate(parent, there.getLast()),
                "only one of " + String.join(", ", names) + " may be there; leave the others out");
        }
        if (there.isEmpty() && choice.mandatory() && isExpected(parent, choice)) {
            problems.add(ErrorTag.DATA_MISSING, "missing-choice", InstancePath.of(parent, choice.name().local()),
                locate(parent), "one of the cases of " + choice.name().local() + " must be there; add one");
        }
    }

    /** A choice in a case is required where that case is there. */
    private boolean isExpected(final InnerNode parent, final ChoiceSchema choice) {
        return choice.whens().stream().allMatch(when -> conditions.holdsFrom(when, parent))
            && areThere(parent, choice.branches());
    }

    private static boolean areThere(final InnerNode parent, final List<Branch> branches) {
        for (final Branch branch : branches) {
            if (!Defaults.contains(casesOf(parent, branch.choice()), branch)) {
                return false;
            }
        }
        return true;
    }

    /** The cases of a choice that have nodes. */
    private static List<Branch> casesOf(final InnerNode parent, final ChoiceSchema choice) {
        return Defaults.branches(parent, choice);
    }

    // Locations.

    /** Where a branch begins. */
    private static Location locate(final InnerNode parent, final Branch branch) {
        return parent.schema().children().stream().filter(kind -> kind.branches().contains(branch))
            .flatMap(kind -> parent.children(kind).stream()).filter(child -> !child.byDefault()).findFirst()
            .orElse(parent).location();
    }

    /** Where a node, or what it stands in, begins: what holds by default stands nowhere. */
    private static Location locate(final DataNode node) {
        DataNode at = node;
        while (at.location().equals(Location.NOWHERE) && at.parent() != null) {
            at = at.parent();
        }
        return at.location();
    }
}
