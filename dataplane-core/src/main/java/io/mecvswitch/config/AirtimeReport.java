package io.mecvswitch.config;

import io.mecvswitch.config.RadioConfig.StationConfig;
import java.util.List;
import java.util.OptionalLong;

/**
 * What an access point tells of a virtual interface, apart from the configuration.
 *
 * @param radio      name of its port
 * @param vif        virtual interface
 * @param airtimeNs  all that its frames took since this was told last, 0 to 1 s; empty if it is not told
 * @param receivedNs all that frames of its stations took since this was told last, 0 to 1 s
 * @param stations   those to which frames go by another rate now
 */
public record AirtimeReport(String radio, String vif, OptionalLong airtimeNs, long receivedNs,
    List<StationConfig> stations) {
    /** Of airtime alone. */
    public AirtimeReport(final String radio, final String vif, final long airtimeNs) {
        this(radio, vif, OptionalLong.of(airtimeNs), 0, List.of());
    }
}
