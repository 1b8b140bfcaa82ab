package io.mecvswitch.vswitch.run;

import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.port.PortProvider;
import java.util.List;
import java.util.function.Consumer;

/** Makes a provider of ports: DPDK's, or one in memory for tests. */
@FunctionalInterface
public interface PortProviders {
    /**
     * Makes it.
     *
     * @param layout   number of buffers
     * @param ports    that will be opened at first
     * @param messages gets sentences for the operator
     */
    PortProvider make(DataplaneConfig layout, List<PortConfig> ports, Consumer<String> messages);
}
