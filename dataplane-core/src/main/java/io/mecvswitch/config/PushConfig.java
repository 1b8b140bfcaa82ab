package io.mecvswitch.config;

/**
 * What pushed packets of a bearer look like outside their T-PDU, beyond what was seen on its tunnels.
 *
 * @param sequenceNumbers whether each tunnel numbers its packets (TS 29.281 §5.1)
 * @param sourcePort      UDP source port
 * @param dscp            where the outer DSCP comes from
 * @param ttl             outer TTL or hop limit, 1 to 255
 */
public record PushConfig(boolean sequenceNumbers, SourcePort sourcePort, Dscp dscp, int ttl) {
    /** What holds where nothing is configured. */
    public static final PushConfig DEFAULT = new PushConfig(false, SourcePort.FIXED, Dscp.LEARNED, 64);

    /** UDP source ports (TS 29.281 §4.4.2.3 leaves them to the sender). */
    public enum SourcePort {
        /** 2152. */
        FIXED,
        /** 49152 to 65535, by the T-PDU's addresses, protocol and ports. */
        FLOW
    }

    /** Where an outer DSCP comes from. */
    public enum Dscp {
        /** The tunnel's packets seen last. */
        LEARNED,
        /** The QoS flow identifier, by {@link GtpuConfig#dscpOfQfi}; else as seen. */
        QFI,
        /** The T-PDU's DSCP, by {@link GtpuConfig#dscpOfInner}; else as seen. */
        INNER
    }
}
