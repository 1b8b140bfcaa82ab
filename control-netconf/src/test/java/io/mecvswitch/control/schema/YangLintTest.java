package io.mecvswitch.control.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.control.Configs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switch's modules, all implemented, as libyang sees them. */
class YangLintTest {
    private static final Path PROGRAM = Path.of("/usr/bin/yanglint");

    @TempDir
    private Path folder;

    @Test
    void shouldFindNothingInTheModules() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM),
            "yanglint is not installed; nobody but the switch has read its modules");
        final List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-i", "-p", folder.toString()));
        for (final ModuleText text : Configs.LOADER.schema().texts()) {
            final Path file = folder.resolve(text.module().name() + "@" + text.revision() + ".yang");
            Files.writeString(file, text.read());
            if (text.module().name().startsWith("mec-vswitch")) {
                command.add(file.toString());
            }
        }
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }
}
