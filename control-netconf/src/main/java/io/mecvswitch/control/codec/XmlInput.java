package io.mecvswitch.control.codec;

import java.io.Reader;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The JDK's parser of XML, without what a document could use against its reader. */
public final class XmlInput {
    private static final Pattern PLACE = Pattern.compile("(?s)^.*\nMessage: ");

    private XmlInput() { }

    /** Parses a text. Document types and references to entities become events, nothing is fetched. */
    public static XMLStreamReader of(final Reader text) throws XMLStreamException {
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory.createXMLStreamReader(text);
    }

    /** Whether an event is a document type or a reference to an entity, which no document has (RFC 6241 §3). */
    public static boolean isRefused(final int event) {
        return event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE;
    }

    /** What the parser says is wrong, without the place. */
    public static String message(final XMLStreamException e) {
        return PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    }
}
