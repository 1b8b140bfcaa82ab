package io.mecvswitch.chaining;

import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * What a network service header says of a packet that enters its chain.
 *
 * <pre>
 *    0                 16        24        31
 *   ┌─────────────────┬─────────┬─────────┐
 *   │ ingress port    │ 0       │ QFI     │      index of the port; 0 without a QFI
 *   ├─────────────────┴─────────┴─────────┤
 *   │ slice                               │      its PLMN as a number, MCC * 1000 + MNC; 0 in none
 *   ├─────────────────────────────────────┤
 *   │ bearer                              │      reference to it in this switch, 0 without one
 *   ├─────────────────────────────────────┤
 *   │ TEID                                │      of the tunnel that it came in, 0 in none
 *   └─────────────────────────────────────┘
 * </pre>
 *
 * <p>These are the four context words of MD type 1 (RFC 8300 §2.4), or the sixteen octets of one context header of MD
 * type 2 (§2.5). Behind an unaware application a packet is new to the switch: there they are 0 but for the port.
 */
public final class Metadata {
    /** Metadata class of the context header: one for experiments (RFC 8300 §9.1.4). */
    public static final int CLASS = 0xfff6;
    /** Type of the context header. */
    public static final int TYPE = 1;
    /** Octets of what is said. */
    static final int LENGTH = 16;

    private final MemorySegment bytes;
    private final Slices slices;

    /** Which slice a packet is of. */
    @FunctionalInterface
    public interface Slices {
        /**
         * PLMN of the slice as a number, 0 if it is of none.
         *
         * @param vector of packets that are about to leave
         * @param i      index of a packet whose tunnel was taken off
         */
        int of(PacketVector vector, int i);
    }

    /**
     * @param memory where the packets are
     * @param slices tells which slice a packet is of
     */
    public Metadata(final PacketMemory memory, final Slices slices) {
        this.bytes = memory.bytes();
        this.slices = slices;
    }

    /** Octets of the network service header. */
    static int octets(final int type) {
        return type == Nsh.MD_TYPE_1 ? Nsh.MD1_LENGTH : Nsh.HEADER_LENGTH + Nsh.CONTEXT_HEADER_LENGTH + LENGTH;
    }

    /**
     * Writes what is known of a packet.
     *
     * @param header where the network service header starts
     * @param type   {@link Nsh#MD_TYPE_1} or {@link Nsh#MD_TYPE_2}
     */
    void write(final PacketVector vector, final int i, final long header, final int type) {
        long at = header + Nsh.HEADER_LENGTH;
        if (type == Nsh.MD_TYPE_2) {
            Wire.setU32(bytes, at, Nsh.contextHeader(CLASS, TYPE, LENGTH));
            at += Nsh.CONTEXT_HEADER_LENGTH;
        }
        final boolean popped = vector.action[i] == Action.DECAPSULATE;
        final long port = (long) vector.ingress << 16;
        final long tunnel = vector.tunnel[i];
        final long first = popped ? (port | Headers.qfi(tunnel)) << 32 | slices.of(vector, i) : port << 32;
        final long second = popped ? (long) vector.bearer[i] << 32 | Headers.teid(tunnel) & 0xffff_ffffL : 0;
        Wire.setU64(bytes, at, first);
        Wire.setU64(bytes, at + Long.BYTES, second);
    }
}
