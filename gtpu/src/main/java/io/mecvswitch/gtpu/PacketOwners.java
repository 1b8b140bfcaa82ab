package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whose a packet is that is about to leave: of which RAN slice, of which bearer.
 *
 * <p>What was taken out of a tunnel here, or put into one, is of its bearer's slice: the one that has the gateway where
 * the bearer's uplink ends. What only passes is of the slice that its outer IP destination is a gateway of, else its
 * source, as for {@link SliceGuard}; so are signalling and fragments. A G-PDU that only passes is of the bearer whose
 * tunnel it is in; of bearers that nobody configured, tunnels are told apart by 31 bits of a hash. What an application
 * sends beside tunnels is nobody's: it could write any address. Made by control; any lane.
 */
public final class PacketOwners {
    /** No slice, no bearer. */
    public static final int NONE = TunnelTable.NONE;
    private static final int UNKNOWN_BEARER = 1 << 31;

    private final TunnelTable table;
    private final MemorySegment bytes;
    private final boolean[] application;
    // by gateway
    private final int[] words;
    private final int[] owners;

    /**
     * @param slices      in any order; a slice's number is its place, from 0
     * @param table       bearers
     * @param memory      where the packets are
     * @param application by port index: whether an application is behind the port
     */
    public PacketOwners(final List<SliceConfig> slices, final TunnelTable table, final PacketMemory memory,
        final boolean[] application) {
        this.table = table;
        this.bytes = memory.bytes();
        this.application = application.clone();
        final List<IpAddress> gateways = new ArrayList<>();
        final List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < slices.size(); number++) {
            for (final IpAddress gateway : slices.get(number).gateways()) {
                gateways.add(gateway);
                numbers.add(number);
            }
        }
        this.words = gateways.stream().mapToInt(table.endpoints()::word).toArray();
        this.owners = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    // Slices.

    /** Number of the slice of a packet, its frame as it leaves; or {@link #NONE}. */
    public int slice(final PacketVector vector, final int i) {
        if (isOfTunnel(vector.action[i])) {
            return sliceOf(vector.bearer[i]);
        }
        return application[vector.ingress] ? NONE : sliceOf(vector.position[i], vector.length[i]);
    }

    private static boolean isOfTunnel(final int action) {
        return action == Action.DECAPSULATE || action == Action.ENCAPSULATE;
    }

    private int sliceOf(final int reference) {
        return reference == TunnelTable.NONE ? NONE
            : owner(TunnelTable.endpoint(table.key(reference & ~1 | TunnelTable.UPLINK)));
    }

    private int sliceOf(final long frame, final int length) {
        final int network = Vlan.network(bytes, frame, length);
        final long ip = frame + network;
        return switch (Wire.u16(bytes, ip - 2)) {
            case Ethernet.TYPE_IPV4 -> network + Ipv4.MINIMUM_HEADER_LENGTH <= length ? sliceOfIpv4(ip) : NONE;
            case Ethernet.TYPE_IPV6 -> network + Ipv6.HEADER_LENGTH <= length ? sliceOfIpv6(ip) : NONE;
            default -> NONE;
        };
    }

    private int sliceOfIpv4(final long ip) {
        final int owner = owner(TunnelEndpoints.ofIpv4(Ipv4.destination(bytes, ip)));
        return owner != NONE ? owner : owner(TunnelEndpoints.ofIpv4(Ipv4.source(bytes, ip)));
    }

    private int sliceOfIpv6(final long ip) {
        final TunnelEndpoints endpoints = table.endpoints();
        final int owner = owner(endpoints.ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip)));
        return owner != NONE ? owner
            : owner(endpoints.ofIpv6(Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip)));
    }

    /** The slice of a gateway; there are few, so each is asked. */
    private int owner(final int word) {
        for (int gateway = 0; gateway < words.length; gateway++) {
            if (words[gateway] == word) {
                return owners[gateway];
            }
        }
        return NONE;
    }

    // Bearers.

    /**
     * A number of a packet's bearer, the same for all of its packets in one direction; or {@link #NONE}. Headers are
     * known to the depth of tunnels.
     */
    public int bearer(final PacketVector vector, final int i) {
        if (isOfTunnel(vector.action[i])) {
            return vector.bearer[i];
        }
        return application[vector.ingress] || !vector.hasHeaders() || (vector.layers(i) & Layer.GPDU) == 0 ? NONE
            : bearerOf(vector, i);
    }

    /** A sound G-PDU: its outer IP packet ends within the frame. */
    private int bearerOf(final PacketVector vector, final int i) {
        final long frame = vector.position[i];
        final long ip = frame + Vlan.network(bytes, frame, vector.length[i]);
        final int teid = vector.teid(i);
        if ((vector.layers(i) & Layer.IPV4) != 0) {
            final int endpoint = Ipv4.destination(bytes, ip);
            return bearerOf(TunnelEndpoints.ofIpv4(endpoint), teid, endpoint);
        }
        final long high = Ipv6.destinationHigh(bytes, ip);
        final long low = Ipv6.destinationLow(bytes, ip);
        return bearerOf(table.endpoints().ofIpv6(high, low), teid, Long.hashCode(high * 31 + low));
    }

    private int bearerOf(final int word, final int teid, final int endpoint) {
        final int known = word == TunnelEndpoints.UNKNOWN ? NONE : table.findTunnel(TunnelTable.key(word, teid));
        if (known != NONE) {
            return known;
        }
        final int unknown = (int) (Hash.of(TunnelTable.key(endpoint, teid)) >>> 32) | UNKNOWN_BEARER;
        return unknown == NONE ? UNKNOWN_BEARER : unknown;
    }
}
