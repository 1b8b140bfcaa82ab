package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.store.DatastoreName;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever octets come, the server answers or ends that session, and nobody else notices. */
@Timeout(120)
class FuzzTest {
    private static final int ROUNDS = 600;
    private static final List<String> MESSAGES = List.of(
        "<rpc xmlns='" + Element.NETCONF
        + "' message-id='1'><get-config><source><running/></source></get-config></rpc>",
        "<rpc xmlns='" + Element.NETCONF + "' message-id='2'><lock><target><candidate/></target></lock></rpc>",
        "<rpc xmlns='" + Element.NETCONF + "' message-id='3'><edit-config><target><candidate/></target><config>"
            + "<traffic-rules xmlns='urn:mec-vswitch:rules'><traffic-rule><name>r</name><priority>1</priority>"
            + "</traffic-rule></traffic-rules></config></edit-config></rpc>",
        "<rpc xmlns='" + Element.NETCONF + "' message-id='4'><validate><source><candidate/></source></validate></rpc>");

    private final AtomicInteger answers = new AtomicInteger();
    private final Random random = new Random(6242);

    @Test
    void shouldSurviveAnything() throws Exception {
        try (TestServer server = new TestServer(); TestClient witness = server.client()) {
            for (int round = 0; round < ROUNDS; round++) {
                attack(server);
                if (round % 50 == 0) {
                    assertEquals("<data></data>",
                        witness.ask("<get-config><source><running/></source></get-config>"));
                }
            }
            assertTrue(answers.get() > ROUNDS / 4, () -> answers + " answers only");
            assertEquals(1, server.sessions().count());
            assertEquals("<ok/>", witness.ask("<discard-changes/>"));
            assertEquals("<ok/>", witness.ask("<lock><target><candidate/></target></lock>"));
            assertEquals(List.of(), server.defects());
            assertEquals(server.datastores().read(DatastoreName.RUNNING),
                server.datastores().read(DatastoreName.CANDIDATE));
        }
    }

    private void attack(final TestServer server) throws Exception {
        final TestClient attacker = server.connect();
        final Thread drain = Thread.ofVirtual().start(() -> drain(attacker));
        try (attacker) {
            attacker.send(mutated((TestClient.HELLO_1_1 + "]]>]]>").getBytes(StandardCharsets.UTF_8), 4));
            for (int i = random.nextInt(4); i >= 0; i--) {
                attacker.send(mutated(framed(MESSAGES.get(random.nextInt(MESSAGES.size()))), 2));
            }
        } catch (final IOException e) {
            // The server hung up first, which is its right.
        }
        drain.join();
    }

    private void drain(final TestClient client) {
        try {
            answers.addAndGet(client.awaitEnd().split("<rpc-reply", -1).length - 1);
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] framed(final String message) {
        return ("\n#" + message.length() + "\n" + message + "\n##\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Every so often as it was; else cut, doubled, or with octets changed. */
    private byte[] mutated(final byte[] octets, final int mercy) {
        switch (random.nextInt(4 + mercy)) {
            case 0 -> {
                return Arrays.copyOf(octets, random.nextInt(octets.length));
            }
            case 1 -> {
                final byte[] noise = new byte[random.nextInt(3_000)];
                random.nextBytes(noise);
                return noise;
            }
            case 2, 3 -> {
                for (int i = random.nextInt(5); i >= 0; i--) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                }
                return octets;
            }
            default -> {
                return octets;
            }
        }
    }
}
