package io.mecvswitch.vswitch.demo;

import java.util.List;

/** All checks of the demo. The simulation counts, the report reads. */
final class Scorecard {
    /** Scenario 1, uplink. */
    final EveryCheck passedUp =
        new EveryCheck("S1-U, N3, Wi-Fi frames and GTP-U Echo Requests leave to the core byte-identical");
    /** Scenario 1, downlink. */
    final EveryCheck passedDown = new EveryCheck("answers leave to the access side byte-identical");
    /** Scenario 1, elsewhere. */
    final NoneCheck passedAstray = new NoneCheck("packets of these flows at an application");

    /** Scenario 2, uplink. */
    final EveryCheck brokenOut =
        new EveryCheck("requests reach the edge application without tunnel, T-PDU unchanged");
    /** Scenario 2, downlink. */
    final EveryCheck answered =
        new EveryCheck("answers leave in the bearer's downlink tunnel: access node, TEID, QFI");
    /** Scenario 2, elsewhere. */
    final NoneCheck leaked = new NoneCheck("packets of these flows at the core");

    /** Scenario 3, to the application. */
    final EveryCheck inspected =
        new EveryCheck("T-PDUs of both directions reach the inline application unchanged");
    /** Scenario 3, uplink. */
    final EveryCheck reinsertedUp =
        new EveryCheck("at the core: the bearer's own outer header, the application's mark inside");
    /** Scenario 3, downlink. */
    final EveryCheck reinsertedDown =
        new EveryCheck("on the access side: the same for answers");
    /** Scenario 3, elsewhere. */
    final NoneCheck bypassed = new NoneCheck("packets of these flows that came by without the application");

    /** The change, all the time. */
    final EveryCheck moved =
        new EveryCheck("requests are answered: byte-identical through the core, or in the bearer's downlink tunnel");
    /** The change, after it. */
    final EveryCheck afterMove = new EveryCheck("requests sent after the change reach the edge application");
    /** The change, elsewhere. */
    final NoneCheck movedAstray =
        new NoneCheck("requests at the application before the change, or at the core after it");

    /** In their order. */
    List<Scenario> scenarios() {
        return List.of(
            new Scenario("Scenario 1: what no rule concerns passes untouched",
                "vlan.id == 300 || ip.addr == 10.45.0.1 || ip.addr == 10.45.0.2 || gtp.message <= 2",
                List.of(passedUp, passedDown, passedAstray)),
            new Scenario("Scenario 2: the edge application is the end-point of dave's and erin's traffic",
                "ip.addr == 10.45.0.4 || ip.addr == 10.45.0.5", List.of(brokenOut, answered, leaked)),
            new Scenario("Scenario 3: grace's and heidi's traffic goes through the inline application",
                "ip.addr == 10.45.0.7 || ip.addr == 10.45.0.8",
                List.of(inspected, reinsertedUp, reinsertedDown, bypassed)),
            new Scenario("Change under traffic: frank's requests move from the core to the edge application",
                "ip.addr == 10.45.0.6", List.of(moved, afterMove, movedAstray)));
    }
}
