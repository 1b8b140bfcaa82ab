package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.control.ConfigLoader;
import io.mecvswitch.control.schema.ModuleText;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.StatusReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tasks of docs/netconf.md, as they stand there, on a switch with traffic: by ncclient, by yangcli, and by
 * OpenSSH's client alone. The fifth is about what is refused.
 */
@Tag("dpdk")
@Tag("ncclient")
class CookbookTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "netconf.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(python|yangcli|xml)\\n(.*?)^```$");
    private static final Pattern TASK = Pattern.compile("(?m)^### \\d+\\. ");
    private static final Pattern PORT = Pattern.compile("NETCONF listens on 127.0.0.1 port (\\d+)");
    private static final String PYTHON = "/usr/bin/python3";
    private static final int TASKS = 14;
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path folder;

    private ChildProcess child;
    private Path key;
    private String port;

    private record Outcome(int exitCode, String text) {
        int count(final String regex) {
            return (int) Pattern.compile(regex).matcher(text).results().count();
        }
    }

    @BeforeEach
    void start() throws Exception {
        final Path config = Files.writeString(folder.resolve("switch.xml"), WireFile.text(folder, "")
            .replace("</interfaces>", WireFile.port("app0", "application", "net_null1,no-rx=1")
                .replace("</device>", "</device>"
                + "<mac-address>02:00:00:00:00:01</mac-address><peer-mac-address>02:00:00:00:00:02</peer-mac-address>")
                + "</interfaces>"));
        child = new ChildProcess("run", "--allow-injection", "--config", config.toString(), "--status",
             folder.resolve("status").toString(),
            "--netconf", folder.resolve("netconf").toString(), "--netconf-listen", "127.0.0.1:0");
        child.awaitLine("First packet forwarded");
        final Matcher told = PORT.matcher(child.text());
        assertTrue(told.find(), child::text);
        port = told.group(1);
        key = folder.resolve("key");
        // Of a kind that libssh2, which yangcli has, understands.
        assertEquals(0, run("ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", key.toString()).exitCode);
        Files.copy(Path.of(key + ".pub"), folder.resolve("netconf/recovery/admin"));
    }

    @AfterEach
    void shouldHaveLostNothing() throws Exception {
        try (ChildProcess ending = child) {
            assertEquals(0, StatusReader.open(folder.resolve("status")).snapshot().total(CounterType.DROPPED));
            ending.signal("TERM");
            assertEquals(0, ending.await(), ending::text);
        }
    }

    /** All blocks of a kind, in their order. */
    private static String blocks(final String kind) throws IOException {
        final String document = Files.readString(DOCUMENT);
        assertEquals(TASKS, TASK.matcher(document).results().count());
        final String tasks = document.substring(document.indexOf("## Fourteen tasks"),
            document.indexOf("## Who may do what"));
        final List<MatchResult> blocks =
            BLOCK.matcher(tasks).results().filter(block -> block.group(1).equals(kind)).toList();
        assertTrue(blocks.size() >= TASKS, () -> kind + " is missing somewhere");
        return blocks.stream().map(block -> block.group(2)).collect(Collectors.joining());
    }

    private Outcome run(final String... command) throws IOException, InterruptedException {
        return run(List.of(command), "");
    }

    /** Runs a command; what it reads does not end before it does. */
    private Outcome run(final List<String> command, final String input) throws IOException, InterruptedException {
        final Path output = Files.createTempFile(folder, "output", "");
        final ProcessBuilder builder =
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString());
        final Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        final boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        process.destroyForcibly();
        final String text = Files.readString(output);
        assertTrue(ended, () -> command.getFirst() + " does not end; it said: " + text);
        return new Outcome(process.exitValue(), text);
    }

    @Test
    void shouldBeOperatedByNcclient() throws Exception {
        assumeTrue(run(PYTHON, "-c", "import ncclient").exitCode == 0, "python3-ncclient is not installed");
        final String script = blocks("python").replace("port=830", "port=" + port)
            .replace("key_filename='key'", "key_filename='" + key + "', allow_agent=False, look_for_keys=False");
        final Outcome outcome = run(PYTHON, Files.writeString(folder.resolve("tasks.py"), script).toString());
        assertEquals(0, outcome.exitCode, outcome.text);
        for (final String part : List.of("<wire>", "data-missing", "[mecr:name='nobody']", "<updated", "statistics",
            "or:dynamic", "<resting", "turned-away",
            "netconf-config-change")) {
            assertTrue(outcome.text.contains(part), () -> part + " is not in " + outcome.text);
        }
    }

    @Test
    void shouldBeOperatedByYangcli() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/yangcli")), "yangcli is not installed");
        final Path modules = Files.createDirectory(folder.resolve("modules"));
        for (final ModuleText text : ConfigLoader.ofServer().schema().texts()) {
            if (text.module().name().startsWith("mec-vswitch") || text.module().name().equals("ietf-interfaces")) {
                Files.writeString(modules.resolve(text.module().name() + "@" + text.revision() + ".yang"), text.read());
            }
        }
        final String commands = blocks("yangcli");
        final Outcome outcome = run("/usr/bin/yangcli", "--server=127.0.0.1", "--ncport=" + port, "--user=admin",
            "--password=unused", "--public-key=" + key + ".pub", "--private-key=" + key, "--batch-mode",
            "--modpath=" + modules + ":/usr/share/yuma/modules", "--module=mec-vswitch-rules",
            "--module=mec-vswitch-bearers", "--module=mec-vswitch-operations", "--module=ietf-netconf-acm",
            "--run-script=" + Files.writeString(folder.resolve("tasks.yangcli"), commands));
        final long done = outcome.count("RPC (OK|Data) Reply \\d+ for session");
        // Of the last one yangcli sees the end of the session, and no answer.
        assertTrue(done >= commands.lines().count() - 1, outcome.text);
        assertFalse(outcome.text.contains("canceled"), outcome.text);
        assertFalse(outcome.text.contains("RPC Error Reply"), outcome.text);
        assertTrue(outcome.text.contains("netconf-config-change"), outcome.text);
    }

    @Test
    void shouldBeOperatedByOpenSshAlone() throws Exception {
        final String messages = blocks("xml");
        final Outcome outcome = run(List.of("ssh", "-F", "none", "-i", key.toString(), "-o", "IdentitiesOnly=yes", "-o",
            "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o",
            "LogLevel=ERROR", "-p", port, "admin@127.0.0.1", "-s", "netconf"), messages);
        final long requests = Pattern.compile("<rpc ").matcher(messages).results().count();
        assertEquals(requests, outcome.count("<rpc-reply"), outcome.text);
        assertEquals(1, outcome.count("<rpc-error"), outcome.text);
        assertTrue(outcome.text.contains("<netconf-config-change"), outcome.text);
        assertFalse(outcome.text.contains("malformed"), outcome.text);
    }
}
