package io.mecvswitch.stage;

/**
 * The word in {@link PacketVector#gtpu}.
 *
 * <pre>
 *    31        24 23   20  16 15     8 7      0
 *   ┌────────────┬──┬──────┬─────────┬─────────┐
 *   │ 0          │P │ PDU  │   QFI   │ message │
 *   │            │  │ type │ (0..63) │  type   │
 *   └────────────┴──┴──────┴─────────┴─────────┘
 *   P: a PDU session container was found (TS 38.415 §5.5.2)
 * </pre>
 */
public final class GtpuColumn {
    private static final int QFI_SHIFT = 8;
    private static final int PDU_TYPE_SHIFT = 16;
    private static final int CONTAINER = 1 << 23;

    private GtpuColumn() {
    }

    /** The word of a message without PDU session container. */
    public static int of(final int messageType) {
        return messageType;
    }

    /** The word with the container's PDU type (0 downlink, 1 uplink) and QFI added. */
    public static int withContainer(final int column, final int pduType, final int qfi) {
        return column | CONTAINER | pduType << PDU_TYPE_SHIFT | qfi << QFI_SHIFT;
    }

    /** Message type, 0 to 255 (TS 29.281 table 6.1-1). */
    public static int messageType(final int column) {
        return column & 0xff;
    }

    /** Whether there was a PDU session container. */
    public static boolean hasContainer(final int column) {
        return (column & CONTAINER) != 0;
    }

    /** QoS flow identifier, 0 to 63; 0 if there is no container. */
    public static int qfi(final int column) {
        return column >>> QFI_SHIFT & 0x3f;
    }

    /** PDU type, 0 to 15; 0 if there is no container. */
    public static int pduType(final int column) {
        return column >>> PDU_TYPE_SHIFT & 0xf;
    }
}
