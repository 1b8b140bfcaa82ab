package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.error.ErrorPath;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.schema.Schema;
import java.util.List;

/**
 * Writes the answer to a request, with the attributes and the namespaces of the request (RFC 6241 §4.1, §4.2).
 *
 * @param rpc    the request
 * @param schema for paths
 */
record Reply(Element rpc, Schema schema) {
    private static final String NAME = "rpc-reply";

    /** The answer to what has no message-id that could be read. */
    static String toNobody(final List<RpcError> errors, final Schema schema) {
        final StringBuilder out = new StringBuilder("<").append(NAME);
        XmlText.attribute(out, "xmlns", Element.NETCONF).append('>');
        errors.forEach(error -> append(out, error, schema));
        return out.append("</").append(NAME).append('>').toString();
    }

    /** It was not done. */
    String refused(final List<RpcError> errors) {
        final StringBuilder out = new StringBuilder();
        errors.forEach(error -> append(out, error, schema));
        return done(out.toString());
    }

    /** Under the prefix of the request, whose default namespace may be another: what is inside says its own. */
    String done(final String content) {
        final String name = rpc.prefix().isEmpty() ? NAME : rpc.prefix() + ":" + NAME;
        final StringBuilder out = new StringBuilder("<").append(name);
        rpc.prefixes().toMap().forEach((prefix, namespace) ->
            XmlText.attribute(out, prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace));
        rpc.attributes().forEach(attribute -> XmlText.attribute(out, attribute.name(), attribute.value()));
        return out.append('>').append(content).append("</").append(name).append('>').toString();
    }

    private static void append(final StringBuilder out, final RpcError error, final Schema schema) {
        XmlText.attribute(out.append("<rpc-error"), "xmlns", Element.NETCONF).append('>');
        XmlText.element(out, "error-type", error.layer().toString());
        XmlText.element(out, "error-tag", error.tag().toString());
        XmlText.element(out, "error-severity", "error");
        error.appTag().ifPresent(tag -> XmlText.element(out, "error-app-tag", tag));
        error.path().ifPresent(path -> appendPath(out, ErrorPath.of(path, schema)));
        XmlText.append(out.append("<error-message xml:lang=\"en\">"), error.message()).append("</error-message>");
        error.info().ifPresent(info -> appendInfo(out, info));
        out.append("</rpc-error>");
    }

    private static void appendPath(final StringBuilder out, final ErrorPath path) {
        out.append("<error-path");
        path.prefixes().forEach((prefix, namespace) -> XmlText.attribute(out, "xmlns:" + prefix, namespace));
        XmlText.append(out.append('>'), path.text()).append("</error-path>");
    }

    private static void appendInfo(final StringBuilder out, final RpcError.Info info) {
        out.append("<error-info>");
        if (info.session()) {
            XmlText.element(out, "session-id", info.element());
        } else {
            info.attribute().ifPresent(attribute -> XmlText.element(out, "bad-attribute", attribute));
            XmlText.element(out, "bad-element", info.element());
            info.namespace().ifPresent(namespace -> XmlText.element(out, "bad-namespace", namespace));
        }
        out.append("</error-info>");
    }
}
