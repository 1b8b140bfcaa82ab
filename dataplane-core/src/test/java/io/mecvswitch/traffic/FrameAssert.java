package io.mecvswitch.traffic;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Mpls;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Compares frames, and says where they differ in words: the offset, the field, and the lines around it. */
public final class FrameAssert {
    private static final int LINE = 16;
    private static final String[] NSH_FIELDS = {"flags and TTL", "TTL and length", "MD type", "next protocol",
        "path identifier", "path identifier", "path identifier", "index"};
    private static final String[] IPV4_FIELDS = {"version and IHL", "traffic class", "total length", "total length",
        "identification", "identification", "fragment", "fragment", "TTL", "protocol", "checksum", "checksum",
        "source", "source", "source", "source", "destination", "destination", "destination", "destination"};
    private static final String[] UDP_FIELDS = {"source port", "source port", "destination port", "destination port",
        "length", "length", "checksum", "checksum"};
    private static final String[] GTPU_FIELDS = {"flags", "message type", "length", "length", "TEID", "TEID", "TEID",
        "TEID", "sequence number", "sequence number", "N-PDU number", "next extension type"};

    private FrameAssert() {
    }

    /** Fails unless both are the same, octet by octet. */
    public static void assertFrame(final byte[] expected, final byte[] actual) {
        final int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            throw new AssertionError("frames differ at octet " + at + " (" + field(expected, at) + "): "
                + expected.length + " octets expected, " + actual.length + " found\nexpected\n"
                + around(expected, at) + "found\n" + around(actual, at));
        }
    }

    /** A frame in lines of 16 octets. */
    public static String dump(final byte[] frame) {
        final StringBuilder text = new StringBuilder();
        for (int at = 0; at < frame.length; at += LINE) {
            text.append(line(frame, at));
        }
        return text.toString();
    }

    /** The lines before, at and behind an offset. */
    private static String around(final byte[] frame, final int at) {
        final StringBuilder text = new StringBuilder();
        final int start = Math.max(0, at / LINE - 1) * LINE;
        for (int line = start; line < Math.min(frame.length, start + 3 * LINE); line += LINE) {
            text.append(line(frame, line));
        }
        return text.toString();
    }

    private static String line(final byte[] frame, final int from) {
        final StringBuilder text = new StringBuilder(String.format("  %04x ", from));
        for (int at = from; at < Math.min(frame.length, from + LINE); at++) {
            text.append(at == from + LINE / 2 ? "  " : " ").append(String.format("%02x", frame[at]));
        }
        return text.append('\n').toString();
    }

    /** What an octet of a sound frame is, in words. */
    public static String field(final byte[] frame, final int at) {
        try {
            return ethernetField(MemorySegment.ofArray(frame), at);
        } catch (final IndexOutOfBoundsException _) {
            return "behind the end";
        }
    }

    private static String ethernetField(final MemorySegment frame, final int at) {
        if (at < Ethernet.TYPE_OFFSET) {
            return at < Ethernet.SOURCE_OFFSET ? "Ethernet destination" : "Ethernet source";
        }
        int type = Ethernet.TYPE_OFFSET;
        while (Vlan.isTag(Wire.u16(frame, type))) {
            type += Vlan.TAG_LENGTH;
            if (at < type) {
                return at < type - 2 ? "VLAN tag identifier" : "VLAN tag control";
            }
        }
        return at < type + 2 ? "EtherType" : networkField(frame, type + 2, Wire.u16(frame, type), at);
    }

    private static String networkField(final MemorySegment frame, final int start, final int etherType, final int at) {
        return switch (etherType) {
            case Ethernet.TYPE_NSH -> nshField(frame, start, at);
            case Ethernet.TYPE_MPLS -> mplsField(frame, start, at);
            default -> ipField(frame, start, at, "");
        };
    }

    private static String nshField(final MemorySegment frame, final int nsh, final int at) {
        if (at < nsh + NSH_FIELDS.length) {
            return "NSH " + NSH_FIELDS[at - nsh];
        }
        final int end = nsh + Nsh.length(Nsh.word0(frame, nsh));
        return at < end ? "NSH context" : ipField(frame, end, at, "served ");
    }

    private static String mplsField(final MemorySegment frame, final int stack, final int at) {
        final int end = stack + Mpls.end(frame, stack, (int) frame.byteSize() - stack);
        return at < end ? "MPLS label stack" : ipField(frame, end, at, "labelled ");
    }

    private static String ipField(final MemorySegment frame, final int ip, final int at, final String place) {
        return switch (Ipv4.version(frame, ip)) {
            case 4 -> at < ip + IPV4_FIELDS.length ? place + "IPv4 " + IPV4_FIELDS[at - ip]
                : transportField(frame, ip + Ipv4.headerLength(frame, ip), Ipv4.protocol(frame, ip), at, place);
            case 6 -> at < ip + Ipv6.HEADER_LENGTH ? place + "IPv6 " + ipv6Field(at - ip)
                : transportField(frame, ip + Ipv6.HEADER_LENGTH, Ipv6.nextHeader(Ipv6.word0(frame, ip)), at, place);
            default -> place + "payload";
        };
    }

    private static String ipv6Field(final int offset) {
        if (offset < Ipv6.PAYLOAD_LENGTH_OFFSET) {
            return "version, traffic class and flow label";
        }
        if (offset < Ipv6.SOURCE_OFFSET) {
            return offset < Ipv6.NEXT_HEADER_OFFSET ? "payload length"
                : offset < Ipv6.HOP_LIMIT_OFFSET ? "next header" : "hop limit";
        }
        return offset < Ipv6.DESTINATION_OFFSET ? "source" : "destination";
    }

    private static String transportField(final MemorySegment frame, final int start, final int protocol, final int at,
            final String place) {
        if (at < start) {
            return place + "IP options";
        }
        if (protocol != IpProtocol.UDP) {
            return place + "IP payload";
        }
        if (at < start + UDP_FIELDS.length) {
            return place + "UDP " + UDP_FIELDS[at - start];
        }
        final boolean gtpu = Udp.destinationPort(Udp.word0(frame, start)) == Gtpu.UDP_PORT;
        return gtpu ? gtpuField(frame, start + Udp.HEADER_LENGTH, at) : place + "UDP payload";
    }

    private static String gtpuField(final MemorySegment frame, final int gtpu, final int at) {
        final int flags = Wire.u8(frame, gtpu);
        int end = gtpu + Gtpu.HEADER_LENGTH + (Gtpu.hasOptional(flags) ? Gtpu.OPTIONAL_LENGTH : 0);
        if (at < end) {
            return "GTP-U " + GTPU_FIELDS[at - gtpu];
        }
        int next = (flags & Gtpu.FLAG_EXTENSION) == 0 ? 0 : Wire.u8(frame, gtpu + Gtpu.NEXT_EXTENSION_OFFSET);
        while (next != Gtpu.EXTENSION_NONE && Gtpu.extensionLength(frame, end) > 0) {
            final int length = Gtpu.extensionLength(frame, end);
            if (at < end + length) {
                return String.format("GTP-U extension header %02x", next);
            }
            next = Gtpu.extensionNext(frame, end, length);
            end += length;
        }
        return ipField(frame, end, at, "inner ");
    }
}
