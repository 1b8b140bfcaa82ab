package io.mecvswitch.classifier;

import io.mecvswitch.config.SourcesConfig;
import io.mecvswitch.header.Arp;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.NeighborDiscovery;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Refuses what comes from an address that its port may not send from, before anything else is done with it.
 *
 * <pre>
 *   Ethernet   source                                        SOURCE_MAC
 *   IPv4       source                                        SOURCE_ADDRESS, but a DHCP client's 0.0.0.0
 *   IPv6       source                                        SOURCE_ADDRESS, but :: where RFC 4861, 4862, 3590 have it
 *   ARP        sender; of a probe, who is asked for          SOURCE_NEIGHBOUR
 *   ND         addresses of the sender in options, target    SOURCE_NEIGHBOUR
 *              of an advertisement and of a probe
 * </pre>
 *
 * <p>Nearly all packets are IPv4 from the first address that is allowed: those are passed over in a loop of their own.
 * What can't be read, so that nobody knows where it says it comes from, leaves by the name of its defect. Of a tunnel's
 * packets it is the outer header that counts. Lane.
 */
public final class CheckSource extends Stage {
    private static final long IPV4 = Headers.tunnel(Layer.IPV4);
    private static final int DHCP_CLIENT = 68;
    private static final int DHCP_SERVER = 67;
    private static final int BROADCAST = -1;
    private static final int LINK_ADDRESS_UNITS = 1;
    /**
     * ICMPv6 types of what a host says of its groups, before it has an address, too (RFC 3590 §4, RFC 3810 §5.2.13).
     */
    private static final int MLD_REPORT = 131;
    private static final int MLD_DONE = 132;
    private static final int MLD2_REPORT = 143;

    private final MemorySegment bytes;
    private final AllowedSources[] allowed;
    private final AtomicCounter[] refused;
    private final int[] others;

    /**
     * @param memory     where the packets are
     * @param sources    by port index: who may send; null where all may
     * @param refused    by port index: counts what is refused, where not all may send
     * @param vectorSize packets of one vector at most
     */
    public CheckSource(final PacketMemory memory, final SourcesConfig[] sources, final AtomicCounter[] refused,
        final int vectorSize) {
        this.bytes = memory.bytes();
        this.refused = refused.clone();
        this.others = new int[vectorSize];
        this.allowed = new AllowedSources[sources.length];
        for (int port = 0; port < sources.length; port++) {
            allowed[port] = sources[port] == null ? null : new AllowedSources(sources[port]);
        }
    }

    @Override
    public StageName name() {
        return StageName.CHECK_SOURCE;
    }

    @Override
    public void process(final PacketVector vector) {
        final AllowedSources sources = allowed[vector.ingress];
        if (sources == null) {
            return;
        }
        final int count = passOver(vector, sources);
        for (int k = 0; k < count; k++) {
            check(vector, others[k], sources);
        }
        if (vector.leavers != 0) {
            refused[vector.ingress].getAndAddRelease(vector.leavers);
        }
    }

