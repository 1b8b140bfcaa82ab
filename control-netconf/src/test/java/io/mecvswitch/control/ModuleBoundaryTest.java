package io.mecvswitch.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Management libraries stay in management, and yangtools in the two packages that need it. */
class ModuleBoundaryTest {
    private static final Path TOP = Path.of("..");
    private static final Path CONTROL = TOP.resolve("control-netconf/src/main/java/io/mecvswitch/control");

    @Test
    void shouldKeepYangtoolsOutOfOtherModules() throws IOException {
        assertEquals(List.of(), sources(TOP)
            .filter(file -> !file.startsWith(TOP.resolve("control-netconf")))
            .filter(file -> text(file).contains("import org.opendaylight")).toList());
    }

    @Test
    void shouldKeepYangtoolsInSchemaAndXpath() throws IOException {
        assertEquals(List.of("schema", "xpath"), sources(CONTROL)
            .filter(file -> text(file).contains("import org.opendaylight"))
            .map(file -> CONTROL.relativize(file).getName(0).toString()).distinct().sorted().toList());
    }

    @Test
    void shouldKeepManagementOutOfTheDataplane() throws IOException {
        assertEquals(List.of(), Stream.of("dataplane-core", "classifiers", "gtpu", "sfc", "qos", "pmd-bindings")
            .filter(module -> text(TOP.resolve(module).resolve("pom.xml")).contains("control-netconf")).toList());
    }

    private static Stream<Path> sources(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
