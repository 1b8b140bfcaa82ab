package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.codec.Suggestion;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.Element.Attribute;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.LeafSchema;
import io.mecvswitch.control.schema.Lexical;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.SchemaNode;
import io.mecvswitch.control.schema.ValueSchema;
import io.mecvswitch.control.schema.YangModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the elements of an edit stand for in the model. */
final class Requested {
    /** Namespace of the attributes that order entries (RFC 7950 §5.3.1). */
    static final String YANG = "urn:ietf:params:xml:ns:yang:1";
    /** The attribute that says what is to be done. */
    static final String OPERATION = "operation";

    /** The attribute that says that a leaf is to be what it is by default. */
    static final String DEFAULT = "default";

    private static final Pattern KEY =
        Pattern.compile("\\[\\s*(?:([^:=\\]\\s]+):)?([^=\\]\\s]+)\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\")\\s*\\]");

    private final Schema schema;

    Requested(final Schema schema) {
        this.schema = schema;
    }

    /** The node of the model that an element is an instance of. */
    SchemaNode kind(final InnerSchema parent, final Element element, final Trail above) throws RpcException {
        final Optional<YangModule> module = schema.moduleOfNamespace(element.namespace());
        if (module.isEmpty()) {
            throw new RpcException(RpcError.at(above.to(element.local()).toString(), ErrorTag.UNKNOWN_NAMESPACE,
                "<" + element.local() + "> is in namespace '" + element.namespace()
                    + "', which no module of the switch has; correct its xmlns")
                    .namingNamespace(element.local(), element.namespace()));
        }
        final SchemaNode kind = parent.child(module.get(), element.local()).orElseThrow(() ->
            unknown(above.to(module.get().name() + ":" + element.local()), element,
                Suggestion.unknown(parent, module.get(), element.local())));
        if (!kind.config()) {
            throw unknown(above.to(kind), element, kind.name() + " is state that the switch reports, not"
                + " configuration");
        }
        return kind;
    }

    private static RpcException unknown(final Trail at, final Element element, final String message) {
        return new RpcException(
            RpcError.at(at.toString(), ErrorTag.UNKNOWN_ELEMENT, message).naming(element.local()));
    }

    /** What is to be done with a node. */
    Operation operation(final Element element, final SchemaNode kind, final Operation inherited, final Trail at)
        throws RpcException {
        for (final Attribute attribute : element.attributes()) {
            if (!Edit.isKnown(attribute)) {
                throw badAttribute(ErrorTag.UNKNOWN_ATTRIBUTE, element, attribute.name(), at,
                    "attribute '" + attribute.name() + "' has no meaning here; remove it");
            }
        }
        final Optional<String> asked = element.attribute(Element.NETCONF, OPERATION);
        if (asked.isEmpty()) {
            return inherited;
        }
        return Operation.of(asked.get()).orElseThrow(() -> badAttribute(ErrorTag.BAD_ATTRIBUTE, element, OPERATION,
            at, "operation is merge, replace, create, delete or remove, for " + kind.name().local() + " too"));
    }

    /** The keys of an entry, in the order of the model. */
    List<Value> keys(final ListSchema list, final Element element, final Trail above) throws RpcException {
        final List<Value> keys = new ArrayList<>();
        for (final LeafSchema key : list.keys()) {
            final List<Element> found = children(element, key);
            if (found.isEmpty()) {
                throw new RpcException(RpcError.at(above.to(list).toString(), ErrorTag.MISSING_ELEMENT, "an entry of "
                    + list.name().local() + " needs its key " + key.name().local() + "; add it")
                    .naming(key.name().local()));
            }
            if (found.size() > 1) {
                throw new RpcException(RpcError.at(above.to(list).to(key).toString(), ErrorTag.BAD_ELEMENT,
                    "a key is there once").naming(key.name().local()));
            }
            keys.add(value(key, found.getFirst(), above.to(list).to(key)));
        }
        return keys;
    }

    private static List<Element> children(final Element element, final LeafSchema kind) {
        final List<Element> found = new ArrayList<>(1);
        for (final Element child : element.children()) {
            if (is(child, kind)) {
                found.add(child);
            }
        }
        return found;
    }

    /** Whether an element has the name of a leaf. */
    static boolean is(final Element element, final LeafSchema kind) {
        return element.local().equals(kind.name().local())
            && element.namespace().equals(kind.name().module().namespace());
    }

