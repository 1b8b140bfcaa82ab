package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import io.mecvswitch.port.PortProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The devices that are open, and what has to be opened and closed to get from one configuration to the next.
 *
 * <p>Control thread. What is new opens before a configuration is published, what is gone closes after every lane has
 * left it.
 */
final class PortSet {
    private static final int SIGNIFICANT_DIGITS = 2;
    /** A rule's key has 16 bits for the ingress port. */
    private static final int MAX_INDEXES = 1 << 16;

    private final PortProvider provider;
    private final int lines;
    private final boolean needsQueues;
    private Map<String, PortSlot> slots = new LinkedHashMap<>();
    private int nextIndex;

    /**
     * @param lines       that share them
     * @param needsQueues whether each line has to have queues of its own
     */
    PortSet(final PortProvider provider, final int lines, final boolean needsQueues) {
        this.provider = provider;
        this.lines = lines;
        this.needsQueues = needsQueues;
    }

    /** The ports of the running configuration, in its order. */
    List<PortSlot> slots() {
        return List.copyOf(slots.values());
    }

    /** Indexes given so far. */
    int indexCount() {
        return nextIndex;
    }

    /**
     * Opens what a configuration adds.
     *
     * @return the ports of that configuration; they are not yet {@link #slots}
     * @throws ConfigRefusedException if a device can't be had; those that were opened for it are closed again
     */
    List<PortSlot> open(final SwitchConfig config) {
        final List<PortSlot> wanted = new ArrayList<>();
        for (final PortConfig port : config.ports()) {
            try {
                wanted.add(slot(port));
            } catch (final PortException e) {
                abandon(wanted);
                throw new ConfigRefusedException(
                    List.of(new Violation(ConfigPaths.port(port.name()) + "/device", e.getMessage())));
            }
        }
        return wanted;
    }

    private PortSlot slot(final PortConfig config) {
        final PortSlot known = slots.get(config.name());
        if (known != null && !reopens(known.config(), config)) {
            return known.configured(config);
        }
        if (nextIndex == MAX_INDEXES) {
            throw new PortException("This switch has opened " + MAX_INDEXES + " ports since it started and has no"
                + " numbers left. Restart it.");
        }
        final Optional<Port> port = config.enabled() ? Optional.of(open(config)) : Optional.empty();
        return new PortSlot(nextIndex++, config, port,
            Stream.generate(() -> new SingleWriterRecorder(SIGNIFICANT_DIGITS)).limit(lines).toList());
    }

    private Port open(final PortConfig config) {
        final Port port = provider.open(config, lines);
        if (needsQueues && port.queues() < lines) {
            port.close();
            throw new PortException("Port " + config.name() + " (" + config.device() + ") has no receive and transmit"
                + " queues for " + lines + " lines. Use fewer lines, or let the switch spread packets by UE.");
        }
        return port;
    }

    /** Whether a change of a port's settings means another device. */
    static boolean reopens(final PortConfig before, final PortConfig after) {
        return !before.device().equals(after.device()) || before.enabled() != after.enabled()
            || before.mtu() != after.mtu() || before.promiscuous() != after.promiscuous();
    }

    /** Closes what was opened for a configuration that will not run. */
    void abandon(final List<PortSlot> wanted) {
        wanted.stream().filter(slot -> !isRunning(slot)).forEach(PortSet::close);
    }

    private boolean isRunning(final PortSlot slot) {
        final PortSlot known = slots.get(slot.config().name());
        return known != null && known.index() == slot.index();
    }

    /** Takes the ports of the configuration that every lane now runs, and closes all others. */
    void keep(final List<PortSlot> running) {
        final Map<String, PortSlot> before = slots;
        slots = running.stream().collect(Collectors.toMap(
            slot -> slot.config().name(), slot -> slot, (a, b) -> a, LinkedHashMap::new));
        before.values().stream().filter(slot -> !isRunning(slot)).forEach(PortSet::close);
    }

    private static void close(final PortSlot slot) {
        slot.port().ifPresent(Port::close);
    }
}
