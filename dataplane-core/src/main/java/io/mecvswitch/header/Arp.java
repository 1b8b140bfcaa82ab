package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/**
 * An ARP packet for IPv4 over Ethernet (RFC 826).
 *
 * <pre>
 *    0      2        4    5    6    8        14       18       24       28
 *   ┌──────┬────────┬────┬────┬────┬────────┬────────┬────────┬────────┐
 *   │ 1    │ 0x0800 │ 6  │ 4  │ op │ sender │ sender │ target │ target │
 *   │      │        │    │    │    │ MAC    │ IPv4   │ MAC    │ IPv4   │
 *   └──────┴────────┴────┴────┴────┴────────┴────────┴────────┴────────┘
 *   └─────────── word0 ────────────┘
 * </pre>
 */
public final class Arp {
    /** Octets. */
    public static final int LENGTH = 28;
    /** The first eight octets of a request. */
    public static final long REQUEST = 0x0001_0800_0604_0001L;
    /** The first eight octets of a reply. */
    public static final long REPLY = 0x0001_0800_0604_0002L;

    private Arp() {
    }

    /** Whether the first eight octets are of a packet for IPv4 over Ethernet, whatever its operation. */
    public static boolean isIpv4OverEthernet(final long word0) {
        return word0 >>> 16 == REQUEST >>> 16;
    }

    /** Address types and lengths, and operation. */
    public static long word0(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset);
    }

    /** Ethernet address of the sender. */
    public static long senderMac(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U64, offset + 8) >>> 16;
    }

    /** IPv4 address of the sender; 0 in a probe (RFC 5227 §1.1). */
    public static int senderAddress(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + 14);
    }

    /** IPv4 address that is asked for. */
    public static int targetAddress(final MemorySegment packet, final long offset) {
        return packet.get(Wire.U32, offset + 24);
    }

    /** Writes a whole packet. */
    public static void set(final MemorySegment packet, final long offset, final long word0, final long senderMac,
        final int senderAddress, final long targetMac, final int targetAddress) {
        packet.set(Wire.U64, offset, word0);
        packet.set(Wire.U64, offset + 8, senderMac << 16 | senderAddress >>> 16);
        packet.set(Wire.U64, offset + 16, (long) senderAddress << 48 | targetMac);
        packet.set(Wire.U32, offset + 24, targetAddress);
    }
}
