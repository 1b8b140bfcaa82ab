package io.mecvswitch.vswitch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json"})
    void shouldAcceptTheExamples(final String form) {
        final Execution execution = validate(Path.of("..", "docs", "examples", "2-local-breakout." + form));

        assertEquals(0, execution.code(), execution.err());
        assertTrue(execution.out().endsWith(" is valid: ports 3, wires 1, rules 3, bearers 2.\n"), execution.out());
    }

    @Test
    void shouldTellWhatIsWrongByLine() throws IOException {
        final Path file = write("""
            {
              "mec-vswitch-dataplane:dataplane" : { "vector-size" : 3 }
            }
            """);

        final Execution execution = validate(file);

        assertEquals(1, execution.code());
        assertTrue(execution.err().startsWith(file + ":2:"), execution.err());
    }

    @Test
    void shouldTellWhatOnlyThisMachineCantDo() throws IOException {
        final Path file = write("""
            {
              "mec-vswitch-dataplane:dataplane" : {
                "worker-cpu" : [ 0, 1023 ]
              }
            }
            """);

        final Execution execution = validate(file);

        assertEquals(1, execution.code());
        assertTrue(execution.err().startsWith(file + ":3: "), execution.err());
        assertTrue(execution.err().contains("There is no processor 1023 on this machine."), execution.err());
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        final Execution execution = validate(folder.resolve("none"));

        assertEquals(1, execution.code());
        assertEquals("There is no file " + folder.resolve("none") + ".\n", execution.err());
    }

    @Test
    void shouldAskForACommand() {
        assertEquals(2, Execution.of("config").code());
    }

    private Path write(final String text) throws IOException {
        return Files.writeString(folder.resolve("config.json"), text);
    }

    private static Execution validate(final Path file) {
        return Execution.of("config", "validate", file.toString());
    }
}
