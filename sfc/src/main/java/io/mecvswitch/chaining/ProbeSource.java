package io.mecvswitch.chaining;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MessageSource;
import io.mecvswitch.port.PacketBurst;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The requests to the members behind one port, as if they were received: they take the line like other packets, to that
 * port. The receiving lane.
 */
public final class ProbeSource extends MessageSource {
    private final PacketMemory memory;
    private final NanoClock clock;
    private final MemberProbe[] probes;

    /**
     * @param name   of the port the requests go to
     * @param probes of the members whose ingress port it is
     * @param memory gives buffers
     * @param clock  says when
     * @param made   counts packets the switch makes, before they go anywhere
     */
    public ProbeSource(final String name, final List<MemberProbe> probes, final PacketMemory memory,
        final NanoClock clock, final AtomicCounter made) {
        super(name, memory, made);
        this.memory = memory;
        this.clock = clock;
        this.probes = probes.toArray(MemberProbe[]::new);
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        into.size = 0;
        final long nowNs = clock.nanoTime();
        for (final MemberProbe probe : probes) {
            if (into.size < into.capacity() && probe.isDue(nowNs)) {
                make(probe, into);
            }
        }
        return into.size;
    }

    private void make(final MemberProbe probe, final PacketBurst into) {
        final long frame = add(probe.request(), 0, (int) probe.request().byteSize(), into);
        if (frame != NO_BUFFER) {
            probe.finish(memory.bytes(), frame);
        }
    }
}
