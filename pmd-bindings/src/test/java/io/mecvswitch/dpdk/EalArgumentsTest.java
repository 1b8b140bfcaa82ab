package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EalArgumentsTest {
    private static final int BUFFERS = 32_768;
    private static final int BUFFER_LENGTH = 2_176;

    /** As /sys/kernel/mm/hugepages. */
    @TempDir
    private Path sizes;
    private final List<String> messages = new ArrayList<>();

    @Test
    void shouldUseHugePagesWhereThereAreEnough() throws IOException {
        free("hugepages-2048kB", 40);
        free("hugepages-1048576kB", 1);
        final List<String> arguments = arguments(true);
        assertFalse(arguments.contains("--no-huge"));
        assertEquals(List.of(), messages);
    }

    @Test
    void shouldFallBackToOrdinaryMemoryAndSaySo() throws IOException {
        free("hugepages-2048kB", 40);
        final List<String> arguments = arguments(true);
        assertTrue(arguments.contains("--no-huge"));
        assertEquals(List.of("Packet buffers need 108 MB in hugepages and 80 MB are free: they go to ordinary memory,"
            + " which is slower. For hugepages: sudo sysctl -w vm.nr_hugepages=55"), messages);
    }

    @Test
    void shouldFallBackWhereTheKernelHasNoHugePages() {
        assertTrue(EalArguments.of(List.of(), BUFFERS, BUFFER_LENGTH, true, sizes.resolve("none"), messages::add)
            .contains("--no-huge"));
        assertEquals(1, messages.size());
    }

    @Test
    void shouldAskForRoomForEveryBufferInOrdinaryMemory() {
        final List<String> arguments = arguments(false);
        final long megabytes = Long.parseLong(arguments.get(arguments.indexOf("-m") + 1));
        assertTrue(megabytes << 20 > (long) BUFFERS * BUFFER_LENGTH * 5 / 4, megabytes + " MB");
        assertEquals(List.of(), messages);
    }

    @Test
    void shouldLeavePciDevicesAloneUnlessOneIsConfiguredAndFree() {
        assertTrue(arguments(false).contains("--no-pci"));
    }

    private List<String> arguments(final boolean hugePages) {
        return EalArguments.of(List.of("net_null0", "ffff:ff:1f.7"), BUFFERS, BUFFER_LENGTH, hugePages, sizes,
            messages::add);
    }

    private void free(final String size, final int pages) throws IOException {
        final Path directory = Files.createDirectory(sizes.resolve(size));
        Files.writeString(directory.resolve("free_hugepages"), pages + "\n");
    }
}
