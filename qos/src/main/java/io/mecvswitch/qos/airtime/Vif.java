package io.mecvswitch.qos.airtime;

import java.util.List;
import java.util.Optional;

/**
 * A tenant's virtual interface on a radio.
 *
 * @param name     unique on the radio, over configurations
 * @param sharePpm its part of the airtime that the radio gets, in millionths, 1 to 1 000 000: more if others leave some
 * @param ceiling  how much it may take at most
 * @param stations at least one, each address once
 */
public record Vif(String name, int sharePpm, Optional<Ceiling> ceiling, List<Station> stations) {
    /** One without a ceiling. */
    public Vif(final String name, final int sharePpm, final List<Station> stations) {
        this(name, sharePpm, Optional.empty(), stations);
    }
}
