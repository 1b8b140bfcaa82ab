package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.schema.InnerSchema;
import io.mecvswitch.control.schema.InvalidValueException;
import io.mecvswitch.control.schema.ListSchema;
import io.mecvswitch.control.schema.Schema;
import io.mecvswitch.control.schema.ValueSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads bearers straight from the elements of a request, without a tree, where they are as nearly all are: a name, a UE
 * address, both tunnels, perhaps QFI and IMSI, each once, right, and of one family. What is otherwise goes the way of a
 * configuration, which knows defaults and conditions and has words for what is wrong. The result is the same. One
 * thread.
 */
final class PlainBearers {
    /** A core has a few addresses, an access network some hundreds. */
    private static final int MAX_ENDPOINTS = 4_096;

    private final Schema schema;
    private final ValueSchema name;
    private final ValueSchema ueAddress;
    private final ValueSchema qfi;
    private final ValueSchema imsi;
    private final Tunnel uplink;
    private final Tunnel downlink;
    private final Map<String, IpAddress> endpoints = new HashMap<>();
    // of the bearer at hand
    private String nameText;
    private IpAddress ue;
    private OptionalInt flow;
    private Optional<String> subscriber;

    /** One direction. */
    private final class Tunnel {
        private final InnerSchema kind;
        private final ValueSchema endpoint;
        private final ValueSchema teid;
        // of the bearer at hand
        private IpAddress address;
        private long number;

        Tunnel(final ListSchema bearer, final String name) {
            this.kind = (InnerSchema) bearer.child(name).orElseThrow();
            this.endpoint = value(kind, "endpoint");
            this.teid = value(kind, "teid");
        }

        void clear() {
            address = null;
            number = -1;
        }

        boolean isWhole() {
            return address != null && number >= 0;
        }

        boolean read(final Element element) {
            if (isWhole() || !element.text().isEmpty()) {
                return false;
            }
            for (final Element child : element.children()) {
                if (!isPlain(child) || !readLeaf(child)) {
                    return false;
                }
            }
            return isWhole();
        }

        private boolean readLeaf(final Element child) {
            if (address == null && child.local().equals("endpoint")) {
                address = endpoints.size() < MAX_ENDPOINTS
                    ? endpoints.computeIfAbsent(child.text(), _ -> address(endpoint, child)) : address(endpoint, child);
                return true;
            }
            if (number < 0 && child.local().equals("teid")) {
                number = Long.parseLong(text(teid, child));
                return true;
            }
            return false;
        }
    }

    /** For the bearers of a model. */
    PlainBearers(final Schema schema, final ListSchema bearer) {
        this.schema = schema;
        this.name = value(bearer, "name");
        this.ueAddress = value(bearer, "ue-address");
        this.qfi = value(bearer, "qfi");
        this.imsi = value(bearer, "imsi");
        this.uplink = new Tunnel(bearer, "uplink");
        this.downlink = new Tunnel(bearer, "downlink");
    }

    private static ValueSchema value(final InnerSchema parent, final String leaf) {
        return (ValueSchema) parent.child(leaf).orElseThrow();
    }

    /** The bearer that an element is about; empty if it is none of the plain ones. */
    Optional<BearerConfig> read(final Element element) {
        try {
            return isPlain(element) && element.text().isEmpty() && readChildren(element) ? whole() : Optional.empty();
        } catch (final InvalidValueException e) {
            return Optional.empty();
        }
    }

    /** Whether it is of the model of bearers, and nothing is said about what to do with it. */
    private static boolean isPlain(final Element element) {
        return element.attributes().isEmpty() && element.namespace().equals(UpdateBearers.NAMESPACE);
    }

    private boolean readChildren(final Element element) {
        nameText = null;
        ue = null;
        flow = OptionalInt.empty();
        subscriber = Optional.empty();
        uplink.clear();
        downlink.clear();
        for (final Element child : element.children()) {
            if (!isPlain(child) || !readChild(child)) {
                return false;
            }
        }
        return true;
    }

    private boolean readChild(final Element child) {
        return switch (child.local()) {
            case "name" -> nameText == null && (nameText = text(name, child)) != null;
            case "ue-address" -> ue == null && (ue = address(ueAddress, child)) != null;
            case "uplink" -> uplink.read(child);
            case "downlink" -> downlink.read(child);
            case "qfi" -> flow.isEmpty() && (flow = OptionalInt.of(Integer.parseInt(text(qfi, child)))).isPresent();
            case "imsi" -> subscriber.isEmpty() && (subscriber = Optional.of(text(imsi, child))).isPresent();
            default -> false;
        };
    }

    private Optional<BearerConfig> whole() {
        return nameText == null || ue == null || !uplink.isWhole() || !downlink.isWhole()
            || uplink.address.version() != downlink.address.version() ? Optional.empty()
            : Optional.of(new BearerConfig(nameText, ue, uplink.address, uplink.number, downlink.address,
                downlink.number, flow, subscriber, PushConfig.DEFAULT));
    }

    private IpAddress address(final ValueSchema kind, final Element element) {
        return IpAddress.parse(text(kind, element));
    }

    private String text(final ValueSchema kind, final Element element) {
        if (!element.children().isEmpty()) {
            throw new InvalidValueException(kind.name().local() + " has elements");
        }
        return kind.type().canonical(element.lexical(schema));
    }
}
