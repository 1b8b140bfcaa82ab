package io.mecvswitch.config;

import java.util.List;
import java.util.Optional;

/**
 * A port of the switch.
 *
 * @param name        unique; the interface's name in the model and the key of its counters
 * @param role        which side it faces
 * @param device      DPDK device arguments: a PCI address, or a virtual device such as {@code net_memif,role=server}
 * @param enabled     whether it forwards
 * @param mtu         longest IP packet in octets, 68 to 9216; frames may be 14 octets and two VLAN tags longer
 * @param promiscuous whether the device hands up frames for other stations; a bump in the wire needs them
 * @param mac         Ethernet address the switch uses as source on this port; the device's own if empty
 * @param peerMac     Ethernet address of the application behind the port, destination of decapsulated packets
 * @param gateways    addresses of the switch's own that the application sends to the world through, in any order
 * @param proxy       whether the application is told that UEs' addresses are at the switch's Ethernet address
 * @param fit         how packets of tunnels are made to fit the port
 * @param sources     addresses that what is behind the port may send from
 */
public record PortConfig(
    String name,
    Role role,
    String device,
    boolean enabled,
    int mtu,
    boolean promiscuous,
    Optional<MacAddress> mac,
    Optional<MacAddress> peerMac,
    List<IpAddress> gateways,
    boolean proxy,
    FitConfig fit,
    SourcesConfig sources) {

    /** A port on which no address is the switch's own. */
    public PortConfig(final String name, final Role role, final String device, final boolean enabled, final int mtu,
        final boolean promiscuous, final Optional<MacAddress> mac, final Optional<MacAddress> peerMac) {
        this(name, role, device, enabled, mtu, promiscuous, mac, peerMac, List.of(), false);
    }

    /** A port that packets of tunnels either fit or not. */
    public PortConfig(final String name, final Role role, final String device, final boolean enabled, final int mtu,
        final boolean promiscuous, final Optional<MacAddress> mac, final Optional<MacAddress> peerMac,
        final List<IpAddress> gateways, final boolean proxy) {
        this(name, role, device, enabled, mtu, promiscuous, mac, peerMac, gateways, proxy, FitConfig.NONE,
            SourcesConfig.ANY);
    }

    /** The same with packets of tunnels made to fit. */
    public PortConfig withFit(final FitConfig other) {
        return new PortConfig(name, role, device, enabled, mtu, promiscuous, mac, peerMac, gateways, proxy, other,
            sources);
    }

    /** The same with other addresses that may send. */
    public PortConfig withSources(final SourcesConfig others) {
        return new PortConfig(name, role, device, enabled, mtu, promiscuous, mac, peerMac, gateways, proxy, fit,
            others);
    }

    /** The same on another device. */
    public PortConfig withDevice(final String other) {
        return new PortConfig(name, role, other, enabled, mtu, promiscuous, mac, peerMac, gateways, proxy, fit,
            sources);
    }

    /** What stands behind a port. */
    public enum Role {
        /** The radio side: eNB, gNB, Wi-Fi access point. */
        ACCESS,
        /** The core side: S-GW, UPF, gateway. */
        CORE,
        /** A MEC application. */
        APPLICATION
    }
}
