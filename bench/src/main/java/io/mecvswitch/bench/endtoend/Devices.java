package io.mecvswitch.bench.endtoend;

import java.nio.file.Path;

/** Device arguments of the ports between which is measured. */
final class Devices {
    /** Takes everything, gives nothing. */
    static final String SINK = "net_null1,no-rx=1";
    /** Another one. */
    static final String OTHER_SINK = "net_null2,no-rx=1";
    /** Gives empty packets, and takes everything. */
    static final String NULL_SOURCE = "net_null0";
    /** The same. */
    static final String NULL_SINK = "net_null1";
    private static final String LOOP = "net_ring";

    private Devices() {
    }

    /** Gives the packets of the source's file for ever. */
    static String source(final Path folder) {
        return endless(0, folder.resolve(Scenario.SOURCE));
    }

    /** Gives the packets of a file for ever, and takes everything. */
    static String endless(final int number, final Path file) {
        return once(number, file) + ",infinite_rx=1";
    }

    /** Gives the packets of two files for ever, each by a queue of its own, and takes everything. */
    static String twoQueues(final Path file, final Path other) {
        return endless(0, file).replace(",infinite_rx=1", ",rx_pcap=" + other + ",infinite_rx=1");
    }

    /** A ring that gives back what it takes, as an application does that costs nothing. */
    static String loop(final int number) {
        return LOOP + number;
    }

    /** Whether this is one of them. */
    static boolean isLoop(final String device) {
        return device.startsWith(LOOP);
    }

    /** Gives the packets of a file once, and takes everything. */
    static String once(final int number, final Path file) {
        return "net_pcap" + number + ",rx_pcap=" + file;
    }
}
