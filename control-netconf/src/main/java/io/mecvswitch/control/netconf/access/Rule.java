package io.mecvswitch.control.netconf.access;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule as it holds for one user.
 *
 * @param module       of the node, operation or notification; an asterisk for any
 * @param operation    the operation that it is about, an asterisk for any; empty if it is not about operations alone
 * @param notification the notification that it is about, an asterisk for any; empty if it is not about those alone
 * @param path         the nodes that it is about, with all below them; empty if it is not about data alone
 * @param rights       what it grants or denies
 * @param permit       whether it grants that
 */
record Rule(String module, Optional<String> operation, Optional<String> notification, Optional<List<Step>> path,
    Set<Right> rights, boolean permit) {
    private static final Pattern PART =
        Pattern.compile("/([^:/\\[]++):([^/\\[]++)|\\[[^:=]++:([^=]++)=(?:'([^']*+)'|\"([^\"]*+)\"|(\\$USER))\\]");

    /**
     * A step of a path.
     *
     * @param kind the node of the model; empty for one that the model does not have, which nothing matches
     * @param keys the values that keys of an entry have to have; those left out may be anything
     */
    record Step(Optional<SchemaNode> kind, Map<LeafSchema, String> keys) {
        /** Whether an instance of the right kind has the keys. */
        boolean matches(final Branch entry) {
            return keys.entrySet().stream().allMatch(key -> entry.child(key.getKey())
                .filter(value -> value.key().equals(key.getValue())).isPresent());
        }
    }

    /** Whether it is about an operation of the protocol. */
    boolean concernsOperation(final String ofModule, final String name) {
        return rights.contains(Right.EXEC) && isOf(ofModule) && path.isEmpty() && notification.isEmpty()
            && isNamed(operation, name);
    }

    /** Whether it is about a notification. */
    boolean concernsNotification(final String ofModule, final String name) {
        return rights.contains(Right.READ) && isOf(ofModule) && path.isEmpty() && operation.isEmpty()
            && isNamed(notification, name);
    }

    private static boolean isNamed(final Optional<String> named, final String name) {
        return named.map(one -> one.equals(Ruleset.ALL) || one.equals(name)).orElse(true);
    }

    /** Whether it may be about data. */
    boolean concernsData() {
        return operation.isEmpty() && notification.isEmpty();
    }

    /** Whether it is about all data there is. */
    boolean isAboutAll() {
        return concernsData() && path.isEmpty() && module.equals(Ruleset.ALL);
    }

    /** Whether it is about nodes or operations of a module. */
    boolean isOf(final String name) {
        return module.equals(Ruleset.ALL) || module.equals(name);
    }

    /** The steps of a path in canonical form; {@code $USER} in it stands for a name. */
    static List<Step> steps(final String path, final String user, final Schema schema) {
        final List<Step> steps = new ArrayList<>();
        Optional<SchemaNode> at = Optional.of(schema.root());
        final Matcher parts = PART.matcher(path);
        while (parts.find()) {
            if (parts.group(1) != null) {
                final MatchResult part = parts.toMatchResult();
                at = at.filter(InnerSchema.class::isInstance).flatMap(parent -> schema.module(part.group(1))
                    .flatMap(module -> ((InnerSchema) parent).child(module, part.group(2))));
                steps.add(new Step(at, new LinkedHashMap<>()));
            } else {
                at = addKey(steps.getLast(), parts, user);
                steps.set(steps.size() - 1, new Step(at, steps.getLast().keys));
            }
        }
        return steps;
    }

    /** Adds a key to a step; nothing matches one that is none, or has a value that it can't have. */
    private static Optional<SchemaNode> addKey(final Step step, final MatchResult part, final String user) {
        final String text = part.group(6) != null ? user : part.group(5) != null ? part.group(5) : part.group(4);
        final Optional<LeafSchema> key = step.kind.filter(ListSchema.class::isInstance).flatMap(list ->
            ((ListSchema) list).keys().stream().filter(leaf -> leaf.name().local().equals(part.group(3))).findFirst());
        try {
            if (key.isPresent()) {
                step.keys.put(key.get(), key.get().type().canonical(
                    new Lexical(text, Lexical.Form.TEXT, prefix -> Optional.empty())));
                return step.kind;
            }
            return Optional.empty();
        } catch (final InvalidValueException e) {
            return Optional.empty();
        }
    }
}
