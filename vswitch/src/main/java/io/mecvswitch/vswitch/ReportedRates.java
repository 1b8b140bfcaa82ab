package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.qos.airtime.ToldRates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * By what rates access points say that frames go to stations. What is said of a station holds until the configuration
 * gives it another rate, or takes it away.
 *
 * <p>Control thread.
 */
final class ReportedRates {
    private final Map<String, ToldRates> told = new HashMap<>();
    private final Map<String, Map<MacAddress, Reported>> reported = new HashMap<>();

    /**
     * A station's rate, as it was told.
     *
     * @param configured what the configuration had then
     * @param rate       what it is
     */
    private record Reported(RateConfig configured, RateConfig rate) { }

    /** How rates of a virtual interface come to its lane. */
    ToldRates of(final String label) {
        return told.computeIfAbsent(label, _ -> new ToldRates());
    }

    /** Why rates can't be used. */
    static List<Violation> refusals(final RadioConfig radio, final VifConfig vif,
        final List<StationConfig> stations) {
        final List<Violation> refused = new ArrayList<>();
        for (final StationConfig station : stations) {
            final String path = ConfigPaths.vif(radio.port(), vif.name()) + "/station[mac-address='" + station.mac()
                + "']";
            if (configured(vif, station.mac()).isEmpty()) {
                refused.add(new Violation(path, "The virtual interface has no such station. Add it first."));
            } else {
                RadioCheck.refusal(radio, station.rate())
                    .ifPresent(sentence -> refused.add(new Violation(path, sentence)));
            }
        }
        return refused;
    }

    private static Optional<RateConfig> configured(final VifConfig vif, final MacAddress mac) {
        return vif.stations().stream().filter(each -> each.mac().equals(mac)).map(StationConfig::rate).findFirst();
    }

    /** Takes rates of stations that a virtual interface has to its lane. */
    void tell(final RadioConfig radio, final String name, final List<StationConfig> stations) {
        final VifConfig vif =
            radio.vifs().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        final String label = Radios.label(radio.port(), name);
        final Map<MacAddress, Reported> all = reported.computeIfAbsent(label, _ -> new HashMap<>());
        stations.forEach(station -> all.put(station.mac(),
            new Reported(configured(vif, station.mac()).orElseThrow(), station.rate())));
        tell(radio, label, all);
    }

    private void tell(final RadioConfig radio, final String label, final Map<MacAddress, Reported> all) {
        of(label).tell(all.entrySet().stream().map(each ->
            new ToldRates.Told(each.getKey().bits(), Radios.cost(radio, each.getValue().rate()))).toList());
    }

    /** Forgets of stations what a configuration that is to run says otherwise. */
    void forget(final List<RadioConfig> radios) {
        radios.forEach(radio -> radio.vifs().forEach(vif -> forget(radio, vif)));
    }

    /** Forgets virtual interfaces that the configuration which all lanes run now does not have. */
    void retain(final List<RadioConfig> radios) {
        told.keySet().retainAll(radios.stream().flatMap(radio -> radio.vifs().stream()
            .map(vif -> Radios.label(radio.port(), vif.name()))).collect(Collectors.toSet()));
        reported.keySet().retainAll(told.keySet());
    }

    private void forget(final RadioConfig radio, final VifConfig vif) {
        final String label = Radios.label(radio.port(), vif.name());
        final Map<MacAddress, Reported> all = reported.get(label);
        if (all != null) {
            all.entrySet().removeIf(each ->
                !configured(vif, each.getKey()).equals(Optional.of(each.getValue().configured()))
                || RadioCheck.refusal(radio, each.getValue().rate()).isPresent());
            tell(radio, label, all);
        }
    }
}
