package io.mecvswitch.control.netconf.tree;

import io.mecvswitch.control.codec.XmlText;
import java.util.Optional;

/** Attributes that say more of nodes than the data does. */
@FunctionalInterface
public interface Marks {
    /** Namespace of the attribute that marks defaults (RFC 6243 §6). */
    String DEFAULT_NAMESPACE = "urn:ietf:params:xml:ns:netconf:default:1.0";
    /** Namespace of the attribute that tells origins (RFC 8342 §7). */
    String ORIGIN_NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-origin";

    /** No attributes. */
    Marks NONE = (out, node, parent) -> { };

    /** Marks what holds by default; prefix {@code wd} has to be declared around it. */
    Marks DEFAULTS = (out, node, parent) -> {
        if (node instanceof Value value && value.byDefault()) {
            XmlText.attribute(out, "wd:default", "true");
        }
    };

    /** Tells origins, where they are not that of the node above; prefix {@code or} has to be declared around it. */
    Marks ORIGINS = (out, node, parent) -> {
        final Optional<String> origin = Origin.of(node);
        if (origin.isPresent() && (parent.schema().isRoot() || !origin.equals(Origin.of(parent)))) {
            XmlText.attribute(out, "or:origin", "or" + origin.get().substring(Origin.MODULE.length()));
        }
    };

    /** Appends the attributes of a node. */
    void append(StringBuilder out, Node node, Branch parent);

    /** Both. */
    default Marks and(final Marks other) {
        return (out, node, parent) -> {
            append(out, node, parent);
            other.append(out, node, parent);
        };
    }
}
