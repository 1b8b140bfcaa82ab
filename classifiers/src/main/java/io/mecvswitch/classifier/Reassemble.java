package io.mecvswitch.classifier;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Exit;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Pieces;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Puts fragments together that may be of a tunnel, so that rules can see into it (RFC 791 §3.2, RFC 8200 §4.5).
 *
 * <p>A fragment rests here until the others have come; the one that completes its datagram goes on as the whole, with
 * columns as Parse writes them. What is no UDP, or begins a datagram to another port than GTP-U's, passes untouched,
 * and so does what follows it. A whole that nobody opens leaves in pieces again, see {@link Pieces}.
 *
 * <pre>
 *   fragment ──▶ its datagram is …
 *                new       first part to another port: all pass       else: gathered
 *                passed    goes on
 *                refused   dropped by the reason for which the others were
 *                gathered  the same is here: dropped · overlaps, illegal: refused · last to come: whole · else: rests
 * </pre>
 *
 * <p>Room is bounded: what began first gives way, and is counted. A datagram is given up after the time-out; where time
 * is that of packets, when a packet of any kind comes by. One that was refused or passed is remembered as long (RFC
 * 5722 §4: constituents not yet received, too).
 */
public final class Reassemble extends Stage {
    /** Fragments that can rest for each datagram there can be: two are usual, few have more. */
    public static final int FRAGMENTS_PER_DATAGRAM = 4;

    /**
     * Octets of the shortest IP packet that others follow: every link carries as much undivided (RFC 791 §3.2), so that
     * nobody makes smaller ones but to hide something (RFC 1858 §3).
     */
    private static final int SHORTEST = 68;
    private static final int MAX_LENGTH = 0xffff;
    private static final long FRAGMENT = Headers.tunnel(Layer.FRAGMENT);
    private static final int NOT_ECT_BIT = 1;
    private static final int CE = 3;
    private static final int CE_BIT = 1 << CE;
    private static final long NO_HANDLE = 0;

    // set once by control
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final boolean[] tunnelled;
    private final long timeoutNs;
    private final PacketClock clock;
    private final Exit exit;
    private final AtomicCounter resting;
    // written by the lane only
    private final HeaderWalk walk;
    private final Fragment fragment;
    private final long[] leavers;
    private FragmentTable table;

