package io.mecvswitch.gtpu;

import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerState;
import io.mecvswitch.config.BearerState.Tunnel;
import io.mecvswitch.config.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Tells which bearers there are, page by page in the order of their rows, which stay where they are: a bearer that is
 * there all the time is told once. Control, between changes; lanes notice nothing.
 */
public final class BearerReader {
    /** Rows looked at for one page at most, so that a page of few bearers out of a million keeps nobody waiting. */
    private static final int MOST_ROWS = 20_000;
    private static final BearerState.Source[] SOURCES = sources();

    private final TunnelTable table;
    private final BearerTraffic traffic;

    /** Of a table, and of what is counted beside it. */
    public BearerReader(final TunnelTable table, final BearerTraffic traffic) {
        this.table = table;
        this.traffic = traffic;
    }

    private static BearerState.Source[] sources() {
        final BearerState.Source[] sources = new BearerState.Source[Origin.values().length];
        sources[Origin.CONFIGURED.ordinal()] = BearerState.Source.CONFIGURED;
        sources[Origin.RUN_TIME.ordinal()] = BearerState.Source.RUN_TIME;
        sources[Origin.LEARNED.ordinal()] = BearerState.Source.LEARNED;
        return sources;
    }

    /** A page; it may be short, or empty, and yet not be the last one. */
    public BearerPage page(final BearerPage.Query query) {
        if (query.name().isPresent() || query.ue().isPresent()) {
            return new BearerPage(one(query).stream().toList(), OptionalInt.empty());
        }
        final List<BearerState> found = new ArrayList<>();
        final int last = (int) Math.min(table.rowCount(), (long) query.after() + MOST_ROWS);
        int row = Math.max(0, query.after());
        while (row < last && found.size() < query.limit()) {
            of(row++, query).ifPresent(found::add);
        }
        return new BearerPage(found, row < table.rowCount() ? OptionalInt.of(row) : OptionalInt.empty());
    }

    private Optional<BearerState> one(final BearerPage.Query query) {
        final int row = query.name().map(table::row).orElseGet(() -> {
            final IpAddress ue = query.ue().orElseThrow();
            return table.findUe(ue.version(), ue.high(), ue.low());
        });
        return row == TunnelTable.NONE ? Optional.empty()
            : of(row, query).filter(bearer -> query.ue().filter(ue -> !ue.equals(bearer.ue())).isEmpty());
    }

    /** The bearer of a row, if it has one that is asked for. */
    private Optional<BearerState> of(final int row, final BearerPage.Query query) {
        if (table.live(row) == TunnelTable.NONE) {
            return Optional.empty();
        }
        final BearerState.Source source = SOURCES[table.origin(row).ordinal()];
        return source == null || query.source().filter(asked -> asked != source).isPresent() ? Optional.empty()
            : Optional.of(new BearerState(table.name(row), source, table.ue(row),
                tunnel(row << 1 | TunnelTable.UPLINK), tunnel(row << 1 | TunnelTable.DOWNLINK)));
    }

    private Tunnel tunnel(final int reference) {
        final long key = table.key(reference);
        return new Tunnel(endpoint(TunnelTable.endpoint(key)),
            TunnelTable.isUnknown(key) ? OptionalLong.empty() : OptionalLong.of(key & 0xffff_ffffL),
            table.errorIndications(reference), traffic.of(reference));
    }

    private Optional<IpAddress> endpoint(final int word) {
        if (word == TunnelEndpoints.UNKNOWN) {
            return Optional.empty();
        }
        return Optional.of(TunnelEndpoints.version(word) == 4 ? IpAddress.ofIpv4(word)
            : new IpAddress(6, table.endpoints().high(word), table.endpoints().low(word)));
    }
}
