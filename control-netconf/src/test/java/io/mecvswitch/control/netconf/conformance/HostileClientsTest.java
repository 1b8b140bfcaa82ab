package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.ElementReader;
import io.mecvswitch.control.problem.ErrorTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users of the server, over SSH and TCP, who mean no good. Each is told what is wrong or loses his session, and another
 * user is served meanwhile. The same in a switch with traffic and little memory: HostileSwitchTest.
 */
@Timeout(60)
class HostileClientsTest {
    private static final byte[] MEGABYTE = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    private static final int GIGABYTE_IN_MEGABYTES = 1_024;

    @TempDir
    private Path folder;

    private SwitchServer server;
    private Party witness;

    @BeforeEach
    void start() throws Exception {
        server = new SwitchServer(folder.resolve("netconf"));
        witness = new Party(server.connect("admin")).greet();
    }

    @AfterEach
    void shouldHaveServedTheOthers() throws Exception {
        witness.lives();
        assertEquals(List.of(), server.defects());
        server.close();
    }

    private Party client() throws Exception {
        return new Party(server.connect("ann")).greet();
    }

    private static String config(final String content) {
        return Party.rpc(Requests.edit(content));
    }

    @Test
    void shouldNotExpandABillionLaughs() throws Exception {
        final StringBuilder bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY e0 'ha'>");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY e").append(i).append(" '").append(("&e" + (i - 1) + ";").repeat(10)).append("'>");
        }
        try (Party client = client()) {
            Party.fault("malformed-message", client.exchange(bomb + "]>" + config("&e29;")));
            client.lives();
        }
    }

    @Test
    void shouldNotFollowElementsIntoTheDeep() throws Exception {
        try (Party client = client()) {
            Party.fault("too-big", client.exchange(config("<x xmlns='urn:x'>".repeat(50_000))));
            client.lives();
        }
    }

    @Test
    void shouldTakeABoundedNumberOfNamespacesInScope() throws Exception {
        final StringBuilder many = new StringBuilder("<x");
        for (int i = 0; i < 10_000; i++) {
            many.append(" xmlns:p").append(i).append("='urn:p").append(i).append("'");
        }
        try (Party client = client()) {
            Party.fault("too-big", client.exchange(config(many + "/>")));
            client.lives();
        }
    }

    @Test
    void shouldTakeLongNamesAndValuesForWhatTheyAre() throws Exception {
        final String text = "x".repeat(900_000);
        try (Party client = client()) {
            client.exchange(config(Requests.inA("<action>" + text + "</action>"))).has("//nc:rpc-error");
            client.exchange(config("<" + text + " xmlns='urn:x'/>")).has("//nc:rpc-error");
            client.exchange(config(Requests.rules("<traffic-rule " + text + "=''/>"))).has("//nc:rpc-error");
            client.lives();
        }
    }

    @Test
    void shouldRefuseAMessageOfAGigabyteBeforeItComes() throws Exception {
        try (Party client = client()) {
            client.octets("\n#1073741824\n").ends();
        }
    }

    @Test
    void shouldStopAGigabyteThatIsNotAnnounced() throws Exception {
        for (final String chunk : List.of("", "\n#" + MEGABYTE.length + "\n")) {
            final Party client = chunk.isEmpty() ? old() : client();
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < GIGABYTE_IN_MEGABYTES; i++) {
                    client.octets(chunk).octets(MEGABYTE);
                }
            });
            client.close();
        }
    }

    private Party old() throws Exception {
        final Party client = new Party(server.connect("ann"));
        client.readHello();
        return client.message(Party.hello(Party.BASE_1_0));
    }

    @Test
    void shouldRefuseAHelloThatDoesNotEnd() throws Exception {
        final Party client = new Party(server.connect("ann"));
        client.readHello();
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < GIGABYTE_IN_MEGABYTES; i++) {
                client.octets(MEGABYTE);
            }
        });
    }

    @Test
    void shouldNotWaitForSomebodyWhoDoesNotRead() throws Exception {
        final Party client = client();
        final String request = FramingCases.framed(Party.rpc("<get/>"));
        assertThrows(IOException.class, () -> {
            while (true) {
                client.octets(request);
            }
        });
    }

    @Test
    void shouldNotWaitForAHelloThatComesSlowly() throws Exception {
        final Party client = new Party(server.connect("ann"));
        client.readHello();
        assertThrows(IOException.class, () -> {
            for (final char octet : Party.hello(Party.BASE_1_1).toCharArray()) {
                client.octets(Character.toString(octet));
                Thread.sleep(200);
            }
        });
    }

    @Test
    void shouldHaveRoomForElementsOnlyUpToABound() throws Exception {
        final byte[] many = ("<x xmlns='urn:x'>" + "<a/>".repeat(ElementReader.MAX_PARTS) + "</x>")
            .getBytes(StandardCharsets.US_ASCII);
        assertEquals(ErrorTag.TOO_BIG,
            assertThrows(RpcException.class, () -> ElementReader.read(many)).errors().getFirst().tag());
    }
}
