package io.mecvswitch.capture;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several capture files, each behind a port, played as one: in the order of their times.
 *
 * <p>Each port has a view, and a lane that polls the views in turn receives every packet when its time has come: not
 * before any packet of another port with a smaller time, nor one of an earlier port with the same. The order within a
 * port is the file's, whatever its times say. One burst per port is held here to look ahead.
 *
 * <pre>
 *   port 0 ─▶ [ 10 20 30 ] ─▶ view 0:  10 20
 *   port 1 ─▶ [ 25 26    ] ─▶ view 1:        25 26    then port 1 is asked again: may 30 go?
 * </pre>
 *
 * <p>All views are polled by one thread; {@link #drained} may be asked by any.
 */
public final class MergedInput {
    private final List<View> views = new ArrayList<>();
    // written by the polling thread
    private volatile boolean drained;

    /**
     * @param ports     give timestamps and end: after nothing was received without want of buffers, nothing comes
     * @param memory    where packets that were not asked for any more are given back to
     * @param lookAhead packets held per port at most
     * @throws PortException if a port has no timestamps
     */
    public MergedInput(final List<Port> ports, final PacketMemory memory, final int lookAhead) {
        for (final Port port : ports) {
            if (!port.timestamps()) {
                throw new PortException("Port " + port.name() + " gives no timestamps and can't be replayed in order:"
                    + " use a capture file.");
            }
            views.add(new View(port, memory, lookAhead));
        }
        drained = views.isEmpty();
    }

    /** What to poll in place of the ports, in their order; closing one closes its port. */
    public List<Port> views() {
        return List.copyOf(views);
    }

    /** Whether every port came to its end and gave all it held. */
    public boolean drained() {
        return drained;
    }

    private void lookAhead() {
        boolean more = false;
        for (int i = 0; i < views.size(); i++) {
            more |= views.get(i).lookAhead();
        }
        drained = !more;
    }

    /** Whether no other port has, or may yet have, a packet to go before this one of {@code view}. */
    private boolean isDue(final View view, final long timeNs) {
        boolean later = false;
        for (int i = 0; i < views.size(); i++) {
            final View other = views.get(i);
            if (other == view) {
                later = true;
            } else if (!other.allows(timeNs, later)) {
                return false;
            }
        }
        return true;
    }

    private final class View extends PortDecorator {
        private final PacketMemory memory;
        private final PacketBurst held;
        private int next;
        private boolean ended;
        private long noBuffer;

        View(final Port port, final PacketMemory memory, final int capacity) {
            super(port);
            this.memory = memory;
            this.held = new PacketBurst(capacity);
            this.noBuffer = port.statistics().rxNoBuffer();
        }

        @Override
        public int rxBurst(final int queue, final PacketBurst into) {
            MergedInput.this.lookAhead();
            into.size = 0;
            while (next < held.size && into.size < into.capacity() && isDue(this, held.timeNs[next])) {
                into.add(held.handle[next], held.position[next], held.length[next], held.timeNs[next]);
                next++;
            }
            return into.size;
        }

        /** Fills the look-ahead if it is empty; whether anything is there or may come. */
        boolean lookAhead() {
            if (next == held.size && !ended) {
                next = 0;
                if (port.rxBurst(0, held) == 0) {
                    ended = !lacksBuffers();
                }
            }
            return next < held.size || !ended;
        }

        /** A file's end and a want of buffers both give nothing; only the latter is counted. */
        private boolean lacksBuffers() {
            final long before = noBuffer;
            noBuffer = port.statistics().rxNoBuffer();
            return noBuffer != before;
        }

        /** Whether a packet of another port may go first. */
        boolean allows(final long timeNs, final boolean evenIfEqual) {
            if (next == held.size) {
                return ended;
            }
            return timeNs < held.timeNs[next] || evenIfEqual && timeNs == held.timeNs[next];
        }

        @Override
        public void close() {
            if (next < held.size) {
                memory.free(held.handle, next, held.size - next);
            }
            next = held.size;
            ended = true;
            super.close();
        }
    }
}
