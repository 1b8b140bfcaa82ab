package io.mecvswitch.dpdk;

import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What EAL is told when it starts.
 *
 * <p>It gets one lcore, which no thread runs on, spread over every processor the process may use: the switch makes its
 * own threads. No file is left on disk ({@code --in-memory}, or {@code --no-shconf} in ordinary memory, which the
 * former excludes), so any number of processes get on with each other, nothing listens ({@code --no-telemetry}), and
 * PCI devices are left alone but for those that are configured and free.
 */
final class EalArguments {
    private static final long MEGABYTE = 1 << 20;
    // Rings, the tables of EAL and the drivers' own: all small beside the buffers.
    private static final long BESIDE_BUFFERS = 32 * MEGABYTE;
    // Ordinary memory must be asked for in advance; it costs nothing until it is touched.
    private static final long RESERVE_WITHOUT_HUGE_PAGES = 256 * MEGABYTE;
    // mempool header, mbuf, and rounding to cache lines
    private static final int BUFFER_OVERHEAD = 64 + 128 + 64;

    private EalArguments() {
    }

    /**
     * Decides where the memory comes from and which devices may be touched.
     *
     * @param devices      of all ports that are configured
     * @param buffers      packet buffers in all
     * @param bufferLength bytes of each
     * @param hugePages    whether they are wanted
     * @param hugePageRoot the kernel's directory of hugepage sizes
     * @param messages     is told if there are none
     */
    static List<String> of(
        final List<String> devices, final int buffers, final int bufferLength, final boolean hugePages,
        final Path hugePageRoot, final Consumer<String> messages) {
        final List<String> arguments = new ArrayList<>(List.of(
            "--no-telemetry", "--log-level=error", "--file-prefix=mec-vswitch", "--lcores=0@(" + allowedCpus() + ")"));
        arguments.addAll(memory((long) buffers * (bufferLength + BUFFER_OVERHEAD), hugePages, hugePageRoot, messages));
        arguments.addAll(pci(devices));
        return arguments;
    }

    /** Processors that this process may run on, as the kernel lists them: {@code 0-3,8}. */
    static String allowedCpus() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("0");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> memory(
        final long buffers, final boolean hugePages, final Path hugePageRoot, final Consumer<String> messages) {
        final long needed = buffers + BESIDE_BUFFERS;
        if (hugePages && HugePages.freeBytes(hugePageRoot) >= needed) {
            // One file for all: what vhost-user, virtio-user and memif share with another process.
            return List.of("--in-memory", "--single-file-segments");
        }
        if (hugePages) {
            messages.accept("Packet buffers need " + needed / MEGABYTE + " MB in hugepages and "
                + HugePages.freeBytes(hugePageRoot) / MEGABYTE + " MB are free: they go to ordinary memory, which is"
                + " slower. For hugepages: sudo sysctl -w vm.nr_hugepages=" + (needed / (2 * MEGABYTE) + 1));
        }
        final long asked = buffers + buffers / 4 + RESERVE_WITHOUT_HUGE_PAGES;
        return List.of("--no-huge", "--no-shconf", "-m", Long.toString(asked / MEGABYTE));
    }

    private static List<String> pci(final List<String> devices) {
        final List<String> allowed = new ArrayList<>();
        devices.stream().filter(EalArguments::isFreePciDevice).forEach(device -> allowed.addAll(List.of("-a", device)));
        return allowed.isEmpty() ? List.of("--no-pci") : allowed;
    }

    // What is not free is refused when its port is opened.
    private static boolean isFreePciDevice(final String device) {
        if (!PciDevice.isOne(device)) {
            return false;
        }
        try {
            PciDevice.check(device);
            return true;
        } catch (final PortException e) {
            return false;
        }
    }
}
