package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.config.RadioConfig.VifConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Sends frames to a switch's core port, as many of each virtual interface of its radio in a second. A thread's own. */
final class Offer {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int LENGTH = 1_514;
    private static final int HEADROOM = 128;
    private static final long GATEWAY = 0x0200_0000_0001L;
    private static final long STATION = 0x0200_0000_5001L;
    /** Local experimental EtherType (IEEE Std 802-2014 §9.2.4). */
    private static final int TYPE = 0x88b5;

    private final PacketMemory memory;
    private final Port port;
    private final List<VifConfig> vifs;
    private final long perSecond;
    private final PacketBurst burst = new PacketBurst(64);
    private final long[] one = new long[1];
    private long offered;

    /**
     * @param memory    of the port
     * @param port      the other end of the core port
     * @param radio     as the switch has it
     * @param perSecond frames for each virtual interface
     */
    Offer(final PacketMemory memory, final Port port, final RadioConfig radio, final long perSecond) {
        this.memory = memory;
        this.port = port;
        this.vifs = radio.vifs();
        this.perSecond = perSecond;
    }

    /** Sends what is due; what the switch does not take is not sent later. */
    void send(final long passedNs) {
        final long due = Math.min(passedNs / 1_000 * perSecond / (SECOND_NS / 1_000), offered + 16);
        while (offered < due) {
            burst.size = 0;
            for (final VifConfig vif : vifs) {
                add(vif.vlan().orElse(0));
            }
            burst.moved = true;
            final int sent = port.txBurst(0, burst);
            if (sent < burst.size) {
                memory.free(burst.handle, sent, burst.size - sent);
            }
            offered++;
        }
    }

    private void add(final int vlan) {
        if (memory.allocate(one, 1)) {
            final long position = memory.bufferStart(one[0]) + HEADROOM;
            frame(memory.bytes(), position, vlan);
            burst.add(one[0], position, LENGTH, 0);
        }
    }

    private static void frame(final MemorySegment bytes, final long at, final int vlan) {
        bytes.asSlice(at, LENGTH).fill((byte) 0);
        Ethernet.set(bytes, at, STATION, GATEWAY, Vlan.TPID_CUSTOMER);
        Vlan.set(bytes, at + Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, vlan);
        Ethernet.setType(bytes, at + Vlan.TAG_LENGTH, TYPE);
    }
}
