package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;

/**
 * An operation that the switch's own modules define, beside those of the protocol.
 *
 * @param module    that defines it
 * @param namespace of the module
 * @param name      its name
 * @param way       how it is done, once its caller was found to have the right to ask for it
 */
record SwitchOperation(String module, String namespace, String name, Way way) {
    /** How an operation is done. Any thread. */
    @FunctionalInterface
    interface Way {
        /** Does it; returns the content of the reply. */
        String perform(Element operation, Caller caller, Access access) throws RpcException;
    }

    /** Whether an element asks for it. */
    boolean isAskedBy(final Element operation) {
        return operation.namespace().equals(namespace) && operation.local().equals(name);
    }

    /** Does it for who has the right to ask for it (RFC 8341 §3.4.4). */
    String perform(final Element operation, final Caller caller, final Access access) throws RpcException {
        access.requireOperation(module, name);
        return way.perform(operation, caller, access);
    }
}
