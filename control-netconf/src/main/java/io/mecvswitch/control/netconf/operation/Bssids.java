package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.config.MacAddress;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.Node;
import java.util.Optional;

/** Which virtual interface of a radio has a BSSID, by a configuration. */
record Bssids(Branch configuration, String radio) {
    /** The name of the one that has it. */
    Optional<String> vif(final MacAddress bssid) {
        for (final Node airtime : children(configuration, AirtimeFeedback.MODULE + ":airtime")) {
            for (final Node one : children((Branch) airtime, "radio")) {
                if (one.key().equals(radio)) {
                    return vif((Branch) one, bssid);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> vif(final Branch radio, final MacAddress bssid) {
        for (final Node vif : children(radio, "vif")) {
            for (final Node own : children((Branch) vif, "bssid")) {
                if (MacAddress.parse(own.key()).equals(bssid)) {
                    return Optional.of(vif.key());
                }
            }
        }
        return Optional.empty();
    }

    private static Iterable<Node> children(final Branch of, final String name) {
        return of.children(of.schema().child(name).orElseThrow());
    }
}
