package io.mecvswitch.sfc;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.TrafficClass;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Changes packets on their way out as their rules say: Ethernet addresses, the outermost VLAN tag, the DSCP.
 *
 * <p>Only what the rule's own action befell is changed: signalling that was not decapsulated, or a message that was
 * turned into its answer, leaves as it is. A frame without a tag has none to be popped or changed, and one that is not
 * IP has no DSCP: the rest of the rule still holds for it. Where what has to be changed is broken, the packet leaves by
 * the name of its defect.
 */
public final class Rewrite extends Stage {
    private static final int ECN = 3;

    private final MemorySegment bytes;
    private final PacketMemory memory;
    private final Edits edits;

    /**
     * @param edits  what each rule changes
     * @param memory where the packets are
     */
    public Rewrite(final Edits edits, final PacketMemory memory) {
        this.edits = edits;
        this.memory = memory;
        this.bytes = memory.bytes();
    }

    @Override
    public StageName name() {
        return StageName.REWRITE;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.rewrites) {
            return;
        }
        if (vector.together) {
            rewriteTogether(vector);
        } else if (areWholeAndOfOneRule(vector) && isEdited(vector, 0) && edits.isMacsAlone(vector.rule[0])) {
            setMacs(vector, edits.putFirst[vector.rule[0]], edits.putSecond[vector.rule[0]]);
        } else {
            rewriteEach(vector);
        }
    }

    /** What is decided for all packets of a port changes nothing behind the addresses. */
    private void rewriteTogether(final PacketVector vector) {
        final int rule = vector.commonRule;
        if (edits.action[rule] != vector.commonAction) {
            return;
        }
        if (edits.isMacsAlone(rule)) {
            setMacsOfWhole(vector, edits.putFirst[rule], edits.putSecond[rule]);
        } else {
            moveMacsOfWhole(vector, rule);
        }
    }

    private void setMacsOfWhole(final PacketVector vector, final long first, final int second) {
        final MemorySegment bytes = this.bytes;
        final long[] positions = vector.position;
        final int[] lengths = vector.length;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (lengths[i] < Ethernet.HEADER_LENGTH) {
                vector.leave(i, DropReason.ETHERNET_TRUNCATED);
            } else {
                Wire.setU64(bytes, positions[i], first);
                Wire.setU32(bytes, positions[i] + 8, second);
            }
        }
    }

    private void moveMacsOfWhole(final PacketVector vector, final int rule) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.length[i] < Ethernet.HEADER_LENGTH) {
                vector.leave(i, DropReason.ETHERNET_TRUNCATED);
            } else {
                moveMacs(vector.position[i], vector.position[i], rule);
            }
        }
    }

    /** Whether all packets have met the same, the ordinary case, and have an Ethernet header. */
    private static boolean areWholeAndOfOneRule(final PacketVector vector) {
        final int[] rules = vector.rule;
        final int[] actions = vector.action;
        final int[] lengths = vector.length;
        final int rule = rules[0];
        final int action = actions[0];
        final int size = vector.size;
        int differences = 0;
        for (int i = 0; i < size; i++) {
            differences |= rules[i] ^ rule | actions[i] ^ action | lengths[i] - Ethernet.HEADER_LENGTH >> 31;
        }
        return differences == 0;
    }

    private boolean isEdited(final PacketVector vector, final int i) {
        final int rule = vector.rule[i];
        return rule != PacketVector.NO_RULE && edits.action[rule] == vector.action[i];
    }

    private void setMacs(final PacketVector vector, final long first, final int second) {
        final MemorySegment bytes = this.bytes;
        final long[] positions = vector.position;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            Wire.setU64(bytes, positions[i], first);
            Wire.setU32(bytes, positions[i] + 8, second);
        }
    }

    private void rewriteEach(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (isEdited(vector, i)) {
                rewrite(vector, i, vector.rule[i]);
            }
        }
    }

    private void rewrite(final PacketVector vector, final int i, final int rule) {
        if (vector.length[i] < Ethernet.HEADER_LENGTH) {
            vector.leave(i, DropReason.ETHERNET_TRUNCATED);
            return;
        }
        if (edits.trafficClass[rule] != Edits.NO_CLASS) {
            mark(vector, i, edits.trafficClass[rule]);
        }
        if (edits.shift[rule] < 0) {
            push(vector, i, rule);
        } else if (hasTag(vector, i)) {
            editTagged(vector, i, rule);
        } else {
            moveMacs(vector.position[i], vector.position[i], rule);
        }
    }

    // The DSCP. The ECN bits stay.

    private void mark(final PacketVector vector, final int i, final int trafficClass) {
        final int layers = vector.layers(i);
        final boolean popped = vector.action[i] == Action.DECAPSULATE;
        final long frame = vector.position[i];
        if (popped) {
            mark(frame + Ethernet.HEADER_LENGTH, (layers & Layer.INNER_IPV4) != 0, trafficClass);
        } else if ((layers & Layer.IP) != 0) {
            mark(frame + vector.network(i), (layers & Layer.IPV4) != 0, trafficClass);
        } else if (vector.defect(i) != 0) {
            vector.leave(i, vector.defect(i));
        }
    }

    private void mark(final long ip, final boolean ipv4, final int trafficClass) {
        TrafficClass.set(bytes, ip, ipv4, TrafficClass.of(bytes, ip, ipv4) & ECN | trafficClass);
    }

    // Addresses and tags.

    /** A popped packet has an Ethernet header of its own; what Parse found is that of the tunnel. */
    private static boolean hasTag(final PacketVector vector, final int i) {
        return (vector.layers(i) & Layer.VLAN) != 0 && vector.action[i] != Action.DECAPSULATE;
    }

    private static boolean hasTwoTags(final PacketVector vector, final int i) {
        return (vector.layers(i) & Layer.QINQ) != 0 && vector.action[i] != Action.DECAPSULATE;
    }

    private void push(final PacketVector vector, final int i, final int rule) {
        final long frame = vector.position[i];
        if (hasTwoTags(vector, i)) {
            vector.leave(i, DropReason.VLAN_FULL);
        } else if (frame - Vlan.TAG_LENGTH < memory.bufferStart(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
        } else {
            shift(vector, i, -Vlan.TAG_LENGTH);
            moveMacs(frame, frame - Vlan.TAG_LENGTH, rule);
            Wire.setU32(bytes, frame - Vlan.TAG_LENGTH + Ethernet.TYPE_OFFSET, edits.putTag[rule]);
        }
    }

    private void editTagged(final PacketVector vector, final int i, final int rule) {
        final long frame = vector.position[i];
        final long tag = frame + Ethernet.TYPE_OFFSET;
        Wire.setU32(bytes, tag, Wire.u32(bytes, tag) & edits.keepTag[rule] | edits.putTag[rule]);
        moveMacs(frame, frame + edits.shift[rule], rule);
        if (edits.shift[rule] != 0) {
            shift(vector, i, edits.shift[rule]);
        }
    }

    private static void shift(final PacketVector vector, final int i, final int octets) {
        vector.position[i] += octets;
        vector.length[i] -= octets;
        vector.moved = true;
    }

    /** Both words are read before one is written, because the places overlap. */
    private void moveMacs(final long from, final long to, final int rule) {
        final long first = Wire.u64(bytes, from);
        final int second = Wire.u32(bytes, from + 8);
        Wire.setU64(bytes, to, first & edits.keepFirst[rule] | edits.putFirst[rule]);
        Wire.setU32(bytes, to + 8, second & edits.keepSecond[rule] | edits.putSecond[rule]);
    }
}
