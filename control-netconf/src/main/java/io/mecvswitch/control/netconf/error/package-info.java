/**
 * What a client is told when something is wrong (RFC 6241 §4.3).
 *
 * <p>An {@link io.mecvswitch.control.netconf.error.RpcError} is one reason; a
 * {@link io.mecvswitch.control.netconf.error.RpcException} ends an operation with one or more. What the model, the
 * validator and the dataplane find ({@code Problem}, {@code Violation}) becomes an error with the same path and words.
 *
 * <p>Paths are kept in the form of RFC 7951 as everywhere in the switch; {@link
 * io.mecvswitch.control.netconf.error.ErrorPath} makes XPath of them when they are written. Read {@code xml} next.
 */
package io.mecvswitch.control.netconf.error;
