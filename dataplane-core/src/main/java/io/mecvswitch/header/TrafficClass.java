package io.mecvswitch.header;

import java.lang.foreign.MemorySegment;

/** DSCP in the upper 6 bits and ECN in the lower 2 (RFC 2474 §3, RFC 3168 §5), of an IP header of either version. */
public final class TrafficClass {
    private TrafficClass() {
    }

    /** The octet, 0 to 255. */
    public static int of(final MemorySegment packet, final long ip, final boolean ipv4) {
        return ipv4 ? Ipv4.trafficClass(packet, ip) : Ipv6.trafficClass(Ipv6.word0(packet, ip));
    }

    /**
     * Writes the octet. The checksum of IPv4 is corrected by as much as the header changes (RFC 1624 §3), so that a
     * wrong one stays wrong.
     */
    public static void set(final MemorySegment packet, final long ip, final boolean ipv4, final int trafficClass) {
        if (ipv4) {
            setIpv4(packet, ip, trafficClass);
        } else {
            Ipv6.setTrafficClass(packet, ip, trafficClass);
        }
    }

    private static void setIpv4(final MemorySegment packet, final long ip, final int trafficClass) {
        final int before = Wire.u16(packet, ip);
        final int after = before & 0xff00 | trafficClass;
        if (after != before) {
            Wire.setU16(packet, ip, after);
            Ipv4.setChecksum(packet, ip, InternetChecksum.update(Ipv4.checksum(packet, ip), before, after));
        }
    }
}