    /**
     * @param memory    where the packets are
     * @param tunnelled by port index: whether UDP port 2152 means GTP-U there
     * @param datagrams datagrams in progress at most
     * @param timeoutNs how long the fragments of one may take
     * @param clock     for that
     * @param exit      takes fragments whose datagram does not get whole, and those that went into one
     * @param resting   counts the fragments that are here
     */
    public Reassemble(final PacketMemory memory, final boolean[] tunnelled, final int datagrams, final long timeoutNs,
        final PacketClock clock, final Exit exit, final AtomicCounter resting) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.tunnelled = tunnelled.clone();
        this.timeoutNs = timeoutNs;
        this.clock = clock;
        this.exit = exit;
        this.resting = resting;
        this.walk = new HeaderWalk(bytes);
        this.fragment = new Fragment(bytes);
        this.table = new FragmentTable(datagrams, new SecureRandom().nextLong());
        this.leavers = new long[table.partCapacity()];
    }

    @Override
    public StageName name() {
        return StageName.REASSEMBLE;
    }

    /** A table of another size begins anew. */
    @Override
    public void adopt(final Stage predecessor) {
        final Reassemble other = (Reassemble) predecessor;
        if (other.table.capacity() == table.capacity()) {
            table = other.table;
        } else {
            other.retire();
        }
    }

    @Override
    public void retire() {
        while (!table.isEmpty()) {
            give(table.oldest(), DropReason.FRAGMENT_EVICTED);
        }
    }

    @Override
    public boolean mayRest() {
        return true;
    }

    @Override
    public int release(final PacketVector vector) {
        if (!table.isEmpty() && clock.passesAlone()) {
            expire(clock.nowNs());
        }
        return 0;
    }

    @Override
    public void process(final PacketVector vector) {
        clock.begin();
        if (!table.isEmpty()) {
            expire(clock.timeNs(vector, 0));
        }
        if (tunnelled[vector.ingress] && hasFragments(vector)) {
            final int size = vector.size;
            for (int i = 0; i < size; i++) {
                if ((vector.tunnel[i] & FRAGMENT) != 0 && mayBeUdp(vector, i)) {
                    receive(vector, i);
                }
            }
        }
    }

    private static boolean hasFragments(final PacketVector vector) {
        final long[] tunnel = vector.tunnel;
        final int size = vector.size;
        long found = 0;
        for (int i = 0; i < size; i++) {
            found |= tunnel[i];
        }
        return (found & FRAGMENT) != 0;
    }

    private static boolean mayBeUdp(final PacketVector vector, final int i) {
        final int protocol = vector.protocol(i);
        return protocol == IpProtocol.UDP || (vector.layers(i) & Layer.IPV6) != 0 && Ipv6.isExtension(protocol);
    }

    /** Gives up what is too old. A clock that jumped by more than the time-out, in whatever direction, is a new one. */
    private void expire(final long nowNs) {
        while (!table.isEmpty() && Math.abs(nowNs - table.startedNs[table.oldest()]) >= timeoutNs) {
            give(table.oldest(), DropReason.FRAGMENT_TIMEOUT);
        }
    }

    private void receive(final PacketVector vector, final int i) {
        final long nowNs = clock.timeNs(vector, i);
        expire(nowNs);
        fragment.read(vector, i);
        int datagram = table.find(fragment.key);
        if (datagram == FragmentTable.NONE) {
            datagram = begin(vector, i, nowNs);
        }
        final int fate = table.fate[datagram];
        if (fate == FragmentTable.GATHERED) {
            gather(vector, i, datagram);
        } else if (fate != FragmentTable.PASSED) {
            vector.leave(i, fate);
        }
    }

    private int begin(final PacketVector vector, final int i, final long nowNs) {
        if (table.isFull()) {
            give(table.oldest(), DropReason.FRAGMENT_EVICTED);
        }
        final int datagram = table.add(fragment.key, nowNs);
        if (fragment.place == 0 && (vector.layers(i) & Layer.UDP) != 0 && !isToGtpuPort()) {
            table.fate[datagram] = FragmentTable.PASSED;
        }
        return datagram;
    }

    private boolean isToGtpuPort() {
        return Wire.u16(bytes, fragment.data + Udp.DESTINATION_PORT_OFFSET) == Gtpu.UDP_PORT;
    }

    private void gather(final PacketVector vector, final int i, final int datagram) {
        final DropReason wrong = isLegal(datagram) ? collision(datagram) : DropReason.FRAGMENT_ILLEGAL;
        if (wrong == DropReason.FRAGMENT_DUPLICATE) {
            vector.leave(i, wrong);
        } else if (wrong != DropReason.NONE) {
            refuse(datagram, wrong);
            vector.leave(i, wrong);
        } else if (makeRoom(datagram)) {
            add(vector, i, datagram);
        } else {
            vector.leave(i, DropReason.FRAGMENT_EVICTED);
        }
    }

    private boolean isLegal(final int datagram) {
        final int end = fragment.place + fragment.size;
        final int total = table.total[datagram];
        if (fragment.size <= 0 || fragment.place == 0 && fragment.size < Udp.HEADER_LENGTH || end > MAX_LENGTH) {
            return false;
        }
        if (fragment.more) {
            return (fragment.size & 7) == 0 && fragment.ipLength >= SHORTEST && (total == 0 || end < total);
        }
        return total == 0 ? end > reach(datagram) : end == total;
    }

    /** Where the octets that are here end. Of what others follow, the last can't end there. */
    private int reach(final int datagram) {
        int reach = 0;
        for (int part = table.parts[datagram]; part != FragmentTable.NONE; part = table.next[part]) {
            reach = Math.max(reach, table.place[part] + table.size[part]);
        }
        return reach;
    }

    /** What the fragment is to those that are here: none of them, one of them, or in their way (RFC 5722 §4). */
    private DropReason collision(final int datagram) {
        final int end = fragment.place + fragment.size;
        for (int part = table.parts[datagram]; part != FragmentTable.NONE; part = table.next[part]) {
            final int place = table.place[part];
            if (fragment.place < place + table.size[part] && place < end) {
                return isSame(part) ? DropReason.FRAGMENT_DUPLICATE : DropReason.FRAGMENT_OVERLAP;
            }
        }
        return DropReason.NONE;
    }

    /** RFC 8200 §4.5: exact duplicates need not cost the datagram. */
    private boolean isSame(final int part) {
        final long data = table.position[part] + table.data[part];
        return table.place[part] == fragment.place && table.size[part] == fragment.size
            && MemorySegment.mismatch(bytes, data, data + fragment.size,
                bytes, fragment.data, fragment.data + fragment.size) < 0;
    }

    /** Returns whether the datagram is still there. */
    private boolean makeRoom(final int datagram) {
        while (!table.hasRoomForPart()) {
            final int oldest = table.oldest();
            give(oldest, DropReason.FRAGMENT_EVICTED);
            if (oldest == datagram) {
                return false;
            }
        }
        return true;
    }

    private void add(final PacketVector vector, final int i, final int datagram) {
        table.addPart(datagram, vector.handle[i], vector.position[i], fragment);
        if (table.received[datagram] == table.total[datagram]) {
            complete(vector, i, datagram);
        } else {
            vector.rest(i);
            resting.getAndAdd(1);
        }
    }

    // The whole.

    private void complete(final PacketVector vector, final int i, final int datagram) {
        final int first = first(datagram);
        final DropReason wrong = defect(datagram, first);
        if (wrong == DropReason.NONE) {
            join(datagram, first);
            place(vector, i, datagram, first);
        } else {
            release(datagram, vector.handle[i], wrong);
            vector.leave(i, wrong);
        }
        table.remove(datagram);
    }

    private int first(final int datagram) {
        int part = table.parts[datagram];
        while (table.place[part] != 0) {
            part = table.next[part];
        }
        return part;
    }

    private DropReason defect(final int datagram, final int first) {
        final int marks = table.marks[datagram];
        if ((marks & CE_BIT) != 0 && (marks & NOT_ECT_BIT) != 0) {
            return DropReason.CONGESTION;
        }
        final long data = table.position[first] + table.data[first];
        return table.header[first] + table.total[datagram] > MAX_LENGTH
            || data + table.total[datagram] > memory.bufferEnd(table.handle[first])
            ? DropReason.REASSEMBLY_TOO_LONG : DropReason.NONE;
    }

    /** Copies the other parts behind the first. */
    private void join(final int datagram, final int first) {
        final long data = table.position[first] + table.data[first];
        for (int part = table.parts[datagram]; part != FragmentTable.NONE; part = table.next[part]) {
            if (part != first) {
                MemorySegment.copy(bytes, table.position[part] + table.data[part], bytes, data + table.place[part],
                    table.size[part]);
            }
        }
    }

    /** Puts the whole where its last fragment was. */
    private void place(final PacketVector vector, final int i, final int datagram, final int first) {
        final boolean ipv4 = (vector.layers(i) & Layer.IPV4) != 0;
        final int header = table.header[first];
        final int ipLength = header + table.total[datagram];
        final boolean congested = (table.marks[datagram] & CE_BIT) != 0;
        final int skipped = ipv4 ? 0 : Ipv6.MINIMUM_EXTENSION_LENGTH;
        final long frame = table.position[first] + skipped;
        final int network = table.data[first] - header - skipped;
        vector.handle[i] = table.handle[first];
        vector.position[i] = frame;
        vector.length[i] = network + ipLength;
        vector.moved = true;
        final long word;
        if (ipv4) {
            finishIpv4(frame + network, ipLength, congested);
            word = Pieces.ofIpv4(table.longest[datagram]);
        } else {
            finishIpv6(frame, network, header, table.total[datagram], congested);
            word = Pieces.ofIpv6(fragment.identification, header, table.longest[datagram]);
        }
        release(datagram, table.handle[first], DropReason.REASSEMBLED);
        walk.walk(vector, i, true, false);
        vector.split(i, word);
    }

    /** The checksum is corrected by what changes, so that a wrong one stays wrong. */
    private void finishIpv4(final long ip, final int totalLength, final boolean congested) {
        final int first = Wire.u16(bytes, ip);
        final int marked = congested ? first | CE : first;
        final int fragment = Ipv4.fragment(bytes, ip);
        final int whole = fragment & ~Ipv4.MORE_FRAGMENTS;
        int checksum = InternetChecksum.update(Ipv4.checksum(bytes, ip), first, marked);
        checksum = InternetChecksum.update(checksum, Ipv4.totalLength(bytes, ip), totalLength);
        checksum = InternetChecksum.update(checksum, fragment, whole);
        Wire.setU16(bytes, ip, marked);
        Ipv4.setTotalLength(bytes, ip, totalLength);
        Ipv4.setFragment(bytes, ip, whole);
        Ipv4.setChecksum(bytes, ip, checksum);
    }

    /** Moves what stands before the fragment header over it. */
    private void finishIpv6(final long frame, final int network, final int header, final int total,
        final boolean congested) {
        final long former = frame - Ipv6.MINIMUM_EXTENSION_LENGTH;
        final long ip = frame + network;
        final int protocol = Ipv6.extensionNextHeader(bytes, former + network + header);
        MemorySegment.copy(bytes, former, bytes, frame, (long) network + header);
        Wire.setU8(bytes, ip + Ipv6.lastNextHeader(bytes, ip, header), protocol);
        Ipv6.setPayloadLength(bytes, ip, header - Ipv6.HEADER_LENGTH + total);
        if (congested) {
            Ipv6.setTrafficClass(bytes, ip, Ipv6.trafficClass(Ipv6.word0(bytes, ip)) | CE);
        }
    }

    // What leaves.

    private void give(final int datagram, final DropReason reason) {
        release(datagram, NO_HANDLE, reason);
        table.remove(datagram);
    }

    private void refuse(final int datagram, final DropReason reason) {
        release(datagram, NO_HANDLE, reason);
        table.fate[datagram] = reason.ordinal();
    }

    /** Drops the fragments of a datagram but for one; all but the one that completed it rested here. */
    private void release(final int datagram, final long kept, final DropReason reason) {
        final int count = table.removeParts(datagram, leavers);
        int dropped = 0;
        for (int k = 0; k < count; k++) {
            if (leavers[k] != kept) {
                leavers[dropped++] = leavers[k];
            }
        }
        if (dropped > 0) {
            resting.getAndAdd(-dropped);
            exit.drop(leavers, 0, dropped, reason);
        }
    }
}
