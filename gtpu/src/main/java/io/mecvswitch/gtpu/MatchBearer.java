package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;

/**
 * Finds the bearer of every packet that enters or leaves a tunnel here.
 *
 * <p>From an access or core port those are the packets that a rule wants decapsulated: by outer destination address and
 * TEID together, because a TEID is only unique at the node that chose it (TS 29.281 §5.1). From an application's port
 * those are the packets no rule concerns: by the UE address, as destination for an answer on the downlink, else as
 * source for a packet to be re-inserted on the uplink. Where there are no tunnels (SGi), UEs are known by prefixes of
 * their addresses, in both directions. Where a rule names the tunnel, it is found by that.
 *
 * <p>How a packet to be decapsulated looks outside its T-PDU is {@link Looks remembered} by its bearer.
 */
public final class MatchBearer extends Stage {
    private static final int NO_PARTNER = -1;
    private static final long IPV4 = Headers.tunnel(Layer.IPV4);
    private static final long IPV4_GPDU = Headers.tunnel(Layer.IPV4 | Layer.GPDU);

    private final TunnelTable table;
    private final MemorySegment bytes;
    private final boolean[] application;
    private final int[] partners;
    private final PlainUes plain;
    private final TunnelTable.Search search;
    private final Looks looks;
    private final long[] keys;
    /** What is found by sources: a search writes about packets of which it finds nothing, too. */
    private final TunnelTable.Search origins;
    private final int[] sources;
    private final long[] destinations;

    /** One that knows tunnels only. */
    public MatchBearer(final TunnelTable table, final PacketMemory memory, final boolean[] application,
        final int[] partners, final int vectorSize) {
        this(table, PlainUes.NONE, memory, application, partners, new long[0], vectorSize);
    }

    /**
     * @param table        bearers
     * @param plain        UEs without tunnels
     * @param memory       where the packets are
     * @param application  by port index: whether an application is behind the port
     * @param partners     by port index: index of its wire partner, or -1
     * @param destinations by index of a rule that leads into a tunnel: {@link TunnelTable#keyOf its key}
     * @param vectorSize   packets of one vector at most
     */
    public MatchBearer(final TunnelTable table, final PlainUes plain, final PacketMemory memory,
        final boolean[] application, final int[] partners, final long[] destinations, final int vectorSize) {
        this.plain = plain;
        this.destinations = destinations;
        this.table = table;
        this.bytes = memory.bytes();
        this.application = application.clone();
        this.partners = partners.clone();
        this.search = new TunnelTable.Search(vectorSize);
        this.keys = search.keys;
        this.origins = new TunnelTable.Search(vectorSize);
        this.sources = new int[vectorSize];
        this.looks = new Looks(table, memory);
    }

    @Override
    public StageName name() {
        return StageName.MATCH_BEARER;
    }

    @Override
    public void adopt(final Stage predecessor) {
        predecessor.retire();
    }

    @Override
    public void process(final PacketVector vector) {
        if (application[vector.ingress]) {
            matchUes(vector);
        } else if (vector.mayHave(Action.DECAPSULATE)) {
            final int direction = plain.direction(vector.ingress);
            if (direction == PlainUes.NO_DIRECTION) {
                matchTunnels(vector);
            } else {
                matchPlain(vector, direction);
            }
        }
        if (vector.mayHave(Action.ENTER)) {
            enterTunnels(vector);
        }
    }

    // What a rule wants in a tunnel.

