package io.mecvswitch.vswitch.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.vswitch.run.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mec-vswitch demo} as a user types it, on shared-memory links of DPDK. */
@Tag("dpdk")
class DpdkDemoTest {
    @TempDir
    private Path folder;

    private ChildProcess demo(final String... more) throws IOException {
        final List<String> line = List.of(
            "demo", "--seconds", "3", "--out", folder.toString(), "--name", folder.getFileName().toString());
        return new ChildProcess(Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void shouldPassOnRealDevices() throws Exception {
        try (ChildProcess child = demo()) {
            assertEquals(0, child.await(), child::text);
            assertTrue(child.text().contains("PASS: all scenarios"), child::text);
        }
        for (final String port : List.of("access", "core", "edge", "inline")) {
            assertTrue(Files.size(folder.resolve(port + ".pcap")) > 10_000, port);
        }
    }

    @Test
    void shouldFailWithoutTheBreakoutRule() throws Exception {
        final Path sabotaged = DemoTest.without(
            folder.resolve("sabotaged.xml"), DemoTest.RULE + "local-breakout", "</traffic-rule>");
        try (ChildProcess child = demo("--config", sabotaged.toString())) {
            assertEquals(1, child.await(), child::text);
            assertTrue(child.text().contains("FAIL  Scenario 2"), child::text);
        }
    }
}
