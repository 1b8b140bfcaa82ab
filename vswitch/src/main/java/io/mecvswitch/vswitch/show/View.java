package io.mecvswitch.vswitch.show;

import static io.mecvswitch.status.CounterType.*;
import static io.mecvswitch.vswitch.show.Table.alarmIf;

import io.mecvswitch.chaining.MemberState;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.CounterType;
import io.mecvswitch.status.DistinctError;
import io.mecvswitch.status.HopCounters;
import io.mecvswitch.status.LearningEvent;
import io.mecvswitch.status.PathCounters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Ways to look at a sample: each makes a table of it. */
public enum View {
    /** What crosses the ports, and what their devices complain of. */
    PORTS(View::ports),
    /** What the traffic rules concern. */
    RULES(View::rules),
    /** What bridge domains have learned. */
    BRIDGES(View::bridges),
    /** What crosses each RAN slice. */
    SLICES(View::slices),
    /** What limiters say of packets, and what they drop. */
    LIMITERS(View::limiters),
    /** Who has how much of radios' airtime. */
    RADIOS(View::radios),
    /** What shapers let leave by ports, by class. */
    SHAPERS(View::shapers),
    /** What is led through service function chains. */
    CHAINS(View::chains),
    /** What each application of a chain gets and gives back. */
    HOPS(View::hops),
    /** What left unsent, and why. */
    DROPS(View::drops),
    /** What happened while bearers were learned. */
    LEARNING(View::learning),
    /** How the paths to GTP-U peers stand. */
    PATHS(View::paths),
    /** Which old paths the switch's own GTP-U addresses ended. */
    ENDPOINTS(View::endpoints),
    /** How busy the lanes are. */
    LANES(View::lanes),
    /** How long packets stay in the switch. */
    LATENCY(View::latency),
    /** Whether every packet is accounted for. */
    CONSERVATION(View::conservation),
    /** What went wrong in the switch itself. */
    ERRORS(View::errors);

    private static final int BITS_PER_BYTE = 8;

    private final Function<Sample, Table> table;

    /** A column, and what it says of a label; a column of rates is left out of a sample without a past. */
    private record Shown(Column column, Function<String, Object> cell) { }

    View(final Function<Sample, Table> table) {
        this.table = table;
    }

    /** As it is typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Looks. */
    public Table table(final Sample sample) {
        return table.apply(sample);
    }

    private static Table ports(final Sample sample) {
        return table(sample, sample.labels(PORT_RX_PACKETS),
            new Shown(Column.text("Port", "port"), port -> port),
            new Shown(Column.text("Link", "link"), port -> link(sample.value(DEVICE_LINK, port))),
            value(sample, PORT_RX_PACKETS, "Rx packets", "rxPackets"),
            value(sample, PORT_RX_BYTES, "Rx bytes", "rxBytes"),
            rate(sample, PORT_RX_PACKETS, "Rx pkt/s", "rxPacketsPerSecond"),
            bitRate(sample, PORT_RX_BYTES, "Rx bit/s", "rxBitsPerSecond"),
            value(sample, PORT_TX_PACKETS, "Tx packets", "txPackets"),
            value(sample, PORT_TX_BYTES, "Tx bytes", "txBytes"),
            rate(sample, PORT_TX_PACKETS, "Tx pkt/s", "txPacketsPerSecond"),
            bitRate(sample, PORT_TX_BYTES, "Tx bit/s", "txBitsPerSecond"),
            complaint(sample, DEVICE_RX_MISSED, "Missed", "rxMissed"),
            complaint(sample, DEVICE_RX_ERRORS, "Rx errors", "rxErrors"),
            complaint(sample, DEVICE_RX_NO_BUFFER, "No buffer", "rxNoBuffer"),
            complaint(sample, DEVICE_TX_ERRORS, "Tx errors", "txErrors"),
            complaint(sample, PORT_REFUSED, "Refused", "refused"));
    }

    /** A port without a device was removed; what crossed it still counts. */
    private static Object link(final Long state) {
        return state == null ? "removed" : alarmIf(state == 0, state == 0 ? "down" : "up");
    }

    private static Table rules(final Sample sample) {
        return traffic(sample, Column.text("Rule", "rule"), RULE_PACKETS, RULE_BYTES);
    }

    private static Table slices(final Sample sample) {
        return traffic(sample, Column.text("Slice", "slice"), SLICE_PACKETS, SLICE_BYTES);
    }

