package io.mecvswitch.control.netconf.xml;

import io.mecvswitch.control.codec.XmlReader;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a request.
 *
 * @param namespace  its namespace, empty for none
 * @param local      its name
 * @param prefix     the prefix it was written with, empty for none
 * @param prefixes   the namespaces that are declared where it stands
 * @param attributes in their order, without declarations of namespaces
 * @param children   the elements in it
 * @param text       the characters directly in it
 */
public record Element(
    String namespace,
    String local,
    String prefix,
    Prefixes prefixes,
    List<Attribute> attributes,
    List<Element> children,
    String text) {

    /** Namespace of requests and replies (RFC 6241 §3.1). */
    public static final String NETCONF = XmlReader.NETCONF;

    /**
     * An attribute.
     *
     * @param namespace its namespace, empty for none
     * @param prefix    the prefix it was written with, empty for none
     * @param local     its name
     * @param value     its value
     */
    public record Attribute(String namespace, String prefix, String local, String value) {
        /** Its name as it was written. */
        public String name() {
            return prefix.isEmpty() ? local : prefix + ":" + local;
        }
    }

    /** The same with nothing in it. */
    public Element withoutContent() {
        return new Element(namespace, local, prefix, prefixes, attributes, List.of(), "");
    }

    /** Whether it has this name in NETCONF's own namespace. */
    public boolean is(final String name) {
        return namespace.equals(NETCONF) && local.equals(name);
    }

    /** The value of an attribute. */
    public Optional<String> attribute(final String inNamespace, final String name) {
        for (final Attribute attribute : attributes) {
            if (attribute.local().equals(name) && attribute.namespace().equals(inNamespace)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /** Its children of this name in NETCONF's own namespace. */
    public Stream<Element> children(final String name) {
        return children.stream().filter(child -> child.is(name));
    }

    /** Its text as a value, with the prefixes that it may use. */
    public Lexical lexical(final Schema schema) {
        return lexical(text, schema);
    }

    /** A text that stands in it as a value. */
    public Lexical lexical(final String value, final Schema schema) {
        return new Lexical(value, Lexical.Form.TEXT,
            asked -> prefixes.namespace(asked).flatMap(schema::moduleOfNamespace));
    }
}
