package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.schema.ModuleText;
import io.mecvswitch.control.schema.Schema;
import java.io.IOException;
import java.util.Optional;

/** Gives the text of a module (RFC 6022 §3.1). */
final class GetSchema {
    /** The module that defines it. */
    static final String MODULE = "ietf-netconf-monitoring";
    /** Namespace of the operation. */
    static final String NAMESPACE = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    /** Its name. */
    static final String NAME = "get-schema";

    private GetSchema() { }

    static String perform(final Parameters parameters, final Schema schema) throws RpcException {
        parameters.only("identifier", "version", "format");
        final String identifier = parameters.get("identifier").text().strip();
        final Optional<String> version = parameters.find("version").map(element -> element.text().strip());
        final Optional<String> format = parameters.find("format").map(GetSchema::withoutPrefix);
        if (format.isPresent() && !format.get().equals("yang")) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, "format", "there are schemas in the format yang only");
        }
        final ModuleText found = schema.texts().stream()
            .filter(text -> text.module().name().equals(identifier)
                && version.map(text.revision()::equals).orElse(true))
            .findFirst().orElseThrow(() -> Parameters.bad(ErrorTag.INVALID_VALUE, "identifier",
                "there is no schema " + identifier + version.map(v -> " of version " + v).orElse("")
                    + "; netconf-state/schemas lists them"));
        return data(found);
    }

    private static String withoutPrefix(final Element format) {
        final String text = format.text().strip();
        return text.substring(text.indexOf(':') + 1);
    }

    private static String data(final ModuleText text) throws RpcException {
        try {
            final StringBuilder out = new StringBuilder("<data");
            return XmlText.append(XmlText.attribute(out, "xmlns", NAMESPACE).append('>'), text.read())
                .append("</data>").toString();
        } catch (final IOException e) {
            throw RpcException.ofProtocol(ErrorTag.OPERATION_FAILED, "the schema can't be read: " + e);
        }
    }
}