    private static Table limiters(final Sample sample) {
        return table(sample, sample.labels(LIMITER_GREEN),
            new Shown(Column.text("Limiter", "limiter"), limiter -> limiter),
            value(sample, LIMITER_GREEN, "Green", "green"),
            value(sample, LIMITER_YELLOW, "Yellow", "yellow"),
            value(sample, LIMITER_RED, "Red", "red"),
            complaint(sample, LIMITER_DROPPED, "Dropped", "dropped"),
            rate(sample, LIMITER_DROPPED, "Dropped/s", "droppedPerSecond"),
            value(sample, LIMITER_BYTES, "Bytes", "bytes"),
            bitRate(sample, LIMITER_BYTES, "Bit/s", "bitsPerSecond"));
    }

    private static Table shapers(final Sample sample) {
        return table(sample, sample.labels(SHAPER_PACKETS),
            new Shown(Column.text("Port and class", "class"), name -> name),
            value(sample, SHAPER_PACKETS, "Packets", "packets"),
            value(sample, SHAPER_BYTES, "Bytes", "bytes"),
            rate(sample, SHAPER_PACKETS, "Pkt/s", "packetsPerSecond"),
            bitRate(sample, SHAPER_BYTES, "Bit/s", "bitsPerSecond"),
            complaint(sample, SHAPER_DROPPED, "Dropped", "dropped"),
            complaint(sample, SHAPER_EARLY, "Early", "droppedEarly"),
            value(sample, SHAPER_MARKED, "Marked", "marked"));
    }

    /** What counts its packets and octets, by name. */
    private static Table traffic(final Sample sample, final Column name, final CounterType packets,
        final CounterType octets) {
        return table(sample, sample.labels(packets),
            new Shown(name, label -> label),
            value(sample, packets, "Packets", "packets"),
            value(sample, octets, "Bytes", "bytes"),
            rate(sample, packets, "Pkt/s", "packetsPerSecond"),
            bitRate(sample, octets, "Bit/s", "bitsPerSecond"));
    }

    private static Table bridges(final Sample sample) {
        return table(sample, sample.labels(BRIDGE_STATIONS),
            new Shown(Column.text("Bridge domain", "bridgeDomain"), bridge -> bridge),
            value(sample, BRIDGE_STATIONS, "Stations", "stations"),
            value(sample, BRIDGE_MOVES, "Moves", "moves"),
            complaint(sample, BRIDGE_UNLEARNED, "Not learned", "unlearned"),
            value(sample, BRIDGE_FLOODED, "Flooded", "flooded"),
            rate(sample, BRIDGE_FLOODED, "Flooded/s", "floodedPerSecond"));
    }

    private static Table radios(final Sample sample) {
        return table(sample, sample.labels(VIF_USED_NS),
            new Shown(Column.text("Radio interface", "vif"), vif -> vif),
            value(sample, VIF_USED_NS, "Airtime ns", "usedNs"),
            rate(sample, VIF_USED_NS, "ns/s", "usedNsPerSecond"),
            value(sample, VIF_BACKLOGGED_NS, "Backlogged ns", "backloggedNs"),
            value(sample, VIF_FRAMES, "Frames", "frames"),
            value(sample, VIF_BYTES, "Bytes", "bytes"),
            complaint(sample, VIF_LOST, "Lost", "lost"),
            value(sample, VIF_ATTEMPTS, "Attempts", "attempts"),
            value(sample, VIF_SUCCESSES, "Successes", "successes"),
            new Shown(new Column("PER", "packetErrorRatio", Column.Format.SHARE), vif -> errorRatio(sample, vif)),
            value(sample, VIF_ESTIMATED, "Estimated", "estimated"),
            value(sample, VIF_FACTOR, "Factor/1000", "factorThousandths"),
            value(sample, VIF_CONGESTION, "Congestion/1000", "congestionThousandths"),
            value(sample, VIF_CEILING, "Ceiling ppm", "ceilingPpm"),
            value(sample, VIF_SHARE, "Share ppm", "sharePpm"),
            value(sample, VIF_RECEIVED_NS, "Received ns", "receivedNs"),
            value(sample, VIF_TOLD, "Told", "told"));
    }

    /** Attempts that did not arrive, of all since the last sample; null where there were none, or nobody tells. */
    private static Double errorRatio(final Sample sample, final String vif) {
        final Double arrived = sample.ratio(VIF_SUCCESSES, VIF_ATTEMPTS, vif);
        return arrived == null ? null : Math.max(0, 1 - arrived);
    }

