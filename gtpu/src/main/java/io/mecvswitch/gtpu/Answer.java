package io.mecvswitch.gtpu;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.GtpuElement;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Does the duties of a GTP-U entity (TS 29.281 §7) at the addresses that are the switch's own, and at no others.
 *
 * <pre>
 *   Echo Request                                    becomes an Echo Response
 *   G-PDU of unknown TEID                           becomes an Error Indication
 *   unknown extension header that is required       becomes a Supported Extension Headers Notification
 *   G-PDU of known TEID                             goes on: the rules decide
 *   all other messages                              are taken in, or dropped by the name of what is wrong
 * </pre>
 *
 * <p>It is also where neighbours learn the switch's Ethernet address: {@link Resolve}.
 *
 * <p>An answer is written over what it answers, in the same buffer, and leaves by the port that came in by. Only
 * requests and G-PDUs are answered, never an answer or an indication, so two nodes can't keep each other busy. What a
 * rule drops or forwards as it is does not concern this stage.
 */
public final class Answer extends Stage {
    private final OwnEndpoints endpoints;
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final boolean[] tunnelled;
    private final PacketClock clock;
    private final Reply reply;
    private final Resolve resolve;

    // the endpoint of the packet before is mostly that of this one; written by the lane only
    private int lastVersion;
    private long lastHigh;
    private long lastLow;
    private int lastOwn;

    /**
     * @param endpoints the switch's own addresses
     * @param table     bearers
     * @param memory    where the packets are
     * @param tunnelled by port index: whether UDP port 2152 means GTP-U there
     * @param clock     for the rates
     * @param resolve   answers neighbours; has the same clock
     */
    public Answer(final OwnEndpoints endpoints, final TunnelTable table, final PacketMemory memory,
        final boolean[] tunnelled, final PacketClock clock, final Resolve resolve) {
        this.endpoints = endpoints;
        this.table = table;
        this.bytes = memory.bytes();
        this.tunnelled = tunnelled.clone();
        this.clock = clock;
        this.reply = new Reply(memory);
        this.resolve = resolve;
    }

    @Override
    public StageName name() {
        return StageName.ANSWER;
    }

    @Override
    public void adopt(final Stage predecessor) {
        final Answer former = (Answer) predecessor;
        endpoints.resume(former.endpoints);
        resolve.resume(former.resolve);
    }

    @Override
    public void process(final PacketVector vector) {
        clock.begin();
        resolve.process(vector);
        if (tunnelled[vector.ingress] && endpoints.any()) {
            answer(vector);
        }
    }

