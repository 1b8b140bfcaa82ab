package io.mecvswitch.dpdk;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The one provider of a test class's JVM, and short ways to name a device. */
final class Devices {
    static final int MTU = 9_216;
    static final int BUFFERS = 4_095;
    static final List<String> MESSAGES = new ArrayList<>();

    private static DpdkPortProvider provider;

    private Devices() {
    }

    static synchronized DpdkPortProvider provider() {
        if (provider == null) {
            provider = new DpdkPortProvider(dataplane(true), List.of(port("largest", "net_null9")), MESSAGES::add);
        }
        return provider;
    }

    static DataplaneConfig dataplane(final boolean hugePages) {
        final DataplaneConfig d = DataplaneConfig.DEFAULT;
        return new DataplaneConfig(
            d.workerCpus(), d.cutAfter(), d.idle(), d.vectorSize(), d.handoffSize(), BUFFERS, hugePages);
    }

    static PortConfig port(final String name, final String device) {
        return port(name, device, MTU);
    }

    static PortConfig port(final String name, final String device, final int mtu) {
        return new PortConfig(
            name, PortConfig.Role.ACCESS, device, true, mtu, true, Optional.empty(), Optional.empty());
    }

    static DpdkPort open(final String device) {
        return open(device, MTU);
    }

    static DpdkPort open(final String device, final int mtu) {
        return (DpdkPort) provider().open(port("port", device, mtu), 1);
    }
}
