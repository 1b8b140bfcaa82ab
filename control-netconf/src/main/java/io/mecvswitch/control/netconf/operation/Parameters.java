package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.notification.Notice;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parameters of an operation.
 *
 * @param operation the element that has them
 */
record Parameters(Element operation) {
    /** Refuses parameters but these, and each that is there twice. */
    Parameters only(final String... names) throws RpcException {
        return onlyAndMany(List.of(), names);
    }

    /** Refuses parameters but these, and each that is there twice unless it is one of {@code many}. */
    Parameters onlyAndMany(final List<String> many, final String... names) throws RpcException {
        final Set<String> known = Set.of(names);
        for (final Element child : operation.children()) {
            if (!isParameter(child) || !known.contains(child.local())) {
                throw bad(ErrorTag.UNKNOWN_ELEMENT, child.local(),
                    operation.local() + " has no parameter " + child.local());
            }
            if (named(child.local()).count() > 1 && !many.contains(child.local())) {
                throw bad(ErrorTag.BAD_ELEMENT, child.local(), child.local() + " is there more than once");
            }
        }
        return this;
    }

    /** A parameter that may be there. */
    Optional<Element> find(final String name) {
        return named(name).findFirst();
    }

    /** All parameters of a name. */
    List<Element> all(final String name) {
        return named(name).toList();
    }

    private Stream<Element> named(final String name) {
        return operation.children().stream()
            .filter(child -> child.local().equals(name) && isParameter(child));
    }

    /** ncclient has its own idea of where the filter of a subscription belongs, and it is plain what it means. */
    private boolean isParameter(final Element child) {
        return child.namespace().equals(namespace(child.local()))
            || child.is("filter") && operation.namespace().equals(Notice.NAMESPACE);
    }

    /** Parameters are in the namespace of the operation, but those that another standard adds to RFC 6241's. */
    private String namespace(final String name) {
        return name.equals(WithDefaults.NAME) && operation.namespace().equals(Element.NETCONF)
            ? WithDefaults.NAMESPACE : operation.namespace();
    }

    /** A parameter that has to be there. */
    Element get(final String name) throws RpcException {
        return find(name).orElseThrow(() -> bad(ErrorTag.MISSING_ELEMENT, name, operation.local() + " needs " + name));
    }

    /** The text of a parameter that may be there. */
    Optional<String> text(final String name) {
        return find(name).map(Element::text);
    }

    /** A number of 32 bits, 1 at least. */
    long number(final String name, final long otherwise) throws RpcException {
        final String text = text(name).map(String::strip).orElse(Long.toString(otherwise));
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) < 1 || Long.parseLong(text) >= 1L << Integer.SIZE) {
            throw bad(ErrorTag.INVALID_VALUE, name, name + " is a number from 1 to 4294967295");
        }
        return Long.parseLong(text);
    }

    /** A word out of some, the first of which holds if it is not there. */
    String word(final String name, final List<String> words) throws RpcException {
        final String word = find(name).map(element -> element.text().strip()).orElse(words.getFirst());
        if (!words.contains(word)) {
            throw bad(ErrorTag.INVALID_VALUE, name, name + " is one of " + String.join(", ", words));
        }
        return word;
    }

    /** The one element in {@code source} or {@code target}. */
    Element choice(final String name) throws RpcException {
        final List<Element> choices = get(name).children();
        if (choices.isEmpty()) {
            throw bad(ErrorTag.MISSING_ELEMENT, name, name + " names no datastore");
        }
        if (choices.size() > 1 || !choices.getFirst().namespace().equals(Element.NETCONF)
            && !isNmda(choices.getFirst())) {
            throw bad(ErrorTag.BAD_ELEMENT, choices.getLast().local(), name + " names one datastore");
        }
        return choices.getFirst();
    }

    private static boolean isNmda(final Element choice) {
        return choice.namespace().equals(Nmda.NAMESPACE) && choice.local().equals(Nmda.DATASTORE);
    }

    /** The datastore that {@code source} or {@code target} names, in the words of RFC 6241 or of RFC 8526. */
    DatastoreName datastore(final String name, final Schema schema) throws RpcException {
        return datastore(choice(name), schema);
    }

    /** The datastore that an element names, in the words of RFC 6241 or of RFC 8526. */
    static DatastoreName datastore(final Element choice, final Schema schema) throws RpcException {
        return isNmda(choice) ? Nmda.writable(choice, schema) : datastore(choice);
    }

    /** The datastore that {@code source} or {@code target} names. */
    DatastoreName datastore(final String name) throws RpcException {
        return datastore(choice(name));
    }

    /** The datastore an element names. */
    static DatastoreName datastore(final Element choice) throws RpcException {
        return Stream.of(DatastoreName.values()).filter(known -> choice.local().equals(known.toString())).findFirst()
            .orElseThrow(() -> Set.of("startup", "url").contains(choice.local())
                ? bad(ErrorTag.OPERATION_NOT_SUPPORTED, choice.local(), choice.local().equals("url")
                    ? "this can't be done with a file" : "the switch has no startup; what is committed is kept by"
                    + " itself")
                : bad(ErrorTag.UNKNOWN_ELEMENT, choice.local(), "there is no datastore " + choice.local()
                    + "; the switch has running and candidate"));
    }

    /** What is wrong with an element of the request. */
    static RpcException bad(final ErrorTag tag, final String element, final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, tag, message).naming(element));
    }
}
