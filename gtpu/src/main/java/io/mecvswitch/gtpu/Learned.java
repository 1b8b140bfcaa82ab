package io.mecvswitch.gtpu;

import io.mecvswitch.config.PushConfig;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.util.OptionalInt;

/**
 * The word that a bearer keeps of each of its tunnels: how the last packet of it looked outside its T-PDU, so that a
 * packet can be re-inserted looking the same.
 *
 * <pre>
 *    63 62 61 56 55               32  30 29 28 27 26    23 16    13  8     5   0
 *   ┌──┬──┬─────┬──────────────────┬─┬──┬─────┬──┬──┬──┬─────┬──┬─────┬──┬──────┐
 *   │ 1│R │ 0   │ number in the    │0│S │ D   │F │C │ 0│ TTL │ 0│ QFI │ 0│ DSCP │
 *   │  │  │     │ path table       │ │  │     │  │  │  │     │  │     │  │      │
 *   └──┴──┴─────┴──────────────────┴─┴──┴─────┴──┴──┴──┴─────┴──┴─────┴──┴──────┘
 *   C: there was a PDU session container (TS 38.415 §5.5.2)
 *   R: the path is to be gone backwards; never stored
 *   bit 24, 0 above, is set in settings and in a way where there is no tunnel, and nothing is pushed but Ethernet
 *   C and QFI stand where they stand in {@link PacketVector#tunnel}
 * </pre>
 *
 * <p>The same C and QFI fields say in a bearer's settings what to push where nothing was seen yet. S (sequence
 * numbers), D (ordinal of {@link PushConfig.Dscp}), F (source port by flow) and TTL stand in settings and in a way, and
 * are never stored with what was seen.
 */
final class Learned {
    private static final long SEEN = 1L << 63;
    private static final long CONTAINER = Headers.tunnel(Layer.CONTAINER);
    private static final int QFI_SHIFT = Headers.QFI_SHIFT;
    private static final int PATH_SHIFT = 32;
    private static final int PATH = 0xff_ffff;
    private static final long PATH_FIELD = (long) PATH << PATH_SHIFT;
    private static final int DSCP = 0x3f;
    private static final int ECN_BITS = 2;
    private static final long REVERSED = 1L << 62;
    /** Settings of UEs without tunnels. */
    static final long PLAIN = 1L << 24;
    private static final int TTL_SHIFT = 16;
    private static final long FLOW_PORT = 1L << 27;
    private static final int DSCP_SOURCE_SHIFT = 28;
    private static final long DSCP_SOURCE = 3L << DSCP_SOURCE_SHIFT;
    private static final long SEQUENCE = 1L << 30;
    /** Fields of a way that its bearer's settings alone decide. */
    private static final long PUSH_FIELDS = 0xffL << TTL_SHIFT | FLOW_PORT | DSCP_SOURCE | SEQUENCE | PLAIN;
    private static final long CONTAINER_FIELDS = CONTAINER | 0x3fL << QFI_SHIFT;

    private Learned() {
    }

    /**
     * The word for a packet seen. Its ECN field is not kept: that was news of its own way, not of the tunnel, and a
     * tunnel whose far end does not carry ECN over gets Not-ECT (RFC 6040 §4.1, compatibility mode).
     */
    static long of(final int path, final int dscp, final boolean container, final int qfi) {
        return of(path, dscp | (container ? CONTAINER : 0) | (long) qfi << QFI_SHIFT);
    }

    /** The word for a packet seen that {@link #look looks} so. */
    static long of(final int path, final long look) {
        return SEEN | (long) path << PATH_SHIFT | look;
    }

    /** What is remembered of a packet besides its path: its DSCP, and of its {@link PacketVector#tunnel} column. */
    static long look(final int dscp, final long tunnel) {
        return tunnel & CONTAINER_FIELDS | dscp;
    }