    /** Passes over IPv4 packets from the first address that is allowed, and notes the others; returns how many. */
    private int passOver(final PacketVector vector, final AllowedSources sources) {
        final MemorySegment bytes = this.bytes;
        final int[] others = this.others;
        final long macMask = sources.firstMacMask();
        final long mac = sources.firstMac();
        final int mask = sources.firstMask();
        final int address = sources.firstAddress();
        final long[] tunnel = vector.tunnel;
        final long[] position = vector.position;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            others[count++] = i;
            if ((tunnel[i] & IPV4) != 0) {
                final long frame = position[i];
                final int source = Wire.u32(bytes, frame + Headers.network(offsets[i]) + Ipv4.SOURCE_OFFSET);
                if ((Ethernet.source(bytes, frame) & macMask) == mac && (source & mask) == address) {
                    count--;
                }
            }
        }
        return count;
    }

    private void check(final PacketVector vector, final int i, final AllowedSources sources) {
        if (vector.length[i] < Ethernet.HEADER_LENGTH) {
            vector.leave(i, vector.defect(i));
            return;
        }
        final int layers = vector.layers(i);
        final long mac = Ethernet.source(bytes, vector.position[i]);
        if (!sources.hasMac(mac)) {
            vector.leave(i, DropReason.SOURCE_MAC);
        } else if ((layers & Layer.IPV4) != 0) {
            checkIpv4(vector, i, sources, mac);
        } else if ((layers & Layer.IPV6) != 0) {
            checkIpv6(vector, i, sources, mac);
        } else if (vector.defect(i) != 0) {
            vector.leave(i, vector.defect(i));
        } else if (Headers.etherType(vector.link[i]) == Ethernet.TYPE_ARP) {
            checkArp(vector, i, sources);
        }
    }

    private void checkIpv4(final PacketVector vector, final int i, final AllowedSources sources, final long mac) {
        final int source = Ipv4.source(bytes, vector.position[i] + vector.network(i));
        if (!sources.hasIpv4(mac, source) && !(source == 0 && isDhcpRequest(vector, i))) {
            vector.leave(i, DropReason.SOURCE_ADDRESS);
        }
    }

    /** RFC 2131 §4.1: to all, from nobody yet. */
    private boolean isDhcpRequest(final PacketVector vector, final int i) {
        if ((vector.layers(i) & (Layer.UDP | Layer.FRAGMENT)) != Layer.UDP) {
            return false;
        }
        final long udp = Udp.word0(bytes, vector.position[i] + vector.transport(i));
        return Udp.sourcePort(udp) == DHCP_CLIENT && Udp.destinationPort(udp) == DHCP_SERVER
            && Ipv4.destination(bytes, vector.position[i] + vector.network(i)) == BROADCAST;
    }

    /**
     * A sender who is not of the Ethernet address; of a probe, which has none, the address that it wants (RFC 5227
     * §2.1.1).
     */
    private void checkArp(final PacketVector vector, final int i, final AllowedSources sources) {
        final long arp = vector.position[i] + vector.network(i);
        if (vector.network(i) + Arp.LENGTH > vector.length[i] || !Arp.isIpv4OverEthernet(Arp.word0(bytes, arp))) {
            vector.leave(i, DropReason.SOURCE_NEIGHBOUR);
            return;
        }
        final int sender = Arp.senderAddress(bytes, arp);
        if (!sources.hasIpv4(Arp.senderMac(bytes, arp), sender == 0 ? Arp.targetAddress(bytes, arp) : sender)) {
            vector.leave(i, DropReason.SOURCE_NEIGHBOUR);
        }
    }

    // IPv6, where neighbours tell of themselves in ICMPv6.

    private void checkIpv6(final PacketVector vector, final int i, final AllowedSources sources, final long mac) {
        final int protocol = vector.protocol(i);
        final boolean isFragment = (vector.layers(i) & Layer.FRAGMENT) != 0;
        if (!isFragment && Ipv6.isExtension(protocol)) {
            vector.leave(i, vector.defect(i));
            return;
        }
        final long ip = vector.position[i] + vector.network(i);
        final int type = icmpType(vector, i, protocol);
        final boolean known = sources.hasIpv6(mac, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
        if (!known && !(isUnspecified(ip) && !isFragment && maySayNobody(type))) {
            vector.leave(i, DropReason.SOURCE_ADDRESS);
        } else if (isFragment ? mayHideNeighbour(vector, i, protocol, type)
            : NeighborDiscovery.isType(type) && !isHonest(vector, i, sources, mac, type)) {
            vector.leave(i, DropReason.SOURCE_NEIGHBOUR);
        }
    }

    /** Type of an ICMPv6 message that can be seen, else 0, which is no type of interest. */
    private int icmpType(final PacketVector vector, final int i, final int protocol) {
        final int transport = vector.transport(i);
        return protocol == IpProtocol.ICMPV6 && transport != 0 && transport < vector.inner(i) + vector.innerLength(i)
            ? Wire.u8(bytes, vector.position[i] + transport) : 0;
    }

    private boolean isUnspecified(final long ip) {
        return (Ipv6.sourceHigh(bytes, ip) | Ipv6.sourceLow(bytes, ip)) == 0;
    }

    private static boolean maySayNobody(final int type) {
        return switch (type) {
            case NeighborDiscovery.SOLICITATION, NeighborDiscovery.ROUTER_SOLICITATION, MLD_REPORT, MLD_DONE,
                MLD2_REPORT -> true;
            default -> false;
        };
    }

    /**
     * No sound node sends Neighbor Discovery in fragments (RFC 6980 §5), nor ends a first one inside the headers (RFC
     * 7112 §5).
     */
    private static boolean mayHideNeighbour(final PacketVector vector, final int i, final int protocol,
        final int type) {
        return NeighborDiscovery.isType(type) || vector.transport(i) != 0 && Ipv6.isExtension(protocol);
    }

    /** Whether a message claims no more than its sender has; a Redirect is the word of its source alone. */
    private boolean isHonest(final PacketVector vector, final int i, final AllowedSources sources, final long mac,
        final int type) {
        final long ip = vector.position[i] + vector.network(i);
        final long icmp = vector.position[i] + vector.transport(i);
        final long end = vector.position[i] + vector.inner(i) + vector.innerLength(i);
        return switch (type) {
            case NeighborDiscovery.ROUTER_SOLICITATION ->
                areHonest(sources, ip, icmp, icmp + NeighborDiscovery.ROUTER_SOLICITATION_LENGTH, end, false);
            case NeighborDiscovery.ROUTER_ADVERTISEMENT ->
                areHonest(sources, ip, icmp, icmp + NeighborDiscovery.ROUTER_ADVERTISEMENT_LENGTH, end, false);
            case NeighborDiscovery.SOLICITATION ->
                areHonest(sources, ip, icmp, icmp + NeighborDiscovery.LENGTH, end, true)
                    && (!isUnspecified(ip) || hasTarget(sources, mac, icmp));
            case NeighborDiscovery.ADVERTISEMENT ->
                areHonest(sources, ip, icmp, icmp + NeighborDiscovery.LENGTH, end, true)
                    && hasTarget(sources, mac, icmp);
            default -> true;
        };
    }

    private boolean hasTarget(final AllowedSources sources, final long mac, final long icmp) {
        return sources.hasIpv6(
            mac, NeighborDiscovery.targetHigh(bytes, icmp), NeighborDiscovery.targetLow(bytes, icmp));
    }

    /**
     * Whether each Ethernet address in the options may have the IP address that it is said to have: the packet's
     * source, or the target, where the message has one. No option is empty or cut off (§4.6).
     */
    private boolean areHonest(final AllowedSources sources, final long ip, final long icmp, final long options,
        final long end, final boolean targeted) {
        long option = options;
        while (option + NeighborDiscovery.OPTION_UNIT <= end) {
            final long word = Wire.u64(bytes, option);
            final int units = (int) (word >>> 48) & 0xff;
            if (units == 0 || !isHonest(sources, ip, icmp, word, units, targeted)) {
                return false;
            }
            option += units * NeighborDiscovery.OPTION_UNIT;
        }
        return option == end;
    }

    private boolean isHonest(final AllowedSources sources, final long ip, final long icmp, final long word,
        final int units, final boolean targeted) {
        final long mac = word & 0xffff_ffff_ffffL;
        return switch ((int) (word >>> 56)) {
            case NeighborDiscovery.SOURCE_MAC -> units == LINK_ADDRESS_UNITS
                && sources.hasIpv6(mac, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
            case NeighborDiscovery.TARGET_MAC ->
                targeted && units == LINK_ADDRESS_UNITS && hasTarget(sources, mac, icmp);
            default -> true;
        };
    }
}
