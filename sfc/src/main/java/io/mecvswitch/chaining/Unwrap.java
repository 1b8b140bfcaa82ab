package io.mecvswitch.chaining;

import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Mpls;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Takes network service headers and labels off what aware applications send, and notes where in which chain that is, so
 * that Parse and all behind it see packets like others.
 *
 * <pre>
 *   Ethernet │ NSH │ Ethernet │ IP …        Ethernet │ label │ IP …
 *                   └ position                      └ Ethernet is moved here
 * </pre>
 *
 * <p>The header itself stays in front of the frame, for the next application to get what the one before has written
 * there (RFC 8300 §3: unassigned bits and metadata are preserved). As a service function forwarder it counts the TTL
 * down before it looks where the packet goes (§2.2). What carries neither is the application's own.
 */
public final class Unwrap extends Stage {
    private final MemorySegment bytes;
    private final Arrivals[] arrivals;
    private final SignedPaths nsh;
    private final SignedPaths mpls;

    /**
     * @param chains of the configuration
     * @param memory where the packets are
     */
    public Unwrap(final Chains chains, final PacketMemory memory) {
        this.bytes = memory.bytes();
        this.arrivals = chains.arrivals();
        this.nsh = chains.signed(Correlation.NSH);
        this.mpls = chains.signed(Correlation.MPLS);
    }

    @Override
    public StageName name() {
        return StageName.UNWRAP;
    }

    @Override
    public void process(final PacketVector vector) {
        final Arrivals back = arrivals[vector.ingress];
        if (back == null || !back.aware) {
            return;
        }
        vector.chained = true;
        vector.moved = true;
        for (int i = 0; i < vector.size; i++) {
            vector.chain[i] = ChainWord.NOWHERE;
            if (vector.length[i] >= Ethernet.HEADER_LENGTH) {
                unwrap(vector, i, Ethernet.type(bytes, vector.position[i]));
            }
        }
    }

    private void unwrap(final PacketVector vector, final int i, final int type) {
        if (type == Ethernet.TYPE_NSH) {
            unwrapNsh(vector, i);
        } else if (type == Ethernet.TYPE_MPLS) {
            unwrapMpls(vector, i);
        }
    }

    // Network service header.

    private void unwrapNsh(final PacketVector vector, final int i) {
        final long header = vector.position[i] + Ethernet.HEADER_LENGTH;
        final int available = vector.length[i] - Ethernet.HEADER_LENGTH;
        if (available < Nsh.HEADER_LENGTH || !isSound(header, Nsh.word0(bytes, header), available)) {
            vector.leave(i, DropReason.NSH_MALFORMED);
            return;
        }
        final long word0 = Nsh.forwarded(Nsh.word0(bytes, header));
        final DropReason wrong = verdict(word0);
        final int place = wrong == DropReason.NONE ? nsh.place(Nsh.pathId(word0), Path.FIRST_INDEX - Nsh.index(word0))
            : ChainWord.NONE;
        if (wrong != DropReason.NONE) {
            vector.leave(i, wrong);
        } else if (place == ChainWord.NONE) {
            vector.leave(i, DropReason.CHAIN_UNKNOWN);
        } else {
            Nsh.setWord0(bytes, header, word0);
            take(vector, i, word0, place);
        }
    }

    /** RFC 8300 §2.2: version, length and MD type; and what follows has to be something that can be led on. */
    private boolean isSound(final long header, final long word0, final int available) {
        if (!Nsh.isVersionKnown(word0) || !Nsh.isMdTypeKnown(word0) || !Nsh.isLengthSound(word0, available)
            || Nsh.mdType(word0) == Nsh.MD_TYPE_2 && !Nsh.areContextHeadersSound(bytes, header, word0)) {
            return false;
        }
        final int behind = available - Nsh.length(word0);
        return switch (Nsh.next(word0)) {
            case Nsh.NEXT_ETHERNET -> behind >= Ethernet.HEADER_LENGTH;
            case Nsh.NEXT_IPV4, Nsh.NEXT_IPV6 -> behind > 0;
            default -> false;
        };
    }

    private static DropReason verdict(final long word0) {
        if (Nsh.isOam(word0)) {
            return DropReason.NSH_OAM;
        }
        if (Nsh.isExpired(word0)) {
            return DropReason.NSH_TTL;
        }
        return Nsh.index(word0) == 0 ? DropReason.NSH_INDEX : DropReason.NONE;
    }

    private void take(final PacketVector vector, final int i, final long word0, final int place) {
        final long frame = vector.position[i];
        final int octets = Nsh.length(word0);
        if (Nsh.next(word0) == Nsh.NEXT_ETHERNET) {
            vector.position[i] = frame + Ethernet.HEADER_LENGTH + octets;
            vector.length[i] -= Ethernet.HEADER_LENGTH + octets;
            vector.chain[i] = ChainWord.of(octets, place);
        } else {
            moveEthernet(frame, frame + octets,
                Nsh.next(word0) == Nsh.NEXT_IPV4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
            vector.position[i] = frame + octets;
            vector.length[i] -= octets;
            vector.chain[i] = ChainWord.of(0, place);
        }
    }

    // Label.

    private void unwrapMpls(final PacketVector vector, final int i) {
        final long frame = vector.position[i];
        final long label = frame + Ethernet.HEADER_LENGTH;
        final int available = vector.length[i] - Ethernet.HEADER_LENGTH;
        final long ip = label + Mpls.ENTRY_LENGTH;
        if (Mpls.end(bytes, label, available) != Mpls.ENTRY_LENGTH || available == Mpls.ENTRY_LENGTH) {
            vector.leave(i, DropReason.MPLS_MALFORMED);
            return;
        }
        final int version = Wire.u8(bytes, ip) >>> 4;
        final int value = Mpls.label(Mpls.entry(bytes, label));
        final int place = mpls.place(Mpls.chain(value), Path.FIRST_INDEX + 1 - Mpls.index(value));
        if (version != 4 && version != 6) {
            vector.leave(i, DropReason.MPLS_MALFORMED);
        } else if (place == ChainWord.NONE) {
            vector.leave(i, DropReason.CHAIN_UNKNOWN);
        } else {
            moveEthernet(frame, frame + Mpls.ENTRY_LENGTH, version == 4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
            vector.position[i] = frame + Mpls.ENTRY_LENGTH;
            vector.length[i] -= Mpls.ENTRY_LENGTH;
            vector.chain[i] = ChainWord.of(0, place);
        }
    }

    /** Both addresses are read before one is written, because the places may overlap. */
    private void moveEthernet(final long from, final long to, final int type) {
        final long first = Wire.u64(bytes, from);
        final int second = Wire.u32(bytes, from + Long.BYTES);
        Wire.setU64(bytes, to, first);
        Wire.setU32(bytes, to + Long.BYTES, second);
        Wire.setU16(bytes, to + Ethernet.TYPE_OFFSET, type);
    }
}
