package io.mecvswitch.control.netconf.notification;

import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.DataWriter;
import io.mecvswitch.control.netconf.tree.Node;
import io.mecvswitch.control.schema.SchemaNode;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as it is told.
 *
 * @param time    when it happened
 * @param content the notification, in the root of all notifications
 * @param touched the nodes of the configuration that it is about, with nothing but their keys; empty if it is about
 *                none
 */
public record Notice(Instant time, Branch content, Optional<Branch> touched) {
    /** Namespace of the envelope (RFC 5277 §2.2.1). */
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:netconf:notification:1.0";

    /** The notification itself. */
    public Node event() {
        for (final SchemaNode kind : content.schema().children()) {
            if (content.has(kind)) {
                return content.child(kind).orElseThrow();
            }
        }
        throw new IllegalStateException("a notice without event");
    }

    /** The same with other content. */
    Notice with(final Branch other) {
        return new Notice(time, other, touched);
    }

    /** As a message. */
    public String message() {
        final StringBuilder out = new StringBuilder("<notification xmlns=\"").append(NAMESPACE).append("\"><eventTime>")
            .append(time).append("</eventTime>");
        DataWriter.append(out, content);
        return out.append("</notification>").toString();
    }
}
