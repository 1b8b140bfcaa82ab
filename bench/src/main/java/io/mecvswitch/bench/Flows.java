package io.mecvswitch.bench;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Frames of Wi-Fi users in a VLAN, and of stations of a bridge: one of each number, of 64 bytes, check sequence
 * included, in an order that no table can guess, and the same every time.
 */
public final class Flows {
    /** VLAN of the users. */
    public static final int VLAN = 100;

    private static final int LENGTH = 60;
    private static final int USER_IP = 0x0a_00_00_00;
    private static final int SERVER_IP = 0xcb_00_00_00;
    private static final long STATION_MAC = 0x02_10_00_00_00_00L;
    private static final int FIRST_PORT = 1_024;
    private static final int PORTS = 60_000;
    private static final int TTL = 64;
    private static final long SEED = 802;
    private static final MemorySegment SCRATCH = Arena.global().allocate(LENGTH);

    private Flows() {
    }

    /** Address of a server. */
    public static int server(final int number) {
        return SERVER_IP + number;
    }

    /**
     * A frame of every flow, in the VLAN, from a user of its own.
     *
     * @param servers that they are to, one after the other
     */
    public static List<byte[]> users(final int flows, final int servers) {
        return shuffled(flows, flow -> user(flow, server(flow % servers)));
    }

    private static byte[] user(final int flow, final int server) {
        final MemorySegment frame = SCRATCH.fill((byte) 0);
        final int ip = Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;
        Ethernet.set(frame, 0, Uplink.CORE_MAC, Uplink.ACCESS_MAC, Ethernet.TYPE_IPV4);
        Vlan.set(frame, Ethernet.TYPE_OFFSET, Vlan.TPID_CUSTOMER, VLAN);
        Ethernet.setType(frame, Vlan.TAG_LENGTH, Ethernet.TYPE_IPV4);
        udp(frame, ip, USER_IP + flow, server, FIRST_PORT + flow % PORTS);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    /** A frame to every station of a bridge, all from one that is none of them. */
    public static List<byte[]> toStations(final int stations) {
        return shuffled(stations, station -> untagged(STATION_MAC + station, Uplink.ACCESS_MAC, station));
    }

    /** A frame from every station, to the one that sends to them. */
    public static List<byte[]> fromStations(final int stations) {
        return shuffled(stations, station -> untagged(Uplink.ACCESS_MAC, STATION_MAC + station, station));
    }

    private static byte[] untagged(final long destination, final long source, final int number) {
        final MemorySegment frame = SCRATCH.fill((byte) 0);
        Ethernet.set(frame, 0, destination, source, Ethernet.TYPE_IPV4);
        udp(frame, Ethernet.HEADER_LENGTH, USER_IP + number, SERVER_IP, FIRST_PORT);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    private static void udp(final MemorySegment frame, final int ip, final int source, final int destination,
        final int sourcePort) {
        Ipv4.setHeaderLength(frame, ip, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTotalLength(frame, ip, LENGTH - ip);
        Ipv4.setTtl(frame, ip, TTL);
        Ipv4.setProtocol(frame, ip, IpProtocol.UDP);
        Ipv4.setSource(frame, ip, source);
        Ipv4.setDestination(frame, ip, destination);
        Ipv4.setChecksum(frame, ip, InternetChecksum.of(frame, ip, Ipv4.MINIMUM_HEADER_LENGTH));
        final int udp = ip + Ipv4.MINIMUM_HEADER_LENGTH;
        Udp.setWord0(frame, udp, Udp.word0(sourcePort, sourcePort, LENGTH - udp, 0));
    }

    private static List<byte[]> shuffled(final int count, final IntFunction<byte[]> frame) {
        final List<byte[]> frames = new ArrayList<>(IntStream.range(0, count).mapToObj(frame).toList());
        Collections.shuffle(frames, new Random(SEED));
        return frames;
    }
}
