package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.GtpuColumn;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Pops GTP-U: the T-PDU goes on behind an Ethernet header for the application at the egress port.
 *
 * <p>The T-PDU is exactly what GTP-U's length says, so neither Ethernet padding nor anything behind the message leaves
 * with it, and not one of its octets is changed (TS 29.281 §5.1), unless congestion marks
 * shall be carried over. One tunnel is popped, whatever is in it.
 *
 * <p>How the packet looked outside its T-PDU is learned by its bearer, for what will be pushed into it.
 */
public final class Decapsulate implements Stage {
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final boolean ecn;
    // by egress port index: the first eight octets of the Ethernet header, and its last eight without the type
    private final long[] macs;
    private final long[] sources;

    /**
     * @param table           bearers
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     * @param ecn             whether the outer congestion mark is combined into the T-PDU's
     */
    public Decapsulate(final TunnelTable table, final PacketMemory memory, final long[] destinationMacs,
        final long[] sourceMacs, final boolean ecn) {
        this.table = table;
        this.bytes = memory.bytes();
        this.ecn = ecn;
        this.macs = new long[destinationMacs.length];
        this.sources = new long[destinationMacs.length];
        for (int port = 0; port < macs.length; port++) {
            macs[port] = destinationMacs[port] << 16 | sourceMacs[port] >>> 32;
            sources[port] = sourceMacs[port] << 16;
        }
    }

    @Override
    public StageName name() {
        return StageName.DECAPSULATE;
    }

    @Override
    public void process(final PacketVector vector) {
        learn(vector);
        if (ecn) {
            combineMarks(vector);
        }
        pop(vector);
    }

    private void pop(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final int[] action = vector.action;
        final int[] layers = vector.layers;
        final int[] inner = vector.inner;
        final int[] innerLength = vector.innerLength;
        final int[] egress = vector.egress;
        final long[] position = vector.position;
        final int[] length = vector.length;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE) {
                final long frame = position[i] + inner[i] - Ethernet.HEADER_LENGTH;
                final int type = (layers[i] & Layer.INNER_IPV4) != 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6;
                Wire.setU64(bytes, frame, macs[egress[i]]);
                Wire.setU64(bytes, frame + Ethernet.SOURCE_OFFSET, sources[egress[i]] | type);
                position[i] = frame;
                length[i] = Ethernet.HEADER_LENGTH + innerLength[i];
            }
        }
    }

    /** The path of the packet before is mostly that of this one, so it is looked up anew only where it differs. */
    private void learn(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final int[] action = vector.action;
        final int[] layers = vector.layers;
        final int[] network = vector.network;
        final int[] vlan = vector.vlan;
        final int[] gtpu = vector.gtpu;
        final int[] bearer = vector.bearer;
        final long[] position = vector.position;
        final long port = (long) vector.ingress << 32;
        final int size = vector.size;
        int path = PathTable.FULL;
        long lastMacs = 0;
        long lastMacAndTags = 0;
        long lastPortAndTpids = -1;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE) {
                final long frame = position[i];
                final long macs = Wire.u64(bytes, frame);
                final long macAndTags = (long) Wire.u32(bytes, frame + 8) << 32 | vlan[i] & 0xffff_ffffL;
                final long portAndTpids = port | tpids(layers[i], frame);
                if (macs != lastMacs || macAndTags != lastMacAndTags || portAndTpids != lastPortAndTpids) {
                    path = table.paths().intern(macs, macAndTags, portAndTpids);
                    lastMacs = macs;
                    lastMacAndTags = macAndTags;
                    lastPortAndTpids = portAndTpids;
                }
                if (path != PathTable.FULL) {
                    table.learn(bearer[i], Learned.of(path, trafficClass(layers[i], frame + network[i]),
                        GtpuColumn.hasContainer(gtpu[i]), GtpuColumn.qfi(gtpu[i])));
                }
            }
        }
    }

    /** RFC 6040 §4.2. A packet that has to be dropped gets its verdict; popping it then does no harm. */
    private void combineMarks(final PacketVector vector) {
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                combineMarks(vector, i);
            }
        }
    }

    private void combineMarks(final PacketVector vector, final int i) {
        final int layers = vector.layers[i];
        final long ip = vector.position[i] + vector.inner[i];
        final boolean ipv4 = (layers & Layer.INNER_IPV4) != 0;
        final int outer = trafficClass(layers, vector.position[i] + vector.network[i]);
        final int inner = ipv4 ? Ipv4.trafficClass(bytes, ip) : Ipv6.trafficClass(Ipv6.word0(bytes, ip));
        final int mark = Ecn.decapsulated(inner & Ecn.MASK, outer & Ecn.MASK);
        if (mark == Ecn.DROP) {
            vector.leave(i, DropReason.CONGESTION);
        } else if (mark != (inner & Ecn.MASK)) {
            mark(ip, ipv4, inner & ~Ecn.MASK | mark);
        }
    }

    private void mark(final long ip, final boolean ipv4, final int trafficClass) {
        if (!ipv4) {
            Ipv6.setTrafficClass(bytes, ip, trafficClass);
            return;
        }
        final int before = Wire.u16(bytes, ip);
        Ipv4.setTrafficClass(bytes, ip, trafficClass);
        Ipv4.setChecksum(bytes, ip, InternetChecksum.update(Ipv4.checksum(bytes, ip), before, Wire.u16(bytes, ip)));
    }

    private int trafficClass(final int layers, final long ip) {
        return (layers & Layer.IPV4) != 0 ? Ipv4.trafficClass(bytes, ip) : Ipv6.trafficClass(Ipv6.word0(bytes, ip));
    }

    private long tpids(final int layers, final long frame) {
        if ((layers & Layer.VLAN) == 0) {
            return 0;
        }
        final long tag = frame + Ethernet.TYPE_OFFSET;
        final int second = (layers & Layer.QINQ) == 0 ? 0 : Wire.u16(bytes, tag + Vlan.TAG_LENGTH);
        return (long) Wire.u16(bytes, tag) << 16 | second;
    }
}