    /** Whether this was seen, whatever the path. */
    static boolean looks(final long learned, final long look) {
        return (learned & ~PATH_FIELD) == (SEEN | look);
    }

    /** The word for another packet that was seen on the same path, but for its {@link #look}. */
    static long onPath(final long learned) {
        return SEEN | learned & PATH_FIELD;
    }

    /** The container fields that a configuration asks for. */
    static long configured(final OptionalInt qfi) {
        return qfi.isPresent() ? CONTAINER | (long) qfi.getAsInt() << QFI_SHIFT : 0;
    }

    /** The fields that a configuration asks for in every pushed packet. */
    static long configured(final PushConfig push) {
        return (long) push.ttl() << TTL_SHIFT | (long) push.dscp().ordinal() << DSCP_SOURCE_SHIFT
            | (push.sourcePort() == PushConfig.SourcePort.FLOW ? FLOW_PORT : 0)
            | (push.sequenceNumbers() ? SEQUENCE : 0);
    }

    /**
     * How to push into a tunnel.
     *
     * @param seen     what was seen on the tunnel itself
     * @param opposite what was seen on the one in the other direction
     * @param settings what is configured
     * @return what was seen last; else the way back of the opposite tunnel, with the container that is configured or,
     *     if none is, the opposite's; 0 if neither tunnel was seen
     */
    static long way(final long seen, final long opposite, final long settings) {
        if (seen < 0) {
            return seen | settings & PUSH_FIELDS;
        }
        if (opposite == 0) {
            return 0;
        }
        final long own = container(settings)
            ? opposite & ~CONTAINER_FIELDS | settings & CONTAINER_FIELDS : opposite;
        return own | REVERSED | settings & PUSH_FIELDS;
    }

    /** Whether two ways are on the same path, in the same direction. */
    static boolean samePath(final long way, final long other) {
        return ((way ^ other) & (SEEN | REVERSED | PATH_FIELD)) == 0;
    }

    /** Whether the path is to be gone backwards. */
    static boolean reversed(final long way) {
        return (way & REVERSED) != 0;
    }

    /** Whether anything was seen. */
    static boolean seen(final long learned) {
        return learned < 0;
    }

    /** Number of the way in the {@link PathTable}. */
    static int path(final long learned) {
        return (int) (learned >>> PATH_SHIFT) & PATH;
    }

    /** Type of service or traffic class octet of the outer header, without ECN. */
    static int trafficClass(final long learned) {
        return (int) (learned & DSCP) << ECN_BITS;
    }

    /** DSCP of the outer header, 0 to 63. */
    static int dscp(final long learned) {
        return (int) learned & DSCP;
    }

    /** Of a way: whether source port, DSCP or sequence number take more than is in it. */
    static boolean isParticular(final long way) {
        return (way & (FLOW_PORT | DSCP_SOURCE | SEQUENCE)) != 0;
    }

    /** Of a way: outer TTL or hop limit. */
    static int ttl(final long way) {
        return (int) way >>> TTL_SHIFT & 0xff;
    }

    /** Of a way: whether the source port goes by flow. */
    static boolean flowPort(final long way) {
        return (way & FLOW_PORT) != 0;
    }

    /** Of a way: ordinal of the {@link PushConfig.Dscp}. */
    static int dscpSource(final long way) {
        return (int) way >>> DSCP_SOURCE_SHIFT & 3;
    }

    /** Of a way: whether there is no tunnel. */
    static boolean plain(final long way) {
        return (way & PLAIN) != 0;
    }

    /** Of a way: whether packets are numbered. */
    static boolean sequence(final long way) {
        return (way & SEQUENCE) != 0;
    }

    /** Whether there was, or is to be, a PDU session container. */
    static boolean container(final long word) {
        return (word & CONTAINER) != 0;
    }

    /** QoS flow identifier, 0 to 63. */
    static int qfi(final long word) {
        return (int) (word >>> QFI_SHIFT) & 0x3f;
    }
}
