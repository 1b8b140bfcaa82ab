package io.mecvswitch.vswitch;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;

/** What the switch chooses where standards leave the choice (docs/choices.md), applied to a spelled-out frame. */
final class Golden {
    private Golden() {
    }

    /** A pushed G-PDU: outer IPv4 is an atomic datagram without UDP checksum; over IPv6 there is a real one. */
    static byte[] gpdu(final Frames frames) {
        final byte[] bytes = frames.bytes();
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        int type = Ethernet.TYPE_OFFSET;
        while (Vlan.isTag(Ethernet.type(frame, type - Ethernet.TYPE_OFFSET))) {
            type += Vlan.TAG_LENGTH;
        }
        if (Ethernet.type(frame, type - Ethernet.TYPE_OFFSET) == Ethernet.TYPE_IPV4) {
            final int ip = type + 2;
            Ipv4.setIdentification(frame, ip, 0);
            Ipv4.setFragment(frame, ip, Ipv4.DONT_FRAGMENT);
            Ipv4.setTtl(frame, ip, 64);
            Ipv4.setChecksum(frame, ip, 0);
            Ipv4.setChecksum(frame, ip, InternetChecksum.ipv4Header(frame, ip));
            Udp.setChecksum(frame, ip + Ipv4.MINIMUM_HEADER_LENGTH, 0);
        }
        return bytes;
    }
}
