package io.mecvswitch.vswitch.demo;

import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.CounterValue;
import io.mecvswitch.status.StatusSnapshot;
import io.mecvswitch.vswitch.show.Column;
import io.mecvswitch.vswitch.show.Screen;
import io.mecvswitch.vswitch.show.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the switch counts while the demo runs: on a terminal a table in place, elsewhere a line every few seconds.
 *
 * <p>Control thread.
 */
final class LiveTable {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final double US_PER_MS = 1e3;
    private static final long LINE_EVERY_NS = 3_000_000_000L;

    private final Screen screen;
    private final boolean terminal;
    private final long startNs = System.nanoTime();
    private StatusSnapshot before;
    private long beforeNs;

    LiveTable(final Screen screen, final boolean terminal, final StatusSnapshot start) {
        this.screen = screen;
        this.terminal = terminal;
        this.before = start;
        this.beforeNs = startNs;
    }

    /** Shows a snapshot, if it is time for one. */
    void update(final StatusSnapshot now) {
        final long nowNs = System.nanoTime();
        if (!terminal && nowNs - beforeNs < LINE_EVERY_NS) {
            return;
        }
        final double seconds = (nowNs - beforeNs) / NS_PER_SECOND;
        if (terminal) {
            screen.draw(clock() + "\n" + ports(now, seconds).text(true) + "\n" + rules(now, seconds).text(true)
                + "Dropped: " + now.total(CounterType.DROPPED) + "\n");
        } else {
            screen.line(clock() + summary(now, seconds));
        }
        before = now;
        beforeNs = nowNs;
    }

    /** Says that something has happened. */
    void event(final String sentence) {
        screen.line(clock() + sentence);
    }

    /** How the change in mid-run is told: what went through the switch meanwhile, and what it lost. */
    static String change(final StatusSnapshot before, final StatusSnapshot after, final long tookUs) {
        return String.format(Locale.ROOT,
            "configuration changed under traffic in %.1f ms (frank's requests now go to the edge application):"
                + " %,d packets sent meanwhile, %,d dropped", tookUs / US_PER_MS,
            after.total(CounterType.PORT_TX_PACKETS) - before.total(CounterType.PORT_TX_PACKETS),
            after.total(CounterType.DROPPED) - before.total(CounterType.DROPPED));
    }

    private String clock() {
        return String.format(Locale.ROOT, "%4.1f s  ", (System.nanoTime() - startNs) / NS_PER_SECOND);
    }

    private Table ports(final StatusSnapshot now, final double seconds) {
        final Table table = new Table(List.of(Column.text("Port", "port"),
            Column.rate("Rx pkt/s", "rxRate"), Column.count("Rx packets", "rx"),
            Column.rate("Tx pkt/s", "txRate"), Column.count("Tx packets", "tx"),
            Column.time("p50", "p50"), Column.time("p99", "p99")));
        for (final CounterValue rx : now.of(CounterType.PORT_RX_PACKETS)) {
            table.add(Arrays.asList(rx.label(), rate(now, rx.type(), rx.label(), seconds), rx.value(),
                rate(now, CounterType.PORT_TX_PACKETS, rx.label(), seconds),
                value(now, CounterType.PORT_TX_PACKETS, rx.label()),
                value(now, CounterType.LATENCY_P50, rx.label()), value(now, CounterType.LATENCY_P99, rx.label())));
        }
        return table;
    }

    private Table rules(final StatusSnapshot now, final double seconds) {
        final Table table = new Table(List.of(
            Column.text("Rule", "rule"), Column.rate("Pkt/s", "rate"), Column.count("Packets", "packets")));
        for (final CounterValue hits : now.of(CounterType.RULE_PACKETS)) {
            table.add(List.of(hits.label(), rate(now, hits.type(), hits.label(), seconds), hits.value()));
        }
        return table;
    }

    private String summary(final StatusSnapshot now, final double seconds) {
        final StringBuilder text = new StringBuilder();
        for (final CounterValue rx : now.of(CounterType.PORT_RX_PACKETS)) {
            text.append(String.format(Locale.ROOT, "%s rx %,.0f/s tx %,.0f/s p99 %.0f us | ", rx.label(),
                rate(now, rx.type(), rx.label(), seconds),
                rate(now, CounterType.PORT_TX_PACKETS, rx.label(), seconds),
                value(now, CounterType.LATENCY_P99, rx.label()) / NS_PER_US));
        }
        now.of(CounterType.RULE_PACKETS).forEach(rule ->
            text.append(String.format(Locale.ROOT, "%s %,d | ", rule.label(), rule.value())));
        return text.append("dropped ").append(now.total(CounterType.DROPPED)).toString();
    }

    private double rate(final StatusSnapshot now, final CounterType type, final String label, final double seconds) {
        return (value(now, type, label) - value(before, type, label)) / seconds;
    }

    private static long value(final StatusSnapshot snapshot, final CounterType type, final String label) {
        return snapshot.find(type, label).map(CounterValue::value).orElse(0L);
    }
}
