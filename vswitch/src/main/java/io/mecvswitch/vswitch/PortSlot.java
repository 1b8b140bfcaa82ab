package io.mecvswitch.vswitch;

import io.mecvswitch.config.PortConfig;
import io.mecvswitch.port.Port;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A port of the running configuration.
 *
 * @param index     its place in all tables of the dataplane, for as long as it lives; never given to another port,
 *                  because what was learned of a port keeps its index
 * @param config    as configured
 * @param port      the device; empty while the port is disabled
 * @param latencyNs by line: time in the switch of sampled packets that leave here
 */
record PortSlot(int index, PortConfig config, Optional<Port> port, List<SingleWriterRecorder> latencyNs) {
    /** Whether each line has queues of its own. */
    boolean isShared() {
        return port.isPresent() && port.get().queues() >= latencyNs.size();
    }

    /** The line that polls and fills the port where not all do. It never changes: a queue is one lane's. */
    int owner() {
        return index % latencyNs.size();
    }

    PortSlot configured(final PortConfig other) {
        return other == config ? this : new PortSlot(index, other, port, latencyNs);
    }
}