    private void enterTunnels(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.ENTER && mayEnter(vector, i)) {
                final int reference = table.findTunnel(destinations[vector.rule[i]]);
                if (reference == TunnelTable.NONE) {
                    vector.leave(i, DropReason.BEARER_UNKNOWN);
                } else {
                    enter(vector, i, reference);
                }
            }
        }
    }

    /** Of a G-PDU its T-PDU enters, which has to be IP; of what is no G-PDU the IP packet. */
    private boolean mayEnter(final PacketVector vector, final int i) {
        final int layers = vector.layers(i);
        final boolean fragment = (layers & Layer.FRAGMENT) != 0 && !application[vector.ingress]
            && plain.direction(vector.ingress) == PlainUes.NO_DIRECTION && mayBeOfTunnel(vector, i);
        if ((layers & Layer.GTPU) != 0 || fragment) {
            return isPoppable(vector, i) && isIp(vector, i, Layer.INNER_IP);
        }
        return isIp(vector, i, Layer.IP);
    }

    private static boolean isIp(final PacketVector vector, final int i, final int layer) {
        if ((vector.layers(i) & layer) != 0) {
            return true;
        }
        vector.leave(i, vector.defect(i) == 0 ? DropReason.NOT_IP.ordinal() : vector.defect(i));
        return false;
    }

    // What a rule wants decapsulated.

    private void matchTunnels(final PacketVector vector) {
        final int others = readKeys(vector);
        if (others != 0) {
            readOtherKeys(vector);
        }
        if (table.findTunnels(search, vector.size, vector.bearer) != 0) {
            leaveUnknown(vector);
        }
        looks.remember(vector, search.learned);
    }

    /** Keys of G-PDUs over IPv4, as nearly all are; returns how many packets are something else. */
    private int readKeys(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] keys = this.keys;
        final int[] action = vector.action;
        final long[] tunnel = vector.tunnel;
        final long[] position = vector.position;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        int others = 0;
        for (int i = 0; i < size; i++) {
            if (action[i] == Action.DECAPSULATE && (tunnel[i] & IPV4_GPDU) == IPV4_GPDU) {
                final int address = Ipv4.destination(bytes, position[i] + Headers.network(offsets[i]));
                keys[i] = TunnelTable.key(TunnelEndpoints.ofIpv4(address), Headers.teid(tunnel[i]));
            } else {
                keys[i] = TunnelTable.NO_KEY;
                others++;
            }
        }
        return others;
    }

    private void readOtherKeys(final PacketVector vector) {
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (vector.action[i] == Action.DECAPSULATE && (vector.tunnel[i] & IPV4_GPDU) != IPV4_GPDU) {
                keys[i] = isPoppable(vector, i)
                    ? TunnelTable.key(ipv6Endpoint(vector.position[i] + vector.network(i)), vector.teid(i))
                    : TunnelTable.NO_KEY;
            }
        }
    }

    private void leaveUnknown(final PacketVector vector) {
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (bearer[i] == TunnelTable.NONE && action[i] == Action.DECAPSULATE) {
                vector.leave(i, DropReason.BEARER_UNKNOWN);
            }
        }
    }

    private int ipv6Endpoint(final long ip) {
        return table.endpoints().ofIpv6(Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
    }

    private boolean isPoppable(final PacketVector vector, final int i) {
        if ((vector.layers(i) & Layer.GPDU) != 0) {
            return true;
        }
        turnAway(vector, i);
        return false;
    }

    /** Signalling and what is no GTP-U passes on; what only pretends to be a G-PDU leaves. */
    private void turnAway(final PacketVector vector, final int i) {
        final int layers = vector.layers(i);
        final int defect = vector.defect(i);
        if ((layers & Layer.FRAGMENT) != 0 && mayBeOfTunnel(vector, i)) {
            vector.leave(i, DropReason.FRAGMENT);
        } else if ((layers & Layer.GTPU) != 0 && vector.messageType(i) == Gtpu.GPDU
            || mayHideTunnel(vector, i, DropReason.of(defect))) {
            vector.leave(i, defect);
        } else {
            vector.act(i, Action.PASS);
        }
    }

    /** Whether a defect keeps anybody from saying that this is no G-PDU: it must not slip past to the core. */
    private boolean mayHideTunnel(final PacketVector vector, final int i, final DropReason defect) {
        return switch (defect) {
            case GTPU_TRUNCATED, UDP_TRUNCATED, IPV6_EXTENSIONS -> true;
            case IPV6_TRUNCATED -> (vector.layers(i) & Layer.IPV6) != 0;
            case UDP_LENGTH -> isToGtpuPort(vector, i);
            default -> false;
        };
    }

    private boolean isToGtpuPort(final PacketVector vector, final int i) {
        final long udp = vector.position[i] + vector.transport(i);
        return Wire.u16(bytes, udp + Udp.DESTINATION_PORT_OFFSET) == Gtpu.UDP_PORT;
    }

    /** Of a fragment: GTP-U is over UDP, to a port that only the first one tells. */
    private boolean mayBeOfTunnel(final PacketVector vector, final int i) {
        final int layers = vector.layers(i);
        if ((layers & Layer.UDP) != 0) {
            return isToGtpuPort(vector, i);
        }
        return vector.protocol(i) == IpProtocol.UDP
            || (layers & Layer.IPV6) != 0 && Ipv6.isExtension(vector.protocol(i));
    }

    // What a rule wants, and is in no tunnel.

    private void matchPlain(final PacketVector vector, final int direction) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                if ((vector.layers(i) & Layer.INNER_IP) != 0) {
                    matchPlain(vector, i, direction);
                } else if (isBrokenIp(vector, i)) {
                    vector.leave(i, vector.defect(i));
                } else {
                    vector.act(i, Action.PASS);
                }
            }
        }
    }

    private void matchPlain(final PacketVector vector, final int i, final int direction) {
        final long ip = vector.position[i] + vector.network(i);
        final int row = direction == TunnelTable.UPLINK ? plainSource(vector, i, ip) : plainDestination(vector, i, ip);
        if (row == TunnelTable.NONE) {
            vector.leave(i, DropReason.UE_UNKNOWN);
        } else {
            vector.bearer[i] = row << 1 | direction;
            looks.rememberPlain(vector, i);
        }
    }

    private int plainSource(final PacketVector vector, final int i, final long ip) {
        return (vector.layers(i) & Layer.IPV4) != 0
            ? plain.find(4, 0, Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET) & 0xffff_ffffL)
            : plain.find(6, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip));
    }

    private int plainDestination(final PacketVector vector, final int i, final long ip) {
        return (vector.layers(i) & Layer.IPV4) != 0
            ? plain.find(4, 0, Wire.u32(bytes, ip + Ipv4.DESTINATION_OFFSET) & 0xffff_ffffL)
            : plain.find(6, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
    }

    /** Of other frames nobody can say that they were for the application: they pass, as signalling does. */
    private static boolean isBrokenIp(final PacketVector vector, final int i) {
        final int type = Headers.etherType(vector.link[i]);
        return vector.defect(i) != 0 && (type == Ethernet.TYPE_IPV4 || type == Ethernet.TYPE_IPV6);
    }

    // What an application sends.

    void matchUes(final PacketVector vector) {
        if (vector.mayHave(Action.DECAPSULATE)) {
            decapsulateNothing(vector);
        }
        if (isAllDecided(vector)) {
            return;
        }
        readUes(vector);
        if (table.findIpv4Ues(search, vector.size, TunnelTable.DOWNLINK, vector.bearer) != 0
            && readSources(vector) != 0) {
            table.findIpv4Ues(origins, vector.size, TunnelTable.UPLINK, sources);
            takeSources(vector);
        }
        enterFound(vector);
    }

    /** Whether others have decided already what becomes of every packet, as they do of those in a chain. */
    private static boolean isAllDecided(final PacketVector vector) {
        final int[] action = vector.action;
        final int size = vector.size;
        int undecided = 0;
        for (int i = 0; i < size; i++) {
            undecided |= action[i] == Action.NONE ? 1 : 0;
        }
        return undecided == 0;
    }

    /** Keys of the IPv4 sources of packets that are for no UE: what UEs sent; returns how many there are. */
    private int readSources(final PacketVector vector) {
        final int[] bearer = vector.bearer;
        final int size = vector.size;
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (bearer[i] != TunnelTable.NONE || keys[i] == TunnelTable.NO_KEY || isForUe(vector, i)) {
                origins.keys[i] = TunnelTable.NO_KEY;
            } else {
                origins.keys[i] = TunnelTable.ipv4UeKey(
                    Wire.u32(bytes, vector.position[i] + vector.network(i) + Ipv4.SOURCE_OFFSET));
                count++;
            }
        }
        return count;
    }

    /** Whether its destination, IPv4 and no bearer's, is a UE's after all. */
    private boolean isForUe(final PacketVector vector, final int i) {
        final int address = Ipv4.destination(bytes, vector.position[i] + vector.network(i));
        return plain.find(4, 0, address & 0xffff_ffffL) != TunnelTable.NONE;
    }

    private void takeSources(final PacketVector vector) {
        final int[] sources = this.sources;
        final int[] bearer = vector.bearer;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            if (sources[i] != TunnelTable.NONE) {
                bearer[i] = sources[i];
                search.ways[i] = origins.ways[i];
            }
        }
    }

    /** Packets of UEs that were found together mostly go the same way back. */
    private void enterFound(final PacketVector vector) {
        final long[] found = search.ways;
        final int[] action = vector.action;
        final int[] bearer = vector.bearer;
        final int[] egresses = vector.egress;
        final long[] ways = vector.way;
        final int size = vector.size;
        long known = 0;
        int egress = NO_PARTNER;
        int entered = 0;
        for (int i = 0; i < size; i++) {
            if (action[i] != Action.NONE) {
                continue;
            }
            final long way = found[i];
            if (bearer[i] == TunnelTable.NONE || !Learned.seen(way)) {
                enterUe(vector, i);
                continue;
            }
            if (!Learned.samePath(way, known)) {
                egress = table.paths().egress(way, partners);
                known = way;
            }
            if (egress == NO_PARTNER) {
                vector.leave(i, DropReason.NO_WIRE);
                continue;
            }
            action[i] = Action.ENCAPSULATE;
            ways[i] = way;
            egresses[i] = egress;
            entered = 1 << Action.ENCAPSULATE;
        }
        vector.acted(entered);
    }

    private void enterUe(final PacketVector vector, final int i) {
        final int reference = vector.bearer[i] == TunnelTable.NONE ? findUe(vector, i) : vector.bearer[i];
        if (reference != TunnelTable.NONE) {
            enter(vector, i, reference);
        }
    }

    /** A rule may concern all ports; what an application sends is in no tunnel, and goes on as if none concerned it. */
    private static void decapsulateNothing(final PacketVector vector) {
        for (int i = 0; i < vector.size; i++) {
            if (vector.action[i] == Action.DECAPSULATE) {
                vector.act(i, Action.NONE);
            }
        }
    }

    /** Keys of IPv4 destinations: what applications send are mostly answers. */
    private void readUes(final PacketVector vector) {
        final MemorySegment bytes = this.bytes;
        final long[] keys = this.keys;
        final int[] action = vector.action;
        final long[] tunnel = vector.tunnel;
        final long[] position = vector.position;
        final long[] offsets = vector.offsets;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            keys[i] = action[i] == Action.NONE && (tunnel[i] & IPV4) != 0
                ? TunnelTable.ipv4UeKey(Ipv4.destination(bytes, position[i] + Headers.network(offsets[i])))
                : TunnelTable.NO_KEY;
        }
    }

    /**
     * One packet's tunnel, whatever it is; {@link TunnelTable#NONE} if there is none, and the packet has its verdict.
     */
    private int findUe(final PacketVector vector, final int i) {
        if (!isIp(vector, i, Layer.IP)) {
            return TunnelTable.NONE;
        }
        final int reference = (vector.layers(i) & Layer.IPV4) != 0 ? findIpv4(vector, i) : findIpv6(vector, i);
        if (reference == TunnelTable.NONE) {
            vector.leave(i, DropReason.UE_UNKNOWN);
        }
        return reference;
    }

    private int findIpv4(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        final int row = ue(4, 0, Wire.u32(bytes, ip + Ipv4.DESTINATION_OFFSET) & 0xffff_ffffL);
        return row != TunnelTable.NONE ? row << 1 | TunnelTable.DOWNLINK
            : uplink(ue(4, 0, Wire.u32(bytes, ip + Ipv4.SOURCE_OFFSET) & 0xffff_ffffL));
    }

    private int findIpv6(final PacketVector vector, final int i) {
        final long ip = vector.position[i] + vector.network(i);
        final int row = ue(6, Ipv6.destinationHigh(bytes, ip), Ipv6.destinationLow(bytes, ip));
        return row != TunnelTable.NONE ? row << 1 | TunnelTable.DOWNLINK
            : uplink(ue(6, Ipv6.sourceHigh(bytes, ip), Ipv6.sourceLow(bytes, ip)));
    }

    /** Row of the UE's bearer, else of the prefix it is in. */
    private int ue(final int version, final long high, final long low) {
        final int row = table.findUe(version, high, low);
        return row == TunnelTable.NONE ? plain.find(version, high, low) : row;
    }

    private static int uplink(final int row) {
        return row == TunnelTable.NONE ? TunnelTable.NONE : row << 1 | TunnelTable.UPLINK;
    }

    private void enter(final PacketVector vector, final int i, final int reference) {
        final long way = table.way(reference);
        if (!Learned.seen(way)) {
            vector.leave(i, DropReason.PATH_UNKNOWN);
            return;
        }
        final int egress = table.paths().egress(way, partners);
        if (egress == NO_PARTNER) {
            vector.leave(i, DropReason.NO_WIRE);
            return;
        }
        vector.act(i, Action.ENCAPSULATE);
        vector.bearer[i] = reference;
        vector.way[i] = way;
        vector.egress[i] = egress;
    }
}
