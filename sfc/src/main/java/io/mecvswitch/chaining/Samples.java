package io.mecvswitch.chaining;

import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * How long packets are on their way, to an application and back or through a whole chain, of one at a time for each
 * {@link Stopwatch}: a sampled packet is known again by those octets that applications which look at packets leave as
 * they are. One that does not come within a second is given up.
 *
 * <p>While one is on its way, every packet that arrives is looked at. So a watch rests between two: where packets come
 * by the million ten thousand samples a second say as much as one of each vector.
 *
 * <p>The lane that leads packets.
 */
final class Samples {
    private static final long GIVE_UP_NS = 1_000_000_000L;
    /** From one sample of a watch to the next, at least. */
    private static final long REST_NS = 100_000;

    private final MemorySegment bytes;
    private final int each;
    private int packets;

    /**
     * @param bytes where the packets are
     * @param each  packets from one sample to the next, over all watches; a power of two
     */
    Samples(final MemorySegment bytes, final int each) {
        this.bytes = bytes;
        this.each = each;
    }

    /** The packets from one index to before another set out together. */
    void begin(final PacketVector vector, final int from, final int to, final Stopwatch watch, final long nowNs) {
        final int i = from + (-packets & each - 1);
        packets += to - from;
        if (i < to && nowNs - watch.sinceNs >= (watch.sampled == 0 ? REST_NS : GIVE_UP_NS)) {
            begin(vector, i, watch, nowNs);
        }
    }

    private void begin(final PacketVector vector, final int i, final Stopwatch watch, final long nowNs) {
        final boolean tPdu = vector.action[i] == Action.DECAPSULATE;
        final long look = look(vector, i, tPdu ? vector.inner(i) : vector.network(i), tPdu);
        watch.sampled = look;
        watch.sinceNs = nowNs;
    }

    /** The packets from one index to before another have arrived. */
    void end(final PacketVector vector, final int from, final int to, final Stopwatch watch, final long nowNs) {
        for (int i = from; i < to && watch.sampled != 0; i++) {
            if (watch.sampled == look(vector, i, vector.network(i), false)) {
                watch.sampled = 0;
                watch.latencyNs.recordValue(Math.max(0, nowNs - watch.sinceNs));
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
