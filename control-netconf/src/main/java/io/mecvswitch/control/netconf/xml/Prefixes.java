package io.mecvswitch.control.netconf.xml;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The namespaces that are declared at a place: one declaration, and those that held before it. Elements share what they
 * have in common, so that a declaration costs the same however many others hold. Immutable.
 *
 * @param outer     what else is declared; null for nothing
 * @param prefix    the prefix, empty for the default namespace
 * @param namespace its namespace, empty for none
 */
public record Prefixes(Prefixes outer, String prefix, String namespace) {
    /** Where nothing is declared: the default namespace is none. */
    public static final Prefixes NONE = new Prefixes(null, "", "");

    /** These and one more, which hides another of its prefix. */
    Prefixes with(final String added, final String ofNamespace) {
        return new Prefixes(this, added, ofNamespace);
    }

    /** How many declarations there are, hidden ones too. */
    int size() {
        int size = 0;
        for (Prefixes at = this; at.outer != null; at = at.outer) {
            size++;
        }
        return size;
    }

    /** The namespace of a prefix. */
    public Optional<String> namespace(final String of) {
        for (Prefixes at = this; at.outer != null; at = at.outer) {
            if (at.prefix.equals(of)) {
                return Optional.of(at.namespace);
            }
        }
        return Optional.empty();
    }

    /** Namespaces by prefix. */
    public Map<String, String> toMap() {
        final Map<String, String> all = new TreeMap<>();
        for (Prefixes at = this; at.outer != null; at = at.outer) {
            all.putIfAbsent(at.prefix, at.namespace);
        }
        return all;
    }
}
