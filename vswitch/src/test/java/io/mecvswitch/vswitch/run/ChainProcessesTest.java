package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.capture.CapturedFrame;
import io.mecvswitch.capture.PcapReader;
import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Wire;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.traffic.FrameAssert;
import io.mecvswitch.traffic.Frames;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications as they are: a bridge of the kernel's, a scapy program and DPDK's testpmd, each on a host of its own,
 * and a switch in their midst.
 *
 * <pre>
 *   radio ── access ┐                                                ┌ core ── gateway
 *                   switch ═ in, out ═ bridge: br0                   │
 *                   switch ═ in, out ═ program: chain_application.py │
 *                   switch ─ memif ─── testpmd                       │
 * </pre>
 */
@Tag("dpdk")
class ChainProcessesTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long ENB_MAC = 0x0200_0000_0e01L;
    private static final long CORE_MAC = 0x0200_0000_0c01L;
    private static final String SWITCH_MAC = "02:00:00:00:00:01";
    private static final String APP_MAC = "02:00:00:00:aa:01";
    private static final String ENB = "172.16.1.1";
    private static final String CORE = "172.16.0.1";
    private static final String UE = "10.45.0.7";
    private static final String EDGE = "203.0.113.5";
    private static final String ELSEWHERE = "192.0.2.99";
    /** Source port of the first packet: of no protocol that Wireshark knows. */
    private static final int FIRST_PORT = 20_000;
    /** Ethernet with a tag, IPv4, UDP, GTP-U. */
    private static final int INNER = 18 + 20 + 8 + 8;
    /** A figure of the switch's (docs/performance.md), which a loaded machine may not show. */
    private static final long LAST_PACKET_MS = Long.getLong("mecvswitch.lastPacketMs", 1_000);

    @TempDir
    private Path folder;

    private final Network network = new Network();
    private final List<String> ports = new ArrayList<>();
    private String last;

    @BeforeEach
    void requireTools() {
        Network.require("ip", "dumpcap", "tshark", "dpdk-testpmd");
        Network.requireScapy();
        network.host("switch");
    }

    @AfterEach
    void close() {
        network.close();
    }

    // Hosts.

    private void port(final String name, final String role, final String device) {
        last = name;
        ports.add("""
            <interface>
              <name>%s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports">
                <role>%s</role><device>%s</device><mac-address>%s</mac-address>%s
              </port>
            </interface>""".formatted(name, role, device, SWITCH_MAC,
                role.equals("application") ? "<peer-mac-address>" + APP_MAC + "</peer-mac-address>" : ""));
    }

    /** A port of the switch, and the other end of its cable on a host. */
    private void cable(final String port, final String role, final String host, final String name) {
        network.cable("switch", port, host, name);
        port(port, role, "net_af_packet" + ports.size() + ",iface=" + port);
    }

    private void edges() {
        network.host("radio");
        network.host("gateway");
        cable("access", "access", "radio", "s1");
        cable("core", "core", "gateway", "s1");
    }

    private void bridge() {
        network.host("bridge");
        cable("bridge-in", "application", "bridge", "in");
        cable("bridge-out", "application", "bridge", "out");
        network.run("bridge", "ip", "link", "add", "br0", "type", "bridge");
        network.run("bridge", "ip", "link", "set", "in", "master", "br0");
        network.run("bridge", "ip", "link", "set", "out", "master", "br0");
        network.run("bridge", "ip", "link", "set", "br0", "up");
    }

    private ChildProcess program(final String host, final String kind) throws Exception {
        network.host(host);
        cable(host + "-in", "application", host, "in");
        cable(host + "-out", "application", host, "out");
        final ChildProcess program = network.start(
            host, "/usr/bin/python3", "-u", "src/test/resources/chain_application.py", kind, "in", "out");
        program.awaitLine("serving");
        return program;
    }

    private void memif() {
        port("testpmd", "application", "net_memif0,role=server" + link());
    }

    private String link() {
        return ",id=0,socket-abstract=no,socket=" + folder.resolve("memif.sock");
    }

    /** The switch listens by then. */
    private ChildProcess testpmd() throws Exception {
        network.host("testpmd");
        final String prefix = "mecvn" + folder.getFileName();
        network.leaves(Path.of("/var/run/dpdk", prefix));
        final ChildProcess testpmd = network.start("testpmd", "stdbuf", "-oL", "dpdk-testpmd",
            "-l", "0,1", "--no-huge", "-m", "256", "--no-pci", "--no-telemetry", "--file-prefix", prefix,
            "--vdev=net_memif0,role=client" + link(),
            "--", "--forward-mode=macswap", "--port-topology=loop", "--total-num-mbufs=4096", "--auto-start");
        testpmd.awaitLine("Press enter to exit");
        return testpmd;
    }

    private ChildProcess capture(final String host, final String name, final String file) throws Exception {
        final ChildProcess capture = network.start(
            host, "dumpcap", "-q", "-P", "-i", name, "-w", folder.resolve(file).toString());
        capture.awaitLine("File: ");
        return capture;
    }

    private List<CapturedFrame> end(final ChildProcess capture, final String file) throws Exception {
        capture.signal("INT");
        capture.await();
        return PcapReader.readAll(folder.resolve(file));
    }

    // The switch.

    private ChildProcess start(final String more) throws Exception {
        final Path config = Files.writeString(folder.resolve("switch.xml"), """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%s</interfaces>
              <wires xmlns="urn:mec-vswitch:ports">
                <wire><name>s1</name><access>access</access><core>core</core></wire>
              </wires>
              <bearers xmlns="urn:mec-vswitch:bearers">
                <bearer>
                  <name>ue</name><ue-address>%s</ue-address>
                  <uplink><endpoint>%s</endpoint><teid>4097</teid></uplink>
                  <downlink><endpoint>%s</endpoint><teid>8193</teid></downlink>
                </bearer>
              </bearers>
              %s
              <dataplane xmlns="urn:mec-vswitch:dataplane">
                <buffers>16384</buffers><idle-strategy>back-off</idle-strategy>
              </dataplane>
            </config>
            """.formatted(String.join("", ports), UE, CORE, ENB, more));
        final ChildProcess child = network.start("switch", ChildProcess.mecVswitch(
            "run", "--config", config.toString(), "--status", folder.resolve("status").toString()));
        child.awaitLine("Port " + last);
        return child;
    }

    private MemberState state(final String member) {
        return MemberState.of(StatusReader.open(folder.resolve("status")).snapshot()
            .find(CounterType.MEMBER_STATE, member).orElseThrow().value());
    }

    /** Waits until all serve. */
    private void awaitMembers(final String... members) throws InterruptedException {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!Stream.of(members).allMatch(member -> state(member).serves())) {
            assertTrue(System.nanoTime() < deadline, "a member does not serve");
            Thread.sleep(10);
        }
    }

    private static void assertStopsWell(final ChildProcess child) throws IOException, InterruptedException {
        child.signal("TERM");
        assertEquals(0, child.await(), child::text);
        assertTrue(child.text().contains("Every packet buffer came back."), child::text);
        assertFalse(child.text().contains("off by"), child::text);
    }

    private static String chains(final String correlation, final String groups) {
        return """
            <service-function-chains xmlns="urn:mec-vswitch:chains">
              %s
              <flow-classifier>
                <name>edge</name><ingress-interface>access</ingress-interface>
                <inner><destination-address>%s</destination-address></inner>
              </flow-classifier>
              <port-chain>
                <name>chain</name><chain-id>7</chain-id>
                <port-pair-group>first</port-pair-group><port-pair-group>second</port-pair-group>
                <port-pair-group>third</port-pair-group>
                <flow-classifier>edge</flow-classifier><correlation>%s</correlation>
              </port-chain>
            </service-function-chains>""".formatted(groups, EDGE, correlation);
    }

    private static String group(final String name, final String ingress, final String egress, final String pairMore,
        final String groupMore) {
        return """
            <port-pair>
              <name>%1$s</name><ingress>%2$s</ingress><egress>%3$s</egress>%4$s
            </port-pair>
            <port-pair-group><name>%1$s</name><port-pair>%1$s</port-pair>%5$s</port-pair-group>"""
            .formatted(name, ingress, egress, pairMore, groupMore);
    }

    // Traffic.

    private ChildProcess send(final List<byte[]> frames, final int rate) throws Exception {
        final Path file = folder.resolve("traffic.pcap");
        try (PcapWriter writer = PcapWriter.create(file)) {
            for (final byte[] frame : frames) {
                writer.write(frame, 0);
            }
        }
        return network.start("radio", "/usr/bin/python3", "src/test/resources/chain_traffic.py", "s1",
            file.toString(), Integer.toString(rate));
    }

    private static byte[] uplink(final String to, final int number) {
        return Frames.ethernet(ENB_MAC, CORE_MAC).vlan(7).ipv4(ENB, CORE).udp(2152, 2152).gtpu(4097)
            .ipv4(UE, to).udp(FIRST_PORT + number, 53_000).payload(20 + number % 1_000).bytes();
    }

    /** What the switch writes around a T-PDU that was outside its tunnel. */
    private static byte[] reinserted(final int number) {
        return Frames.ethernet(ENB_MAC, CORE_MAC).vlan(7).ipv4(ENB, CORE).set(6, 0x40).udp(2152, 2152).checksum(0)
            .gtpu(4097).ipv4(UE, EDGE).udp(FIRST_PORT + number, 53_000).payload(20 + number % 1_000).bytes();
    }

    /** Numbers of the frames, as their inner source ports say. */
    private static List<Integer> numbers(final List<CapturedFrame> frames, final String to) {
        return frames.stream().map(CapturedFrame::bytes).filter(frame -> to.equals(destination(frame)))
            .map(frame -> Wire.u16(MemorySegment.ofArray(frame), INNER + 20) - FIRST_PORT).toList();
    }

    private static String destination(final byte[] frame) {
        return new IpAddress(4, 0, Wire.u32(MemorySegment.ofArray(frame), INNER + 16) & 0xffff_ffffL).toString();
    }

    /**
     * Every second packet goes through the chain, the others pass. The program of the second hop is killed meanwhile.
     */
    @Test
    void shouldLeadFlowsPastAProgramThatWasKilled() throws Exception {
        edges();
        bridge();
        final ChildProcess program = program("program", "plain");
        memif();
        final ChildProcess child = start(chains("mpls", group("first", "bridge-in", "bridge-out", "", "")
            + group("second", "program-in", "program-out", "", """
                <fail-mode>bypass</fail-mode>
                <health-check>
                  <probe>arp</probe><address>192.0.2.10</address><source-address>192.0.2.1</source-address>
                </health-check>""")
            + group("third", "testpmd", "testpmd", "", "")));
        testpmd();
        awaitMembers("first first", "second second", "third third");
        final ChildProcess gateway = capture("gateway", "s1", "core.pcap");
        final ChildProcess hop = capture("program", "in", "program.pcap");
        final int count = 2_500;
        final ChildProcess sender = send(IntStream.range(0, count)
            .mapToObj(number -> uplink(number % 2 == 0 ? EDGE : ELSEWHERE, number)).toList(), 500);
        Thread.sleep(1_000);
        // On a loaded machine it may have been silent for too long before, and is held.
        awaitMembers("second second");
        final Instant killed = Instant.now();
        program.signal("KILL");
        assertEquals(0, sender.await(), sender::text);
        Thread.sleep(1_000);

        final List<CapturedFrame> sent = end(gateway, "core.pcap");
        assertEquals(IntStream.range(0, count).filter(number -> number % 2 == 1).boxed().toList(),
            numbers(sent, ELSEWHERE), "the other flows are undisturbed");
        assertLostAtTheDeadProgramOnly(numbers(sent, EDGE), count);
        for (final CapturedFrame frame : sent) {
            if (EDGE.equals(destination(frame.bytes()))) {
                FrameAssert.assertFrame(reinserted(numbers(List.of(frame), EDGE).getFirst()), frame.bytes());
            }
        }
        assertLastPacketSoonAfter(killed, end(hop, "program.pcap"));
        assertEquals(MemberState.DOWN, state("second second"));
        assertStopsWell(child);
    }

    /** Before and after, everything goes on. */
    private static void assertLostAtTheDeadProgramOnly(final List<Integer> arrived, final int count) {
        final List<Integer> lost = new ArrayList<>(
            IntStream.range(0, count).filter(number -> number % 2 == 0).boxed().toList());
        lost.removeAll(arrived);
        assertTrue(lost.size() < count / 4, () -> "lost: " + lost);
        if (!lost.isEmpty()) {
            assertEquals(lost.size(), (lost.getLast() - lost.getFirst()) / 2 + 1, () -> "one gap: " + lost);
        }
        assertEquals(count - 2, arrived.getLast());
    }

    private static void assertLastPacketSoonAfter(final Instant killed, final List<CapturedFrame> atProgram) {
        final Instant last = atProgram.stream().filter(frame -> Ethernet.type(MemorySegment.ofArray(frame.bytes()), 0)
            == Ethernet.TYPE_IPV4).map(frame -> Instant.EPOCH.plusNanos(frame.timeNs())).max(Instant::compareTo)
            .orElseThrow();
        final long afterMs = Duration.between(killed, last).toMillis();
        System.out.println("Last packet to a killed application: " + afterMs + " ms after the kill.");
        assertTrue(afterMs <= LAST_PACKET_MS, afterMs + " ms");
    }

    // RFC 8300.

    private static final String AWARE = "<correlation>nsh</correlation>";

    private void awareApplications(final String kindOfSecond) throws Exception {
        edges();
        program("one", "nsh");
        program("two", kindOfSecond);
        program("three", "nsh");
    }

    private static String awareChain() {
        return chains("nsh", group("first", "one-in", "one-out", AWARE, "")
            + group("second", "two-in", "two-out", AWARE, "") + group("third", "three-in", "three-out", AWARE, ""));
    }

    @Test
    void shouldLeadPacketsThroughAwareApplications() throws Exception {
        awareApplications("nsh");
        final ChildProcess child = start(awareChain());
        final List<ChildProcess> captures = new ArrayList<>();
        final List<String> places = List.of("one in", "one out", "two in", "two out", "three in", "three out");
        for (final String place : places) {
            captures.add(capture(place.split(" ")[0], place.split(" ")[1], place + ".pcap"));
        }
        final ChildProcess gateway = capture("gateway", "s1", "core.pcap");
        final ChildProcess sender = send(IntStream.range(0, 50).mapToObj(number -> uplink(EDGE, number)).toList(), 50);
        assertEquals(0, sender.await(), sender::text);
        Thread.sleep(1_000);

        final List<CapturedFrame> sent = end(gateway, "core.pcap");
        assertEquals(IntStream.range(0, 50).boxed().toList(), numbers(sent, EDGE));
        FrameAssert.assertFrame(reinserted(49), sent.getLast().bytes());
        final List<String> seen = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            final List<CapturedFrame> frames = end(captures.get(i), places.get(i) + ".pcap");
            final long word = Nsh.word0(MemorySegment.ofArray(frames.getFirst().bytes()), Ethernet.HEADER_LENGTH);
            seen.add(Nsh.pathId(word) + " " + Nsh.index(word) + " " + Nsh.ttl(word));
            assertDissectsWell(places.get(i) + ".pcap", 50);
        }
        assertEquals(List.of("7 255 63", "7 254 63", "7 254 62", "7 253 62", "7 253 61", "7 252 61"), seen);
        assertStopsWell(child);
    }

    /** Wireshark finds the service headers, and nothing to warn of. */
    private void assertDissectsWell(final String file, final int count) throws Exception {
        final String path = folder.resolve(file).toString();
        final ChildProcess all = network.start("gateway", "tshark", "-r", path, "-Y", "nsh && ip && udp");
        assertEquals(0, all.await(), all::text);
        assertEquals(count, all.text().lines().filter(line -> line.contains(EDGE)).count(), all::text);
        final ChildProcess warnings = network.start("gateway", "tshark", "-r", path,
            "-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE",
            "-Y", "_ws.malformed || _ws.expert.severity >= \"Warning\"");
        assertEquals(0, warnings.await(), warnings::text);
        assertEquals(0, warnings.text().lines().filter(line -> line.contains(EDGE)).count(), warnings::text);
    }

    /** One that does not count itself is met again and again, until the TTL is used up. */
    @Test
    void shouldLetAPacketDieThatGoesRound() throws Exception {
        awareApplications("loop");
        final ChildProcess child = start(awareChain());
        final ChildProcess two = capture("two", "in", "two.pcap");
        final ChildProcess gateway = capture("gateway", "s1", "core.pcap");
        final ChildProcess sender = send(List.of(uplink(EDGE, 1)), 1);
        assertEquals(0, sender.await(), sender::text);
        Thread.sleep(2_000);
        final List<CapturedFrame> frames = end(two, "two.pcap");
        final List<Integer> ttls = frames.stream().map(frame ->
            Nsh.ttl(Nsh.word0(MemorySegment.ofArray(frame.bytes()), Ethernet.HEADER_LENGTH))).toList();
        assertEquals(IntStream.rangeClosed(1, 62).map(i -> 63 - i).boxed().toList(), ttls);
        assertEquals(List.of(), end(gateway, "core.pcap"));
        assertStopsWell(child);
    }
}
