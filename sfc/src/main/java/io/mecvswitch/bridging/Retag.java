package io.mecvswitch.bridging;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.MemorySegment;

/**
 * Gives a frame the customer tag it leaves with (IEEE 802.1Q §6.9.2): pushes, pops or changes it. Any lane.
 *
 * <p>A tag that is changed keeps its priority; one that is pushed has priority 0.
 */
final class Retag {
    private final PacketMemory memory;
    private final MemorySegment bytes;

    Retag(final PacketMemory memory) {
        this.memory = memory;
        this.bytes = memory.bytes();
    }

    /** Tag control information of a frame's customer tag, or -1 if it has none. */
    static int tci(final MemorySegment bytes, final long frame, final int length) {
        return length >= Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH
            && Ethernet.type(bytes, frame) == Vlan.TPID_CUSTOMER ? Vlan.tci(bytes, frame + Ethernet.TYPE_OFFSET) : -1;
    }

    /**
     * @param id VLAN identifier, 0 for untagged, {@link VlanMap#AS_IT_IS}
     * @return whether there was room for it
     */
    boolean apply(final PacketBurst burst, final int i, final int id) {
        if (id == VlanMap.AS_IT_IS) {
            return true;
        }
        final long frame = burst.position[i];
        final int tci = tci(bytes, frame, burst.length[i]);
        if (tci < 0) {
            return id == 0 || push(burst, i, id);
        }
        if (id == 0) {
            pop(burst, i);
        } else if (Vlan.id(tci) != id) {
            Vlan.set(bytes, frame + Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, tci & ~(VlanMap.IDS - 1) | id);
        }
        return true;
    }

    private boolean push(final PacketBurst burst, final int i, final int id) {
        if (burst.position[i] - Vlan.TAG_LENGTH < memory.bufferStart(burst.handle[i])) {
            return false;
        }
        move(burst, i, -Vlan.TAG_LENGTH);
        Vlan.set(bytes, burst.position[i] + Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, id);
        return true;
    }

    private void pop(final PacketBurst burst, final int i) {
        move(burst, i, Vlan.TAG_LENGTH);
    }

    /** Moves both addresses, and with them the start of the frame. */
    private void move(final PacketBurst burst, final int i, final int by) {
        final long from = burst.position[i];
        final long addresses = Wire.u64(bytes, from);
        final int rest = Wire.u32(bytes, from + Long.BYTES);
        Wire.setU64(bytes, from + by, addresses);
        Wire.setU32(bytes, from + by + Long.BYTES, rest);
        burst.position[i] = from + by;
        burst.length[i] -= by;
        burst.moved = true;
    }
}
