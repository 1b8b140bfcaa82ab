package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.control.codec.XmlText;
import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.store.Datastores;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.ElementReader;
import io.mecvswitch.control.problem.ErrorTag;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Leads one UE's traffic to an application, or ends that: an edit of running that adds or removes one rule with a
 * filter for each direction. Like every edit of running it is validated, applied and kept, or nothing happens; and who
 * asks needs the right to make it, so rules of access control that name the rule say which UEs he may lead where.
 */
final class RedirectUe {
    /** Module of the operation. */
    static final String MODULE = "mec-vswitch-rules";
    /** Its namespace. */
    static final String NAMESPACE = "urn:mec-vswitch:rules";
    /** Its name. */
    static final String NAME = "redirect-ue";

    private static final String ADDRESS = "ue-address";
    private static final String DESTINATION = "destination-interface";
    private static final String END = "end";
    private static final String PRIORITY = "priority";

    private RedirectUe() { }

    static void perform(final Parameters parameters, final Datastores datastores, final Caller caller,
        final Access access) throws RpcException {
        parameters.only(ADDRESS, DESTINATION, END, PRIORITY);
        final Element rules =
            ElementReader.read(rules(parameters, address(parameters)).getBytes(StandardCharsets.UTF_8));
        datastores.change(DatastoreName.RUNNING, caller.number(),
            RequestedEdit.whole(new Parameters(rules), () -> rules, datastores.schema(), access), true);
    }

    private static IpAddress address(final Parameters parameters) throws RpcException {
        final String text = parameters.get(ADDRESS).text().strip();
        try {
            return IpAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw Parameters.bad(ErrorTag.INVALID_VALUE, ADDRESS, "'" + text + "' is no IPv4 or IPv6 address");
        }
    }

    private static String rules(final Parameters parameters, final IpAddress ue) throws RpcException {
        final Optional<String> destination = parameters.text(DESTINATION);
        if (destination.isPresent() == parameters.find(END).isPresent()) {
            throw Parameters.bad(ErrorTag.MISSING_ELEMENT, DESTINATION,
                NAME + " needs one of " + DESTINATION + " and " + END);
        }
        final StringBuilder out = new StringBuilder("<config");
        XmlText.attribute(out, "xmlns:nc", Element.NETCONF).append("><traffic-rules");
        XmlText.attribute(out, "xmlns", NAMESPACE);
        XmlText.attribute(out, "xmlns:mecr", NAMESPACE).append("><traffic-rule");
        XmlText.attribute(out, "nc:operation", destination.isPresent() ? "replace" : "remove").append('>');
        // The name of a thing has no colons.
        XmlText.element(out, "name", "redirect-" + ue.toString().replace(':', '_'));
        destination.ifPresent(to -> append(out, parameters.text(PRIORITY).orElse("0"), ue.toString(), to.strip()));
        return out.append("</traffic-rule></traffic-rules></config>").toString();
    }

    private static void append(final StringBuilder out, final String priority, final String ue, final String to) {
        XmlText.element(out, PRIORITY, priority.strip());
        appendFilter(out, "from-the-ue", "source-address", ue);
        appendFilter(out, "to-the-ue", "destination-address", ue);
        XmlText.element(out, "action", "mecr:forward-decapsulated");
        XmlText.element(out, DESTINATION, to);
    }

    private static void appendFilter(final StringBuilder out, final String name, final String end, final String ue) {
        XmlText.element(out.append("<traffic-filter>"), "name", name);
        XmlText.element(out.append("<inner>"), end, ue).append("</inner></traffic-filter>");
    }
}
