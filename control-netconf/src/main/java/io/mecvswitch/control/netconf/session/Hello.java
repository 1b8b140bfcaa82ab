package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.operation.Capability;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The first message of each side (RFC 6241 §8.1). */
final class Hello {
    private Hello() { }

    /** The switch's. */
    static String ofServer(final int session, final List<String> abilities) {
        final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><hello");
        XmlText.attribute(out, "xmlns", Element.NETCONF).append("><capabilities>");
        abilities.forEach(capability -> XmlText.element(out, "capability", capability));
        out.append("</capabilities>");
        return XmlText.element(out, "session-id", Integer.toString(session)).append("</hello>").toString();
    }

    /**
     * Whether both sides use chunks from now on.
     *
     * @throws RpcException if it is no hello of a client, or there is no version of the protocol that both know
     */
    static boolean canChunk(final Element hello) throws RpcException {
        if (!hello.is("hello") || hello.children("session-id").findAny().isPresent()) {
            throw RpcException.ofProtocol(ErrorTag.MALFORMED_MESSAGE, "this is no hello of a client");
        }
        final Set<String> offered = hello.children("capabilities").flatMap(list -> list.children("capability"))
            .map(capability -> capability.text().strip()).collect(Collectors.toSet());
        if (!offered.contains(Capability.BASE_1_1) && !offered.contains(Capability.BASE_1_0)) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_NOT_SUPPORTED, "the client has no version in common");
        }
        return offered.contains(Capability.BASE_1_1);
    }
}
