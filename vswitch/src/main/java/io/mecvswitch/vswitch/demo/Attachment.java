package io.mecvswitch.vswitch.demo;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;

/** How a subscriber reaches the core: which node on either side, and what their frames look like. */
enum Attachment {
    /** 4G: GTP-U without extension headers between eNB and S-GW. */
    S1_U("02:00:00:01:00:01", "10.10.1.1", "02:00:00:02:00:01", "10.20.1.1"),
    /** 5G: GTP-U with a PDU session container between gNB and UPF. */
    N3("02:00:00:01:00:02", "10.10.2.1", "02:00:00:02:00:02", "10.20.2.1"),
    /** Wi-Fi: the station's IP packets in VLAN 300 between access point and gateway. */
    WIFI("02:00:00:01:00:03", "192.168.30.2", "02:00:00:02:00:03", "192.168.30.1");

    /** VLAN of {@link #WIFI}. */
    static final int WIFI_VLAN = 300;

    private final long accessMac;
    private final int accessAddress;
    private final long coreMac;
    private final int coreAddress;

    Attachment(final String accessMac, final String accessAddress, final String coreMac, final String coreAddress) {
        this.accessMac = MacAddress.parse(accessMac).bits();
        this.accessAddress = (int) IpAddress.parse(accessAddress).low();
        this.coreMac = MacAddress.parse(coreMac).bits();
        this.coreAddress = (int) IpAddress.parse(coreAddress).low();
    }

    /** Ethernet address of eNB, gNB or access point. */
    long accessMac() {
        return accessMac;
    }

    /** IPv4 address of eNB, gNB or access point. */
    int accessAddress() {
        return accessAddress;
    }

    /** Ethernet address of S-GW, UPF or gateway. */
    long coreMac() {
        return coreMac;
    }

    /** IPv4 address of S-GW, UPF or gateway. */
    int coreAddress() {
        return coreAddress;
    }
}
