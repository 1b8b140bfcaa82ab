package io.mecvswitch.dpdk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** An interface that the kernel has because of us, seen from both its sides. */
@Tag("dpdk")
class TapPortTest extends TwoPortContractTest {
    private static final String INTERFACE = "mecvt" + ProcessHandle.current().pid() % 100_000 + "t";

    @BeforeAll
    static void makeTheInterface() {
        Kernel.addTap(INTERFACE);
    }

    @AfterAll
    static void removeTheInterface() {
        Kernel.remove(INTERFACE);
    }

    @Override
    protected String device() {
        return "net_tap0,iface=" + INTERFACE;
    }

    @Override
    protected String otherDevice() {
        return "net_af_packet0,iface=" + INTERFACE;
    }
}
