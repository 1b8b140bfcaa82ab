package io.mecvswitch.vswitch.demo;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.vswitch.demo.Tag.Kind;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * A frame of the demo taken apart, by other code than the switch's so that the switch is not its own judge.
 *
 * @param frame     all its bytes
 * @param tunnelled whether its packet came in a G-PDU
 * @param packetAt  where the IP packet starts that UE and server exchange; the frame's end for an Echo message
 * @param tag       which packet it is
 */
record Dissection(byte[] frame, boolean tunnelled, int packetAt, Tag tag) {
    /** Takes a frame apart; empty if it is none of the demo's. */
    static Optional<Dissection> of(final byte[] frame) {
        try {
            return dissect(frame, MemorySegment.ofArray(frame));
        } catch (final IndexOutOfBoundsException e) {
            // Whatever it is, it ends before the demo's packets do.
            return Optional.empty();
        }
    }

    private static Optional<Dissection> dissect(final byte[] bytes, final MemorySegment frame) {
        final boolean vlan = Vlan.isTag(Ethernet.type(frame, 0));
        final int ip = Ethernet.HEADER_LENGTH + (vlan ? Vlan.TAG_LENGTH : 0);
        if (Wire.u16(frame, ip - 2) != Ethernet.TYPE_IPV4 || Ipv4.protocol(frame, ip) != IpProtocol.UDP) {
            return Optional.empty();
        }
        final int udp = ip + Ipv4.headerLength(frame, ip);
        if (Udp.destinationPort(Udp.word0(frame, udp)) != Gtpu.UDP_PORT) {
            return tagged(bytes, frame, false, ip);
        }
        final int gtpu = udp + Udp.HEADER_LENGTH;
        final long word0 = Gtpu.word0(frame, gtpu);
        return switch (Gtpu.messageType(word0)) {
            case Gtpu.GPDU -> tagged(bytes, frame, true, bytes.length - tpduLength(frame, gtpu));
            case Gtpu.ECHO_REQUEST -> echo(bytes, frame, gtpu, Kind.REQUEST);
            case Gtpu.ECHO_RESPONSE -> echo(bytes, frame, gtpu, Kind.ANSWER);
            default -> Optional.empty();
        };
    }

    private static int tpduLength(final MemorySegment frame, final int gtpu) {
        final long word0 = Gtpu.word0(frame, gtpu);
        if (!Gtpu.hasOptional(Gtpu.flags(word0))) {
            return Gtpu.length(word0);
        }
        int headers = Gtpu.OPTIONAL_LENGTH;
        int type = Gtpu.nextExtension(Gtpu.optional(frame, gtpu));
        while (type != Gtpu.EXTENSION_NONE) {
            final int extension = gtpu + Gtpu.HEADER_LENGTH + headers;
            final int length = Gtpu.extensionLength(frame, extension);
            type = Gtpu.extensionNext(frame, extension, length);
            headers += length;
        }
        return Gtpu.length(word0) - headers;
    }

    private static Optional<Dissection> tagged(final byte[] bytes, final MemorySegment frame, final boolean tunnelled,
        final int packetAt) {
        final int payload = packetAt + Ipv4.headerLength(frame, packetAt) + Udp.HEADER_LENGTH;
        return Tag.found(frame, payload)
            ? Optional.of(new Dissection(bytes, tunnelled, packetAt, Tag.read(frame, payload))) : Optional.empty();
    }

    private static Optional<Dissection> echo(final byte[] bytes, final MemorySegment frame, final int gtpu,
        final Kind kind) {
        final int sequence = Gtpu.sequence(Gtpu.optional(frame, gtpu));
        return Optional.of(new Dissection(bytes, false, bytes.length, new Tag(Tag.PATH, kind, sequence)));
    }

    /** Whether every byte is the same. */
    boolean identical(final Dissection other) {
        return Arrays.equals(frame, other.frame);
    }

    /** Whether everything before the packet is the same: Ethernet, IP, UDP and GTP-U with its extension headers. */
    boolean sameOutside(final Dissection other) {
        return Arrays.equals(frame, 0, packetAt, other.frame, 0, other.packetAt);
    }

    /** Whether the packet that UE and server exchange is the same. */
    boolean samePacket(final Dissection other) {
        return Arrays.equals(frame, packetAt, frame.length, other.frame, other.packetAt, other.frame.length);
    }

    /** DSCP of the packet that UE and server exchange. */
    int dscp() {
        return Ipv4.trafficClass(MemorySegment.ofArray(frame), packetAt) >>> 2;
    }
}
