package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.status.StatusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script and the rights of docs/cookbook/tell-what-an-access-point-sent.md, as they stand there, on a switch: an
 * {@code iw} tells of two networks that each second 10 frames went, 4 of them once more and one in vain.
 */
@Tag("dpdk")
@Tag("ncclient")
class AccessPointScriptTest {
    private static final Path PAGE = Path.of("..", "docs", "cookbook", "tell-what-an-access-point-sent.md");
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final Pattern REFUSED = Pattern.compile("Traceback|denied|invalid-value|operation-failed");
    private static final String PYTHON = "/usr/bin/python3";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String RADIO = """
        <airtime xmlns="urn:mec-vswitch:airtime"><radio><interface>access</interface>
          <vif><name>city</name><id>1</id><bssid>02:00:00:00:a0:01</bssid><vlan-id>1</vlan-id><share>30</share></vif>
          <vif><name>shop</name><id>2</id><bssid>02:00:00:00:a0:02</bssid><vlan-id>2</vlan-id><share>70</share></vif>
        </radio></airtime>
        """;
    private static final String IW = """
        #!/bin/sh
        n=$(($(date +%s) % 1000000))
        printf 'Station 02:00:00:00:51:01 (on %s)\\n\\ttx packets:\\t%d\\n' "$2" $((10 * n))
        printf '\\ttx retries:\\t%d\\n\\ttx failed:\\t%d\\n' $((4 * n)) $n
        [ "$2" = wlan0 ] && printf '\\ttx duration:\\t%d us\\n' $((3000 * n))
        true
        """;

    @TempDir
    private Path folder;

    private String page;

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(PAGE);
    }

    private String block(final String kind) {
        final Matcher block = Pattern.compile("(?ms)^```" + kind + "\\n(.*?)^```$").matcher(page);
        assertTrue(block.find(), () -> "the page has no " + kind);
        return block.group(1);
    }

    @Test
    void shouldTellWhatAnAccessPointSent() throws Exception {
        assumeTrue(new ProcessBuilder(PYTHON, "-c", "import ncclient").start().waitFor() == 0,
            "python3-ncclient is not installed");
        final Path key = folder.resolve("key");
        assertEquals(0, new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()).start()
            .waitFor());
        final Path users = Files.createDirectories(folder.resolve("netconf/users"));
        Files.copy(folder.resolve("key.pub"), users.resolve("ap0"));
        final String rights = block("xml").replace("meca:interface='ap0'", "meca:interface='access'");
        final Path config =
            Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, RADIO + rights));
        try (ChildProcess child = new ChildProcess("run", "--config", config.toString(), "--status",
                folder.resolve("status").toString(), "--netconf", folder.resolve("netconf").toString(),
                "--netconf-listen", "127.0.0.1:0")) {
            child.awaitLine("First packet forwarded");
            final Matcher told = PORT.matcher(child.text());
            assertTrue(told.find(), child::text);
            assertCounted(run(told.group(1)));
        }
    }

    private ChildProcess run(final String port) throws IOException {
        final Path iw = Files.writeString(Files.createDirectory(folder.resolve("bin")).resolve("iw"), IW);
        assertTrue(iw.toFile().setExecutable(true));
        final String script = block("python").replace("port=830", "port=" + port)
            .replace("RADIO = 'ap0'", "RADIO = 'access'").replace("key_filename='key'",
                "key_filename='" + folder.resolve("key") + "', allow_agent=False, look_for_keys=False");
        return new ChildProcess(List.of("env", "PATH=" + iw.getParent() + ":" + System.getenv("PATH"), "HOME=" + folder,
            PYTHON, Files.writeString(folder.resolve("tell.py"), script).toString()));
    }

    private void assertCounted(final ChildProcess teller) throws InterruptedException {
        try (teller) {
            final long deadline = System.nanoTime() + PATIENCE_NS;
            while (!isTold("city", 1) || !isTold("shop", 0)) {
                assertTrue(System.nanoTime() < deadline, teller::text);
                Thread.sleep(100);
            }
            assertFalse(REFUSED.matcher(teller.text()).find(), teller::text);
        }
    }

    /** Attempts of two seconds at least; of one network it is told what airtime they took. */
    private boolean isTold(final String vif, final long airtime) {
        final long successes = counted(CounterType.VIF_SUCCESSES, vif);
        return successes >= 18 && 14 * successes == 9 * counted(CounterType.VIF_ATTEMPTS, vif)
            && counted(CounterType.VIF_TOLD, vif) == airtime;
    }

    private long counted(final CounterType type, final String vif) {
        return StatusReader.open(folder.resolve("status")).snapshot().find(type, "access " + vif)
            .map(CounterValue::value).orElseThrow();
    }
}
