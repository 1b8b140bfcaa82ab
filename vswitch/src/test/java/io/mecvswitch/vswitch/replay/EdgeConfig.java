package io.mecvswitch.vswitch.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A wire from access0 to core0 and an application at app0, with the rules and bearers a test needs. */
final class EdgeConfig {
    /** Of the application. */
    static final long APP_MAC = 0x0200_0000_aa01L;
    /** Of the switch on the application's port: follows from its name. */
    static final long SWITCH_MAC = 0x0200_0000_0000L | "app0".hashCode();

    private static final String TEXT = """
        {
          "ietf-interfaces:interfaces" : { "interface" : [ %s ] },
          "mec-vswitch-ports:wires" : { "wire" : [ { "name" : "s1", "access" : "access0", "core" : "core0" } ] },
          "mec-vswitch-rules:traffic-rules" : { "traffic-rule" : [ %s ] },
          "mec-vswitch-bearers:bearers" : { "bearer" : [ %s ] },
          "mec-vswitch-gtpu:gtpu" : { "learning" : { %s } }
        }
        """;

    private final List<String> rules = new ArrayList<>();
    private final List<String> bearers = new ArrayList<>();
    private int mtu = 1_500;
    private String learning = "";

    /** Octets of IP that the ports take. */
    EdgeConfig mtu(final int octets) {
        mtu = octets;
        return this;
    }

    /** Takes the T-PDU out of all that a filter matches, for the application. */
    EdgeConfig pop(final String filter) {
        return rule("forward-decapsulated", filter, "\"destination-interface\" : \"app0\",");
    }

    /** Hands all that a filter matches to the application as it is. */
    EdgeConfig forward(final String filter) {
        return rule("forward-as-is", filter, "\"destination-interface\" : \"app0\",");
    }

    /** Drops all that a filter matches. */
    EdgeConfig drop(final String filter) {
        return rule("drop", filter, "");
    }

    /** Earlier rules have the say. */
    private EdgeConfig rule(final String action, final String filter, final String destination) {
        rules.add("""
            { "name" : "rule-%d", "priority" : %1$d, "action" : "mec-vswitch-rules:%s", %s
              "traffic-filter" : [ { "name" : "filter"%s } ] }
            """.formatted(rules.size(), action, destination, filter.isEmpty() ? "" : ", " + filter));
        return this;
    }

    /** A UE and its tunnels. */
    EdgeConfig bearer(final String ue, final String core, final long uplink, final String access, final long downlink) {
        bearers.add("""
            { "name" : "ue-%d", "ue-address" : "%s", "uplink" : { "endpoint" : "%s", "teid" : %d },
              "downlink" : { "endpoint" : "%s", "teid" : %d } }
            """.formatted(bearers.size(), ue, core, uplink, access, downlink));
        return this;
    }

    /** Learns bearers from traffic, and forgets them after a while. */
    EdgeConfig learning(final int ageingSeconds) {
        learning = "\"enabled\" : true, \"ageing-time\" : " + ageingSeconds;
        return this;
    }

    private String port(final String name, final String role, final String more) {
        return """
            { "name" : "%s", "type" : "mec-vswitch-ports:dpdk-port",
              "mec-vswitch-ports:port" : { "role" : "%s", "device" : "net_null-%1$s", "mtu" : %d%s } }
            """.formatted(name, role, mtu, more);
    }

    /** Written to a folder. */
    Path in(final Path folder) {
        final String ports = String.join(", ", port("access0", "access", ""), port("core0", "core", ""),
            port("app0", "application", ", \"peer-mac-address\" : \"02:00:00:00:aa:01\""));
        return CaptureFiles.write(folder.resolve("config.json"),
            TEXT.formatted(ports, String.join(", ", rules), String.join(", ", bearers), learning)
                .getBytes());
    }
}
