package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PciDeviceTest {
    private static final String ADDRESS = "0000:3b:00.1";

    /** As /sys/bus/pci/devices. */
    @TempDir
    private Path devices;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0000:3b:00.1|true", "3b:00.1|true", "3B:00.1,rx_vec=1|true", "pci:0000:3b:00.1|true",
        "net_null0|false", "net_pcap0,rx_pcap=3b:00.1|false", "3b:00|false"})
    void shouldTellAddressesFromVirtualDevices(final String devargs, final boolean expected) {
        assertEquals(expected, PciDevice.isOne(devargs));
    }

    @Test
    void shouldRefuseADeviceOfTheKernelAndNameTheTool() throws IOException {
        bind("ixgbe");
        final PortException e =
            assertThrows(PortException.class, () -> PciDevice.check("3B:00.1,some=argument", devices));
        assertEquals("PCI device 0000:3b:00.1 is bound to the kernel driver ixgbe."
            + " Give it to DPDK with: sudo dpdk-devbind.py --bind=vfio-pci 0000:3b:00.1", e.getMessage());
    }

    @Test
    void shouldRefuseADeviceWithoutDriver() throws IOException {
        Files.createDirectory(devices.resolve(ADDRESS));
        final PortException e = assertThrows(PortException.class, () -> PciDevice.check(ADDRESS, devices));
        assertEquals("PCI device 0000:3b:00.1 is bound to no driver."
            + " Give it to DPDK with: sudo dpdk-devbind.py --bind=vfio-pci 0000:3b:00.1", e.getMessage());
    }

    @Test
    void shouldRefuseADeviceThatIsNotThere() {
        final PortException e = assertThrows(PortException.class, () -> PciDevice.check(ADDRESS, devices));
        assertEquals("There is no PCI device 0000:3b:00.1. List them with: dpdk-devbind.py --status", e.getMessage());
    }

    @Test
    void shouldAcceptADeviceGivenToUserSpace() throws IOException {
        bind("vfio-pci");
        assertDoesNotThrow(() -> PciDevice.check("pci:" + ADDRESS, devices));
    }

    private void bind(final String driver) throws IOException {
        final Path device = Files.createDirectory(devices.resolve(ADDRESS));
        Files.createSymbolicLink(device.resolve("driver"), Path.of("../../../bus/pci/drivers", driver));
    }
}
