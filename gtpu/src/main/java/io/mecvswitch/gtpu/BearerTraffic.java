package io.mecvswitch.gtpu;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerState.Traffic;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Packets and octets of each tunnel of each bearer, beside the {@link TunnelTable} and by its references. It takes no
 * memory before somebody wants to count.
 *
 * <pre>
 *   of each tunnel, by reference        word 0  packets
 *                                       word 1  octets of T-PDUs
 * </pre>
 *
 * <p>One lane counts, control reads. A bearer that takes the name of another one goes on with its counts, give or take
 * those of packets that were under way.
 */
public final class BearerTraffic implements TunnelTable.RowObserver {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CHUNK_SHIFT = 15;
    private static final int CHUNK_MASK = (1 << CHUNK_SHIFT) - 1;
    private static final int WORDS = 2;
    private static final int MAX_CHUNKS = RowIndex.REFERENCES >>> CHUNK_SHIFT;

    // read by the lane; control adds chunks before the lane finds a bearer of them
    private final long[][] chunks = new long[MAX_CHUNKS][];
    private boolean counting;

    /**
     * Makes room for the bearers there are, and from now on for those that come, before a lane counts; or forgets all,
     * when none does any more. Control.
     */
    public void count(final boolean wanted, final TunnelTable table) {
        if (wanted && !counting) {
            for (int row = 0; row < table.rowCount(); row += 1 << CHUNK_SHIFT - 1) {
                makeRoom(row);
            }
        } else if (!wanted && counting) {
            Arrays.fill(chunks, null);
        }
        counting = wanted;
    }

    private void makeRoom(final int row) {
        final int chunk = row << 1 >>> CHUNK_SHIFT;
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[WORDS << CHUNK_SHIFT];
        }
    }

    @Override
    public void filled(final int row, final int former, final BearerConfig bearer) {
        if (counting) {
            makeRoom(row);
            for (int direction = TunnelTable.UPLINK; direction <= TunnelTable.DOWNLINK; direction++) {
                final Optional<Traffic> before =
                    former == TunnelTable.NONE ? Optional.empty() : of(former << 1 | direction);
                set(row << 1 | direction, before.orElse(new Traffic(0, 0)));
            }
        }
    }

    private void set(final int reference, final Traffic traffic) {
        final long[] chunk = chunks[reference >>> CHUNK_SHIFT];
        WORD.setOpaque(chunk, at(reference), traffic.packets());
        WORD.setOpaque(chunk, at(reference) + 1, traffic.octets());
    }

    /** Counts a packet. The lane that counts, of a bearer that it found. */
    void add(final int reference, final int octets) {
        final long[] chunk = chunks[reference >>> CHUNK_SHIFT];
        final int at = at(reference);
        WORD.setOpaque(chunk, at, chunk[at] + 1);
        WORD.setOpaque(chunk, at + 1, chunk[at + 1] + octets);
    }

    /** What was counted of a tunnel; empty if it is not counted. Control. */
    Optional<Traffic> of(final int reference) {
        final long[] chunk = chunks[reference >>> CHUNK_SHIFT];
        return chunk == null ? Optional.empty() : Optional.of(new Traffic(
            (long) WORD.getOpaque(chunk, at(reference)), (long) WORD.getOpaque(chunk, at(reference) + 1)));
    }

    private static int at(final int reference) {
        return (reference & CHUNK_MASK) * WORDS;
    }
}
