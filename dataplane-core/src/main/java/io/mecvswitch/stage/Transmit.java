package io.mecvswitch.stage;

import io.mecvswitch.port.PacketBurst;
import java.util.Arrays;
import org.agrona.concurrent.NanoClock;

/**
 * The end of the line: one burst per egress port, in the packets' order.
 *
 * <p>What the device does not take is counted and dropped: waiting here would stop every other port's packets. A vector
 * that goes to one port as a whole, the ordinary case, is handed to the device as it is; a mixed one is gathered first.
 * When something throws, the packets that were gathered are dropped here, and the vector keeps those that were not.
 */
public final class Transmit extends Sender {
    private final Egress[] egresses;
    private final PacketBurst[] gathered;
    private final Exit exit;
    private final NanoClock clock;
    private final Splitter splitter;
    // written by the lane only: packets of the vector that are gathered, or gone
    private int handled;

    /**
     * One for a line in which nobody cuts packets.
     *
     * @param egresses   by port index; null where there is no port any more
     * @param vectorSize packets of one vector at most
     * @param exit       takes what is not sent
     * @param clock      the one {@link PacketVector#sampledNs} was read from
     */
    public Transmit(final Egress[] egresses, final int vectorSize, final Exit exit, final NanoClock clock) {
        this(egresses, vectorSize, exit, clock, null);
    }

    /**
     * @param egresses   by port index; null where there is no port any more
     * @param vectorSize packets of one vector at most
     * @param exit       takes what is not sent
     * @param clock      the one {@link PacketVector#sampledNs} was read from
     * @param splitter   cuts packets; null if {@link PacketVector#splits} is never set
     */
    public Transmit(final Egress[] egresses, final int vectorSize, final Exit exit, final NanoClock clock,
        final Splitter splitter) {
        this(egresses, bursts(egresses.length, vectorSize), exit, clock, splitter);
    }

    /**
     * @param egresses by port index; null where there is no port any more
     * @param gathered by port index: empty bursts, made by {@link #burst}; those of the predecessor are empty, and will
     *                 do
     * @param exit     takes what is not sent
     * @param clock    the one {@link PacketVector#sampledNs} was read from
     * @param splitter cuts packets; null if {@link PacketVector#splits} is never set
     */
    public Transmit(final Egress[] egresses, final PacketBurst[] gathered, final Exit exit, final NanoClock clock,
        final Splitter splitter) {
        this.splitter = splitter;
        this.egresses = egresses;
        this.gathered = gathered;
        this.exit = exit;
        this.clock = clock;
    }

    private static PacketBurst[] bursts(final int count, final int vectorSize) {
        final PacketBurst[] bursts = new PacketBurst[count];
        Arrays.setAll(bursts, _ -> burst(vectorSize));
        return bursts;
    }

    /**
     * A burst in which packets for a port are gathered.
     *
     * @param vectorSize packets of one vector at most
     */
    public static PacketBurst burst(final int vectorSize) {
        return new PacketBurst(vectorSize + Splitter.MAX_PIECES);
    }

    /** Without pieces, only where the device is to be told, does not take all, or takes none so long. */
    @Override
    public boolean looksAtPackets() {
        return splitter != null;
    }

    @Override
    public void process(final PacketVector vector) {
        handled = 0;
        try {
            send(vector);
        } catch (final RuntimeException e) {
            fail(vector);
            throw e;
        }
        vector.size = 0;
    }

    private void send(final PacketVector vector) {
        if (vector.splits) {
            gatherPieces(vector);
            sendGathered(vector.sampledNs);
        } else if (vector.together) {
            send(vector.commonEgress, vector, vector.sampledNs);
        } else if (leavesTogether(vector)) {
            send(vector.egress[0], vector, vector.sampledNs);
        } else {
            gather(vector);
            sendGathered(vector.sampledNs);
        }
    }

    /** Every packet has one owner again: what nobody sent is dropped, by the lane if it is still the vector's. */
    private void fail(final PacketVector vector) {
        for (final PacketBurst burst : gathered) {
            if (handled > 0 && burst.size > 0) {
                exit.drop(burst.handle, 0, burst.size, DropReason.STAGE_FAILED);
            }
            burst.size = 0;
        }
        if (splitter != null) {
            splitter.end();
        }
        vector.removeFirst(handled);
    }

