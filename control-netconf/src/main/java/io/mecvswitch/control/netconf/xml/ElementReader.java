package io.mecvswitch.control.netconf.xml;

import io.mecvswitch.control.codec.XmlInput;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element.Attribute;
import io.mecvswitch.control.problem.ErrorTag;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses one message. One thread. */
public final class ElementReader {
    /** Elements nest no deeper; the model's deepest leaf is nowhere near. */
    public static final int MAX_DEPTH = 64;
    /** A message has no more elements, attributes and declarations of namespaces together. */
    public static final int MAX_PARTS = 2_000_000;

    /** Prefixes in scope at any place; a look-up goes through all of them. */
    private static final int MAX_PREFIXES = 64;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final XMLStreamReader xml;
    private int parts;

    private ElementReader(final XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * The document element of a message.
     *
     * @throws RpcException if it is not well-formed XML in UTF-8 (RFC 6241 §3), or too large
     */
    public static Element read(final byte[] message) throws RpcException {
        try {
            return new ElementReader(XmlInput.of(text(message))).document();
        } catch (final XMLStreamException e) {
            throw malformed(e.getNestedException() instanceof CharacterCodingException ? "the message is not UTF-8"
                : "the message is not well-formed XML: " + XmlInput.message(e));
        }
    }

    /** Decoded piece by piece. A mark of the byte order is none of the document's (XML 1.0 §4.3.3). */
    private static Reader text(final byte[] message) {
        final boolean marked = Arrays.mismatch(message, BYTE_ORDER_MARK) == BYTE_ORDER_MARK.length;
        final int begin = marked ? BYTE_ORDER_MARK.length : 0;
        return new InputStreamReader(new ByteArrayInputStream(message, begin, message.length - begin),
            StandardCharsets.UTF_8.newDecoder());
    }

    private Element document() throws XMLStreamException, RpcException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.END_DOCUMENT) {
                throw malformed("the message is empty");
            }
        }
        final Element document = element(Prefixes.NONE, 1);
        while (xml.hasNext()) {
            next();
        }
        return document;
    }

    private Element element(final Prefixes outer, final int depth) throws XMLStreamException, RpcException {
        if (depth > MAX_DEPTH) {
            throw tooBig("elements nest deeper than " + MAX_DEPTH);
        }
        parts += 1 + xml.getAttributeCount() + xml.getNamespaceCount();
        if (parts > MAX_PARTS) {
            throw tooBig("there are more than " + MAX_PARTS + " elements and attributes; send them in several"
                + " requests");
        }
        final String namespace = orEmpty(xml.getNamespaceURI());
        final String local = xml.getLocalName();
        final String prefix = orEmpty(xml.getPrefix());
        final Prefixes prefixes = prefixes(outer);
        final List<Attribute> attributes = attributes();
        List<Element> children = List.of();
        final Characters text = new Characters();
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                children = children.isEmpty() ? new ArrayList<>() : children;
                children.add(element(prefixes, depth + 1));
            } else if (xml.isCharacters()) {
                text.append(xml.getText());
            }
        }
        return new Element(namespace, local, prefix, prefixes, attributes, children,
            children.isEmpty() || !text.isBlank() ? text.toString() : "");
    }

    /** The characters of an element. Nearly always they come as one piece, and need not be copied. */
    private static final class Characters {
        private String first = "";
        private StringBuilder all;

        void append(final String piece) {
            if (first.isEmpty()) {
                first = piece;
            } else {
                all = all == null ? new StringBuilder(first) : all;
                all.append(piece);
            }
        }

        boolean isBlank() {
            return first.isBlank() && (all == null || all.toString().isBlank());
        }

        @Override
        public String toString() {
            return all == null ? first : all.toString();
        }
    }

    private Prefixes prefixes(final Prefixes outer) throws RpcException {
        if (xml.getNamespaceCount() == 0) {
            return outer;
        }
        Prefixes prefixes = outer;
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            prefixes = prefixes.with(orEmpty(xml.getNamespacePrefix(i)), orEmpty(xml.getNamespaceURI(i)));
        }
        if (prefixes.size() > MAX_PREFIXES) {
            throw tooBig("more than " + MAX_PREFIXES + " prefixes are in scope");
        }
        return prefixes;
    }

    private List<Attribute> attributes() {
        if (xml.getAttributeCount() == 0) {
            return List.of();
        }
        final List<Attribute> attributes = new ArrayList<>(xml.getAttributeCount());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.add(new Attribute(orEmpty(xml.getAttributeNamespace(i)), orEmpty(xml.getAttributePrefix(i)),
                xml.getAttributeLocalName(i), xml.getAttributeValue(i)));
        }
        return attributes;
    }

    /** The next event; a document type and references to entities are refused. */
    private int next() throws XMLStreamException, RpcException {
        final int event = xml.next();
        if (XmlInput.isRefused(event)) {
            throw malformed("the message has a document type or refers to an entity; both are refused (RFC 6241 §3)");
        }
        return event;
    }

    private static String orEmpty(final String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static RpcException malformed(final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.RPC, ErrorTag.MALFORMED_MESSAGE, message));
    }

    private static RpcException tooBig(final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.RPC, ErrorTag.TOO_BIG, message));
    }
}
