package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.SliceConfig;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.SliceCounters;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Keeps the RAN slices of a neutral host apart, before anything else is done with their packets: before one is copied,
 * too.
 *
 * <p>A G-PDU belongs to the slice that one of its outer addresses is a gateway of. It must be on one of the slice's
 * VLANs, and in a closed slice in a tunnel of a bearer that the table has: control puts only those there whose
 * subscriber is on the access list, so that a list changes in place and without a word to the lanes. A tunnel of
 * another slice's bearer is no way for it, whoever wrote its TEID.
 * It stands in the line only where a configuration has slices.
 */
public final class SliceGuard extends Stage {
    private static final int NO_SLICE = -1;
    private static final int VLAN_ID = 0xfff;

    private final TunnelTable table;
    private final MemorySegment bytes;
    // by port
    private final boolean[] application;
    // by gateway
    private final int[] words;
    private final int[] owners;
    // by slice
    private final boolean[] closed;
    private final BitSet[] vlans;
    private final SliceCounters[] counters;

    /**
     * @param slices      in any order
     * @param counters    of each slice, in the same order
     * @param table       bearers, those without access left out
     * @param memory      where the packets are
     * @param application by port index: whether an application is behind the port; it has no tunnels
     */
    public SliceGuard(final List<SliceConfig> slices, final List<SliceCounters> counters, final TunnelTable table,
        final PacketMemory memory, final boolean[] application) {
        this.application = application.clone();
        this.table = table;
        this.bytes = memory.bytes();
        this.counters = counters.toArray(SliceCounters[]::new);
        this.vlans = slices.stream().map(SliceGuard::vlans).toArray(BitSet[]::new);
        this.closed = new boolean[slices.size()];
        final List<IpAddress> gateways = new ArrayList<>();
        final List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < slices.size(); number++) {
            closed[number] = slices.get(number).closed();
            for (final IpAddress gateway : slices.get(number).gateways()) {
                gateways.add(gateway);
                numbers.add(number);
            }
        }
        this.words = gateways.stream().mapToInt(table.endpoints()::word).toArray();
        this.owners = numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BitSet vlans(final SliceConfig slice) {
        final BitSet vlans = new BitSet(VLAN_ID + 1);
        slice.vlans().forEach(vlans::set);
        if (slice.vlans().isEmpty()) {
            vlans.set(0, VLAN_ID + 1);
        }
        return vlans;
    }

    @Override
    public StageName name() {
        return StageName.GUARD;
    }

    @Override
    public void process(final PacketVector vector) {
        if (!application[vector.ingress]) {
            guard(vector);
        }
    }

    /** Of G-PDUs, sound or not: what is in them is for the subscriber to choose. */
    private void guard(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.messageType(i) == Gtpu.GPDU) {
                guard(vector, i);
            }
        }
    }

    /** It is of the slice of its destination, else of its source's. */
    private void guard(final PacketVector vector, final int i) {
        final int destination = endpoint(vector, i, true);
        final int owner = owner(destination);
        final int slice = owner == NO_SLICE ? owner(endpoint(vector, i, false)) : owner;
        if (slice != NO_SLICE) {
            guard(vector, i, slice, destination);
        }
    }

    /** The word of an outer address. */
    private int endpoint(final PacketVector vector, final int i, final boolean destination) {
        final long ip = vector.position[i] + vector.network(i);
        if ((vector.layers(i) & Layer.IPV4) != 0) {
            return TunnelEndpoints.ofIpv4(destination ? Ipv4.destination(bytes, ip) : Ipv4.source(bytes, ip));
        }
        return destination
            ? table.endpoints().ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip))
            : table.endpoints().ofIpv6(Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
    }

    private void guard(final PacketVector vector, final int i, final int slice, final int endpoint) {
        if (!vlans[slice].get(vlan(vector, i))) {
            vector.leave(i, DropReason.SLICE_VLAN);
        } else if (isBarred(table.findTunnel(TunnelTable.key(endpoint, vector.teid(i))), slice)) {
            vector.leave(i, DropReason.SUBSCRIBER_BARRED);
        } else {
            counters[slice].packets().getAndAddRelease(1);
            counters[slice].bytes().getAndAddRelease(vector.length[i]);
        }
    }

    /**
     * Nobody's tunnel is open to an open slice; one whose core node is another slice's gateway is open to none but
     * that.
     */
    private boolean isBarred(final int reference, final int slice) {
        if (reference == TunnelTable.NONE) {
            return closed[slice];
        }
        final long uplink =
            (reference & 1) == TunnelTable.UPLINK ? table.key(reference) : table.oppositeKey(reference);
        final int owner = owner(TunnelTable.endpoint(uplink));
        return owner != slice && (closed[slice] || owner != NO_SLICE);
    }

    /** The slice of a gateway; there are few, so each is asked. */
    private int owner(final int word) {
        for (int gateway = 0; gateway < owners.length; gateway++) {
            if (words[gateway] == word) {
                return owners[gateway];
            }
        }
        return NO_SLICE;
    }

    /** Of the outermost tag; 0 if there is none. */
    private static int vlan(final PacketVector vector, final int i) {
        return Headers.tags(vector.link[i]) >>> 16 & VLAN_ID;
    }
}
