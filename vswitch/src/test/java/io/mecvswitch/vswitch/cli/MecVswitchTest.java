package io.mecvswitch.vswitch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MecVswitchTest {
    @Test
    void shouldTellItsVersion() {
        final Execution execution = Execution.of("version");

        assertEquals(0, execution.code());
        assertTrue(execution.out().startsWith("MEC vSwitch "), execution.out());
        assertTrue(execution.out().contains("Java " + Runtime.version()), execution.out());
    }

    @ParameterizedTest
    @CsvSource({"'', Missing required subcommand", "shwo, show", "show, Missing required parameter",
        "show ports --wacth, --watch", "version more, Unmatched argument"})
    void shouldExplainWrongUsage(final String line, final String explanation) {
        final Execution execution = Execution.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertEquals(2, execution.code());
        assertTrue(execution.err().contains(explanation), execution.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "show --help"})
    void shouldHelp(final String line) {
        final Execution execution = Execution.of(line.split(" "));

        assertEquals(0, execution.code());
        final String expected = line.contains("show") ? "show lanes --watch 1" : "verify";
        assertTrue(execution.out().contains(expected), execution.out());
    }

    @Test
    void shouldShowStackTracesOnlyWhenAsked(@TempDir final Path folder) {
        final String missing = folder.resolve("missing.xml").toString();

        final Execution terse = Execution.of("config", "validate", missing);
        final Execution verbose = Execution.of("config", "validate", missing, "--verbose");

        assertEquals(1, terse.code());
        assertEquals("There is no file " + missing + ".\n", terse.err());
        assertEquals(1, verbose.code());
        assertTrue(verbose.err().contains("\tat io.mecvswitch."), verbose.err());
    }

    @Test
    void shouldPrintACompletionThatBashUnderstands(@TempDir final Path folder) throws Exception {
        final Path script = Files.writeString(folder.resolve("script"), Execution.of("completion", "--print").out());
        final Path check = Files.writeString(folder.resolve("check"), """
            . %s
            COMP_WORDS=(mec-vswitch sh) COMP_CWORD=1
            _complete_mec-vswitch
            echo "${COMPREPLY[*]}"
            """.formatted(script));

        final Process bash = new ProcessBuilder("bash", check.toString()).start();

        assertEquals("show\n", new String(bash.getInputStream().readAllBytes()));
        assertTrue(bash.waitFor(10, TimeUnit.SECONDS));
    }
}
