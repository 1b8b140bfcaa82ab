package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.Name;
import io.mecvswitch.control.schema.Schema;
import java.util.Optional;
import java.util.stream.Stream;

/** The datastores of RFC 8342, as requests name them (RFC 8526 §3). */
final class Nmda {
    /** Namespace of the operations. */
    static final String NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda";
    /** Module that defines them. */
    static final String MODULE = "ietf-netconf-nmda";
    /** The parameter that names a datastore. */
    static final String DATASTORE = "datastore";

    /** Running as it is meant: there are no templates, and nothing is inactive, so that the two are the same. */
    static final String INTENDED = "ietf-datastores:intended";
    /** What is in use, with state. */
    static final String OPERATIONAL = "ietf-datastores:operational";

    private Nmda() { }

    /** The identity that an element has for a value, in the form {@code module:name}. */
    static String identity(final Element element, final Schema schema) throws RpcException {
        final String text = element.text().strip();
        final int colon = text.indexOf(':');
        return element.lexical(schema).prefixes().apply(colon < 0 ? "" : text.substring(0, colon))
            .map(module -> new Name(module, text.substring(colon + 1)).toString())
            .orElseThrow(() -> Parameters.bad(ErrorTag.INVALID_VALUE, element.local(),
                "the prefix in '" + text + "' has to be declared for the namespace of a module"));
    }

    /** The datastore that can be written, locked, or validated. */
    static DatastoreName writable(final Element datastore, final Schema schema) throws RpcException {
        final String identity = identity(datastore, schema);
        return find(identity).orElseThrow(() -> Parameters.bad(ErrorTag.INVALID_VALUE, DATASTORE,
            "this can't be done with " + identity + "; the switch has running and candidate"));
    }

    /** The datastore of configuration that an identity stands for, if it is one. */
    static Optional<DatastoreName> find(final String identity) {
        return Stream.of(DatastoreName.values()).filter(name -> identity.equals("ietf-datastores:" + name)).findFirst();
    }
}
