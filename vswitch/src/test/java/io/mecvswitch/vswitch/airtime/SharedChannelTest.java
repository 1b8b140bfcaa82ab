package io.mecvswitch.vswitch.airtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.transport.NetconfClient;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.StatusReader;
import io.mecvswitch.vswitch.run.ChildProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Figure 21 of 5GCity D3.1 with processes: two switches with a tenant each share a channel, and a controller that
 * speaks NETCONF sees both.
 */
@Tag("dpdk")
class SharedChannelTest {
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final Pattern ANY_PERIOD = Pattern.compile("Period (\\d+):");
    private static final Pattern PERIOD = Pattern.compile("Period (\\d+): a ([0-9.]+) %, b ([0-9.]+) %,");
    private static final Pattern IN_USE = Pattern.compile("([0-9.]+) % of the time in use");
    /** What two saturated stations use of the channel is 85 %; with ceilings 80. */
    private static final double LEAST_IN_USE = 70;
    private static final int PERIODS = 6;
    /** G2 asks for it from the third period on. */
    private static final int AGREED_FROM = 3;
    private static final double AGREED = 30;

    @TempDir
    private Path folder;

    private Path node(final String name, final int share) throws IOException {
        return node(name, vif(name, 1, share));
    }

    private Path node(final String name, final String vifs) throws IOException {
        return Files.writeString(folder.resolve(name + ".xml"), """
            <config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">
              <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">%1$s%2$s</interfaces>
              <wires xmlns="urn:mec-vswitch:ports">
                <wire><name>s1</name><access>ap</access><core>core</core></wire>
              </wires>
              <dataplane xmlns="urn:mec-vswitch:dataplane">
                <buffers>4096</buffers><hugepages>false</hugepages><idle-strategy>back-off</idle-strategy>
              </dataplane>
              <airtime xmlns="urn:mec-vswitch:airtime">
                <radio>
                  <interface>ap</interface><encryption>none</encryption><feedback-ring>%3$s</feedback-ring>
                  %4$s
                </radio>
              </airtime>
            </config>
            """.formatted(port(name, "ap", "access", 0), port(name, "core", "core", 1),
            folder.resolve(name + "-ring"), vifs));
    }

    private static String vif(final String name, final int id, final int share) {
        return """
            <vif>
              <name>%1$s</name><id>%2$d</id><tenant>%1$s</tenant><vlan-id>%3$d</vlan-id><share>%4$d</share>
              <rate><standard>a</standard><bit-rate>54</bit-rate></rate>
            </vif>""".formatted(name, id, 100 + id, share);
    }

