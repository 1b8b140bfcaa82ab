package io.mecvswitch.vswitch;

import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.Band;
import io.mecvswitch.config.RadioConfig.RateConfig;
import io.mecvswitch.config.RadioConfig.Standard;
import io.mecvswitch.config.RadioConfig.StationConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of {@link ConfigCheck} that looks at radios. */
final class RadioCheck {
    private static final int WHOLE_PPM = 1_000_000;
    private static final int MAX_VLAN = 4_094;
    private static final int MAX_ID = 65_535;
    private static final int MAX_AGGREGATED = 64;
    /** Octets (IEEE Std 802.11-2020 §9.4.2.2). */
    private static final int MAX_SSID = 32;

    private final SwitchConfig config;
    private final List<Violation> violations = new ArrayList<>();

    private RadioCheck(final SwitchConfig config) {
        this.config = config;
    }

    /** Every reason why radios can't be scheduled. */
    static List<Violation> violations(final SwitchConfig config) {
        final RadioCheck check = new RadioCheck(config);
        final Map<String, String> rings = new HashMap<>();
        final Set<String> ports = new HashSet<>();
        for (final RadioConfig radio : config.radios()) {
            if (!ports.add(radio.port())) {
                check.say(ConfigPaths.radio(radio.port()), "The interface is a radio twice. Keep one.");
            }
            radio.feedback().map(file -> rings.put(file, radio.port())).ifPresent(other -> check.say(
                ConfigPaths.radio(radio.port()) + "/feedback-ring", "The radio '" + other
                + "' has the same ring, and a ring has one writer. Name another file."));
            check.radio(radio);
        }
        return check.violations;
    }

    private void say(final String path, final String sentence) {
        violations.add(new Violation(path, sentence));
    }

    private void radio(final RadioConfig radio) {
        final String path = ConfigPaths.radio(radio.port());
        port(radio, path);
        if (radio.vifs().isEmpty()) {
            say(path, "The radio has no virtual interfaces. Add one.");
        }
        final long shares = radio.vifs().stream().mapToLong(VifConfig::sharePpm).sum();
        if (shares > WHOLE_PPM) {
            say(path, "The shares of its virtual interfaces are more than 100 percent together. Lower some.");
        }
        range(path + "/quantum", radio.quantumUs(), 64, 16_000);
        range(path + "/max-frames", radio.frames(), 16, 8_192);
        range(path + "/max-wait", radio.waitMs(), 1, 10_000);
        rate(path + "/group-rate", radio, radio.groupRate());
        distinct(radio);
        radio.vifs().forEach(vif -> vif(radio, vif));
    }

    private void port(final RadioConfig radio, final String path) {
        final Optional<PortConfig> port =
            config.ports().stream().filter(each -> each.name().equals(radio.port())).findFirst();
        if (port.isEmpty()) {
            say(path, "There is no such interface. Add it, or name another one.");
        } else if (port.get().role() != Role.ACCESS) {
            say(path, "A radio is on the access side. Give the interface role access, or name another one.");
        }
    }

    private void range(final String path, final int value, final int least, final int most) {
        if (value < least || value > most) {
            say(path, "The value must be " + least + " to " + most + ", not " + value + ".");
        }
    }

    private void distinct(final RadioConfig radio) {
        final Set<String> names = new HashSet<>();
        final Set<Integer> ids = new HashSet<>();
        final Set<Integer> vlans = new HashSet<>();
        final Map<MacAddress, String> bssids = new HashMap<>();
        final Map<MacAddress, String> owners = new HashMap<>();
        String rest = null;
        for (final VifConfig vif : radio.vifs()) {
            final String path = ConfigPaths.vif(radio.port(), vif.name());
            if (!names.add(vif.name())) {
                say(path, "The radio has two virtual interfaces of this name. Rename one.");
            }
            if (!ids.add(vif.id())) {
                say(path + "/id", "Another virtual interface has the same id. Give it one of its own.");
            }
            vif.bssid().map(bssid -> bssids.put(bssid, vif.name())).ifPresent(other -> say(path + "/bssid",
                "The virtual interface '" + other + "' has the same BSSID, and stations could not tell their networks"
                + " apart. Give it one of its own."));
            if (vif.vlan().isPresent()) {
                if (!vlans.add(vif.vlan().get())) {
                    say(path + "/vlan-id", "Another virtual interface has the same VLAN. Give it one of its own.");
                }
            } else if (vif.stations().isEmpty()) {
                if (rest != null) {
                    say(path, "Like '" + rest + "' it has neither a VLAN nor stations: nobody can tell which of them a"
                        + " frame is for. Give one of them a vlan-id or stations.");
                }
                rest = vif.name();
            } else {
                vif.stations().forEach(station -> owned(radio, vif, station, owners));
            }
        }
    }

