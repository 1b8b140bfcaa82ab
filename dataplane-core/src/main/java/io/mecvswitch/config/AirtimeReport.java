package io.mecvswitch.config;

import io.mecvswitch.config.RadioConfig.StationConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an access point tells of a virtual interface, apart from the configuration.
 *
 * @param radio      name of its port
 * @param vif        virtual interface
 * @param airtimeNs  all that its frames took since this was told last, 0 to 1 s; empty if it is not told
 * @param attempts   how often its frames were sent since this was told last; empty if it is not told
 * @param receivedNs all that frames of its stations took since this was told last, 0 to 1 s
 * @param stations   those to which frames go by another rate now
 */
public record AirtimeReport(String radio, String vif, OptionalLong airtimeNs, Optional<Attempts> attempts,
    long receivedNs, List<StationConfig> stations) {
    /**
     * Frames that an access point sent, each as often as it was.
     *
     * @param tried   all of them, 0 to 2^32 - 1
     * @param arrived those of them that stations said they have, no more than that
     */
    public record Attempts(long tried, long arrived) { }

    /** Of airtime alone. */
    public AirtimeReport(final String radio, final String vif, final long airtimeNs) {
        this(radio, vif, OptionalLong.of(airtimeNs), Optional.empty(), 0, List.of());
    }

    /** Of attempts alone. */
    public AirtimeReport(final String radio, final String vif, final Attempts attempts) {
        this(radio, vif, OptionalLong.empty(), Optional.of(attempts), 0, List.of());
    }
}
