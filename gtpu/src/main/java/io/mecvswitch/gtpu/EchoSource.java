package io.mecvswitch.gtpu;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.PeerConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MessageSource;
import io.mecvswitch.port.PacketBurst;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The switch's own Echo Requests (TS 29.281 §7.2.1), as if they were received: they take the line like other packets,
 * to the one port by which all peers of a source are reached.
 *
 * <p>A request is a copy of one that control made, with its number and checksum. The receiving lane.
 */
public final class EchoSource extends MessageSource {
    private static final int TTL = 64;
    private static final int MESSAGE_LENGTH = Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH;
    private static final int DATAGRAM_LENGTH = Udp.HEADER_LENGTH + MESSAGE_LENGTH;
    private static final long SECOND_NS = 1_000_000_000L;

    private final PacketMemory memory;
    private final NanoClock clock;
    private final List<Peer> added = new ArrayList<>();
    private Peer[] peers = {};

    private record Peer(EchoPath path, MemorySegment request, int network, boolean ipv4, PeerConfig config) { }

    /**
     * @param name   of the port the requests go to
     * @param memory gives buffers
     * @param clock  says when
     * @param made   counts packets the switch makes, before they go anywhere
     */
    public EchoSource(final String name, final PacketMemory memory, final NanoClock clock, final AtomicCounter made) {
        super(name, memory, made);
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Watches a path. Control, before any lane has the source.
     *
     * @param mac the switch's Ethernet address at the port
     */
    public void watch(final EndpointConfig endpoint, final PeerConfig peer, final EchoPaths paths, final long mac) {
        final boolean ipv4 = endpoint.address().version() == 4;
        final int network = Ethernet.HEADER_LENGTH + (peer.vlanId().isPresent() ? Vlan.TAG_LENGTH : 0);
        added.add(new Peer(paths.path(endpoint, peer), request(endpoint, peer, network, mac), network, ipv4, peer));
        peers = added.toArray(Peer[]::new);
    }

    /** Native like packet memory, so that the JIT sees one kind of memory in the header codecs. */
    private static MemorySegment request(final EndpointConfig endpoint, final PeerConfig peer, final int network,
        final long mac) {
        final boolean ipv4 = endpoint.address().version() == 4;
        final int udp = network + (ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH);
        final MemorySegment request = Arena.ofAuto().allocate(udp + DATAGRAM_LENGTH);
        Ethernet.setDestination(request, 0, peer.mac().bits());
        Ethernet.setSource(request, 0, mac);
        peer.vlanId().ifPresent(vlan -> Vlan.set(request, Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, vlan));
        Ethernet.setType(request, network - Ethernet.HEADER_LENGTH, ipv4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        if (ipv4) {
            Ipv4.setAtomic(request, network, 0, DATAGRAM_LENGTH, TTL, IpProtocol.UDP, (int) endpoint.address().low(),
                (int) peer.address().low());
        } else {
            writeIpv6(request, network, endpoint, peer);
        }
        Udp.setWord0(request, udp, Udp.word0(Gtpu.UDP_PORT, Gtpu.UDP_PORT, DATAGRAM_LENGTH, 0));
        Gtpu.setWord0(request, udp + Udp.HEADER_LENGTH, Gtpu.word0(
            Gtpu.FLAGS_GTPU | Gtpu.FLAG_SEQUENCE, Gtpu.ECHO_REQUEST, Gtpu.OPTIONAL_LENGTH, 0));
        return request;
    }

    private static void writeIpv6(final MemorySegment request, final int ip, final EndpointConfig endpoint,
        final PeerConfig peer) {
        Ipv6.setWord0(request, ip, Ipv6.word0(0, 0, DATAGRAM_LENGTH, IpProtocol.UDP, TTL));
        Ipv6.setSource(request, ip, endpoint.address().high(), endpoint.address().low());
        Ipv6.setDestination(request, ip, peer.address().high(), peer.address().low());
    }

    @Override
    public int rxBurst(final int queue, final PacketBurst into) {
        into.size = 0;
        final long nowNs = clock.nanoTime();
        for (final Peer peer : peers) {
            if (into.size == into.capacity()) {
                break;
            }
            final PeerConfig config = peer.config;
            if (peer.path.isDue(nowNs, config.intervalS() * SECOND_NS, config.responseS() * SECOND_NS,
                config.requests())) {
                make(peer, into);
            }
        }
        return into.size;
    }

    private void make(final Peer peer, final PacketBurst into) {
        final int length = (int) peer.request.byteSize();
        final long frame = add(peer.request, 0, length, into);
        if (frame == NO_BUFFER) {
            return;
        }
        final MemorySegment bytes = memory.bytes();
        final long udp = frame + length - DATAGRAM_LENGTH;
        Gtpu.setOptional(bytes, udp + Udp.HEADER_LENGTH, Gtpu.optional(peer.path.sequence(), 0, 0));
        Udp.setChecksum(bytes, udp, peer.ipv4 ? InternetChecksum.udpOverIpv4(bytes, frame + peer.network, udp)
            : InternetChecksum.udpOverIpv6(bytes, frame + peer.network, udp));
    }
}
