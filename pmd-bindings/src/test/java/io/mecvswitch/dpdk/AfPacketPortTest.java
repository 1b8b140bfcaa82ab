package io.mecvswitch.dpdk;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Two interfaces of the kernel, joined by a cable. */
@Tag("dpdk")
class AfPacketPortTest extends TwoPortContractTest {
    private static final String ONE = "mecvt" + ProcessHandle.current().pid() % 100_000 + "a";
    private static final String OTHER = "mecvt" + ProcessHandle.current().pid() % 100_000 + "b";

    @BeforeAll
    static void plugTheCable() {
        Kernel.addPair(ONE, OTHER);
    }

    @AfterAll
    static void unplugTheCable() {
        Kernel.remove(ONE);
    }

    @Override
    protected String device() {
        return "net_af_packet0,iface=" + ONE;
    }

    @Override
    protected String otherDevice() {
        return "net_af_packet1,iface=" + OTHER;
    }
}
