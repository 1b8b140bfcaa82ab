package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.DataNode;
import io.mecvswitch.control.data.ValueNode;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The functions of XPath 1.0 §4 and RFC 7950 §10. */
final class Functions {
    private static final Map<String, Function> BY_NAME = Map.ofEntries(
        // Nodes.
        Map.entry("current", (schema, context, arguments) -> new Nodes(List.of(context.current()))),
        Map.entry("position", (schema, context, arguments) -> new Num(context.position())),
        Map.entry("last", (schema, context, arguments) -> new Num(context.size())),
        Map.entry("count", (schema, context, arguments) -> new Num(arguments.getFirst().nodes(context).size())),
        Map.entry("local-name", (schema, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().local()).orElse(""))),
        Map.entry("name", (schema, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().toString()).orElse(""))),
        Map.entry("namespace-uri", (schema, context, arguments) -> new Text(
            nodeOrContext(context, arguments).map(node -> node.schema().name().module().namespace()).orElse(""))),
        // Strings.
        Map.entry("string", (schema, context, arguments) -> new Text(text(context, arguments))),
        Map.entry("concat", (schema, context, arguments) -> new Text(arguments.stream()
            .map(argument -> argument.evaluate(context).string()).collect(Collectors.joining()))),
        Map.entry("starts-with", (schema, context, arguments) -> new Bool(
            text(context, arguments, 0).startsWith(text(context, arguments, 1)))),
        Map.entry("contains", (schema, context, arguments) -> new Bool(
            text(context, arguments, 0).contains(text(context, arguments, 1)))),
        Map.entry("substring-before", (schema, context, arguments) -> new Text(
            before(text(context, arguments, 0), text(context, arguments, 1)))),
        Map.entry("substring-after", (schema, context, arguments) -> new Text(
            after(text(context, arguments, 0), text(context, arguments, 1)))),
        Map.entry("substring", (schema, context, arguments) -> new Text(substring(context, arguments))),
        Map.entry("string-length", (schema, context, arguments) -> new Num(
            text(context, arguments).codePoints().count())),
        Map.entry("normalize-space", (schema, context, arguments) -> new Text(
            text(context, arguments).strip().replaceAll("\\s+", " "))),
        Map.entry("translate", (schema, context, arguments) -> new Text(
            translate(text(context, arguments, 0), text(context, arguments, 1), text(context, arguments, 2)))),
        Map.entry("re-match", (schema, context, arguments) -> new Bool(
            Pattern.matches(text(context, arguments, 1), text(context, arguments, 0)))),
        // Booleans.
        Map.entry("boolean", (schema, context, arguments) -> new Bool(arguments.getFirst().evaluate(context).bool())),
        Map.entry("not", (schema, context, arguments) -> new Bool(!arguments.getFirst().evaluate(context).bool())),
        Map.entry("true", (schema, context, arguments) -> new Bool(true)),
        Map.entry("false", (schema, context, arguments) -> new Bool(false)),
        // Numbers.
        Map.entry("number", (schema, context, arguments) -> new Num(new Text(text(context, arguments)).number())),
        Map.entry("sum", (schema, context, arguments) -> new Num(arguments.getFirst().nodes(context).stream()
            .mapToDouble(node -> new Text(node.text()).number()).sum())),
        Map.entry("floor", (schema, context, arguments) -> new Num(Math.floor(number(context, arguments, 0)))),
        Map.entry("ceiling", (schema, context, arguments) -> new Num(Math.ceil(number(context, arguments, 0)))),
        Map.entry("round", (schema, context, arguments) -> new Num(Math.floor(number(context, arguments, 0) + 0.5))),
        // YANG.
        Map.entry("deref", (schema, context, arguments) -> new Nodes(deref(schema, arguments.getFirst().nodes(context)))),
        Map.entry("derived-from", (schema, context, arguments) -> new Bool(arguments.getFirst().nodes(context).stream()
            .anyMatch(node -> schema.derivedFrom(node.text(), text(context, arguments, 1))))),
        Map.entry("derived-from-or-self", (schema, context, arguments) -> new Bool(
            arguments.getFirst().nodes(context).stream().anyMatch(node ->
                node.text().equals(text(context, arguments, 1))
                    || schema.derivedFrom(node.text(), text(context, arguments, 1))))),
        Map.entry("enum-value", (schema, context, arguments) -> new Num(
            arguments.getFirst().nodes(context).stream().findFirst().map(Functions::enumValue).orElse(Double.NaN))));

    private Functions() { }

    /** A function by name. */
    private interface Function {
        Value apply(Schema schema, Context context, List<Expression> arguments);
    }

    /** A call. */
    static Expression find(final Schema schema, final String name, final List<Expression> arguments) {
        final Function function = BY_NAME.get(name);
        if (function == null) {
            throw new IllegalStateException("the model calls " + name + "(), which the switch does not have");
        }
        return context -> function.apply(schema, context, arguments);
    }

    private static Optional<DataNode> nodeOrContext(final Context context, final List<Expression> arguments) {
        return arguments.isEmpty() ? Optional.of(context.node())
            : arguments.getFirst().nodes(context).stream().findFirst();
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

    private static List<DataNode> deref(final Schema schema, final List<DataNode> nodes) {
        return nodes.stream().limit(1).flatMap(node -> deref(schema, node)).toList();
    }

    private static Stream<DataNode> deref(final Schema schema, final DataNode node) {
        return node instanceof ValueNode value && value.schema().type() instanceof ValueType.LeafrefType type
            ? Leafref.compile(type, schema).targets(value).stream() : Stream.empty();
    }

    private static double enumValue(final DataNode node) {
        return node instanceof ValueNode value && value.schema().type() instanceof ValueType.EnumerationType type
            ? type.values().get(value.text()) : Double.NaN;
    }
}
