package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Arp;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.NeighborDiscovery;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.MessageRate;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;

/**
 * Answers neighbours that ask for the Ethernet address of an IP address of the switch's (RFC 826, RFC 4861 §7.2.4), and
 * applications that ask for that of a UE, to which the switch is the way (RFC 1027, RFC 4861 §7.2.8).
 *
 * <pre>
 *   ARP Request              becomes an ARP Reply
 *   Neighbor Solicitation    becomes a Neighbor Advertisement
 * </pre>
 *
 * <p>An answer is written over the request and leaves by the port it came in by, in its VLAN. A request that is not
 * sound in every part, an announcement, and one for an address of somebody else's go on as if this were not here. A
 * part of {@link Answer}; lane.
 */
public final class Resolve {
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final long ALL_NODES_MAC = 0x3333_0000_0001L;
    private static final long ALL_NODES_HIGH = 0xff02_0000_0000_0000L;
    private static final int REQUESTS_PER_SECOND = 1_000;
    private static final int ADVERTISEMENT_LENGTH = NeighborDiscovery.LENGTH + NeighborDiscovery.OPTION_UNIT;
    private static final long IPV6 = Headers.tunnel(Layer.IPV6);

    private final OwnAddresses addresses;
    private final PacketMemory memory;
    private final MemorySegment bytes;
    private final PacketClock clock;
    private final long[] macs;
    // by port; written by the lane only
    private final MessageRate[] rates;

    /**
     * @param addresses to answer for
     * @param memory    where the packets are
     * @param macs      by port index: the switch's Ethernet address there
     * @param clock     for the rate, begun by whoever calls
     */
    public Resolve(final OwnAddresses addresses, final PacketMemory memory, final long[] macs,
        final PacketClock clock) {
        this.addresses = addresses;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.clock = clock;
        this.macs = macs.clone();
        this.rates = new MessageRate[macs.length];
        for (int port = 0; port < rates.length; port++) {
            rates[port] = new MessageRate(REQUESTS_PER_SECOND);
        }
    }

    /** Goes on with the rates of the ports that stay. */
    void resume(final Resolve former) {
        for (int port = 0; port < Math.min(rates.length, former.rates.length); port++) {
            rates[port].resume(former.rates[port]);
        }
    }

