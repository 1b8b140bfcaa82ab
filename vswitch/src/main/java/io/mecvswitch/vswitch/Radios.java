package io.mecvswitch.vswitch;

import io.mecvswitch.config.AirtimeReport;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.CeilingConfig;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.qos.EgressScheduler;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.Ceiling;
import io.mecvswitch.qos.airtime.FeedbackRing;
import io.mecvswitch.qos.airtime.FrameCost;
import io.mecvswitch.qos.airtime.IntervalAirtime;
import io.mecvswitch.qos.airtime.Limits;
import io.mecvswitch.qos.airtime.Mpdu;
import io.mecvswitch.qos.airtime.PhyRate;
import io.mecvswitch.qos.airtime.RadioScheduler;
import io.mecvswitch.qos.airtime.RadioScheduler.Tenant;
import io.mecvswitch.qos.airtime.Station;
import io.mecvswitch.qos.airtime.Vif;
import io.mecvswitch.status.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the schedulers of radios, and keeps the rings open in which access points tell what frames took. What they tell
 * of intervals by an operation instead, it adds up for the lane of the radio.
 *
 * <p>Control thread.
 */
public final class Radios {
    private static final int NO_VLAN = -1;
    private static final int WIDEST_OFDM = 20;
    private static final int WIDEST_HT = 40;

    private final PacketMemory memory;
    private final StatusFile status;
    private final Map<String, FeedbackRing> rings = new HashMap<>();
    private final Map<String, IntervalAirtime> intervals = new HashMap<>();
    private final ReportedRates rates = new ReportedRates();

    Radios(final PacketMemory memory, final StatusFile status) {
        this.memory = memory;
        this.status = status;
    }

    /**
     * Opens the rings that a configuration adds.
     *
     * @throws ConfigRefusedException if one can't be opened
     */
    void open(final List<RadioConfig> radios) {
        for (final RadioConfig radio : radios) {
            radio.feedback().ifPresent(file -> open(radio, file));
        }
    }

    private void open(final RadioConfig radio, final String file) {
        if (!rings.containsKey(file)) {
            try {
                final FeedbackRing ring = FeedbackRing.open(Path.of(file));
                ring.skip();
                rings.put(file, ring);
            } catch (final IOException e) {
                throw new ConfigRefusedException(List.of(new Violation(
                    ConfigPaths.radio(radio.port()) + "/feedback-ring", "The file " + file + " can't be mapped ("
                    + e.getMessage() + "). Name one in a folder that the switch may write to, such as /dev/shm.")));
            }
        }
    }

    /** Forgets what no lane uses any more, now that all run this configuration. */
    void retain(final List<RadioConfig> radios) {
        rings.keySet().retainAll(radios.stream().flatMap(radio -> radio.feedback().stream())
            .collect(Collectors.toSet()));
        final Set<String> labels = radios.stream().flatMap(radio -> radio.vifs().stream()
            .map(vif -> label(radio.port(), vif.name()))).collect(Collectors.toSet());
        intervals.keySet().retainAll(labels);
        rates.retain(radios);
        status.retainVifs(labels);
    }

    /** How a virtual interface's counters are labelled. */
    public static String label(final String port, final String vif) {
        return port + " " + vif;
    }

    /** By port index; null where there is no radio. */
    EgressScheduler[] schedulers(final List<RadioConfig> radios, final Map<String, Integer> indexes, final int size) {
        final EgressScheduler[] schedulers = new EgressScheduler[size];
        rates.forget(radios);
        radios.forEach(radio -> schedulers[indexes.get(radio.port())] = scheduler(radio));
        return schedulers;
    }

    private RadioScheduler scheduler(final RadioConfig radio) {
        final List<Tenant> tenants = radio.vifs().stream().map(vif -> tenant(radio, vif)).toList();
        return new RadioScheduler(memory, tenants, limits(radio), radio.feedback().map(rings::get),
            radio.chargesReceived());
    }

    private Tenant tenant(final RadioConfig radio, final VifConfig vif) {
        final String label = label(radio.port(), vif.name());
        return new Tenant(vif.id(), vif.vlan().orElse(NO_VLAN), vif(radio, vif), status.vifCounters(label),
            intervals.computeIfAbsent(label, _ -> new IntervalAirtime()), rates.of(label));
    }

    /**
     * Takes what access points tell of intervals and rates to the lanes.
     *
     * @param radios of the configuration that runs
     * @return why it can't be used; nothing of it has been then
     */
    List<Violation> report(final List<RadioConfig> radios, final List<AirtimeReport> reports) {
        final Map<String, RadioConfig> known =
            radios.stream().collect(Collectors.toMap(RadioConfig::port, Function.identity()));
        final List<Violation> refused =
            reports.stream().flatMap(report -> refusals(report, known.get(report.radio())).stream()).toList();
        if (refused.isEmpty()) {
            reports.forEach(report -> tell(report, known.get(report.radio())));
        }
        return refused;
    }

