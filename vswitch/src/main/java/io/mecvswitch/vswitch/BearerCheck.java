package io.mecvswitch.vswitch;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.Violation;
import java.util.List;

/**
 * What the dataplane can't honour of a bearer, whatever others there are. Of a hundred thousand that come at once
 * hardly one is at fault, so nothing is made until one is. Control thread.
 */
final class BearerCheck {
    /** As the model has it; any text of so many fits the table of bearers. */
    private static final int LONGEST_NAME = 63;

    private BearerCheck() { }

    /** All of it, of one that comes at run time. */
    static void check(final BearerConfig bearer, final List<Violation> violations) {
        checkEnds(bearer, violations);
        violations.addAll(QosCheck.violations(bearer));
        if (bearer.uplinkTeid() == 0 || bearer.downlinkTeid() == 0) {
            say(bearer, "", "TEID 0 is for messages outside tunnels. Give the one that the tunnel's end has chosen.",
                violations);
        }
        if (bearer.uplinkTeid() == bearer.downlinkTeid() && bearer.coreEndpoint().equals(bearer.accessEndpoint())) {
            say(bearer, "", "Both tunnels have the same endpoint and TEID. Each direction has a tunnel of its own.",
                violations);
        }
    }

    /** Its name, and between which nodes its tunnels are. */
    static void checkEnds(final BearerConfig bearer, final List<Violation> violations) {
        if (bearer.name().length() > LONGEST_NAME) {
            say(bearer, "", "The name is longer than " + LONGEST_NAME + " characters. Give a shorter one.", violations);
        }
        if (bearer.coreEndpoint().version() != bearer.accessEndpoint().version()) {
            say(bearer, "", "The endpoints of both tunnels must be of one IP version.", violations);
        }
        checkNode(bearer, "/uplink/endpoint", bearer.coreEndpoint(), violations);
        checkNode(bearer, "/downlink/endpoint", bearer.accessEndpoint(), violations);
    }

    private static void checkNode(
        final BearerConfig bearer, final String leaf, final IpAddress address, final List<Violation> violations) {
        if (!address.isUnicast()) {
            say(bearer, leaf, address + " is no address of a single node. Give a unicast address.", violations);
        }
    }

    private static void say(
        final BearerConfig bearer, final String leaf, final String message, final List<Violation> violations) {
        violations.add(new Violation(ConfigPaths.bearer(bearer.name()) + leaf, message));
    }
}
