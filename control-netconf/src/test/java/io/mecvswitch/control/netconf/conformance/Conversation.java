package io.mecvswitch.control.netconf.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens between a server and some clients in one case. It leaves the server as it found it. */
final class Conversation {
    /** Whatever a case may have configured. */
    private static final String NOTHING = "<edit-config><target><candidate/></target><config>"
        + gone("traffic-rules", "urn:mec-vswitch:rules") + gone("bearers", "urn:mec-vswitch:bearers")
        + gone("wires", "urn:mec-vswitch:ports") + gone("slices", "urn:mec-vswitch:slices")
        + gone("interfaces", "urn:ietf:params:xml:ns:yang:ietf-interfaces")
        + gone("nacm", "urn:ietf:params:xml:ns:yang:ietf-netconf-acm") + "</config></edit-config>";
    private static final int PATIENCE = 100;

    private final Server server;
    private final List<Party> parties = new ArrayList<>();
    private Optional<Party> one = Optional.empty();
    private Optional<Party> two = Optional.empty();

    private Conversation(final Server server) {
        this.server = server;
    }

    private static String gone(final String name, final String namespace) {
        return "<" + name + " xmlns='" + namespace + "' nc:operation='remove'/>";
    }

    /** The first client; it is of admin. */
    Party one() throws Exception {
        one = Optional.of(one.isPresent() ? one.get() : as("admin"));
        return one.get();
    }

    /** Another one of admin. */
    Party two() throws Exception {
        two = Optional.of(two.isPresent() ? two.get() : as("admin"));
        return two.get();
    }

    /** A new one of some user. */
    Party as(final String user) throws Exception {
        return stranger(user).greet();
    }

    /** A new one who has said nothing. */
    Party stranger() throws Exception {
        return stranger("admin");
    }

    private Party stranger(final String user) throws Exception {
        final Party party = new Party(server.connect(user));
        parties.add(party);
        return party;
    }

    /** Goes through a case. */
    static void about(final Case one, final Server server) throws Exception {
        final Conversation talk = new Conversation(server);
        try {
            one.script().run(talk);
        } finally {
            talk.end();
        }
    }

    private void end() throws Exception {
        for (final Party party : parties) {
            party.close();
        }
        try (Party cleaner = new Party(server.connect("admin"))) {
            cleaner.greet();
            for (int i = 0; !isClean(cleaner); i++) {
                if (i == PATIENCE) {
                    throw new IOException("the server does not become what it was");
                }
                // Sessions that have just ended may hold locks for another moment.
                Thread.sleep(10);
            }
            cleaner.ask("<close-session/>");
        }
    }

    private static boolean isClean(final Party cleaner) throws Exception {
        for (final String operation : List.of("<discard-changes/>", NOTHING, "<commit/>")) {
            if (!cleaner.ask(operation).is("/nc:rpc-reply/nc:ok")) {
                return false;
            }
        }
        return true;
    }
}