    /** Answers what there is to answer in a vector. */
    void process(final PacketVector vector) {
        if (!addresses.any(vector.ingress)) {
            return;
        }
        final int[] action = vector.action;
        final long[] link = vector.link;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (Headers.etherType(link[i]) == Ethernet.TYPE_ARP && Answer.isOurs(action[i])) {
                onArp(vector, i);
            } else if ((vector.tunnel[i] & IPV6) != 0 && vector.protocol(i) == IpProtocol.ICMPV6
                && Answer.isOurs(action[i])) {
                onIcmpv6(vector, i);
            }
        }
    }

    private boolean mayAnswer(final PacketVector vector, final int i) {
        if (rates[vector.ingress].take(clock.timeNs(vector, i))) {
            return true;
        }
        vector.leave(i, DropReason.RESOLUTION_RATE);
        return false;
    }

    private static void sendBack(final PacketVector vector, final int i, final int length) {
        vector.moved = true;
        vector.length[i] = length;
        vector.act(i, Action.FORWARD);
        vector.egress[i] = vector.ingress;
    }

    // ARP.

    private void onArp(final PacketVector vector, final int i) {
        final int network = vector.network(i);
        final long arp = vector.position[i] + network;
        if (vector.defect(i) == 0 && network + Arp.LENGTH <= vector.length[i]
            && Arp.word0(bytes, arp) == Arp.REQUEST && isSoundRequest(vector, i, arp)) {
            final int target = Arp.targetAddress(bytes, arp);
            final int duty = addresses.duty(vector.ingress, 4, 0, target & 0xffff_ffffL);
            if (duty != OwnAddresses.NONE && mayAnswer(vector, i)) {
                reply(vector, i, arp, target);
            }
        }
    }

    /**
     * From one station, which says the same of itself twice, to all or to the switch. A sender that has the target
     * address itself announces it (RFC 5227 §1.1); one without an address probes for it, and is told that it is taken.
     */
    private boolean isSoundRequest(final PacketVector vector, final int i, final long arp) {
        final long frame = vector.position[i];
        final long mac = Arp.senderMac(bytes, arp);
        final long to = Ethernet.destination(bytes, frame);
        final int sender = Arp.senderAddress(bytes, arp);
        return mac == Ethernet.source(bytes, frame) && !Ethernet.isGroup(mac) && mac != macs[vector.ingress]
            && (to == BROADCAST || to == macs[vector.ingress])
            && sender != Arp.targetAddress(bytes, arp)
            && (sender == 0 || IpAddress.isIpv4Unicast(sender)
                && !addresses.isOwn(vector.ingress, 4, 0, sender & 0xffff_ffffL));
    }

    private void reply(final PacketVector vector, final int i, final long arp, final int target) {
        final long own = macs[vector.ingress];
        final long asker = Arp.senderMac(bytes, arp);
        Arp.set(bytes, arp, Arp.REPLY, own, target, asker, Arp.senderAddress(bytes, arp));
        writeEthernet(vector.position[i], asker, own);
        sendBack(vector, i, vector.network(i) + Arp.LENGTH);
    }

    // Neighbor Discovery.

    private void onIcmpv6(final PacketVector vector, final int i) {
        final int network = vector.network(i);
        final long ip = vector.position[i] + network;
        final long icmp = ip + Ipv6.HEADER_LENGTH;
        final int length = vector.innerLength(i) - Ipv6.HEADER_LENGTH;
        if (vector.transport(i) != network + Ipv6.HEADER_LENGTH || length < NeighborDiscovery.LENGTH
            || NeighborDiscovery.typeAndCode(bytes, icmp) != NeighborDiscovery.SOLICITATION << 8
            || Ipv6.hopLimit(Ipv6.word0(bytes, ip)) != NeighborDiscovery.HOP_LIMIT) {
            return;
        }
        final int duty = addresses.duty(vector.ingress, 6, NeighborDiscovery.targetHigh(bytes, icmp),
            NeighborDiscovery.targetLow(bytes, icmp));
        if (duty != OwnAddresses.NONE && isSoundSolicitation(vector, i, ip, icmp, length)) {
            onSolicitation(vector, i, ip, icmp, duty);
        }
    }

    /** The rest of RFC 4861 §7.1.1, and that the frame is to those whom the packet is to. */
    private boolean isSoundSolicitation(final PacketVector vector, final int i, final long ip, final long icmp,
        final int length) {
        final long frame = vector.position[i];
        final long mac = Ethernet.source(bytes, frame);
        final long to = Ethernet.destination(bytes, frame);
        final long low = NeighborDiscovery.targetLow(bytes, icmp);
        final boolean solicitedNode = NeighborDiscovery.isSolicitedNode(
            Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip), low);
        return !Ethernet.isGroup(mac) && mac != macs[vector.ingress]
            && (to == macs[vector.ingress] || to == NeighborDiscovery.solicitedNodeMac(low))
            && (solicitedNode || isToTarget(ip, icmp))
            && (isUnspecified(ip) ? solicitedNode : isNeighbour(vector, ip))
            && areSoundOptions(icmp, length, mac, isUnspecified(ip))
            && InternetChecksum.finish(InternetChecksum.ipv6PseudoHeader(bytes, ip, IpProtocol.ICMPV6, length)
                + InternetChecksum.sum(bytes, icmp, length)) == 0;
    }

    private boolean isToTarget(final long ip, final long icmp) {
        return Ipv6.destinationHigh(bytes, ip) == NeighborDiscovery.targetHigh(bytes, icmp)
            && Ipv6.destinationLow(bytes, ip) == NeighborDiscovery.targetLow(bytes, icmp);
    }

    private boolean isUnspecified(final long ip) {
        return (Ipv6.sourceHigh(bytes, ip) | Ipv6.sourceLow(bytes, ip)) == 0;
    }

    private boolean isNeighbour(final PacketVector vector, final long ip) {
        final long high = Ipv6.sourceHigh(bytes, ip);
        final long low = Ipv6.sourceLow(bytes, ip);
        return IpAddress.isIpv6Unicast(high, low) && !addresses.isOwn(vector.ingress, 6, high, low);
    }

    /** No option is empty or cut off; a source address is that of the frame, and absent where there is no source. */
    private boolean areSoundOptions(final long icmp, final int length, final long mac, final boolean unspecified) {
        final long end = icmp + length;
        long option = icmp + NeighborDiscovery.LENGTH;
        while (option < end) {
            if (option + NeighborDiscovery.OPTION_UNIT > end) {
                return false;
            }
            final long word = Wire.u64(bytes, option);
            final int units = (int) (word >>> 48) & 0xff;
            if (units == 0 || word >>> 56 == NeighborDiscovery.SOURCE_MAC
                && (unspecified || units != 1 || (word & BROADCAST) != mac)) {
                return false;
            }
            option += units * NeighborDiscovery.OPTION_UNIT;
        }
        return option == end;
    }

    private void onSolicitation(final PacketVector vector, final int i, final long ip, final long icmp,
        final int duty) {
        if (icmp + ADVERTISEMENT_LENGTH > memory.bufferEnd(vector.handle[i])) {
            vector.leave(i, DropReason.HEADROOM);
        } else if (mayAnswer(vector, i)) {
            advertise(vector, i, ip, icmp, duty);
        }
    }

    /** §7.2.4: to who asked, or to all if that one has no address; a proxy overrides nobody (§7.2.8). */
    private void advertise(final PacketVector vector, final int i, final long ip, final long icmp, final int duty) {
        final long own = macs[vector.ingress];
        final long high = NeighborDiscovery.targetHigh(bytes, icmp);
        final long low = NeighborDiscovery.targetLow(bytes, icmp);
        final boolean unspecified = isUnspecified(ip);
        final int flags = (unspecified ? 0 : NeighborDiscovery.SOLICITED)
            | (duty == OwnAddresses.ROUTER ? NeighborDiscovery.ROUTER : 0)
            | (duty == OwnAddresses.PROXY ? 0 : NeighborDiscovery.OVERRIDE);
        Ipv6.setDestination(bytes, ip, unspecified ? ALL_NODES_HIGH : Ipv6.sourceHigh(bytes, ip),
            unspecified ? 1 : Ipv6.sourceLow(bytes, ip));
        Ipv6.setSource(bytes, ip, high, low);
        Ipv6.setWord0(bytes, ip,
            Ipv6.word0(0, 0, ADVERTISEMENT_LENGTH, IpProtocol.ICMPV6, NeighborDiscovery.HOP_LIMIT));
        NeighborDiscovery.setAdvertisement(bytes, icmp, flags, high, low, own);
        NeighborDiscovery.setChecksum(bytes, icmp, InternetChecksum.finish(
            InternetChecksum.ipv6PseudoHeader(bytes, ip, IpProtocol.ICMPV6, ADVERTISEMENT_LENGTH)
                + InternetChecksum.sum(bytes, icmp, ADVERTISEMENT_LENGTH)));
        final long frame = vector.position[i];
        writeEthernet(frame, unspecified ? ALL_NODES_MAC : Ethernet.source(bytes, frame), own);
        sendBack(vector, i, vector.network(i) + Ipv6.HEADER_LENGTH + ADVERTISEMENT_LENGTH);
    }

    private void writeEthernet(final long frame, final long destination, final long source) {
        Ethernet.setDestination(bytes, frame, destination);
        Ethernet.setSource(bytes, frame, source);
    }
}
