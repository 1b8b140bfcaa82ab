package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
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
 * with it, and not one of its octets is changed (TS 29.281 §5.1). One tunnel is popped, whatever is in it.
 *
 * <p>How the packet looked outside its T-PDU is learned by its bearer, for what will be pushed into it.
 */
public final class Decapsulate implements Stage {
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final long[] macs;
    private final int[] macEnds;

    // the path of the packet before is mostly that of this one; written by the lane only
    private long lastMacs;
    private long lastMacAndTags;
    private long lastPortAndTpids = -1;
    private int lastPath = PathTable.FULL;

    /**
     * @param table           bearers
     * @param memory          where the packets are
     * @param destinationMacs by egress port index: the application's Ethernet address
     * @param sourceMacs      by egress port index: the switch's Ethernet address there
     */
    public Decapsulate(final TunnelTable table, final PacketMemory memory, final long[] destinationMacs,
        final long[] sourceMacs) {
        this.table = table;
        this.bytes = memory.bytes();
        this.macs = new long[destinationMacs.length];
        this.macEnds = new int[destinationMacs.length];
        for (int port = 0; port < macs.length; port++) {
            macs[port] = destinationMacs[port] << 16 | sourceMacs[port] >>> 32;
            macEnds[port] = (int) sourceMacs[port];
        }
    }

    @Override
    public StageName name() {
        return StageName.DECAPSULATE;
    }

    @Override
    public void process(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                learn(vector, i);
                pop(vector, i);
            }
        }
    }

    private void pop(final PacketVector vector, final int i) {
        final long frame = vector.position[i] + vector.inner[i] - Ethernet.HEADER_LENGTH;
        final int egress = vector.egress[i];
        final int type = (vector.layers[i] & Layer.INNER_IPV4) != 0 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6;
        Wire.setU64(bytes, frame, macs[egress]);
        Wire.setU32(bytes, frame + 8, macEnds[egress]);
        Wire.setU16(bytes, frame + Ethernet.TYPE_OFFSET, type);
        vector.position[i] = frame;
        vector.length[i] = Ethernet.HEADER_LENGTH + vector.innerLength[i];
    }

    private void learn(final PacketVector vector, final int i) {
        final int path = path(vector, i);
        if (path == PathTable.FULL) {
            return;
        }
        final int gtpu = vector.gtpu[i];
        final long seen =
            Learned.of(path, trafficClass(vector, i), GtpuColumn.hasContainer(gtpu), GtpuColumn.qfi(gtpu));
        if (table.learned(vector.bearer[i]) != seen) {
            table.learn(vector.bearer[i], seen);
        }
    }

    private int trafficClass(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network[i];
        return (vector.layers[i] & Layer.IPV4) != 0 ? Ipv4.trafficClass(bytes, ip)
            : Ipv6.trafficClass(Ipv6.word0(bytes, ip));
    }

    private int path(final PacketVector vector, final int i) {
        final long frame = vector.position[i];
        final long macs = Wire.u64(bytes, frame);
        final long macAndTags = (long) Wire.u32(bytes, frame + 8) << 32 | vector.vlan[i] & 0xffff_ffffL;
        final long portAndTpids = (long) vector.ingress << 32 | tpids(vector.layers[i], frame) & 0xffff_ffffL;
        if (macs != lastMacs || macAndTags != lastMacAndTags || portAndTpids != lastPortAndTpids) {
            lastPath = table.paths().intern(macs, macAndTags, portAndTpids);
            lastMacs = macs;
            lastMacAndTags = macAndTags;
            lastPortAndTpids = portAndTpids;
        }
        return lastPath;
    }

    private int tpids(final int layers, final long frame) {
        if ((layers & Layer.VLAN) == 0) {
            return 0;
        }
        final long tag = frame + Ethernet.TYPE_OFFSET;
        final int second = (layers & Layer.QINQ) == 0 ? 0 : Wire.u16(bytes, tag + Vlan.TAG_LENGTH);
        return Wire.u16(bytes, tag) << 16 | second;
    }
}
