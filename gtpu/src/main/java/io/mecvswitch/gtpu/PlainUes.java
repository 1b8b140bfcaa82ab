package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpPrefix;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * UEs without tunnels (SGi, N6), by the prefixes of their addresses, and the ports where their packets are.
 *
 * <p>Each prefix has a row in the {@link TunnelTable}, with which packets are popped and pushed as with a bearer's:
 * what is popped is the Ethernet header, and what is pushed is one like that seen last. A look-up goes through the
 * lengths there are, longest first, and in each by halves. Made by control and not changed after; any lane.
 */
public final class PlainUes {
    /** Nobody. */
    public static final PlainUes NONE = new PlainUes(new Length[0], new int[0]);
    /** At a port there are no packets of UEs without tunnels. */
    public static final int NO_DIRECTION = -1;

    private final Length[] lengths;
    private final int[] directions;

    /** Prefixes of one length and family, in order. */
    private record Length(int version, long highMask, long lowMask, long[] highs, long[] lows, int[] rows) {
        static Length of(final List<IpPrefix> prefixes, final TunnelTable table) {
            final IpPrefix any = prefixes.getFirst();
            final List<IpPrefix> sorted = prefixes.stream().sorted(
                Comparator.<IpPrefix>comparingLong(prefix -> prefix.address().high())
                    .thenComparingLong(prefix -> prefix.address().low())).toList();
            return new Length(any.address().version(), any.highMask(), any.lowMask(),
                sorted.stream().mapToLong(prefix -> prefix.address().high()).toArray(),
                sorted.stream().mapToLong(prefix -> prefix.address().low()).toArray(),
                sorted.stream().mapToInt(table::prefix).toArray());
        }

        int find(final long high, final long low) {
            int from = 0;
            int to = rows.length;
            while (from < to) {
                final int middle = from + to >>> 1;
                if (highs[middle] < high || highs[middle] == high && lows[middle] < low) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from < rows.length && highs[from] == high && lows[from] == low ? rows[from] : TunnelTable.NONE;
        }
    }

    private PlainUes(final Length[] lengths, final int[] directions) {
        this.lengths = lengths;
        this.directions = directions;
    }

    /**
     * @param prefixes   of UEs' addresses, in any order
     * @param table      where their rows are, or will be
     * @param directions by port index: {@link TunnelTable#UPLINK} where their packets come from UEs, {@link
     *                   TunnelTable#DOWNLINK} where they come from the world, or {@link #NO_DIRECTION}
     */
    public PlainUes(final Collection<IpPrefix> prefixes, final TunnelTable table, final int[] directions) {
        this(prefixes.stream().distinct()
            .collect(Collectors.groupingBy(PlainUes::rank, TreeMap::new, Collectors.toList()))
            .values().stream().map(list -> Length.of(list, table)).toArray(Length[]::new), directions.clone());
    }

    /** Longer ones first; the families apart. */
    private static int rank(final IpPrefix prefix) {
        return -2 * prefix.length() + prefix.address().version() / 6;
    }

    /** Which way packets of UEs without tunnels go that come in by a port. */
    int direction(final int port) {
        return port < directions.length ? directions[port] : NO_DIRECTION;
    }

    /** Row of the longest prefix of an address, or {@link TunnelTable#NONE}. */
    int find(final int version, final long high, final long low) {
        for (final Length length : lengths) {
            if (length.version == version) {
                final int row = length.find(high & length.highMask, low & length.lowMask);
                if (row != TunnelTable.NONE) {
                    return row;
                }
            }
        }
        return TunnelTable.NONE;
    }
}
