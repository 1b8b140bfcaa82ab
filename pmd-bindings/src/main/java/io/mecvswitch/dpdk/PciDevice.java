package io.mecvswitch.dpdk;

import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps DPDK's hands off network cards that the kernel is using.
 *
 * <p>A device given to DPDK by its PCI address must have been taken from its kernel driver first; some of DPDK's
 * drivers would otherwise reset it under the kernel's feet.
 */
final class PciDevice {
    private static final Path DEVICES = Path.of("/sys/bus/pci/devices");
    private static final Pattern ADDRESS =
        Pattern.compile("(pci:)?(?<address>([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7])(,.*)?");
    // Those that hand a device to user space, and NVIDIA's, which share it with the kernel.
    private static final Set<String> USER_SPACE_DRIVERS =
        Set.of("vfio-pci", "uio_pci_generic", "igb_uio", "mlx4_core", "mlx5_core");

    private PciDevice() {
    }

    /** Whether these device arguments name a PCI address. */
    static boolean isOne(final String devargs) {
        return ADDRESS.matcher(devargs).matches();
    }

    /** Throws a {@link PortException} unless DPDK may take the PCI device these arguments name. */
    static void check(final String devargs) {
        check(devargs, DEVICES);
    }

    static void check(final String devargs, final Path devices) {
        final String address = address(devargs);
        final Path device = devices.resolve(address);
        if (!Files.exists(device)) {
            throw new PortException("There is no PCI device " + address + ". List them with: dpdk-devbind.py --status");
        }
        final String driver = driver(device);
        if (!USER_SPACE_DRIVERS.contains(driver)) {
            throw new PortException("PCI device " + address + " is bound to "
                + (driver.isEmpty() ? "no driver" : "the kernel driver " + driver)
                + ". Give it to DPDK with: sudo dpdk-devbind.py --bind=vfio-pci " + address);
        }
    }

    private static String address(final String devargs) {
        final var matcher = ADDRESS.matcher(devargs);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(devargs);
        }
        final String address = matcher.group("address").toLowerCase();
        return address.indexOf(':') == 4 ? address : "0000:" + address;
    }

    private static String driver(final Path device) {
        try {
            return Files.readSymbolicLink(device.resolve("driver")).getFileName().toString();
        } catch (final IOException e) {
            return "";
        }
    }
}