    private void makeKey() throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f",
            folder.resolve("key").toString()).start().waitFor());
    }

    private String port(final String node, final String name, final String role, final int number) {
        return """
            <interface>
              <name>%1$s</name><type xmlns:p="urn:mec-vswitch:ports">p:dpdk-port</type>
              <port xmlns="urn:mec-vswitch:ports">
                <role>%2$s</role>
                <device>net_memif%3$d,role=client,id=0,socket-abstract=no,socket=%4$s</device>
              </port>
            </interface>""".formatted(name, role, number, folder.resolve(node + "-" + name));
    }

    private ChildProcess start(final String name, final Path config, final String port)
        throws IOException, InterruptedException {
        final Path netconf = Files.createDirectories(folder.resolve("netconf-" + name + "/recovery"));
        Files.copy(folder.resolve("key.pub"), netconf.resolve("admin"), StandardCopyOption.REPLACE_EXISTING);
        final ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status",
            folder.resolve("status-" + name).toString(), "--netconf", netconf.getParent().toString(),
            "--netconf-listen", "127.0.0.1:" + port);
        child.awaitLine("NETCONF listens on");
        return child;
    }

    private static String port(final ChildProcess child) {
        final Matcher port = PORT.matcher(child.text());
        assertTrue(port.find(), child::text);
        return port.group(1);
    }

    private ChildProcess controller(final String first, final String second, final String... more) throws IOException {
        final List<String> command = new ArrayList<>(List.of("airtime-controller", "--node",
            "admin@127.0.0.1:" + first, "--node", "admin@127.0.0.1:" + second, "--key",
            folder.resolve("key").toString(), "--known-hosts", folder.resolve("known").toString(), "--tenant", "a=30",
            "--tenant", "b=70"));
        command.addAll(List.of(more));
        return new ChildProcess(command.toArray(String[]::new));
    }

    private static List<Double> percentsOfA(final ChildProcess controller) {
        return PERIOD.matcher(controller.text()).results().map(period -> Double.parseDouble(period.group(2))).toList();
    }

    private List<Double> run(final ChildProcess controller) throws InterruptedException {
        try (controller) {
            assertEquals(0, controller.await(), () -> controller.text() + errors("a") + errors("b"));
            return percentsOfA(controller);
        }
    }

    /** What a switch has in its error log. */
    private String errors(final String node) {
        return StatusReader.open(folder.resolve("status-" + node)).errors().stream().map(DistinctError::text)
            .collect(Collectors.joining("\n"));
    }

    private static double mean(final List<Double> percents) {
        return percents.stream().mapToDouble(each -> each).average().orElseThrow();
    }

    /** G1 and G2 of figure 21; and a node that is killed and comes back. */
    @Test
    void shouldHaveWhatWasAgreedThreePeriodsAfterTheControllerCame() throws Exception {
        makeKey();
        final Path a = node("a", 30);
        final Path b = node("b", 70);
        try (ChildProcess air = new ChildProcess("air", "--node", a.toString(), "--node", b.toString(), "--offer",
                "3000")) {
            air.awaitLine("on air");
            try (ChildProcess first = start("a", a, "0"); ChildProcess second = start("b", b, "0")) {
                first.awaitLine("First packet forwarded");
                second.awaitLine("First packet forwarded");
                final String portOfA = port(first);
                final String portOfB = port(second);
                final List<Double> alone =
                    run(controller(portOfA, portOfB, "--watch", "--period", "4000", "--periods", "1"));
                assertEquals(50, mean(alone), 2, alone::toString);
                final List<Double> looked =
                    run(controller(portOfA, portOfB, "--periods", Integer.toString(PERIODS)));
                System.out.println("A without a controller: " + alone + " %; with one, by period: " + looked);
                asAgreed(looked.subList(AGREED_FROM - 1, PERIODS), looked);
                kill(portOfA, portOfB);
                restart(first, a, portOfA, portOfB);
                second.signal("TERM");
                assertEquals(0, second.await(), second::text);
            }
            air.signal("TERM");
            air.await();
        }
    }

    private static void asAgreed(final List<Double> percents, final List<Double> all) {
        percents.forEach(percent -> assertEquals(AGREED, percent, 2, all::toString));
        assertEquals(AGREED, mean(percents), 1, all::toString);
    }

    /** G6: the controller is killed; its ceilings end two seconds later, and all the while frames go. */
    private void kill(final String portOfA, final String portOfB) throws Exception {
        try (ChildProcess controller = controller(portOfA, portOfB, "--period", "500")) {
            controller.awaitLine("Period 4:");
            controller.signal("KILL");
            controller.await();
        }
        try (ChildProcess watcher = controller(portOfA, portOfB, "--watch", "--periods", Integer.toString(PERIODS))) {
            assertEquals(0, watcher.await(), watcher::text);
            final List<Double> percents = percentsOfA(watcher);
            System.out.println("A after the controller was killed: " + percents);
            assertEquals(50, mean(percents.subList(PERIODS - 2, PERIODS)), 2, watcher::text);
            final List<Double> inUse = IN_USE.matcher(watcher.text()).results()
                .map(period -> Double.parseDouble(period.group(1))).toList();
            assertEquals(PERIODS, inUse.size(), watcher::text);
            inUse.forEach(percent -> assertTrue(percent > LEAST_IN_USE, watcher::text));
        }
    }

    /** The controller survives, and what it says of the last periods is again as agreed. */
    private void restart(final ChildProcess node, final Path config, final String portOfA, final String portOfB)
        throws Exception {
        try (ChildProcess controller = controller(portOfA, portOfB)) {
            controller.awaitLine("Period 2:");
            node.close();
            controller.awaitLine("can't be looked after");
            try (ChildProcess again = start("a", config, portOfA)) {
                controller.awaitLine("is there again");
                final int periods = percentsOfA(controller).size();
                controller.awaitLine("Period " + (lastPeriod(controller) + PERIODS) + ":");
                final List<Double> percents = percentsOfA(controller);
                assertTrue(percents.size() >= periods + PERIODS - 2, controller::text);
                System.out.println("A around a restart of its node: " + percents);
                asAgreed(percents.subList(percents.size() - 3, percents.size()), percents);
                again.signal("TERM");
                assertEquals(0, again.await(), again::text);
            }
        }
    }

    /** L4: a tenth of a second after the answer the radio does as it says. */
    @Test
    void shouldGiveOtherSharesWhenTheirCommitIsAnswered() throws Exception {
        makeKey();
        final Path config = node("a", vif("a", 1, 30) + vif("b", 2, 70));
        try (ChildProcess air = new ChildProcess("air", "--node", config.toString(), "--offer", "3000")) {
            air.awaitLine("on air");
            try (ChildProcess node = start("a", config, "0")) {
                node.awaitLine("First packet forwarded");
                final NetconfClient client = NetconfClient.connect(new InetSocketAddress("127.0.0.1",
                    Integer.parseInt(port(node))), "admin", folder.resolve("key"), folder.resolve("known"));
                try (NodeSession session = new NodeSession("a", client)) {
                    final double before = percentOfA(session, 500);
                    client.ask("<edit-config><target><running/></target><config><airtime"
                        + " xmlns=\"urn:mec-vswitch:airtime\"><radio><interface>ap</interface>" + vif("a", 1, 60)
                        + vif("b", 2, 40) + "</radio></airtime></config></edit-config>");
                    final double first = percentOfA(session, 100);
                    final double second = percentOfA(session, 100);
                    System.out.printf("A before the commit %.1f %%, then in 100 ms each %.1f, %.1f%n", before, first,
                        second);
                    assertEquals(30, before, 3);
                    assertEquals(60, second, 3);
                }
                node.signal("TERM");
                assertEquals(0, node.await(), node::text);
            }
            air.signal("TERM");
            air.await();
        }
    }

    /** A's part of the airtime in the next so many milliseconds of the radio's clock. */
    private static double percentOfA(final NodeSession session, final long ms) throws Exception {
        final List<NodeSession.Usage> from = session.poll();
        List<NodeSession.Usage> to;
        do {
            TimeUnit.MILLISECONDS.sleep(10);
            to = session.poll();
        } while (to.getFirst().radioNs() - from.getFirst().radioNs() < TimeUnit.MILLISECONDS.toNanos(ms));
        final double a = to.getFirst().usedNs() - from.getFirst().usedNs();
        return 100 * a / (a + to.getLast().usedNs() - from.getLast().usedNs());
    }

    private static int lastPeriod(final ChildProcess controller) {
        return ANY_PERIOD.matcher(controller.text()).results().mapToInt(period -> Integer.parseInt(period.group(1)))
            .max().orElseThrow();
    }
}
