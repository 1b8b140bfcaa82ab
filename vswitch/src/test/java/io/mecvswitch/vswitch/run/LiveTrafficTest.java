package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapReader;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.status.StatusSnapshot;
import io.mecvswitch.traffic.FrameAssert;
import io.mecvswitch.traffic.Frames;
import io.mecvswitch.vswitch.cli.MecVswitch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mec-vswitch run} on captures that are played once, when their port opens: what leaves is compared octet by
 * octet. A port that is added to the running switch plays its capture then.
 */
@Tag("dpdk")
class LiveTrafficTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int COUNT = 500;
    private static final long ENB_MAC = 0x0200_0000_0e01L;
    private static final long CORE_MAC = 0x0200_0000_0c01L;
    private static final String APP_MAC = "02:00:00:00:aa:01";
    private static final String SWITCH_MAC = "02:00:00:00:00:01";
    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String UE = "10.45.0.7";
    private static final String EDGE = "203.0.113.5";

    @TempDir
    private Path folder;

    private final List<String> ports = new ArrayList<>();

    /** A port that plays these frames once, and captures what it sends. */
    private void port(final String name, final String role, final byte[]... frames) throws IOException {
        try (PcapWriter capture = PcapWriter.create(in(name))) {
            for (int i = 0; i < frames.length; i++) {
                capture.write(frames[i], i * 1_000L);
            }
        }
        ports.add("""
            <interface>
              <name>%1$s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports">
                <role>%2$s</role><device>net_pcap%3$d,rx_pcap=%4$s,tx_pcap=%5$s</device>
                <mac-address>%6$s</mac-address>%7$s
              </port>
            </interface>""".formatted(name, role, ports.size(), in(name), out(name), SWITCH_MAC,
                role.equals("application") ? "<peer-mac-address>" + APP_MAC + "</peer-mac-address>" : ""));
    }

    private Path in(final String port) {
        return folder.resolve(port + "-in.pcap");
    }

    private Path out(final String port) {
        return folder.resolve(port + "-out.pcap");
    }

    private Path status() {
        return folder.resolve("status");
    }

    private Path configure(final String more) throws IOException {
        return Files.writeString(folder.resolve("switch.xml"), """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s</interfaces>
              %s
              <dataplane xmlns="urn:mec-vswitch:dataplane"><buffers>16384</buffers></dataplane>
            </config>
            """.formatted(String.join("", ports), more));
    }

    private static String wire() {
        return """
            <wires xmlns="urn:mec-vswitch:ports">
              <wire><name>s1</name><access>access</access><core>core</core></wire>
            </wires>""";
    }

    private static String rule(final String action, final String destination, final String filter) {
        return """
            <traffic-rules xmlns="urn:mec-vswitch:rules">
              <traffic-rule>
                <name>rule</name><priority>0</priority>
                <traffic-filter><name>filter</name>%s</traffic-filter>
                <action>%s</action><destination-interface>%s</destination-interface>
              </traffic-rule>
            </traffic-rules>""".formatted(filter, action, destination);
    }

    private ChildProcess start(final String more) throws IOException, InterruptedException {
        final ChildProcess child =
            new ChildProcess("run", "--config", configure(more).toString(), "--status", status().toString());
        child.awaitLine("First packet forwarded");
        return child;
    }

    private StatusSnapshot snapshot() {
        return StatusReader.open(status()).snapshot();
    }

    private void awaitSent(final long expected, final ChildProcess child) throws InterruptedException {
        await("sent", expected, child, () -> snapshot().total(CounterType.PORT_TX_PACKETS));
    }

    private void await(final String what, final long expected, final ChildProcess child,
        final LongSupplier actual) throws InterruptedException {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (actual.getAsLong() < expected) {
            assertTrue(System.nanoTime() < deadline, () ->
                what + ": " + actual.getAsLong() + "\n" + child.text() + show("drops") + show("learning"));
            Thread.sleep(20);
        }
        assertEquals(expected, actual.getAsLong(), what);
    }

    private static void assertStopsWell(final ChildProcess child) throws IOException, InterruptedException {
        child.signal("TERM");
        assertEquals(0, child.await(), child::text);
        assertTrue(child.text().contains("Every packet buffer came back."), child::text);
        assertFalse(child.text().contains("off by"), child::text);
    }

    private void assertSent(final String port, final byte[]... frames) throws IOException {
        final List<CapturedFrame> sent = PcapReader.readAll(out(port));
        for (int i = 0; i < Math.min(frames.length, sent.size()); i++) {
            FrameAssert.assertFrame(frames[i], sent.get(i).bytes());
        }
        assertEquals(frames.length, sent.size(), port);
    }

    private static byte[][] frames(final int count, final IntFunction<byte[]> frame) {
        return IntStream.range(0, count).mapToObj(frame).toArray(byte[][]::new);
    }

    // Copies and floods.

    private static byte[] stranger(final int number) {
        final long destination = number % 3 == 0 ? 0xffff_ffff_ffffL : 0x0200_0000_f000L + number;
        return Frames.ethernet(0x0200_0000_0100L + number % 7, destination).ipv4("10.0.0.1", "10.0.0.2")
            .udp(number, 2).payload(20 + number % 900).padded().bytes();
    }

    @Test
    void shouldFloodAndCopyInsideABridgeDomain() throws Exception {
        final byte[][] strangers = frames(COUNT, LiveTrafficTest::stranger);
        port("p0", "access", strangers);
        port("p1", "core");
        port("p2", "access");
        port("probe", "core");
        try (ChildProcess child = start("""
            <bridge-domains xmlns="urn:mec-vswitch:bridges">
              <bridge-domain>
                <name>lan</name>
                <port><interface>p0</interface></port><port><interface>p1</interface></port>
                <port><interface>p2</interface></port>
              </bridge-domain>
            </bridge-domains>""" + rule("duplicate-as-is", "probe", "<ingress-interface>p0</ingress-interface>"))) {
            awaitSent(3 * COUNT, child);
            assertStopsWell(child);
        }
        assertSent("p0");
        assertSent("p1", strangers);
        assertSent("p2", strangers);
        assertSent("probe", strangers);
    }

    private static byte[] uplink(final String to, final int number) {
        return Frames.ethernet(ENB_MAC, CORE_MAC).vlan(7).ipv4(ENB, CORE).udp(2152, 2152).gtpu(4097)
            .ipv4(UE, to).udp(number, 53).payload(number % 1_200).bytes();
    }

    private static byte[] downlink(final int number) {
        return Frames.ethernet(CORE_MAC, ENB_MAC).vlan(7).ipv4(CORE, ENB).udp(2152, 2152).gtpu(8193)
            .ipv4("192.0.2.99", UE).udp(53, number).payload(20).bytes();
    }

    private static byte[] popped(final int number) {
        return Frames.ethernet(0x0200_0000_0001L, 0x0200_0000_aa01L).ipv4(UE, EDGE).udp(number, 53)
            .payload(number % 1_200).bytes();
    }

    @Test
    void shouldCopyDecapsulatedWhatPassesOnAWire() throws Exception {
        port("access", "access", frames(COUNT, number -> uplink(EDGE, number)));
        port("core", "core");
        port("app", "application");
        try (ChildProcess child = start(wire() + rule("duplicate-decapsulated", "app", "") + """
            <bearers xmlns="urn:mec-vswitch:bearers">
              <bearer>
                <name>ue</name><ue-address>%s</ue-address>
                <uplink><endpoint>%s</endpoint><teid>4097</teid></uplink>
                <downlink><endpoint>%s</endpoint><teid>8193</teid></downlink>
              </bearer>
            </bearers>""".formatted(UE, CORE, ENB))) {
            awaitSent(2 * COUNT, child);
            assertStopsWell(child);
        }
        assertSent("core", frames(COUNT, number -> uplink(EDGE, number)));
        assertSent("app", frames(COUNT, LiveTrafficTest::popped));
        assertSent("access");
    }

    // Learning.

    private String show(final String view) {
        final StringWriter out = new StringWriter();
        assertEquals(0, MecVswitch.commandLine().setOut(new PrintWriter(out, true))
            .execute("show", view, "--status", status().toString()), out::toString);
        return out.toString();
    }

    private static byte[] answer(final Frames frame) {
        return frame.ipv4(EDGE, UE).udp(53, 1).payload(60).bytes();
    }

    @Test
    void shouldLearnABearerAndAnswerIntoItsTunnel() throws Exception {
        final String learning = wire() + rule("forward-decapsulated", "app",
            "<inner><destination-address>" + EDGE + "</destination-address></inner>") + """
            <gtpu xmlns="urn:mec-vswitch:gtpu"><learning><enabled>true</enabled></learning></gtpu>""";
        port("access", "access", uplink("192.0.2.99", 1));
        port("core", "core", downlink(1));
        port("app", "application");
        try (ChildProcess child = start(learning)) {
            awaitSent(2, child);
            // The counters of learning come with the configuration, which has its time.
            await("learned", 1, child,
                () -> snapshot().find(CounterType.LEARNING, "LEARNED").map(CounterValue::value).orElse(0L));
            final String shown = show("learning");
            assertTrue(shown.lines().anyMatch(line -> line.matches("LEARNED +1 .*")), shown);

            port("other-access", "access", uplink(EDGE, 1));
            configure(learning);
            child.signal("HUP");
            awaitSent(3, child);

            port("other-app", "application", answer(Frames.ethernet(1L << 41, 1L << 41 | 1)));
            configure(learning);
            child.signal("HUP");
            awaitSent(4, child);
            assertStopsWell(child);
        }
        assertSent("core", uplink("192.0.2.99", 1));
        assertSent("access", downlink(1));
        assertSent("app", popped(1));
        assertSent("other-access", answer(Frames.ethernet(CORE_MAC, ENB_MAC).vlan(7).ipv4(CORE, ENB).set(6, 0x40)
            .udp(2152, 2152).checksum(0).gtpu(8193)));
    }
}
