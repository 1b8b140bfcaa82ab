package io.mecvswitch.control.codec;

import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.problem.Location;
import io.mecvswitch.control.problem.Problems;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.YangModule;
import java.io.Reader;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.NamespaceContext;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a configuration in XML (RFC 7950 §7). The document element is {@code <config>} or {@code <data>} in the
 * namespace of NETCONF (RFC 6241); its children are the top-level nodes.
 */
public final class XmlReader {
    /** Namespace of the document element, and of requests and replies (RFC 6241 §3.1). */
    public static final String NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private static final Set<String> WRAPPERS = Set.of("config", "data");
    /** Elements that nobody knows are skipped to this depth; what the model knows is nowhere near as deep. */
    private static final int MAX_DEPTH = 50;

    private final Schema schema;
    private final TreeBuilder builder;
    private final Problems problems;
    private XMLStreamReader xml;
    /** Where the event at hand began: where the one before it ended. */
    private Location begin = new Location(1, 1);

    /** A reader that notes problems. */
    public XmlReader(final Schema schema, final Problems problems) {
        this.schema = schema;
        this.problems = problems;
        this.builder = new TreeBuilder(problems);
    }

    /** Reads a whole document; what has problems is not in the tree. */
    public InnerNode read(final Reader text) {
        final InnerNode root = InnerNode.root(schema);
        try {
            xml = XmlInput.of(text);
            readDocument(root);
        } catch (final XMLStreamException e) {
            problems.add(ErrorTag.MALFORMED_MESSAGE, "/", location(e.getLocation()),
                "the file is not well-formed XML here: " + XmlInput.message(e));
        } catch (final UnreadableException e) {
            problems.add(e.problem());
        }
        return root;
    }

    private void readDocument(final InnerNode root) throws XMLStreamException, UnreadableException {
        final String encoding = xml.getCharacterEncodingScheme();
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new UnreadableException(ErrorTag.MALFORMED_MESSAGE, begin,
                "the file says that it is in " + encoding + "; a configuration is in UTF-8 (RFC 6241 §3)");
        }
        while (next() != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.END_DOCUMENT) {
                return;
            }
        }
        if (!NETCONF.equals(xml.getNamespaceURI()) || !WRAPPERS.contains(xml.getLocalName())) {
            throw new UnreadableException(ErrorTag.UNKNOWN_ELEMENT, begin,
                "the document element is <" + xml.getLocalName() + ">; write <config xmlns=\"" + NETCONF + "\">");
        }
        readChildren(root);
        while (xml.hasNext()) {
            next();
        }
    }

    private void readChildren(final InnerNode parent) throws XMLStreamException, UnreadableException {
        refuseAttributes(parent);
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                readChild(parent);
            } else if (xml.isCharacters() && !xml.isWhiteSpace()) {
                builder.refuse(ErrorTag.BAD_ELEMENT, parent, "text()", begin,
                    "there is text between the elements; remove it");
            }
        }
    }

    private void readChild(final InnerNode parent) throws XMLStreamException, UnreadableException {
        final Location location = begin;
        final Optional<SchemaNode> kind = find(parent.schema());
        if (kind.isEmpty()) {
            refuseUnknown(parent, location);
            skip();
        } else if (!builder.isConfigurable(parent, kind.get(), location)) {
            skip();
        } else if (kind.get() instanceof InnerSchema inner) {
            final InnerNode node = builder.begin(parent, inner, location);
            readChildren(node);
            builder.end(node);
        } else {
            readValue(parent, (ValueSchema) kind.get(), location);
        }
    }

    private Optional<SchemaNode> find(final InnerSchema parent) {
        return schema.moduleOfNamespace(String.valueOf(xml.getNamespaceURI()))
            .flatMap(module -> parent.child(module, xml.getLocalName()));
    }

    private void refuseUnknown(final InnerNode parent, final Location location) {
        final String namespace = String.valueOf(xml.getNamespaceURI());
        final Optional<YangModule> module = schema.moduleOfNamespace(namespace);
        if (module.isEmpty()) {
            builder.refuse(ErrorTag.UNKNOWN_NAMESPACE, parent, xml.getLocalName(), location, "<" + xml.getLocalName()
                + "> is in namespace '" + namespace + "', which no module of the switch has; correct its xmlns");
        } else {
            builder.refuse(ErrorTag.UNKNOWN_ELEMENT, parent, module.get().name() + ":" + xml.getLocalName(), location,
                Suggestion.unknown(parent.schema(), module.get(), xml.getLocalName()));
        }
    }

    private void readValue(final InnerNode parent, final ValueSchema kind, final Location location)
        throws XMLStreamException, UnreadableException {
        refuseAttributes(parent);
        final NamespaceContext prefixes = xml.getNamespaceContext();
        final StringBuilder text = new StringBuilder();
        boolean plain = true;
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                plain = false;
                builder.refuse(ErrorTag.BAD_ELEMENT, parent, kind.qualifiedName(), begin,
                    kind.name().local() + " is a " + kind.kind() + " and has a value, but no elements; remove <"
                        + xml.getLocalName() + ">");
                skip();
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            }
        }
        if (plain) {
            builder.value(parent, kind, new Lexical(text.toString(), Lexical.Form.TEXT,
                prefix -> Optional.ofNullable(prefixes.getNamespaceURI(prefix)).flatMap(schema::moduleOfNamespace)),
                location);
        }
    }

    private void refuseAttributes(final InnerNode parent) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            builder.refuse(ErrorTag.UNKNOWN_ATTRIBUTE, parent, "@" + xml.getAttributeLocalName(i), begin,
                "attribute '" + xml.getAttributeLocalName(i) + "' has no meaning in a configuration file; remove it");
        }
    }

    /** Leaves out the element at hand with all it contains. */
    private void skip() throws XMLStreamException, UnreadableException {
        int depth = 1;
        while (depth > 0) {
            final int event = next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
            if (depth > MAX_DEPTH) {
                throw new UnreadableException(ErrorTag.TOO_BIG, begin,
                    "elements are nested more than " + MAX_DEPTH + " deep; no configuration of the switch is");
            }
        }
    }

    /** The next event but comments; a document type and references to entities are refused. */
    private int next() throws XMLStreamException, UnreadableException {
        // The JDK's parser has already taken the '<' that ended a text.
        final int taken = xml.getEventType() == XMLStreamConstants.CHARACTERS ? 1 : 0;
        final Location end = location(xml.getLocation());
        begin = new Location(end.line(), Math.max(1, end.column() - taken));
        final int event = xml.next();
        if (XmlInput.isRefused(event)) {
            throw new UnreadableException(ErrorTag.MALFORMED_MESSAGE, begin,
                "the file has a document type or refers to an entity; both are refused, remove them");
        }
        return event;
    }

    private static Location location(final javax.xml.stream.Location location) {
        return location == null ? Location.NOWHERE
            : new Location(Math.max(1, location.getLineNumber()), Math.max(1, location.getColumnNumber()));
    }
}
