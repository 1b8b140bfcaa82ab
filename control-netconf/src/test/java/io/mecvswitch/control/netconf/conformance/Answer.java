package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A message of a server, whatever prefixes and white space it likes. */
final class Answer {
    /** Prefixes in the XPath of cases. */
    static final Map<String, String> PREFIXES = Map.ofEntries(
        Map.entry("nc", "urn:ietf:params:xml:ns:netconf:base:1.0"),
        Map.entry("r", "urn:mec-vswitch:rules"),
        Map.entry("b", "urn:mec-vswitch:bearers"),
        Map.entry("p", "urn:mec-vswitch:ports"),
        Map.entry("s", "urn:mec-vswitch:slices"),
        Map.entry("q", "urn:mec-vswitch:qos"),
        Map.entry("if", "urn:ietf:params:xml:ns:yang:ietf-interfaces"),
        Map.entry("n", "urn:ietf:params:xml:ns:yang:ietf-netconf-acm"),
        Map.entry("m", "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"),
        Map.entry("y", "urn:ietf:params:xml:ns:yang:ietf-yang-library"),
        Map.entry("ds", "urn:ietf:params:xml:ns:yang:ietf-datastores"),
        Map.entry("nmda", "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"),
        Map.entry("or", "urn:ietf:params:xml:ns:yang:ietf-origin"),
        Map.entry("wd", "urn:ietf:params:xml:ns:netconf:default:1.0"),
        Map.entry("o", "urn:mec-vswitch:operations"),
        Map.entry("pl", "urn:ietf:params:xml:ns:netconf:partial-lock:1.0"),
        Map.entry("nt", "urn:ietf:params:xml:ns:netconf:notification:1.0"));

    private static final Pattern PREFIX = Pattern.compile("([/\\[ ])([A-Za-z_][\\w.-]*):");

    /** What is of type QName in error-info (RFC 6241 appendix B). */
    private static final List<String> NAMES = List.of("bad-element", "bad-attribute");

    private final String text;
    private final Document document;

    private Answer(final String text, final Document document) {
        this.text = text;
        this.document = document;
    }

    /** What an XML parser makes of a message. */
    static Answer of(final String text) throws Exception {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try {
            return new Answer(text, factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))));
        } catch (final org.xml.sax.SAXException e) {
            throw new AssertionError("not well-formed: " + text, e);
        }
    }

    private static XPath xpath() {
        final XPath xpath = XPathFactory.newInstance().newXPath();
        xpath.setNamespaceContext(new NamespaceContext() {
            @Override
            public String getNamespaceURI(final String prefix) {
                return PREFIXES.getOrDefault(prefix, "");
            }

            @Override
            public String getPrefix(final String namespace) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Iterator<String> getPrefixes(final String namespace) {
                throw new UnsupportedOperationException();
            }
        });
        return xpath;
    }

    /** Whether an expression is true of it. */
    boolean is(final String expression) throws XPathExpressionException {
        return (Boolean) xpath().evaluate(expression, document, XPathConstants.BOOLEAN);
    }

    /** The string value of an expression. */
    String text(final String expression) throws XPathExpressionException {
        return ((String) xpath().evaluate(expression, document, XPathConstants.STRING)).strip();
    }

    /** Demands that expressions are true. */
    Answer has(final String... expressions) throws XPathExpressionException {
        for (final String expression : expressions) {
            assertTrue(is(expression), () -> expression + " is not true of " + text);
        }
        return this;
    }

    /** Demands that expressions are false. */
    Answer hasNo(final String... expressions) throws XPathExpressionException {
        for (final String expression : expressions) {
            assertTrue(!is(expression), () -> expression + " is true of " + text);
        }
        return this;
    }

    // Errors.

    /** Demands the layer of an error. */
    Answer type(final String... wanted) throws XPathExpressionException {
        final String type = text("//nc:rpc-error/nc:error-type");
        assertTrue(List.of(wanted).contains(type), () -> "error-type " + type + ": " + text);
        return this;
    }

    /** Demands the tag that the model gives an error. */
    Answer appTag(final String wanted) throws XPathExpressionException {
        assertEquals(wanted, text("//nc:rpc-error/nc:error-app-tag"), text);
        return this;
    }

    /** Demands something in error-info, in NETCONF's namespace; names there may have a prefix. */
    Answer info(final String element, final String wanted) throws XPathExpressionException {
        final String found = text("//nc:rpc-error/nc:error-info/nc:" + element);
        assertEquals(wanted, NAMES.contains(element) ? found.substring(found.indexOf(':') + 1) : found, text);
        return this;
    }

    /**
     * Demands that error-path is this instance, in the prefixes of cases. RFC 6241 §4.3 says that a path into the
     * request begins with it, and has an example of one that does not: both will do.
     */
    Answer path(final String wanted) throws XPathExpressionException {
        final Node path = (Node) xpath().evaluate("//nc:rpc-error/nc:error-path", document, XPathConstants.NODE);
        assertTrue(path != null, () -> "no error-path: " + text);
        assertEquals(wanted, inOurPrefixes((Element) path).replaceFirst("^/nc:rpc/nc:[a-z-]+/nc:config", ""), text);
        return this;
    }

    private static String inOurPrefixes(final Element path) {
        final Matcher names = PREFIX.matcher(path.getTextContent().strip().replace('"', '\''));
        return names.replaceAll(name -> {
            final String namespace = path.lookupNamespaceURI(name.group(2));
            return Matcher.quoteReplacement(name.group(1) + PREFIXES.entrySet().stream()
                .filter(known -> known.getValue().equals(namespace)).map(Map.Entry::getKey).findFirst()
                .orElse("?") + ":");
        });
    }

    @Override
    public String toString() {
        return text;
    }
}
