package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.IpAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * Somebody whose UE sends requests and waits for answers. The demo's configuration has the same addresses and tunnels.
 *
 * @param id           place in {@link #ALL}
 * @param name         for people
 * @param attachment   how the UE reaches the core
 * @param treatment    what the configuration does with its traffic
 * @param address      IPv4 address of the UE
 * @param server       IPv4 address that it sends requests to
 * @param uplinkTeid   of the tunnel to the core; 0 without a tunnel
 * @param downlinkTeid of the tunnel to the access node; 0 without a tunnel
 * @param qfi          QoS flow identifier; empty without a PDU session
 */
record Subscriber(int id, String name, Attachment attachment, Treatment treatment, int address, int server,
    int uplinkTeid, int downlinkTeid, OptionalInt qfi) {

    /** A server in the Internet, behind the core. */
    static final String INTERNET = "203.0.113.10";
    /** The service that the edge application gives; before the change also one behind the core. */
    static final String EDGE_SERVICE = "198.51.100.10";

    /** Everybody in the demo. */
    static final List<Subscriber> ALL = List.of(
        of(0, "alice", Attachment.S1_U, Treatment.PASS, "10.45.0.1", INTERNET, OptionalInt.empty()),
        of(1, "bob", Attachment.N3, Treatment.PASS, "10.45.0.2", INTERNET, OptionalInt.of(9)),
        of(2, "carol", Attachment.WIFI, Treatment.PASS, "192.168.30.5", INTERNET, OptionalInt.empty()),
        of(3, "dave", Attachment.S1_U, Treatment.BREAK_OUT, "10.45.0.4", EDGE_SERVICE, OptionalInt.empty()),
        of(4, "erin", Attachment.N3, Treatment.BREAK_OUT, "10.45.0.5", EDGE_SERVICE, OptionalInt.of(5)),
        of(5, "frank", Attachment.N3, Treatment.MOVE, "10.45.0.6", EDGE_SERVICE, OptionalInt.of(7)),
        of(6, "grace", Attachment.N3, Treatment.INLINE, "10.45.0.7", INTERNET, OptionalInt.of(2)),
        of(7, "heidi", Attachment.S1_U, Treatment.INLINE, "10.45.0.8", INTERNET, OptionalInt.empty()));

    private static final int UPLINK_TEIDS = 0x1001;
    private static final int DOWNLINK_TEIDS = 0x2001;

    private static Subscriber of(final int id, final String name, final Attachment attachment,
        final Treatment treatment, final String address, final String server, final OptionalInt qfi) {
        final boolean tunnelled = attachment != Attachment.WIFI;
        return new Subscriber(id, name, attachment, treatment, ipv4(address), ipv4(server),
            tunnelled ? UPLINK_TEIDS + id : 0, tunnelled ? DOWNLINK_TEIDS + id : 0, qfi);
    }

    private static int ipv4(final String text) {
        return (int) IpAddress.parse(text).low();
    }
}
