package io.mecvswitch.bridging;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * Forwards between the ports of bridge domains what no rule concerns (IEEE 802.1Q §8.6, §8.7).
 *
 * <p>Of each frame it learns the source, then looks up the destination, one frame after the other as they came; so the
 * outcome does not depend on which frames happen to be in one vector. It writes an egress: the port of a known station,
 * or the number of one of {@link EgressLists}, with which {@link Flood} knows what to do. Frames are not changed here,
 * so what Parse has found holds for the stages behind.
 */
public final class Bridge extends Stage {
    /** 01:80:c2:00:00:00 to 0f belong to the link they are sent on (IEEE 802.1Q table 8-1). */
    private static final long LINK_LOCAL = 0x0180_c200_0000L;
    private static final long LINK_LOCAL_MASK = ~0xfL;
    private static final int TAGGED_LENGTH = Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;

    private final Map<String, BridgeDomain> domains;
    private final BridgeDomain[] domainOf;
    private final EgressLists lists;
    private final MemorySegment bytes;
    private final boolean decided;
    private final PacketClock clock;
    // scratch of the lane: frames to bridge
    private final int[] frames;
    private final long[] sources;
    private final long[] destinations;
    private final long[] words;

    /**
     * @param domains    a port is in one at most
     * @param memory     where the packets are
     * @param decided    whether a stage before wrote {@link PacketVector#action}
     * @param clock      for ageing and the limits of flooding
     * @param vectorSize packets of one vector at most
     */
    public Bridge(final BridgeDomains domains, final PacketMemory memory, final boolean decided,
        final PacketClock clock, final int vectorSize) {
        this.domains = domains.domains();
        this.domainOf = new BridgeDomain[domains.portIndexes()];
        this.domains.values().forEach(domain -> domain.portIndexes().forEach(port -> domainOf[port] = domain));
        this.lists = domains.lists();
        this.bytes = memory.bytes();
        this.decided = decided;
        this.clock = clock;
        this.frames = new int[vectorSize];
        this.sources = new long[vectorSize];
        this.destinations = new long[vectorSize];
        this.words = new long[vectorSize];
    }

    @Override
    public StageName name() {
        return StageName.BRIDGE;
    }

    /** A lane's first look at a new configuration: the same ports know the same stations. */
    @Override
    public void adopt(final Stage predecessor) {
        ((Bridge) predecessor).domains.forEach((name, former) -> {
            final BridgeDomain domain = domains.get(name);
            if (domain != null) {
                domain.adopt(former);
            }
        });
    }

    @Override
    public void process(final PacketVector vector) {
        final BridgeDomain domain = domainOf[vector.ingress];
        if (domain == null || decided && !vector.mayHave(Action.NONE) && !vector.mayHave(Action.PASS)) {
            return;
        }
        final int count = admit(vector, domain.map(vector.ingress));
        if (count == 0) {
            return;
        }
        clock.begin();
        domain.stations().touch(sources, count, words);
        domain.stations().touch(destinations, count, words);
        for (int k = 0; k < count; k++) {
            forward(vector, frames[k], domain, k);
        }
    }

    /** Notes the keys of frames that are to be forwarded; the others leave. Returns how many those are. */
    private int admit(final PacketVector vector, final VlanMap vlans) {
        final MemorySegment bytes = this.bytes;
        int count = 0;
        for (int i = 0; i < vector.size; i++) {
            if (decided && vector.action[i] > Action.PASS) {
                continue;
            }
            final long frame = vector.position[i];
            final int length = vector.length[i];
            if (length < Ethernet.HEADER_LENGTH
                || length < TAGGED_LENGTH && Ethernet.type(bytes, frame) == Vlan.TPID_CUSTOMER) {
                vector.leave(i, DropReason.ETHERNET_TRUNCATED);
                continue;
            }
            final long source = Ethernet.source(bytes, frame);
            final long destination = Ethernet.destination(bytes, frame);
            final int tci = Retag.tci(bytes, frame, length);
            final int vlan = vlans.inside(tci < 0 ? 0 : Vlan.id(tci));
            if (Ethernet.isGroup(source)) {
                vector.leave(i, DropReason.SOURCE_IS_GROUP);
            } else if ((destination & LINK_LOCAL_MASK) == LINK_LOCAL) {
                vector.leave(i, DropReason.LINK_LOCAL);
            } else if (vlan == VlanMap.REFUSED) {
                vector.leave(i, DropReason.VLAN_NOT_ALLOWED);
            } else {
                sources[count] = StationTable.key(vlan, source);
                destinations[count] = StationTable.key(vlan, destination);
                frames[count++] = i;
            }
        }
        return count;
    }

    private void forward(final PacketVector vector, final int i, final BridgeDomain domain, final int k) {
        final long nowNs = clock.timeNs(vector, i);
        domain.learn(sources[k], vector.ingress, nowNs);
        final int port = domain.stations().find(destinations[k], nowNs);
        final int vlan = StationTable.vlan(destinations[k]);
        if (port == StationTable.NONE) {
            flood(vector, i, domain, domain.flood(vlan), nowNs);
        } else if (port == vector.ingress) {
            vector.leave(i, DropReason.SAME_PORT);
        } else {
            vector.egress[i] = domain.way(port, vlan);
        }
    }

    private void flood(final PacketVector vector, final int i, final BridgeDomain domain, final int list,
        final long nowNs) {
        if (!lists.leadsOn(list, vector.ingress)) {
            vector.leave(i, DropReason.NO_OTHER_PORT);
        } else if (!domain.mayFlood(nowNs)) {
            vector.leave(i, DropReason.FLOOD_LIMIT);
        } else {
            vector.egress[i] = list;
        }
    }
}
