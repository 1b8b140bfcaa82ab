package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;

/**
 * A port with an access point behind it, whose airtime tenants share.
 *
 * @param port       name of the port
 * @param band       of the channel
 * @param widthMhz   of the channel
 * @param encryption of frames on air
 * @param feedback   file of the ring in which the access point tells what frames took; empty if it does not
 * @param quantumUs  airtime that all virtual interfaces get together in a round, microseconds
 * @param frames     of a virtual interface that wait at most
 * @param waitMs     airtime of a virtual interface's frames that wait at most, milliseconds
 * @param chargesReceived whether frames of stations count as what their interface takes, where the access point tells
 * @param groupRate  of frames to group addresses
 * @param vifs       virtual interfaces, in any order
 */
public record RadioConfig(String port, Band band, int widthMhz, Encryption encryption, Optional<String> feedback,
    int quantumUs, int frames, int waitMs, boolean chargesReceived, RateConfig groupRate, List<VifConfig> vifs) {

    /** Where the channel is. */
    public enum Band {
        /** 2.4 GHz. */
        GHZ_2_4,
        /** 5 GHz. */
        GHZ_5,
        /** 6 GHz. */
        GHZ_6
    }

    /** What protects frames on air. */
    public enum Encryption {
        /** Nothing. */
        NONE,
        /** CCMP-128 or GCMP-128. */
        CCMP,
        /** CCMP-256 or GCMP-256. */
        GCMP_256
    }

    /** Which amendment of IEEE 802.11 a rate is of. */
    public enum Standard {
        /** 5 GHz, 6 to 54 Mb/s. */
        A,
        /** 2.4 GHz, 1 to 11 Mb/s. */
        B,
        /** 2.4 GHz, 6 to 54 Mb/s. */
        G,
        /** Wi-Fi 4. */
        N,
        /** Wi-Fi 5. */
        AC,
        /** Wi-Fi 6. */
        AX
    }

    /**
     * How frames are put on air.
     *
     * @param standard   of the rate
     * @param index      MCS; of a, b and g the rate in 100 kb/s
     * @param streams    spatial streams
     * @param guardNs    guard interval
     * @param aggregated frames that usually go in one transmission, 1 to 64
     */
    public record RateConfig(Standard standard, int index, int streams, int guardNs, int aggregated) { }

    /**
     * Frames to one station.
     *
     * @param mac  of the station
     * @param rate by which they go
     */
    public record StationConfig(MacAddress mac, RateConfig rate) { }

    /**
     * How much of the clock's time a virtual interface may take at most.
     *
     * @param ratioPpm millionths
     * @param holdMs   how long, from the commit on, milliseconds; 0 for ever
     * @param renewal  another number begins the time anew
     */
    public record CeilingConfig(int ratioPpm, int holdMs, long renewal) { }

    /**
     * A tenant's virtual interface.
     *
     * @param name     unique on the radio
     * @param id       by which the access point names it
     * @param tenant   whose it is
     * @param ssid     name of its network
     * @param bssid    Ethernet address of its access point
     * @param vlan     VLAN of its frames on the port; empty if they are those of its stations, or all others
     * @param sharePpm of the radio's airtime, millionths
     * @param ceiling  on its airtime
     * @param rate     to stations without an entry
     * @param stations with a rate of their own
     */
    public record VifConfig(String name, int id, Optional<String> tenant, Optional<String> ssid,
        Optional<MacAddress> bssid, Optional<Integer> vlan, int sharePpm, Optional<CeilingConfig> ceiling,
        RateConfig rate, List<StationConfig> stations) { }
}