    private void gatherPieces(final PacketVector vector) {
        splitter.begin(vector);
        for (int i = 0; i < vector.size; i++) {
            final PacketBurst burst = gathered[vector.egress[i]];
            makeRoom(vector, i, burst);
            final DropReason wrong = splitter.split(vector, i);
            handled = i + 1;
            if (wrong == DropReason.NONE) {
                addPieces(burst);
            } else {
                exit.drop(vector.handle, i, 1, wrong);
            }
        }
        splitter.end();
    }

    /** A burst that has no room for one more packet's pieces goes at once. */
    private void makeRoom(final PacketVector vector, final int i, final PacketBurst burst) {
        if (burst.size + Splitter.MAX_PIECES > burst.capacity()) {
            send(vector.egress[i], burst, vector.sampledNs);
        }
    }

    private void addPieces(final PacketBurst burst) {
        final PacketBurst pieces = splitter.pieces();
        for (int k = 0; k < pieces.size; k++) {
            burst.add(pieces.handle[k], pieces.position[k], pieces.length[k], pieces.timeNs[k]);
        }
        burst.moved = true;
    }

    private static boolean leavesTogether(final PacketVector vector) {
        final int[] egresses = vector.egress;
        final int size = vector.size;
        final int egress = egresses[0];
        int differences = 0;
        for (int i = 0; i < size; i++) {
            differences |= egresses[i] ^ egress;
        }
        return differences == 0;
    }

    private void gather(final PacketVector vector) {
        vector.describe(0);
        for (int i = 0; i < vector.size; i++) {
            final PacketBurst burst = gathered[vector.egress[i]];
            burst.add(vector.handle[i], vector.position[i], vector.length[i], vector.timeNs[i]);
            burst.moved = vector.moved;
        }
        handled = vector.size;
    }

    private void sendGathered(final long sampledNs) {
        for (int egress = 0; egress < gathered.length; egress++) {
            final PacketBurst burst = gathered[egress];
            if (burst.size > 0) {
                send(egress, burst, sampledNs);
            }
        }
    }

    /** The burst is empty then. */
    private void send(final int index, final PacketBurst burst, final long sampledNs) {
        final Egress egress = egresses[index];
        if (egress == null) {
            exit.drop(burst.handle, 0, burst.size, DropReason.EGRESS_DOWN);
            burst.size = 0;
            return;
        }
        // Lengths are read before the device owns the packets.
        measure(burst);
        if (burst.longest > egress.port().maxFrameLength()) {
            removeTooLong(burst, egress.port().maxFrameLength());
            burst.measure();
        }
        final int size = burst.size;
        final int octets = burst.octets;
        if (size == 0) {
            return;
        }
        if (!egress.port().takesHandles()) {
            burst.describe(0);
        }
        final int sent = egress.port().txBurst(egress.queue(), burst);
        final int left = sent == size ? 0 : burst.octets(sent, size);
        burst.size = 0;
        burst.measured = false;
        egress.packets().getAndAddRelease(sent);
        egress.bytes().getAndAddRelease(octets - left);
        if (sent < size) {
            exit.drop(burst.handle, sent, size - sent, DropReason.EGRESS_FULL);
        }
        if (sampledNs != 0) {
            egress.latencyNs().recordValue(Math.max(0, clock.nanoTime() - sampledNs));
        }
    }

    /** What nobody has changed since it was received need not be measured again. */
    private static void measure(final PacketBurst burst) {
        if (burst.moved || !burst.measured) {
            burst.measure();
        }
    }

    private void removeTooLong(final PacketBurst burst, final int maxLength) {
        burst.describe(0);
        final int size = burst.size;
        burst.size = 0;
        for (int i = 0; i < size; i++) {
            if (burst.length[i] > maxLength) {
                exit.drop(burst.handle, i, 1, DropReason.PACKET_TOO_BIG);
            } else {
                burst.add(burst.handle[i], burst.position[i], burst.length[i], burst.timeNs[i]);
            }
        }
    }
}
