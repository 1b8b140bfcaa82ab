package io.mecvswitch.control.xpath;

import io.mecvswitch.control.data.Instance;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.xpath.XPathExpressionException;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.common.XMLNamespace;
import org.opendaylight.yangtools.yang.common.YangNamespaceContext;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathMathMode;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathParser;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathParserFactory;

/**
 * An expression that a client sent, which selects nodes. Names without prefix may be in any module, as in a subtree
 * filter names without namespace are.
 */
public final class Query {
    private static final int MAX_LENGTH = 4_096;
    private static final int MAX_DEPTH = 24;
    private static final String NO_QUERY = "this is no XPath expression the switch can evaluate: ";

    private static final YangXPathParserFactory PARSERS =
        ServiceLoader.load(YangXPathParserFactory.class).findFirst().orElseThrow();
    private static final Pattern LITERAL = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private final Expression expression;
    private final TopLevels reach;

    /**
     * A step down.
     *
     * @param test asks the kind of a child
     * @param key  what its first predicate asks for, if it is that simple
     */
    public record Way(Predicate<SchemaNode> test, Optional<Equal> key) { }

    /**
     * The predicate {@code [name='value']}.
     *
     * @param name  asks for the child
     * @param value it has
     */
    public record Equal(Predicate<SchemaNode> name, String value) {
        /** Whether it asks for the key of a list, so that it holds for one entry at most. */
        public boolean isKeyOf(final SchemaNode kind) {
            return kind instanceof ListSchema list && list.keys().size() == 1 && name.test(list.keys().getFirst());
        }
    }

    private Query(final YangXPathExpression parsed, final Schema schema) {
        this.reach = new TopLevels();
        this.expression = XPathCompiler.compile(parsed, schema, reach);
    }

    /** The namespaces of prefixes. */
    private record Namespaces(HashMap<String, QNameModule> byPrefix) implements YangNamespaceContext {
        @Override
        public QNameModule namespaceForPrefix(final String prefix) {
            return byPrefix.get(prefix);
        }

        @Override
        public String prefixForNamespace(final QNameModule namespace) {
            return byPrefix.entrySet().stream().filter(entry -> entry.getValue().equals(namespace))
                .map(Map.Entry::getKey).findFirst().orElse(null);
        }
    }

    /**
     * Reads one.
     *
     * @param text     the expression
     * @param prefixes namespaces by prefix, where it stands
     * @throws XPathException if it is none
     */
    public static Query of(final String text, final Map<String, String> prefixes, final Schema schema) {
        requireModest(text);
        try {
            final YangXPathParser parser = PARSERS.newParser(YangXPathMathMode.IEEE754, namespaces(prefixes, schema));
            // The parser ends where an expression may; between brackets it has to go on to the last character.
            parser.parseExpression("(" + text + ")");
            return new Query(parser.parseExpression(text), schema);
        } catch (final XPathExpressionException | IllegalArgumentException | IllegalStateException e) {
            throw new XPathException(NO_QUERY + e.getMessage());
        } catch (final StackOverflowError e) {
            throw new XPathException(NO_QUERY + "it is too deep");
        }
    }

    /** A namespace that no module has is as good as any other that none has. */
    private static Namespaces namespaces(final Map<String, String> prefixes, final Schema schema) {
        final HashMap<String, QNameModule> known = new HashMap<>();
        prefixes.forEach((prefix, namespace) -> {
            if (!prefix.isEmpty()) {
                known.put(prefix, QNameModule.of(XMLNamespace.of(
                    schema.moduleOfNamespace(namespace).isPresent() ? namespace : "urn:unknown")));
            }
        });
        return new Namespaces(known);
    }

    /** The parser goes one level deeper with each bracket. */
    private static void requireModest(final String text) {
        if (text.length() > MAX_LENGTH) {
            throw new XPathException("an expression has " + MAX_LENGTH + " characters at most");
        }
        int depth = 0;
        for (final char character : LITERAL.matcher(text).replaceAll("").toCharArray()) {
            depth += character == '(' || character == '[' ? 1 : character == ')' || character == ']' ? -1 : 0;
            if (depth < 0 || depth > MAX_DEPTH) {
                throw new XPathException(depth < 0 ? NO_QUERY + "a bracket is closed that is not open"
                    : "brackets nest " + MAX_DEPTH + " deep at most");
            }
        }
    }

    /** The steps from the root with which it begins, if it looks at nothing that is not on the way they lead. */
    public List<Way> way() {
        return reach.way();
    }

    /** Whether it may look at a top-level node. */
    public boolean reaches(final SchemaNode kind) {
        return reach.includes(kind);
    }

    /**
     * The nodes that it selects, each once.
     *
     * @param root the context node
     * @throws XPathException          if it yields no nodes
     * @throws Cost.TooCostlyException if it costs more than it may
     */
    public List<? extends Instance> select(final Instance root, final Cost cost) {
        try {
            if (expression.evaluate(root, cost) instanceof Value.Nodes nodes) {
                return nodes.list();
            }
        } catch (final StackOverflowError e) {
            throw new XPathException(NO_QUERY + "it is too deep");
        }
        throw new XPathException("the expression yields a value and no nodes; write a path to nodes");
    }
}
