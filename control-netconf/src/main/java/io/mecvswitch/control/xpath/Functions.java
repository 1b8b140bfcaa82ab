package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.ValueType;
import io.mecvswitch.control.xpath.Expression.Context;
import io.mecvswitch.control.xpath.Value.Bool;
import io.mecvswitch.control.xpath.Value.Nodes;
import io.mecvswitch.control.xpath.Value.Num;
import io.mecvswitch.control.xpath.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The functions of XPath 1.0 §4 and RFC 7950 §10. */
final class Functions {
    private static final Map<String, Function> BY_NAME = Map.ofEntries(
        // Nodes.
        Map.entry("current", (model, context, arguments) -> new Nodes(List.of(context.current()))),
        Map.entry("position", (model, context, arguments) -> new Num(context.position())),
        Map.entry("last", (model, context, arguments) -> new Num(context.size())),
        Map.entry("count", (model, context, arguments) -> new Num(arguments.getFirst().nodes(context).size())),
        Map.entry("local-name", (model, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().local()).orElse(""))),
        Map.entry("name", (model, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().toString()).orElse(""))),
        Map.entry("namespace-uri", (model, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().module().namespace()).orElse(""))),
        // Strings.
        Map.entry("string", (model, context, arguments) -> new Text(text(context, arguments))),
        Map.entry("concat", (model, context, arguments) -> new Text(arguments.stream()
            .map(argument -> argument.evaluate(context).string()).collect(Collectors.joining()))),
        Map.entry("starts-with", (model, context, arguments) -> new Bool(
            text(context, arguments, 0).startsWith(text(context, arguments, 1)))),
        Map.entry("contains", (model, context, arguments) -> new Bool(
            text(context, arguments, 0).contains(text(context, arguments, 1)))),
        Map.entry("substring-before", (model, context, arguments) -> new Text(
            before(text(context, arguments, 0), text(context, arguments, 1)))),
        Map.entry("substring-after", (model, context, arguments) -> new Text(
            after(text(context, arguments, 0), text(context, arguments, 1)))),
        Map.entry("substring", (model, context, arguments) -> new Text(substring(context, arguments))),
        Map.entry("string-length", (model, context, arguments) -> new Num(
            text(context, arguments).codePoints().count())),
        Map.entry("normalize-space", (model, context, arguments) -> new Text(
            text(context, arguments).strip().replaceAll("\\s+", " "))),
        Map.entry("translate", (model, context, arguments) -> new Text(
            translate(text(context, arguments, 0), text(context, arguments, 1), text(context, arguments, 2)))),
        Map.entry("re-match", (model, context, arguments) -> new Bool(
            matches(text(context, arguments, 0), text(context, arguments, 1), context.cost()))),
        Map.entry("bit-is-set", (model, context, arguments) -> new Bool(
            hasBit(arguments.getFirst().nodes(context), text(context, arguments, 1)))),
        // Booleans.
        Map.entry("boolean", (model, context, arguments) -> new Bool(arguments.getFirst().evaluate(context).bool())),
        Map.entry("not", (model, context, arguments) -> new Bool(!arguments.getFirst().evaluate(context).bool())),
        Map.entry("true", (model, context, arguments) -> new Bool(true)),
        Map.entry("false", (model, context, arguments) -> new Bool(false)),
        // Numbers.
        Map.entry("number", (model, context, arguments) -> new Num(new Text(text(context, arguments)).number())),
        Map.entry("sum", (model, context, arguments) -> new Num(arguments.getFirst().nodes(context).stream()
            .mapToDouble(node -> new Text(node.text()).number()).sum())),
        Map.entry("floor", (model, context, arguments) -> new Num(Math.floor(number(context, arguments, 0)))),
        Map.entry("ceiling", (model, context, arguments) -> new Num(Math.ceil(number(context, arguments, 0)))),
        Map.entry("round", (model, context, arguments) -> new Num(Math.floor(number(context, arguments, 0) + 0.5))),
        // YANG.
        Map.entry("deref", (model, context, arguments) -> new Nodes(deref(model, arguments.getFirst().nodes(context)))),
        Map.entry("derived-from", (model, context, arguments) -> new Bool(arguments.getFirst().nodes(context).stream()
            .anyMatch(node -> model.schema().derivedFrom(node.text(), text(context, arguments, 1))))),
        Map.entry("derived-from-or-self", (model, context, arguments) -> new Bool(
            arguments.getFirst().nodes(context).stream().anyMatch(node ->
                node.text().equals(text(context, arguments, 1))
                    || model.schema().derivedFrom(node.text(), text(context, arguments, 1))))),
        Map.entry("enum-value", (model, context, arguments) -> new Num(
            arguments.getFirst().nodes(context).stream().findFirst().map(Functions::enumValue).orElse(Double.NaN))));

    private Functions() { }

    /** What functions need besides the tree. */
    record Environment(Schema schema, Leafrefs leafrefs) { }

    /** A function by name. */
    private interface Function {
        Value apply(Environment model, Context context, List<Expression> arguments);
    }

    /** A call. */
    static Expression find(final Environment model, final String name, final List<Expression> arguments) {
        final Function function = BY_NAME.get(name);
        if (function == null) {
            throw new XPathException("there is no function " + name + "()");
        }
        requireCount(name, arguments.size());
        return context -> function.apply(model, context, arguments);
    }

    /** Numbers of arguments, as the standards have them; functions that are not here have one. */
    private static void requireCount(final String name, final int count) {
        final boolean right = switch (name) {
            case "current", "position", "last", "true", "false" -> count == 0;
            case "local-name", "name", "namespace-uri", "string", "string-length", "normalize-space", "number" ->
                count <= 1;
            case "starts-with", "contains", "substring-before", "substring-after", "re-match", "derived-from",
                "derived-from-or-self", "bit-is-set" -> count == 2;
            case "concat" -> count >= 2;
            case "substring" -> count == 2 || count == 3;
            case "translate" -> count == 3;
            default -> count == 1;
        };
        if (!right) {
            throw new XPathException(name + "() does not take " + count + " arguments");
        }
    }

    /** Whether a text matches; a pattern that goes back again and again pays for each look at a character. */
    private static boolean matches(final String text, final String pattern, final Cost cost) {
        try {
            return Pattern.compile(pattern).matcher(new Metered(text, cost)).matches();
        } catch (final PatternSyntaxException e) {
            throw new XPathException("'" + pattern + "' is no pattern");
        }
    }

    private record Metered(String text, Cost cost) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(final int index) {
            cost.spend(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(final int start, final int end) {
            return new Metered(text.substring(start, end), cost);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static boolean hasBit(final List<? extends Instance> nodes, final String bit) {
        return nodes.stream().findFirst().filter(node -> List.of(node.text().split(" ")).contains(bit)).isPresent();
    }

    private static Optional<Instance> nodeOrContext(final Context context, final List<Expression> arguments) {
        return arguments.isEmpty() ? Optional.of(context.node())
            : arguments.getFirst().nodes(context).stream().<Instance>map(node -> node).findFirst();
    }

    /** The only argument, or else the context node, as a string. */
    private static String text(final Context context, final List<Expression> arguments) {
        return arguments.isEmpty() ? context.node().text() : text(context, arguments, 0);
    }

    private static String text(final Context context, final List<Expression> arguments, final int index) {
        return arguments.get(index).evaluate(context).string();
    }

    private static double number(final Context context, final List<Expression> arguments, final int index) {
        return arguments.get(index).evaluate(context).number();
    }

    private static String before(final String text, final String mark) {
        return text.contains(mark) ? text.substring(0, text.indexOf(mark)) : "";
    }

    private static String after(final String text, final String mark) {
        return text.contains(mark) ? text.substring(text.indexOf(mark) + mark.length()) : "";
    }

    /** Characters are counted from 1 and bounds are rounded (XPath 1.0 §4.2); what is no number takes nothing. */
    private static String substring(final Context context, final List<Expression> arguments) {
        final int[] characters = text(context, arguments, 0).codePoints().toArray();
        final double first = Math.floor(number(context, arguments, 1) + 0.5);
        final double end = arguments.size() < 3 ? Double.POSITIVE_INFINITY
            : first + Math.floor(number(context, arguments, 2) + 0.5);
        return IntStream.rangeClosed(1, characters.length).filter(i -> i >= first && i < end)
            .mapToObj(i -> Character.toString(characters[i - 1])).collect(Collectors.joining());
    }

    private static String translate(final String text, final String from, final String to) {
        final StringBuilder translated = new StringBuilder();
        for (final char character : text.toCharArray()) {
            final int at = from.indexOf(character);
            if (at < 0) {
                translated.append(character);
            } else if (at < to.length()) {
                translated.append(to.charAt(at));
            }
        }
        return translated.toString();
    }

    private static List<Instance> deref(final Environment model, final List<? extends Instance> nodes) {
        return nodes.stream().limit(1).flatMap(node -> deref(model, node)).toList();
    }

    private static Stream<Instance> deref(final Environment model, final Instance node) {
        return node.schema() instanceof ValueSchema kind && kind.type() instanceof ValueType.LeafrefType type
            ? model.leafrefs().targets(type, node).stream().map(target -> target) : Stream.empty();
    }

    private static double enumValue(final Instance node) {
        return node.schema() instanceof ValueSchema kind && kind.type() instanceof ValueType.EnumerationType type
            ? type.values().get(node.text()) : Double.NaN;
    }
}
