package io.mecvswitch.vswitch;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cuts frames into IP fragments in ways that tests ask for, by no code of the switch's own. */
final class Cut {
    private Cut() {
    }

    /** Fragments of so many octets of payload each but the last, a multiple of 8. */
    static List<byte[]> evenly(final byte[] frame, final int size, final int identification) {
        final int payload = payload(frame);
        final List<Integer> ends = new ArrayList<>();
        for (int end = size; end < payload; end += size) {
            ends.add(end);
        }
        ends.add(payload);
        return at(frame, identification, ends);
    }

    /** Fragments of random lengths, at least 48 octets of payload in each but the last. */
    static List<byte[]> anyhow(final byte[] frame, final Random random, final int identification) {
        final int payload = payload(frame);
        final List<Integer> ends = new ArrayList<>();
        for (int end = piece(random); end < payload; end += piece(random)) {
            ends.add(end);
        }
        ends.add(payload);
        return at(frame, identification, ends);
    }

    private static int piece(final Random random) {
        return 48 + 8 * random.nextInt(1 << random.nextInt(7));
    }

    /** Fragments that end at these octets of the payload. */
    static List<byte[]> at(final byte[] frame, final int identification, final List<Integer> ends) {
        final List<byte[]> fragments = new ArrayList<>();
        int from = 0;
        for (final int to : ends) {
            fragments.add(part(frame, from, to, to < payload(frame), identification));
            from = to;
        }
        return fragments;
    }

    /** One fragment, whether or not others fit to it. */
    static byte[] part(final byte[] frame, final int from, final int to, final boolean more, final int identification) {
        final int network = network(frame);
        final boolean ipv4 = frame[network] >>> 4 == 4;
        final int start = network + header(frame);
        final int skipped = ipv4 ? 0 : 8;
        final byte[] part = new byte[start + skipped + to - from];
        System.arraycopy(frame, 0, part, 0, start);
        System.arraycopy(frame, start + from, part, start + skipped, to - from);
        final MemorySegment packet = MemorySegment.ofArray(part);
        if (ipv4) {
            Ipv4.setTotalLength(packet, network, part.length - network);
            Ipv4.setIdentification(packet, network, identification);
            Ipv4.setFragment(packet, network, from / 8 | (more ? Ipv4.MORE_FRAGMENTS : 0));
            Ipv4.setChecksum(packet, network, InternetChecksum.ipv4Header(packet, network));
        } else {
            Ipv6.setPayloadLength(packet, network, part.length - network - Ipv6.HEADER_LENGTH);
            Wire.setU32(
                packet, start, Wire.u8(packet, network + Ipv6.NEXT_HEADER_OFFSET) << 24 | from | (more ? 1 : 0));
            Wire.setU32(packet, start + 4, identification);
            Ipv6.setNextHeader(packet, network, IpProtocol.FRAGMENT);
        }
        return part;
    }

    /** The same with octets changed from one on, checksum of IPv4 put right. */
    static byte[] with(final byte[] frame, final int offset, final int... octets) {
        final byte[] changed = Arrays.copyOf(frame, frame.length);
        for (int i = 0; i < octets.length; i++) {
            changed[offset + i] = (byte) octets[i];
        }
        final int network = network(changed);
        if (changed[network] >>> 4 == 4) {
            final MemorySegment packet = MemorySegment.ofArray(changed);
            Ipv4.setChecksum(packet, network, InternetChecksum.ipv4Header(packet, network));
        }
        return changed;
    }

    private static int payload(final byte[] frame) {
        return frame.length - network(frame) - header(frame);
    }

    private static int header(final byte[] frame) {
        final int network = network(frame);
        return frame[network] >>> 4 == 4
            ? Ipv4.headerLength(MemorySegment.ofArray(frame), network) : Ipv6.HEADER_LENGTH;
    }

    /** Where the IP header is. */
    static int network(final byte[] frame) {
        int network = Ethernet.HEADER_LENGTH;
        while (Vlan.isTag(Wire.u16(MemorySegment.ofArray(frame), network - 2))) {
            network += Vlan.TAG_LENGTH;
        }
        return network;
    }
}