    private static Table chains(final Sample sample) {
        return table(sample, sample.labels(CHAIN_ENTERED),
            new Shown(Column.text("Chain", "chain"), chain -> chain),
            value(sample, CHAIN_ID, "Identifier", "id"),
            value(sample, CHAIN_ENTERED, "Entered", "entered"),
            value(sample, CHAIN_LEFT, "Left", "left"),
            rate(sample, CHAIN_ENTERED, "Entered/s", "enteredPerSecond"),
            time(sample, CHAIN_P50, "p50", "p50Ns"),
            time(sample, CHAIN_P99, "p99", "p99Ns"),
            time(sample, CHAIN_MAX, "Max", "maxNs"),
            value(sample, CHAIN_SAMPLES, "Sampled", "samples"));
    }

    private static Table hops(final Sample sample) {
        return table(sample, sample.labels(HOP_IN),
            word("Chain", "chain", 0), word("Direction", "direction", 1), word("Group", "group", 2),
            word("Port pair", "portPair", 3),
            new Shown(Column.text("State", "state"), hop -> state(sample, hop)),
            value(sample, HOP_IN, "In", "in"),
            value(sample, HOP_OUT, "Out", "out"),
            new Shown(Column.count("Not returned", "notReturned"), hop -> kept(sample, hop, HopCounters.SERVES)),
            new Shown(Column.count("Consumed", "consumed"), hop -> kept(sample, hop, HopCounters.CONSUMES)),
            rate(sample, HOP_IN, "In/s", "inPerSecond"),
            time(sample, HOP_P50, "p50", "p50Ns"),
            time(sample, HOP_P99, "p99", "p99Ns"),
            time(sample, HOP_MAX, "Max", "maxNs"),
            value(sample, HOP_SAMPLES, "Sampled", "samples"));
    }

    /** One of the names that a hop's label is made of. */
    private static Shown word(final String heading, final String key, final int place) {
        return new Shown(Column.text(heading, key), hop -> hop.split(" ")[place]);
    }

    private static Object state(final Sample sample, final String hop) {
        final Long state = sample.value(MEMBER_STATE, hop.split(" ", 3)[2]);
        return state == null ? "up" : alarmIf(state == MemberState.DOWN.ordinal(), MemberState.of(state).word());
    }

    private static Object kept(final Sample sample, final String hop, final long kind) {
        return sample.value(HOP_KIND, hop) != kind ? 0L
            : Math.max(0, sample.value(HOP_IN, hop) - sample.value(HOP_OUT, hop));
    }

    private static Table drops(final Sample sample) {
        final List<String> reasons =
            sample.labels(DROPPED).stream().filter(reason -> sample.value(DROPPED, reason) > 0).toList();
        return table(sample, reasons,
            new Shown(Column.text("Reason", "reason"), reason -> reason),
            value(sample, DROPPED, "Packets", "packets"),
            rate(sample, DROPPED, "Pkt/s", "packetsPerSecond"),
            new Shown(Column.text("What happened", "sentence"),
                reason -> sentence(DropReason.values(), DropReason::sentence, reason)));
    }

    /** A later release has names that this one has no words for. */
    private static <E extends Enum<E>> String sentence(final E[] known, final Function<E, String> words,
        final String label) {
        return Arrays.stream(known).filter(value -> value.name().equals(label)).map(words).findFirst().orElse(null);
    }

    private static Table learning(final Sample sample) {
        return table(sample, sample.labels(CounterType.LEARNING),
            new Shown(Column.text("Event", "event"), event -> event),
            value(sample, CounterType.LEARNING, "Times", "times"),
            rate(sample, CounterType.LEARNING, "Per second", "timesPerSecond"),
            new Shown(Column.text("What happened", "sentence"),
                event -> sentence(LearningEvent.values(), LearningEvent::sentence, event)));
    }

    private static Table paths(final Sample sample) {
        return table(sample, sample.labels(PATH_STATE),
            new Shown(Column.text("Path", "path"), path -> path),
            new Shown(Column.text("State", "state"), path -> path(sample.value(PATH_STATE, path))),
            value(sample, PATH_REQUESTS, "Requests", "requests"),
            value(sample, PATH_RESPONSES, "Answered", "answered"),
            complaint(sample, PATH_FAILURES, "Failures", "failures"));
    }

    private static Table endpoints(final Sample sample) {
        return table(sample, sample.labels(END_MARKERS),
            new Shown(Column.text("Endpoint", "endpoint"), endpoint -> endpoint),
            value(sample, END_MARKERS, "End Markers", "endMarkers"),
            rate(sample, END_MARKERS, "Per second", "endMarkersPerSecond"));
    }

