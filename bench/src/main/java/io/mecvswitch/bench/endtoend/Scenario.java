package io.mecvswitch.bench.endtoend;

import io.mecvswitch.bench.Breakout;
import io.mecvswitch.bench.Uplink;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.SwitchConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is measured: devices, and what the switch does between them. */
enum Scenario {
    /** Both ways between two ports that cost next to nothing: the price of a burst's way through. */
    NULL_WIRE("wire between two net_null, both ways", false),
    /** G-PDUs from a capture pass untouched. */
    PCAP_WIRE("wire from net_pcap to net_null, 10 000 TEIDs", true),
    /** G-PDUs from a capture get new Ethernet addresses, as testpmd's mode mac gives them. */
    PCAP_MAC("new MAC addresses from net_pcap to net_null, 10 000 TEIDs", true),
    /** G-PDUs from a capture are popped for an application. */
    PCAP_POP("GTP-U pop from net_pcap to net_null, 10 000 bearers", true);

    private static final int TEIDS = 10_000;
    private static final int WORKER_CPU = 1;
    private static final String SINK = ",no-rx=1";

    private final String title;
    private final boolean capture;

    Scenario(final String title, final boolean capture) {
        this.title = title;
        this.capture = capture;
    }

    /** For the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scenario with this label. */
    static Optional<Scenario> labelled(final String label) {
        return Arrays.stream(values()).filter(scenario -> scenario.label().equals(label)).findFirst();
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Frames of the capture; empty if none is read. */
    Optional<List<byte[]>> frames() {
        return capture ? Optional.of(Uplink.S1U_SMALL.frames(TEIDS)) : Optional.empty();
    }

    /** Tunnel endpoint identifiers of the capture, unsigned. */
    Stream<Long> teids() {
        return Uplink.S1U_SMALL.bearers(TEIDS).stream().map(BearerConfig::uplinkTeid);
    }

    /** Address at which the capture's tunnels end, with a prefix that holds where they begin. */
    String tunnelEnd() {
        return Uplink.S1U_SMALL.bearers(1).getFirst().coreEndpoint() + "/24";
    }

    /** Device arguments of the port that packets come from. */
    String source(final String capturePath) {
        return capture ? "net_pcap0,rx_pcap=" + capturePath + ",infinite_rx=1" : "net_null0";
    }

    /** Device arguments of the port that packets go to. */
    String sink() {
        return capture ? "net_null1" + SINK : "net_null1";
    }

    /** What the switch is told. */
    SwitchConfig config(final String capturePath) {
        final DataplaneConfig layout = new DataplaneConfig(List.of(WORKER_CPU), Optional.empty(),
            DataplaneConfig.Idle.BUSY_SPIN, TestpmdContender.BURST, 64, TestpmdContender.BUFFERS, true);
        return switch (this) {
            case NULL_WIRE, PCAP_WIRE -> Breakout.wire(layout, List.of(source(capturePath), sink()));
            case PCAP_MAC -> Breakout.macs(layout, List.of(source(capturePath), sink()));
            case PCAP_POP -> Breakout.config(layout, List.of(source(capturePath), "net_null2" + SINK, sink()), 1,
                Uplink.S1U_SMALL.bearers(TEIDS));
        };
    }
}
