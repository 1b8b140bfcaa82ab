package io.mecvswitch.dpdk;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Both ends of a shared-memory link in one process. The server comes first: the client does not listen. */
@Tag("dpdk")
class MemifPortTest extends TwoPortContractTest {
    @TempDir
    private Path directory;

    @Override
    protected String device() {
        return "net_memif0,role=server" + link();
    }

    @Override
    protected String otherDevice() {
        return "net_memif1,role=client" + link();
    }

    private String link() {
        return ",id=0,socket-abstract=no,socket=" + directory.resolve("memif.sock");
    }

    @Override
    protected int mtu() {
        return Devices.MTU;
    }
}