    private static Object path(final long state) {
        return alarmIf(state == PathCounters.DOWN, PathCounters.word(state));
    }

    private static Table lanes(final Sample sample) {
        return table(sample, sample.labels(LANE_PACKETS_IN),
            new Shown(Column.text("Lane", "lane"), lane -> lane),
            value(sample, LANE_PACKETS_IN, "Packets", "packets"),
            rate(sample, LANE_PACKETS_IN, "Pkt/s", "packetsPerSecond"),
            value(sample, LANE_VECTORS, "Vectors", "vectors"),
            new Shown(new Column("Pkt/vector", "packetsPerVector", Column.Format.MEAN),
                lane -> sample.ratio(LANE_PACKETS_IN, LANE_VECTORS, lane)),
            new Shown(Column.time("Time/pkt", "nsPerPacket"),
                lane -> sample.ratio(LANE_BUSY_NS, LANE_SAMPLED_PACKETS, lane)),
            new Shown(new Column("Busy", "busy", Column.Format.SHARE), lane -> busy(sample, lane)),
            value(sample, LANE_HANDOFF_OCCUPANCY, "Waiting behind", "handoffVectors"),
            value(sample, LANE_VERSION, "Version", "version"));
    }

    private static Double busy(final Sample sample, final String lane) {
        final long busy = sample.added(LANE_BUSY_NS, lane);
        final long all = busy + sample.added(LANE_IDLE_NS, lane);
        return all == 0 ? null : (double) busy / all;
    }

    private static Table latency(final Sample sample) {
        return table(sample, sample.labels(LATENCY_SAMPLES),
            new Shown(Column.text("To port", "port"), port -> port),
            time(sample, LATENCY_P50, "p50", "p50Ns"),
            time(sample, LATENCY_P99, "p99", "p99Ns"),
            time(sample, LATENCY_P999, "p99.9", "p999Ns"),
            time(sample, LATENCY_MAX, "Max", "maxNs"),
            value(sample, LATENCY_SAMPLES, "Sampled", "samples"));
    }

    private static Table conservation(final Sample sample) {
        final Conservation books = Conservation.of(sample.snapshot());
        return new Table(List.of(
            Column.count("Received", "received"), Column.count("+ Copied", "copied"),
            Column.count("= Sent", "sent"), Column.count("+ Punted", "punted"),
            Column.count("+ Dropped", "dropped"), Column.count("+ Resting", "resting"),
            Column.count("+ In lanes or missing", "missing")))
            .add(List.of(books.received(), books.copied(), books.sent(), books.punted(), books.dropped(),
                books.resting(),
                alarmIf(books.missing() != 0, books.missing())));
    }

    private static Table errors(final Sample sample) {
        final Table table = new Table(List.of(
            Column.count("Times", "count"), Column.text("First", "first"), Column.text("Last", "last"),
            Column.text("Error", "error")));
        for (final DistinctError error : sample.errors()) {
            table.add(List.of(error.count(), time(error.firstMs()), time(error.lastMs()), error.text().strip()));
        }
        return table;
    }

    private static String time(final long ms) {
        return Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Table table(final Sample sample, final Collection<String> labels, final Shown... all) {
        final List<Shown> shown = Stream.of(all)
            .filter(one -> sample.hasPast() || one.column.format() != Column.Format.RATE).toList();
        final Table table = new Table(shown.stream().map(Shown::column).toList());
        labels.forEach(label -> table.add(shown.stream().map(one -> one.cell.apply(label)).toList()));
        return table;
    }

    private static Shown value(
        final Sample sample, final CounterType type, final String heading, final String key) {
        return new Shown(Column.count(heading, key), label -> sample.value(type, label));
    }

    private static Shown complaint(
        final Sample sample, final CounterType type, final String heading, final String key) {
        return new Shown(Column.count(heading, key), label -> {
            final Long value = sample.value(type, label);
            return value == null ? null : alarmIf(value > 0, value);
        });
    }

    private static Shown time(final Sample sample, final CounterType type, final String heading, final String key) {
        return new Shown(Column.time(heading, key), label -> sample.value(type, label));
    }

    private static Shown rate(final Sample sample, final CounterType type, final String heading, final String key) {
        return new Shown(Column.rate(heading, key), label -> sample.perSecond(type, label));
    }

    private static Shown bitRate(
        final Sample sample, final CounterType type, final String heading, final String key) {
        return new Shown(Column.rate(heading, key), label -> BITS_PER_BYTE * sample.perSecond(type, label));
    }
}
