package io.mecvswitch.chaining;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Mpls;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Makes packets ready for the application that they are led to: T-PDUs get an Ethernet header for it, and a tag where
 * it tells chains by that; aware ones get a network service header or a label.
 *
 * <pre>
 *   unaware     Ethernet, tag │ IP …                 of frames: what came, with a tag in front of others where asked
 *   NSH         Ethernet │ NSH, context │ Ethernet │ IP …
 *   MPLS        Ethernet │ label │ IP …
 * </pre>
 *
 * <p>The network service header that the application before sent goes on as it is but for TTL, path and index; a new
 * one says what is known of the packet where it entered its chain (see {@link Metadata}).
 */
public final class Wrap extends Stage {
    private final Visit[] visits;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final Metadata metadata;

    /**
     * @param chains   of the configuration
     * @param memory   where the packets are
     * @param metadata of packets that enter chains
     */
    public Wrap(final Chains chains, final PacketMemory memory, final Metadata metadata) {
        this.visits = chains.visits();
        this.memory = memory;
        this.bytes = memory.bytes();
        this.metadata = metadata;
    }

    @Override
    public StageName name() {
        return StageName.WRAP;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.chained) {
            return;
        }
        int from = 0;
        while (from < vector.size) {
            final int number = ChainWord.number(vector.chain[from]);
            int to = from + 1;
            while (to < vector.size && ChainWord.number(vector.chain[to]) == number) {
                to++;
            }
            if (number >= 0) {
                wrap(vector, from, to, visits[number]);
            }
            from = to;
        }
    }

    private void wrap(final PacketVector vector, final int from, final int to, final Visit visit) {
        visit.counters.in().getAndAddRelease(to - from);
        if (visit.leavesPacketsAlone()) {
            return;
        }
        vector.moved = true;
        for (int i = from; i < to; i++) {
            switch (visit.correlation) {
                case NONE -> address(vector, i, visit, 0);
                case NSH -> sign(vector, i, visit);
                case MPLS -> label(vector, i, visit);
            }
        }
    }

    // For unaware applications.

    /**
     * Writes the Ethernet header in front of a T-PDU, with some octets left free between both.
     *
     * @return position of the free octets, or -1 if there is no room and the packet has its verdict
     */
    private long address(final PacketVector vector, final int i, final Visit visit, final int free) {
        if (!visit.path.spec.tPdus()) {
            return tag(vector, i, visit);
        }
        final boolean popped = vector.action[i] == Action.DECAPSULATE;
        final long ip = vector.position[i] + (popped ? Ethernet.HEADER_LENGTH : vector.network(i));
        final int header = Ethernet.HEADER_LENGTH + (visit.tag == Visit.NO_TAG ? 0 : Vlan.TAG_LENGTH) + free;
        final long frame = ip - header;
        if (frame < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
            return -1;
        }
        vector.position[i] = frame;
        vector.length[i] = header + vector.innerLength(i);
        writeEthernet(frame, visit, Ipv4.version(bytes, ip) == 4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        return ip - free;
    }

    private void writeEthernet(final long frame, final Visit visit, final int type) {
        Wire.setU64(bytes, frame, visit.macs);
        Wire.setU32(bytes, frame + Long.BYTES, visit.source);
        long at = frame + Ethernet.TYPE_OFFSET;
        if (visit.tag != Visit.NO_TAG) {
            Vlan.set(bytes, at, Vlan.TPID_CUSTOMER, visit.tag);
            at += Vlan.TAG_LENGTH;
        }
        Wire.setU16(bytes, at, type);
    }

    /** A frame goes as it came; its tag in the chain comes in front of those it has. */
    private long tag(final PacketVector vector, final int i, final Visit visit) {
        final long frame = vector.position[i];
        if (visit.tag == Visit.NO_TAG) {
            return frame;
        }
        if (vector.length[i] < Ethernet.HEADER_LENGTH) {
            vector.leave(i, DropReason.ETHERNET_TRUNCATED);
        } else if (frame - Vlan.TAG_LENGTH < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
        } else {
            final long first = Wire.u64(bytes, frame);
            final int second = Wire.u32(bytes, frame + Long.BYTES);
            final long to = frame - Vlan.TAG_LENGTH;
            Wire.setU64(bytes, to, first);
            Wire.setU32(bytes, to + Long.BYTES, second);
            Vlan.set(bytes, to + Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, visit.tag);
            vector.position[i] = to;
            vector.length[i] += Vlan.TAG_LENGTH;
        }
        return vector.position[i];
    }

    // For aware applications.

    private void sign(final PacketVector vector, final int i, final Visit visit) {
        final int octets = ChainWord.octets(vector.chain[i]);
        if (octets != 0) {
            signAgain(vector, i, visit, octets);
        } else if (address(vector, i, visit, 0) >= 0) {
            signFirst(vector, i, visit);
        }
    }

    /** What an aware application sent goes to another one: the header stands in front. */
    private void signAgain(final PacketVector vector, final int i, final Visit visit, final int octets) {
        final long header = vector.position[i] - octets;
        final long frame = header - Ethernet.HEADER_LENGTH;
        Nsh.setWord0(bytes, header, Nsh.withPath(Nsh.word0(bytes, header), visit.path.spec.id(), visit.index()));
        writeEthernet(frame, visit, Ethernet.TYPE_NSH);
        vector.position[i] = frame;
        vector.length[i] += octets + Ethernet.HEADER_LENGTH;
    }

    private void signFirst(final PacketVector vector, final int i, final Visit visit) {
        final int octets = Metadata.octets(visit.path.spec.metadata());
        final long header = vector.position[i] - octets;
        final long frame = header - Ethernet.HEADER_LENGTH;
        if (frame < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
            return;
        }
        final int ttl = Nsh.INITIAL_TTL - visit.step;
        Nsh.setWord0(bytes, header, Nsh.word0(ttl, octets, visit.path.spec.metadata(), Nsh.NEXT_ETHERNET,
            visit.path.spec.id(), visit.index()));
        metadata.write(vector, i, header, visit.path.spec.metadata());
        writeEthernet(frame, visit, Ethernet.TYPE_NSH);
        vector.position[i] = frame;
        vector.length[i] += octets + Ethernet.HEADER_LENGTH;
    }

    private void label(final PacketVector vector, final int i, final Visit visit) {
        final long label = address(vector, i, visit, Mpls.ENTRY_LENGTH);
        if (label >= 0) {
            Wire.setU16(bytes, vector.position[i] + Ethernet.TYPE_OFFSET, Ethernet.TYPE_MPLS);
            Mpls.setEntry(bytes, label, Mpls.entry(
                Mpls.label(visit.path.spec.id(), visit.index()), 0, true, Mpls.INITIAL_TTL));
        }
    }

}