    /** The value of an element. */
    Value value(final ValueSchema kind, final Element element, final Trail at) throws RpcException {
        if (!element.children().isEmpty()) {
            throw new RpcException(RpcError.at(at.toString(), ErrorTag.BAD_ELEMENT, kind.name().local() + " is a "
                + kind.kind() + " and has a value, but no elements").naming(element.children().getFirst().local()));
        }
        return new Value(kind, canonical(kind, element.lexical(schema), element, at));
    }

    private static String canonical(
        final ValueSchema kind, final Lexical lexical, final Element element, final Trail at) throws RpcException {
        if (lexical.text().length() > Lexical.MAX_LENGTH) {
            throw new RpcException(RpcError.at(at.toString(), ErrorTag.TOO_BIG, "the value of " + kind.name().local()
                + " has more than " + Lexical.MAX_LENGTH + " characters; shorten it"));
        }
        try {
            return kind.type().canonical(lexical);
        } catch (final InvalidValueException e) {
            throw new RpcException(new RpcError(RpcError.Layer.APPLICATION, ErrorTag.INVALID_VALUE, e.appTag(),
                Optional.of(at.toString()), kind.name().local() + ": " + e.getMessage(), Optional.empty())
                .naming(element.local()));
        }
    }

    /** Whether a leaf is to be what it is by default (RFC 6243 §4.5.1): then it has that value, and is not set. */
    boolean isDefault(final LeafSchema kind, final Value value, final Element element, final Trail at)
        throws RpcException {
        if (!isMarked(element, at)) {
            return false;
        }
        if (kind.defaultValue().filter(value.text()::equals).isEmpty()) {
            throw noDefault(element, at,
                "'" + value.text() + "' is not what " + kind.name().local() + " is by default");
        }
        return true;
    }

    /** Refuses the mark where something is to go. */
    void requireNoDefault(final Element element, final Trail at) throws RpcException {
        if (isMarked(element, at)) {
            throw noDefault(element, at, "what is deleted or removed has no attribute default");
        }
    }

    private boolean isMarked(final Element element, final Trail at) throws RpcException {
        final Optional<String> mark = element.attribute(Marks.DEFAULT_NAMESPACE, DEFAULT);
        if (mark.filter(text -> !List.of("true", "false", "1", "0").contains(text)).isPresent()) {
            throw badAttribute(ErrorTag.BAD_ATTRIBUTE, element, DEFAULT, at, "default is true or false");
        }
        return mark.filter(text -> text.equals("true") || text.equals("1")).isPresent();
    }

    private static RpcException noDefault(final Element element, final Trail at, final String message) {
        return new RpcException(
            RpcError.at(at.toString(), ErrorTag.INVALID_VALUE, message).naming(element.local()));
    }

    /** The key of the entry, or the value, that one is to be inserted beside. */
    String neighbour(final SchemaNode kind, final Element element, final Trail at) throws RpcException {
        final String attribute = kind instanceof ListSchema ? "key" : "value";
        final String text = element.attribute(YANG, attribute).orElseThrow(() -> badAttribute(
            ErrorTag.MISSING_ATTRIBUTE, element, attribute, at, "insert before or after needs " + attribute));
        if (text.length() > Lexical.MAX_LENGTH) {
            throw badAttribute(ErrorTag.TOO_BIG, element, attribute, at, attribute + " is too long");
        }
        return switch (kind) {
            case ValueSchema value -> canonical(value, element.lexical(text, schema), element, at);
            case ListSchema list -> key(list, text, element, at);
            default -> throw new IllegalStateException(kind + " has no order");
        };
    }

    /** Key predicates: {@code [ex:name='a'][ex:number='1']}. */
    private String key(final ListSchema list, final String text, final Element element, final Trail at)
        throws RpcException {
        final List<String> keys = new ArrayList<>();
        for (final LeafSchema key : list.keys()) {
            final Matcher predicates = KEY.matcher(text);
            String found = null;
            while (predicates.find()) {
                if (predicates.group(2).equals(key.name().local())) {
                    found = predicates.group(3) == null ? predicates.group(4) : predicates.group(3);
                }
            }
            if (found == null) {
                throw badAttribute(ErrorTag.BAD_ATTRIBUTE, element, "key", at,
                    "key has the form [name='value'] and names every key");
            }
            keys.add(canonical(key, element.lexical(found, schema), element, at));
        }
        return String.join("\0", keys);
    }

    /** What is wrong with an attribute. */
    RpcException badAttribute(
        final ErrorTag tag, final Element element, final String attribute, final Trail at, final String message) {
        return new RpcException(RpcError.at(at.toString(), tag, message).naming(element.local(), attribute));
    }
}
