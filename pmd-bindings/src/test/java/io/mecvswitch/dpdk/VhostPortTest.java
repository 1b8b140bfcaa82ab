package io.mecvswitch.dpdk;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A virtual machine's network card, and in place of the machine the driver a guest would use. */
@Tag("dpdk")
class VhostPortTest extends TwoPortContractTest {
    @TempDir
    private Path directory;

    @Override
    protected String device() {
        return "net_vhost0,iface=" + directory.resolve("vhost.sock");
    }

    @Override
    protected String otherDevice() {
        return "net_virtio_user0,path=" + directory.resolve("vhost.sock");
    }
}
