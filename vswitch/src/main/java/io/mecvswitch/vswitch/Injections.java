package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.InjectedFrame;
import io.mecvswitch.config.Violation;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.InjectionSource;
import io.mecvswitch.stage.Input;
import io.mecvswitch.status.StatusFile;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where frames come in that no device received, on a switch that is told to allow that. Control thread. */
final class Injections {
    private final PacketMemory memory;
    private final StatusFile status;
    private final Map<String, InjectionSource> sources = new HashMap<>();
    private boolean allowed;

    Injections(final PacketMemory memory, final StatusFile status) {
        this.memory = memory;
        this.status = status;
    }

    /** From the next configuration on. */
    void allow() {
        allowed = true;
    }

    /** Another place where a port's packets come in; nothing where that is not allowed. */
    Optional<Input> input(final PortSlot slot) {
        return !allowed || slot.port().isEmpty() ? Optional.empty() : Optional.of(new Input(slot.index(),
            sources.computeIfAbsent(slot.config().name(), name -> new InjectionSource(name, memory, status.copied())),
            0, status.probePackets(), status.probeBytes()));
    }

    /**
     * Lets a port receive a frame.
     *
     * @return why it can't; all of it is taken, or nothing
     */
    List<Violation> inject(final InjectedFrame frame) {
        final String path = ConfigPaths.port(frame.port());
        if (!allowed) {
            return List.of(new Violation(path,
                "This switch takes in nothing but what its devices receive. Start it with --allow-injection."));
        }
        final InjectionSource source = sources.get(frame.port());
        if (source == null) {
            return List.of(new Violation(path, "No port of this name receives anything"
                + " by the switch's own clock. Name one that is enabled, and is no capture."));
        }
        if (source.waiting() + frame.count() > InjectionSource.CAPACITY) {
            return List.of(new Violation(path, source.waiting() + " frames wait for their turn. Try again later."));
        }
        final MemorySegment octets = MemorySegment.ofArray(frame.frame());
        for (int i = 0; i < frame.count(); i++) {
            source.offer(octets);
        }
        return List.of();
    }

    /** Forgets sources that no lane takes anything from any more; frames that wait there are forgotten, too. */
    void retain(final List<Input> inputs) {
        sources.values().removeIf(source -> inputs.stream().noneMatch(input -> input.port() == source));
    }
}
