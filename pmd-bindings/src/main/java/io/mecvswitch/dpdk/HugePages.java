package io.mecvswitch.dpdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much of the machine's memory waits in hugepages. */
final class HugePages {
    static final Path OF_MACHINE = Path.of("/sys/kernel/mm/hugepages");

    private static final Pattern SIZE = Pattern.compile("hugepages-(\\d+)kB");

    private HugePages() {
    }

    /**
     * Bytes in free hugepages of every size.
     *
     * @param directory the kernel's, one entry per size
     */
    static long freeBytes(final Path directory) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> sizes = Files.list(directory)) {
            return sizes.mapToLong(HugePages::freeBytesOfSize).sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long freeBytesOfSize(final Path size) {
        final Matcher matcher = SIZE.matcher(size.getFileName().toString());
        if (!matcher.matches()) {
            return 0;
        }
        try {
            final long pages = Long.parseLong(Files.readString(size.resolve("free_hugepages")).strip());
            return pages * Long.parseLong(matcher.group(1)) * 1024;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
