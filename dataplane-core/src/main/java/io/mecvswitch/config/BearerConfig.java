package io.mecvswitch.config;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bearer (4G) or PDU session tunnel pair (5G) between an access node and the core.
 *
 * <pre>
 *   eNB/gNB                                          S-GW/UPF
 *   accessEndpoint ── uplink:   uplinkTeid   ──▶ coreEndpoint
 *   accessEndpoint ◀── downlink: downlinkTeid ── coreEndpoint
 * </pre>
 *
 * @param name           unique
 * @param ueAddress      address of the UE: source of uplink T-PDUs, destination of downlink ones
 * @param coreEndpoint   GTP-U address of the core node, where the uplink tunnel ends
 * @param uplinkTeid     TEID the core node chose, unsigned 32 bits
 * @param accessEndpoint GTP-U address of the access node, where the downlink tunnel ends
 * @param downlinkTeid   TEID the access node chose, unsigned 32 bits
 * @param qfi            QoS flow identifier to push, 0 to 63; empty for a 4G bearer without PDU session container
 * @param imsi           subscriber the platform bound it to, if it said so
 * @param push           what is pushed into its tunnels looks like
 * @param slice          PLMN of the slice it belongs to, if to any
 * @param ambr           how much is taken out of its tunnels and put into them
 */
public record BearerConfig(
    String name,
    IpAddress ueAddress,
    IpAddress coreEndpoint,
    long uplinkTeid,
    IpAddress accessEndpoint,
    long downlinkTeid,
    OptionalInt qfi,
    Optional<String> imsi,
    PushConfig push,
    Optional<String> slice,
    AmbrConfig ambr) {

    /** A bearer without limits. */
    public BearerConfig(final String name, final IpAddress ueAddress, final IpAddress coreEndpoint,
        final long uplinkTeid, final IpAddress accessEndpoint, final long downlinkTeid, final OptionalInt qfi,
        final Optional<String> imsi, final PushConfig push, final Optional<String> slice) {
        this(name, ueAddress, coreEndpoint, uplinkTeid, accessEndpoint, downlinkTeid, qfi, imsi, push, slice,
            AmbrConfig.NONE);
    }

    /** A bearer of no slice. */
    public BearerConfig(final String name, final IpAddress ueAddress, final IpAddress coreEndpoint,
        final long uplinkTeid, final IpAddress accessEndpoint, final long downlinkTeid, final OptionalInt qfi,
        final Optional<String> imsi, final PushConfig push) {
        this(name, ueAddress, coreEndpoint, uplinkTeid, accessEndpoint, downlinkTeid, qfi, imsi, push,
            Optional.empty());
    }

    /** A bearer whose pushed packets look as they do where nothing is configured. */
    public BearerConfig(final String name, final IpAddress ueAddress, final IpAddress coreEndpoint,
        final long uplinkTeid, final IpAddress accessEndpoint, final long downlinkTeid, final OptionalInt qfi,
        final Optional<String> imsi) {
        this(name, ueAddress, coreEndpoint, uplinkTeid, accessEndpoint, downlinkTeid, qfi, imsi, PushConfig.DEFAULT);
    }

    /** The same with other limits. */
    public BearerConfig withAmbr(final AmbrConfig other) {
        return new BearerConfig(name, ueAddress, coreEndpoint, uplinkTeid, accessEndpoint, downlinkTeid, qfi, imsi,
            push, slice, other);
    }
}
