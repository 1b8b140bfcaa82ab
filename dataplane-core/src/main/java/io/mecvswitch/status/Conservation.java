package io.mecvswitch.status;

import java.util.Locale;

/**
 * Whether every packet is accounted for: {@code received + copied = sent + punted + dropped + resting}.
 *
 * <p>It holds at every moment at which no lane is at work on a vector. Of a running switch the difference is what lanes
 * held when the snapshot was taken: at most some vectors, and never negative for long.
 *
 * @param received packets taken from ports
 * @param copied   packets the switch made as copies of others
 * @param sent     packets that ports took
 * @param punted   packets handed to control
 * @param dropped  packets dropped, for whatever reason
 * @param resting  packets in handoffs and in stages that keep some
 */
public record Conservation(long received, long copied, long sent, long punted, long dropped, long resting) {
    /** Adds up what a snapshot says. */
    public static Conservation of(final StatusSnapshot snapshot) {
        return new Conservation(
            snapshot.total(CounterType.PORT_RX_PACKETS),
            snapshot.total(CounterType.COPIED),
            snapshot.total(CounterType.PORT_TX_PACKETS),
            snapshot.total(CounterType.PUNTED),
            snapshot.total(CounterType.DROPPED),
            snapshot.total(CounterType.RESTING) + inHandoffs(snapshot));
    }

    /** Handed over by all lanes, less what those behind a handoff have taken. */
    private static long inHandoffs(final StatusSnapshot snapshot) {
        return snapshot.total(CounterType.LANE_PACKETS_OUT) - snapshot.of(CounterType.LANE_PACKETS_IN).stream()
            .filter(lane -> lane.subKey() > 0).mapToLong(CounterValue::value).sum();
    }

    /** Packets received or copied, and not accounted for; negative if more is accounted for than there was. */
    public long missing() {
        return received + copied - sent - punted - dropped - resting;
    }

    /** Whether nothing is missing. */
    public boolean holds() {
        return missing() == 0;
    }

    @Override
    public String toString() {
        final String books = String.format(Locale.ROOT,
            "received %,d + copied %,d = sent %,d + punted %,d + dropped %,d + resting %,d",
            received, copied, sent, punted, dropped, resting);
        return holds() ? books : String.format(Locale.ROOT, "%s, off by %,d", books, missing());
    }
}
