package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.port.PortException;
import java.util.Optional;

/** Which device is the other end of a port's, so that the demo can plug its simulators in. */
final class FarEnd {
    private static final String DRIVER = "net_memif";
    private static final String SERVER = "role=server";

    private FarEnd() {
    }

    /**
     * The client of a shared-memory link whose server a port is.
     *
     * @throws PortException if the port is something else
     */
    static PortConfig of(final PortConfig port) {
        if (!port.device().startsWith(DRIVER) || !port.device().contains(SERVER)) {
            throw new PortException("The demo can't plug its simulator into " + port.name() + " (" + port.device()
                + "): give it a device such as net_memif0,role=server,id=0,socket=demo.");
        }
        final String client = port.device().substring(DRIVER.length()).replace(SERVER, "role=client");
        final String device = DRIVER + "_far_" + client;
        return new PortConfig(port.name() + "-far-end", port.role(), device, true, port.mtu(), true,
            Optional.empty(), Optional.empty());
    }
}