    private void answer(final PacketVector vector) {
        lastVersion = 0;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (isGtpu(vector, i) && isOurs(vector.action[i])) {
                final int own = destination(vector, i);
                if (own != OwnEndpoints.NONE && endpoints.listensOn(own, vector.ingress)) {
                    receive(vector, i, own);
                }
            }
        }
    }

    /** A whole datagram to port 2152, whatever is in it. */
    private static boolean isGtpu(final PacketVector vector, final int i) {
        final int defect = vector.defect(i);
        return (vector.layers(i) & Layer.GTPU) != 0
            || defect == DropReason.GTPU_TRUNCATED.ordinal() || defect == DropReason.GTPU_VERSION.ordinal();
    }

    /** Unless a rule says exactly where it is to go. */
    static boolean isOurs(final int action) {
        return action == Action.NONE || action == Action.PASS || action == Action.DECAPSULATE;
    }

    private int destination(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        if ((vector.layers(i) & Layer.IPV4) != 0) {
            return own(4, 0, Wire.u32(bytes, ip + Ipv4.DESTINATION_OFFSET) & 0xffff_ffffL);
        }
        return own(6, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
    }

    private int own(final int version, final long high, final long low) {
        if (low != lastLow || high != lastHigh || version != lastVersion) {
            lastOwn = endpoints.find(version, high, low);
            lastVersion = version;
            lastHigh = high;
            lastLow = low;
        }
        return lastOwn;
    }

    private void receive(final PacketVector vector, final int i, final int own) {
        final int defect = vector.defect(i);
        final int type = vector.messageType(i);
        if ((vector.layers(i) & Layer.GTPU) == 0) {
            vector.leave(i, defect);
        } else if (defect == DropReason.GTPU_EXTENSION_REQUIRED.ordinal() && isRequest(type)) {
            onExtensionRequired(vector, i, own);
        } else if (type == Gtpu.GPDU && isSoundToTpdu(defect)) {
            onGpdu(vector, i, own);
        } else if (defect != 0) {
            vector.leave(i, defect);
        } else {
            onSignalling(vector, i, own, type);
        }
    }

    /** What may be answered at all. */
    private static boolean isRequest(final int type) {
        return type == Gtpu.GPDU || type == Gtpu.ECHO_REQUEST;
    }

    /** What the T-PDU is like concerns who takes it out. */
    private static boolean isSoundToTpdu(final int defect) {
        return defect == 0
            || defect == DropReason.INNER_TRUNCATED.ordinal() || defect == DropReason.INNER_NOT_IP.ordinal();
    }

    /** §5.2.1: the message is discarded and its sender told which extension headers are known here. */
    private void onExtensionRequired(final PacketVector vector, final int i, final int own) {
        if (!mayTellError(vector, i, own)) {
            vector.leave(i, DropReason.GTPU_EXTENSION_REQUIRED);
        } else {
            reply.supportedExtensions(vector, i);
        }
    }

    /** §7.3.1: what is in no tunnel is discarded and its sender told; TEID 0 is never a tunnel's (§5.1). */
    private void onGpdu(final PacketVector vector, final int i, final int own) {
        final int teid = vector.teid(i);
        if (teid != 0 && table.findTunnel(TunnelTable.key(endpoints.tunnelEndpoint(own), teid)) != TunnelTable.NONE) {
            return;
        }
        if (teid == 0 || !mayTellError(vector, i, own)) {
            vector.leave(i, DropReason.BEARER_UNKNOWN);
        } else {
            reply.errorIndication(vector, i, endpoints.udpPortExtension(own));
        }
    }

    private boolean mayTellError(final PacketVector vector, final int i, final int own) {
        return isAnswerable(vector, i) && endpoints.errorRate(own).take(clock.timeNs(vector, i));
    }

    private void onSignalling(final PacketVector vector, final int i, final int own, final int type) {
        switch (type) {
            case Gtpu.ECHO_REQUEST -> onEchoRequest(vector, i, own);
            case Gtpu.ERROR_INDICATION -> onErrorIndication(vector, i);
            case Gtpu.ECHO_RESPONSE -> onEchoResponse(vector, i, own);
            case Gtpu.SUPPORTED_EXTENSIONS, Gtpu.END_MARKER, Gtpu.TUNNEL_STATUS ->
                vector.leave(i, DropReason.SIGNALLING_CONSUMED);
            default -> vector.leave(i, DropReason.GTPU_MESSAGE_UNKNOWN);
        }
    }

    private void onEchoRequest(final PacketVector vector, final int i, final int own) {
        if (!hasSoundElements(vector, i)) {
            vector.leave(i, DropReason.GTPU_ELEMENT);
        } else if (!endpoints.echo(own)) {
            vector.leave(i, DropReason.SIGNALLING_CONSUMED);
        } else if (!isAnswerable(vector, i) || sourcePort(vector, i) == 0) {
            vector.leave(i, DropReason.UNANSWERABLE);
        } else {
            reply.echoResponse(vector, i);
        }
    }

    /** §7.2.2: says that the path is up. The peer's restart counter means nothing. */
    private void onEchoResponse(final PacketVector vector, final int i, final int own) {
        final long gtpu = vector.position[i] + vector.gtpu(i);
        final EchoPath path = pathFrom(vector, i, own);
        if (path != null && (Wire.u8(bytes, gtpu) & Gtpu.FLAG_SEQUENCE) != 0) {
            path.answer(Gtpu.sequence(Gtpu.optional(bytes, gtpu)));
        }
        vector.leave(i, DropReason.SIGNALLING_CONSUMED);
    }

    private EchoPath pathFrom(final PacketVector vector, final int i, final int own) {
        final long ip = vector.position[i] + vector.network(i);
        return (vector.layers(i) & Layer.IPV4) != 0
            ? endpoints.path(own, 4, 0, Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET) & 0xffff_ffffL)
            : endpoints.path(own, 6, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
    }

    /** §7.3.1: the tunnel is the one that the indicated address and TEID name; its bearer keeps count. */
    private void onErrorIndication(final PacketVector vector, final int i) {
        if (!hasSoundElements(vector, i)) {
            vector.leave(i, DropReason.GTPU_ELEMENT);
            return;
        }
        final long start = vector.position[i] + vector.inner(i);
        final long end = start + vector.innerLength(i);
        final long teid = GtpuElement.find(bytes, start, end, GtpuElement.TEID_DATA);
        final long address = GtpuElement.find(bytes, start, end, GtpuElement.PEER_ADDRESS);
        final int reference = teid == GtpuElement.NONE || address == GtpuElement.NONE ? TunnelTable.NONE
            : table.findTunnel(TunnelTable.key(indicated(address), Wire.u32(bytes, teid + 1)));
        if (reference != TunnelTable.NONE) {
            table.indicate(reference);
        }
        vector.leave(i, reference == TunnelTable.NONE ? DropReason.SIGNALLING_CONSUMED : DropReason.ERROR_INDICATED);
    }

    private int indicated(final long element) {
        final long address = element + GtpuElement.TLV_HEADER_LENGTH;
        return switch (GtpuElement.valueLength(bytes, element)) {
            case 4 -> TunnelEndpoints.ofIpv4(Wire.u32(bytes, address));
            case 16 -> table.endpoints().ofIpv6(Wire.u64(bytes, address), Wire.u64(bytes, address + 8));
            default -> TunnelEndpoints.UNKNOWN;
        };
    }

    private boolean hasSoundElements(final PacketVector vector, final int i) {
        final long start = vector.position[i] + vector.inner(i);
        return GtpuElement.areSound(bytes, start, start + vector.innerLength(i));
    }

    private int sourcePort(final PacketVector vector, final int i) {
        return Udp.sourcePort(Udp.word0(bytes, vector.position[i] + vector.transport(i)));
    }

    /** Whether the sender is one station and one node, and not the switch itself (RFC 1122 §3.2.2, RFC 4443 §2.4). */
    private boolean isAnswerable(final PacketVector vector, final int i) {
        final long frame = vector.position[i];
        if (Ethernet.isGroup(Ethernet.source(bytes, frame)) || Ethernet.isGroup(Ethernet.destination(bytes, frame))) {
            return false;
        }
        final long ip = frame + vector.network(i);
        return (vector.layers(i) & Layer.IPV4) != 0 ? isIpv4Node(Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET))
            : isIpv6Node(Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
    }

    private boolean isIpv4Node(final int address) {
        return IpAddress.isIpv4Unicast(address) && endpoints.find(4, 0, address & 0xffff_ffffL) == OwnEndpoints.NONE;
    }

    private boolean isIpv6Node(final long high, final long low) {
        return IpAddress.isIpv6Unicast(high, low) && endpoints.find(6, high, low) == OwnEndpoints.NONE;
    }
}