    /** Without VLANs a station is of one virtual interface. */
    private void owned(final RadioConfig radio, final VifConfig vif, final StationConfig station,
        final Map<MacAddress, String> owners) {
        final String other = owners.put(station.mac(), vif.name());
        if (other != null && !other.equals(vif.name())) {
            say(station(radio, vif, station), "The station is of '" + other + "', too, and neither virtual interface"
                + " has a VLAN. Give them VLANs, or take the station out of one.");
        }
    }

    private static String station(final RadioConfig radio, final VifConfig vif, final StationConfig station) {
        return ConfigPaths.vif(radio.port(), vif.name()) + "/station[mac-address='" + station.mac() + "']";
    }

    private void vif(final RadioConfig radio, final VifConfig vif) {
        final String path = ConfigPaths.vif(radio.port(), vif.name());
        range(path + "/share", vif.sharePpm(), 1, WHOLE_PPM);
        range(path + "/id", vif.id(), 0, MAX_ID);
        if (vif.bssid().filter(RadioCheck::isGroup).isPresent()) {
            say(path + "/bssid", "A group address is nobody's. Name the address of the access point.");
        }
        if (vif.ssid().filter(ssid -> ssid.getBytes(StandardCharsets.UTF_8).length > MAX_SSID).isPresent()) {
            say(path + "/ssid", "The name has more than " + MAX_SSID + " octets in UTF-8. Choose a shorter one.");
        }
        vif.vlan().ifPresent(vlan -> range(path + "/vlan-id", vlan, 1, MAX_VLAN));
        vif.ceiling().ifPresent(ceiling ->
            range(path + "/ceiling/max-airtime-ratio", ceiling.ratioPpm(), 1, WHOLE_PPM));
        rate(path + "/rate", radio, vif.rate());
        final Set<MacAddress> stations = new HashSet<>();
        for (final StationConfig station : vif.stations()) {
            final String entry = station(radio, vif, station);
            if (!stations.add(station.mac())) {
                say(entry, "The station is there twice. Remove one.");
            }
            if (isGroup(station.mac())) {
                say(entry, "A group address is nobody's. Name the address of a station.");
            }
            rate(entry, radio, station.rate());
        }
    }

    private static boolean isGroup(final MacAddress address) {
        return (address.bits() >>> 40 & 1) != 0;
    }

    private void rate(final String path, final RadioConfig radio, final RateConfig rate) {
        refusal(radio, rate).ifPresent(sentence -> say(path, sentence));
        range(path + "/aggregated-frames", rate.aggregated(), 1, MAX_AGGREGATED);
    }

    /** Why frames can't go by a rate on a radio, as a sentence. */
    static Optional<String> refusal(final RadioConfig radio, final RateConfig rate) {
        try {
            Radios.rate(rate, radio.widthMhz());
        } catch (final IllegalArgumentException e) {
            return Optional.of(e.getMessage() + ". Choose another rate.");
        }
        return isIn(rate.standard(), radio.band()) ? Optional.empty()
            : Optional.of("802.11" + rate.standard().name().toLowerCase(Locale.ROOT) + " is not used in this band. Name"
                + " another standard, or another band.");
    }

    private static boolean isIn(final Standard standard, final Band band) {
        return switch (standard) {
            case A, G, AX -> true;
            case B -> band == Band.GHZ_2_4;
            case N -> band != Band.GHZ_6;
            case AC -> band == Band.GHZ_5;
        };
    }
}
