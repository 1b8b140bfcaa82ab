package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What .editorconfig says of code, comments and models, where no compiler asks for it. */
class SourceStyleTest {
    private static final Path HOME = Path.of("..");
    private static final int WIDTH = 120;
    private static final List<String> KINDS = List.of(".java", ".yang", ".c", ".h");

    @Test
    void shouldKeepToTheWidthOfALine() throws IOException {
        final List<Path> sources = sources();
        assertTrue(sources.size() > 500, "found " + sources.size() + " sources");
        assertEquals(List.of(), sources.stream().flatMap(SourceStyleTest::tooWide).toList());
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(SourceStyleTest::isSource).toList();
        }
    }

    private static boolean isSource(final Path file) {
        final String path = file.toString();
        return KINDS.stream().anyMatch(path::endsWith) && !path.contains("/target/");
    }

    private static Stream<String> tooWide(final Path file) {
        try {
            final List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size()).filter(i -> lines.get(i).length() > WIDTH)
                .mapToObj(i -> HOME.relativize(file) + ":" + (i + 1));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
