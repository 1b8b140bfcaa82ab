package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch whose file somebody spoilt: it forwards with the last good one, and tells whoever comes to ask. */
@Tag("dpdk")
class SpoiltConfigurationTest {
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final String SUBSCRIBE = RawClient.rpc("<create-subscription"
        + " xmlns='urn:ietf:params:xml:ns:netconf:notification:1.0'><filter>"
        + "<configuration-alarm xmlns='urn:mec-vswitch:notifications'/></filter>"
        + "<startTime>2020-01-01T00:00:00Z</startTime></create-subscription>");
    private static final String ASK = RawClient.rpc("<get><filter/></get>");
    private static final int MESSAGES = 4;

    @TempDir
    private Path folder;

    @Test
    void shouldForwardAndRaiseAnAlarm() throws Exception {
        Files.writeString(folder.resolve(".switch.xml.last-good"), WireFile.text(folder, ""));
        final Path config = Files.writeString(folder.resolve("switch.xml"), "<config");
        final Path key = folder.resolve("key");
        assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .start().waitFor());
        try (ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status",
            folder.resolve("status").toString(), "--netconf", folder.resolve("netconf").toString(), "--netconf-listen",
            "127.0.0.1:0")) {
            child.awaitLine("First packet forwarded");
            Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
            final Matcher port = PORT.matcher(child.text());
            assertTrue(port.find(), child::text);
            try (RawClient client = new RawClient("admin", key, port.group(1)).greet()) {
                final StringBuilder told = new StringBuilder(client.exchange(SUBSCRIBE));
                for (int i = 0; i < MESSAGES; i++) {
                    told.append(client.exchange(ASK));
                }
                assertTrue(told.indexOf("<configuration-alarm") >= 0 && told.indexOf("switch.xml.spoilt") >= 0,
                    told::toString);
            }
            child.signal("TERM");
            assertEquals(0, child.await(), child::text);
        }
    }
}
