package io.mecvswitch.stage;

import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Cuts IP packets into fragments (RFC 791 §3.2, RFC 8200 §4.5), as the words of {@link PacketVector#pieces} say.
 *
 * <p>The first piece stays in the packet's buffer, the others are copied into buffers that are taken for the vector in
 * one call. IPv4 options that later fragments must not have become No Operation, so that all headers are equally long.
 * A wrong header checksum stays wrong by as much. What the packet says of Don't Fragment, all pieces say. Lane.
 */
public final class Splitter {
    /** A datagram of the longest that fits a buffer, in pieces of the shortest MTU that IPv6 allows, has no more. */
    static final int MAX_PIECES = 64;
    private static final int UNIT_MASK = ~7;
    private static final int OPTION_COPIED = 0x80;
    private static final int OPTION_END = 0;
    private static final int OPTION_NONE = 1;

    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final AtomicCounter made;
    private final long[] spares;
    private final PacketBurst pieces = new PacketBurst(MAX_PIECES);
    // written by the lane only: spares that are left, and those that the packet that is being cut leaves
    private int available;
    private int left;

    // the packet that is being cut
    private long frame;
    private long ip;
    private int network;
    private boolean ipv4;
    private int header;
    private int payload;
    private int unit;

    /**
     * @param memory     where the packets are
     * @param vectorSize packets of one vector at most
     * @param made       counts the pieces that there were not before
     */
    public Splitter(final PacketMemory memory, final int vectorSize, final AtomicCounter made) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.made = made;
        this.spares = new long[vectorSize * MAX_PIECES];
    }

    /** Takes the buffers that a vector's pieces need, all or none. */
    void begin(final PacketVector vector) {
        int needed = 0;
        for (int i = 0; i < vector.size; i++) {
            needed += Math.max(0, count(vector, i) - 1);
        }
        available = needed > 0 && memory.allocate(spares, needed) ? needed : 0;
    }

    /** Pieces the packet has to be cut into; 0 if they are too many. */
    private int count(final PacketVector vector, final int i) {
        if (vector.pieces[i] == Pieces.WHOLE) {
            return 1;
        }
        read(vector, i);
        final int count = unit <= 0 ? MAX_PIECES + 1 : (payload + unit - 1) / unit;
        return count > MAX_PIECES || vector.position[i] - fragmentHeader() < memory.bufferStart(vector.handle[i])
            ? 0 : count;
    }

    private void read(final PacketVector vector, final int i) {
        final long word = vector.pieces[i];
        frame = vector.position[i];
        network = Vlan.network(bytes, frame, vector.length[i]);
        ip = frame + network;
        ipv4 = Ipv4.version(bytes, ip) == 4;
        header = ipv4 ? Ipv4.headerLength(bytes, ip) : Pieces.header(word);
        final int ipLength = ipv4 ? Ipv4.totalLength(bytes, ip)
            : Ipv6.HEADER_LENGTH + Ipv6.payloadLength(Ipv6.word0(bytes, ip));
        payload = ipLength - header;
        unit = Pieces.longest(word) - header - fragmentHeader() & UNIT_MASK;
    }

    /** Octets that each piece has more than the packet. */
    private int fragmentHeader() {
        return ipv4 ? 0 : Ipv6.MINIMUM_EXTENSION_LENGTH;
    }

    /**
     * Cuts a packet of the vector that has begun.
     *
     * @return NONE, and the pieces are in {@link #pieces()}, the packet itself if it can leave whole; else why it can't
     * leave
     */
    DropReason split(final PacketVector vector, final int i) {
        final int count = count(vector, i);
        pieces.size = 0;
        left = available;
        if (count == 0) {
            return DropReason.PACKET_TOO_BIG;
        }
        if (count - 1 > available) {
            return DropReason.NO_BUFFER;
        }
        if (count == 1) {
            pieces.add(vector.handle[i], vector.position[i], vector.length[i], vector.timeNs[i]);
            return DropReason.NONE;
        }
        if (ipv4) {
            splitIpv4(vector, i, count);
        } else {
            splitIpv6(vector, i, count);
        }
        available = left;
        made.getAndAdd(count - 1L);
        return DropReason.NONE;
    }

    /** What the packet was cut into, in order. */
    PacketBurst pieces() {
        return pieces;
    }

    /** Gives back the buffers of packets that were not cut after all, or not to the end. */
    void end() {
        if (available > 0) {
            memory.free(spares, 0, available);
            available = 0;
        }
    }

    private void spare(final PacketVector vector, final int i) {
        final long handle = spares[--left];
        pieces.add(handle, memory.counterpart(vector.handle[i], frame, handle), 0, vector.timeNs[i]);
    }

    // IPv4: the later pieces first, because they are copied from the whole.

    private void splitIpv4(final PacketVector vector, final int i, final int count) {
        pieces.add(vector.handle[i], frame, 0, vector.timeNs[i]);
        for (int k = 1; k < count; k++) {
            spare(vector, i);
            final long piece = pieces.position[k];
            MemorySegment.copy(bytes, frame, bytes, piece, (long) network + header);
            MemorySegment.copy(bytes, ip + header + (long) k * unit, bytes, piece + network + header, size(k, count));
            dropOptions(piece + network);
            finishIpv4(k, count, piece + network);
        }
        finishIpv4(0, count, ip);
    }

    private int size(final int k, final int count) {
        return k + 1 < count ? unit : payload - k * unit;
    }

    private void finishIpv4(final int k, final int count, final long pieceIp) {
        final int totalLength = header + size(k, count);
        final int former = Ipv4.fragment(bytes, pieceIp);
        final int fragment = former + (k * unit >>> 3) | (k + 1 < count ? Ipv4.MORE_FRAGMENTS : 0);
        int checksum = Ipv4.checksum(bytes, pieceIp);
        checksum = InternetChecksum.update(checksum, Ipv4.totalLength(bytes, pieceIp), totalLength);
        checksum = InternetChecksum.update(checksum, former, fragment);
        Ipv4.setTotalLength(bytes, pieceIp, totalLength);
        Ipv4.setFragment(bytes, pieceIp, fragment);
        Ipv4.setChecksum(bytes, pieceIp, checksum);
        pieces.length[k] = network + totalLength;
    }

    /** RFC 791 §3.1: only options with the copied flag go into later fragments. */
    private void dropOptions(final long pieceIp) {
        final int length = header - Ipv4.MINIMUM_HEADER_LENGTH;
        if (length == 0) {
            return;
        }
        final long options = pieceIp + Ipv4.MINIMUM_HEADER_LENGTH;
        final int before = InternetChecksum.of(bytes, options, length);
        clearOptions(options, options + length);
        final long after = InternetChecksum.sum(bytes, options, length);
        final int checksum = Ipv4.checksum(bytes, pieceIp);
        Ipv4.setChecksum(bytes, pieceIp, InternetChecksum.finish((~checksum & 0xffff) + before + after));
    }

    /** What is no sound option, and all behind it, is left alone: it is the receiver's to judge. */
    private void clearOptions(final long from, final long end) {
        long at = from;
        while (at < end && Wire.u8(bytes, at) != OPTION_END) {
            final int type = Wire.u8(bytes, at);
            final int length = type == OPTION_NONE ? 1 : at + 1 < end ? Wire.u8(bytes, at + 1) : 0;
            if (length == 0 || type != OPTION_NONE && length == 1 || at + length > end) {
                return;
            }
            if ((type & OPTION_COPIED) == 0) {
                for (long octet = at; octet < at + length; octet++) {
                    bytes.set(ValueLayout.JAVA_BYTE, octet, (byte) OPTION_NONE);
                }
            }
            at += length;
        }
    }

    // IPv6: each piece gets a fragment header behind the per-fragment headers.

    private void splitIpv6(final PacketVector vector, final int i, final int count) {
        final int identification = Pieces.identification(vector.pieces[i]);
        final int field = Ipv6.lastNextHeader(bytes, ip, header);
        final int protocol = Wire.u8(bytes, ip + field);
        pieces.add(vector.handle[i], frame - Ipv6.MINIMUM_EXTENSION_LENGTH, 0, vector.timeNs[i]);
        for (int k = 1; k < count; k++) {
            spare(vector, i);
            final long piece = pieces.position[k] - Ipv6.MINIMUM_EXTENSION_LENGTH;
            pieces.position[k] = piece;
            MemorySegment.copy(bytes, frame, bytes, piece, (long) network + header);
            MemorySegment.copy(bytes, ip + header + (long) k * unit, bytes,
                piece + network + header + Ipv6.MINIMUM_EXTENSION_LENGTH, size(k, count));
            finishIpv6(k, count, field, protocol, identification);
        }
        MemorySegment.copy(bytes, frame, bytes, frame - Ipv6.MINIMUM_EXTENSION_LENGTH, (long) network + header);
        finishIpv6(0, count, field, protocol, identification);
    }

    private void finishIpv6(final int k, final int count, final int field, final int protocol,
        final int identification) {
        final long pieceIp = pieces.position[k] + network;
        final int ipLength = header + Ipv6.MINIMUM_EXTENSION_LENGTH + size(k, count);
        Ipv6.setPayloadLength(bytes, pieceIp, ipLength - Ipv6.HEADER_LENGTH);
        Wire.setU8(bytes, pieceIp + field, IpProtocol.FRAGMENT);
        final int fragment = k * unit | (k + 1 < count ? Ipv6.MORE_FRAGMENTS : 0);
        Wire.setU32(bytes, pieceIp + header, protocol << 24 | fragment);
        Wire.setU32(bytes, pieceIp + header + 4, identification);
        pieces.length[k] = network + ipLength;
    }
}
