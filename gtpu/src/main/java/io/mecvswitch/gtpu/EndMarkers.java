package io.mecvswitch.gtpu;

import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Ends the old path of a bearer whose downlink tunnel has given way to another one, where the switch itself is the node
 * that sends into it (TS 23.401 §5.5.1.1.2, TS 23.502 §4.9.1.2.2, TS 29.281 §7.3.2).
 *
 * <pre>
 *   bearer changes ──▶ its old row is sealed ──▶ every lane has begun another vector: all that was pushed has left
 *                                                  └──▶ End Marker ──▶ queue of its port ──▶ {@link EndMarkerSource}
 * </pre>
 *
 * <p>So an End Marker is written when nothing can follow it on its tunnel any more, and nothing in the packets' way has
 * to look out for it. It has the outer header of the tunnel's last packets. Control.
 */
public final class EndMarkers {
    private static final int QUEUE_LENGTH = 1 << 18;
    private static final int SCRATCH_LENGTH = 128;
    private static final int GTPU_LENGTH = Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH;
    private static final int MESSAGE = 1;

    private final TunnelTable table;
    private final ByteBuffer octets = ByteBuffer.allocateDirect(SCRATCH_LENGTH);
    private final MemorySegment scratch = MemorySegment.ofBuffer(octets);
    private final UnsafeBuffer written = new UnsafeBuffer(octets);
    private final Map<String, OneToOneRingBuffer> queues = new HashMap<>();
    // as configured last
    private final Map<Integer, AtomicCounter> senders = new HashMap<>();
    private DscpMaps dscps;
    private int[] partners;
    private String[] ports;

    /**
     * @param table bearers
     */
    public EndMarkers(final TunnelTable table) {
        this.table = table;
    }

    /** Where a pipeline takes the End Markers from that leave by a port. */
    public EndMarkerSource source(final String port, final PacketMemory memory, final AtomicCounter made) {
        final OneToOneRingBuffer queue = queues.computeIfAbsent(port, _ -> new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(QUEUE_LENGTH + RingBufferDescriptor.TRAILER_LENGTH))));
        return new EndMarkerSource(port, queue, memory, made);
    }

    /**
     * Sends so from here on; no tunnel is {@link #left} any more before every lane runs the configuration.
     *
     * @param endpoints of the switch's own
     * @param maps      outer DSCPs for bearers that ask for them
     * @param partners  by port index: index of its wire partner, or -1
     * @param ports     by port index: name of a port that the pipeline takes End Markers for, else null
     * @param counters  counts those of an endpoint, by its address
     */
    public void configure(final List<EndpointConfig> endpoints, final DscpMaps maps, final int[] partners,
        final String[] ports, final Function<String, AtomicCounter> counters) {
        this.dscps = maps;
        this.partners = partners.clone();
        this.ports = ports.clone();
        senders.clear();
        endpoints.stream().filter(EndpointConfig::endMarkers).forEach(endpoint -> senders.put(
            table.endpoints().word(endpoint.address()), counters.apply(endpoint.address().toString())));
    }

    /**
     * A tunnel is left, and every packet that was pushed into it has left the switch. A tunnel that another bearer has
     * by now, or into which no way is known, so that nothing was ever pushed, has nothing to end.
     */
    public void left(final int reference) {
        final AtomicCounter sent = senders.get(TunnelTable.endpoint(table.oppositeKey(reference)));
        if (sent == null || table.findTunnel(table.key(reference)) != TunnelTable.NONE) {
            return;
        }
        final long way = table.way(reference);
        if (Learned.seen(way)) {
            final int egress = table.paths().egress(way, partners);
            if (egress >= 0 && ports[egress] != null
                && queues.get(ports[egress]).write(MESSAGE, written, 0, make(reference, way))) {
                sent.incrementRelease();
            }
        }
    }

    /** Writes an End Marker; returns its octets. */
    private int make(final int reference, final long way) {
        final int source = TunnelTable.endpoint(table.oppositeKey(reference));
        final int path = Learned.path(way);
        final boolean reversed = Learned.reversed(way);
        final int tpids = table.paths().tpids(path);
        final boolean ipv4 = TunnelEndpoints.version(source) == 4;
        final int ip = Ethernet.HEADER_LENGTH + Encapsulate.tagsLength(tpids);
        final int udp = ip + (ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH);
        scratch.fill((byte) 0);
        Encapsulate.writeEthernet(scratch, 0, table.paths().macs(path, reversed),
            table.paths().macAndTags(path, reversed), tpids, ipv4 ? Ethernet.TYPE_IPV4 : Ethernet.TYPE_IPV6);
        Udp.setWord0(scratch, udp, Udp.word0(Gtpu.UDP_PORT, Gtpu.UDP_PORT, GTPU_LENGTH, 0));
        Gtpu.setWord0(scratch, udp + Udp.HEADER_LENGTH,
            Gtpu.word0(Gtpu.FLAGS_GTPU, Gtpu.END_MARKER, 0, (int) table.key(reference)));
        final int destination = TunnelTable.endpoint(table.key(reference));
        if (ipv4) {
            Ipv4.setAtomic(scratch, ip, trafficClass(way), GTPU_LENGTH, Learned.ttl(way), IpProtocol.UDP, source,
                destination);
            Udp.setChecksum(scratch, udp, InternetChecksum.udpOverIpv4(scratch, ip, udp));
        } else {
            writeIpv6(ip, way, source, destination);
            Udp.setChecksum(scratch, udp, InternetChecksum.udpOverIpv6(scratch, ip, udp));
        }
        return udp + GTPU_LENGTH;
    }

    private void writeIpv6(final int ip, final long way, final int source, final int destination) {
        final TunnelEndpoints endpoints = table.endpoints();
        Ipv6.setWord0(scratch, ip, Ipv6.word0(trafficClass(way), 0, GTPU_LENGTH, IpProtocol.UDP, Learned.ttl(way)));
        Ipv6.setSource(scratch, ip, endpoints.high(source), endpoints.low(source));
        Ipv6.setDestination(scratch, ip, endpoints.high(destination), endpoints.low(destination));
    }

    /** That of packets without a class of their own: none of those may be overtaken. */
    private int trafficClass(final long way) {
        return dscps.dscp(way, 0) << 2;
    }
}
