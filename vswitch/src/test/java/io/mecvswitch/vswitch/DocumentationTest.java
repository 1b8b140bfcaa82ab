package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between pages lead somewhere: to a file that is there, and to a heading or an anchor in it. */
class DocumentationTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

    @Test
    void shouldLinkToWhatIsThere() {
        final List<Path> pages = pages();
        assertTrue(pages.size() > 40, "found " + pages.size() + " pages");
        assertEquals(List.of(), pages.stream().flatMap(DocumentationTest::deadLinks).toList());
    }

    private static List<Path> pages() {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                .filter(file -> !file.toString().contains("/target/")).toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> deadLinks(final Path page) {
        return LINK.matcher(read(page)).results().map(match -> match.group(1))
            .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
            .filter(link -> !leadsSomewhere(page, link)).map(link -> HOME.relativize(page) + ": " + link);
    }

    private static boolean leadsSomewhere(final Path page, final String link) {
        final int hash = link.indexOf('#');
        final String file = hash < 0 ? link : link.substring(0, hash);
        final Path target = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    private static Set<String> anchors(final Path page) {
        final String text = read(page);
        return Stream.concat(
            HEADING.matcher(text).results().map(match -> anchorOf(match.group(1))),
            ANCHOR.matcher(text).results().map(match -> match.group(1)))
            .collect(Collectors.toSet());
    }

    /** As GitHub makes it: lower case, without punctuation, a hyphen for each space. */
    private static String anchorOf(final String heading) {
        return heading.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_\\- ]", "").replace(' ', '-');
    }

    private static String read(final Path page) {
        try {
            return Files.readString(page);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
