package io.mecvswitch.vswitch.run;

import io.mecvswitch.capture.PcapWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a configuration for a switch in a process of its own: a wire from a capture that never ends to nowhere.
 */
final class WireFile {
    private static final int FRAMES = 256;
    private static final int SHORTEST = 60;

    private WireFile() { }

    /** The text; the capture is written to the folder, if it is not there. */
    static String text(final Path folder, final String more) throws IOException {
        return text(folder, more, "");
    }

    /** {@link #text(Path, String)}, with more about the dataplane. */
    static String text(final Path folder, final String more, final String dataplane) throws IOException {
        final Path capture = folder.resolve("in.pcap");
        if (Files.notExists(capture)) {
            write(capture);
        }
        return """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s%s</interfaces>
              <wires xmlns="urn:mec-vswitch:ports">
                <wire><name>wire</name><access>access</access><core>core</core></wire>
              </wires>
              %s
              <dataplane xmlns="urn:mec-vswitch:dataplane">%s<buffers>8192</buffers></dataplane>
            </config>
            """.formatted(port("access", "access", "net_pcap0,rx_pcap=" + capture + ",infinite_rx=1"),
                port("core", "core", "net_null0"), more, dataplane);
    }

    private static void write(final Path capture) throws IOException {
        try (PcapWriter writer = PcapWriter.create(capture)) {
            for (int i = 0; i < FRAMES; i++) {
                final byte[] frame = new byte[SHORTEST + i];
                frame[12] = 8;
                writer.write(frame, i);
            }
        }
    }

    /** A port in it. */
    static String port(final String name, final String role, final String device) {
        return """
            <interface>
              <name>%s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports"><role>%s</role><device>%s</device></port>
            </interface>""".formatted(name, role, device);
    }
}