    private void tell(final AirtimeReport report, final RadioConfig radio) {
        final IntervalAirtime interval = intervals.get(label(report.radio(), report.vif()));
        report.airtimeNs().ifPresent(interval::tell);
        report.attempts().ifPresent(all ->
            interval.tellAttempts(all.tried(), all.arrived(), report.airtimeNs().isPresent()));
        interval.tellReceived(report.receivedNs());
        if (!report.stations().isEmpty()) {
            rates.tell(radio, report.vif(), report.stations());
        }
    }

    private static List<Violation> refusals(final AirtimeReport report, final RadioConfig radio) {
        final String path = ConfigPaths.radio(report.radio());
        if (radio == null) {
            return List.of(new Violation(path, "This is no radio. Name the interface of one."));
        }
        if (radio.feedback().isPresent()
            && (report.airtimeNs().isPresent() || report.attempts().isPresent() || report.receivedNs() > 0)) {
            return List.of(new Violation(path + "/feedback-ring",
                "The access point tells of each frame here. Write to the ring, or remove it."));
        }
        return radio.vifs().stream().filter(vif -> vif.name().equals(report.vif())).findFirst()
            .map(vif -> ReportedRates.refusals(radio, vif, report.stations()))
            .orElseGet(() -> List.of(new Violation(ConfigPaths.vif(report.radio(), report.vif()),
                "The radio has no such virtual interface. Name one that it has.")));
    }

    private static Limits limits(final RadioConfig radio) {
        final Limits usual = Limits.USUAL;
        return new Limits(TimeUnit.MICROSECONDS.toNanos(radio.quantumUs()), usual.interfaceLowNs(),
            usual.interfaceHighNs(), usual.radioNs(), radio.frames(), TimeUnit.MILLISECONDS.toNanos(radio.waitMs()),
            usual.answerNs());
    }

    /** A virtual interface in the scheduler's words: others first, groups second, then stations with addresses. */
    public static Vif vif(final RadioConfig radio, final VifConfig vif) {
        final List<Station> stations = new ArrayList<>();
        stations.add(new Station(Station.OTHERS, cost(radio, vif.rate())));
        stations.add(new Station(Station.GROUP, FrameCost.ofGroup(band(radio),
            rate(radio.groupRate(), radio.widthMhz()), security(radio))));
        vif.stations().forEach(station ->
            stations.add(new Station(station.mac().bits(), cost(radio, station.rate()))));
        return new Vif(vif.name(), vif.sharePpm(), vif.ceiling().map(Radios::ceiling), stations);
    }

    private static Ceiling ceiling(final CeilingConfig config) {
        return new Ceiling(config.ratioPpm(), config.holdMs() == 0 ? Long.MAX_VALUE
            : TimeUnit.MILLISECONDS.toNanos(config.holdMs()), config.renewal());
    }

    static FrameCost cost(final RadioConfig radio, final RateConfig rate) {
        return FrameCost.of(band(radio), rate(rate, radio.widthMhz()), security(radio), rate.aggregated());
    }

    static int security(final RadioConfig radio) {
        return switch (radio.encryption()) {
            case NONE -> Mpdu.OPEN;
            case CCMP -> Mpdu.CCMP;
            case GCMP_256 -> Mpdu.GCMP_256;
        };
    }

    static Band band(final RadioConfig radio) {
        return switch (radio.band()) {
            case GHZ_2_4 -> Band.GHZ_2_4;
            case GHZ_5 -> Band.GHZ_5;
            case GHZ_6 -> Band.GHZ_6;
        };
    }

    /**
     * A rate in a channel; older stations take a part of it.
     *
     * @throws IllegalArgumentException if the standard has no such rate; the message is a sentence
     */
    static PhyRate rate(final RateConfig rate, final int widthMhz) {
        return switch (rate.standard()) {
            case A, G -> PhyRate.ofdm(Math.min(widthMhz, WIDEST_OFDM), rate.index());
            case B -> PhyRate.dsss(rate.index(), false);
            case N -> PhyRate.ht(Math.min(widthMhz, WIDEST_HT), rate.index(), rate.streams(), rate.guardNs());
            case AC -> PhyRate.vht(widthMhz, rate.index(), rate.streams(), rate.guardNs());
            case AX -> PhyRate.he(widthMhz, rate.index(), rate.streams(), rate.guardNs());
        };
    }
}
