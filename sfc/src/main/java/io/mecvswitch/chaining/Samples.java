package io.mecvswitch.chaining;

import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * How long packets are on their way to an application and back, of one at a time at each {@link Visit}: a sampled
 * packet is known again by those octets that applications which look at packets leave as they are. One that does not
 * come back within a second is given up.
 *
 * <p>The lane that leads packets.
 */
final class Samples {
    private static final long GIVE_UP_NS = 1_000_000_000L;
    /** Packets from one sample to the next, over all visits. */
    private static final int EACH = 64;

    private final MemorySegment bytes;
    private int packets;

    Samples(final MemorySegment bytes) {
        this.bytes = bytes;
    }

    /** The packets from one index to before another go there together. */
    void begin(final PacketVector vector, final int from, final int to, final Visit visit, final long nowNs) {
        final int i = from + EACH - 1 - (packets & EACH - 1);
        packets += to - from;
        if (i < to && (visit.sampled == 0 || nowNs - visit.sampledNs >= GIVE_UP_NS)) {
            begin(vector, i, visit, nowNs);
        }
    }

    private void begin(final PacketVector vector, final int i, final Visit visit, final long nowNs) {
        final boolean tPdu = vector.action[i] == Action.DECAPSULATE;
        final long look = look(vector, i, tPdu ? vector.inner(i) : vector.network(i), tPdu);
        visit.sampled = look;
        visit.sampledNs = nowNs;
    }

    /** The packets from one index to before another have come back from there. */
    void end(final PacketVector vector, final int from, final int to, final Visit visit, final long nowNs) {
        for (int i = from; i < to && visit.sampled != 0; i++) {
            if (visit.sampled == look(vector, i, vector.network(i), false)) {
                visit.sampled = 0;
                visit.latencyNs.recordValue(Math.max(0, nowNs - visit.sampledNs));
            }
        }
    }

    /** 0 of what is not IP, or too short to be told from others. */
    private long look(final PacketVector vector, final int i, final int network, final boolean tPdu) {
        final int layers = vector.layers(i);
        final boolean ipv4 = (layers & (tPdu ? Layer.INNER_IPV4 : Layer.IPV4)) != 0;
        final boolean ipv6 = (layers & (tPdu ? Layer.INNER_IPV6 : Layer.IPV6)) != 0;
        final int header = ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH;
        if (!ipv4 && !ipv6 || vector.length[i] < network + header + 2 * Long.BYTES) {
            return 0;
        }
        final long ip = vector.position[i] + network;
        final long own = ipv4 ? Wire.u32(bytes, ip + 2) : Wire.u32(bytes, ip);
        final long transport = ip + header;
        return 1 | FlowHash.in(own, Wire.u64(bytes, transport) ^ Long.rotateLeft(Wire.u64(bytes, transport + 8), 7)
            ^ Wire.u64(bytes, transport - 8));
    }
}
