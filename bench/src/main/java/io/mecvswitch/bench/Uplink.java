package io.mecvswitch.bench;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Wire;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * G-PDUs as base stations send them to the core: one frame of every bearer, in an order that no table can guess.
 *
 * <p>The same every time, whatever the machine. UE 10.x.y.z sends UDP to an application; the TEIDs are spread over all
 * 32 bits.
 *
 * <pre>
 *   Ethernet │ IPv4, access to core │ UDP 2152 │ GTP-U, TEID of the bearer │ (container) │ IPv4, UE to app │ UDP │ …
 * </pre>
 */
public enum Uplink {
    /** LTE; what is popped leaves as a frame of 64 bytes, check sequence included. */
    S1U_SMALL(false, new int[] {46}),
    /** LTE; sizes of the simple Internet mix, 7 : 4 : 1. */
    S1U_IMIX(false, new int[] {46, 46, 576, 46, 46, 576, 46, 1_440, 576, 46, 576, 46}),
    /** 5G with a PDU session container; else as {@link #S1U_SMALL}. */
    N3_SMALL(true, new int[] {46}),
    /** 5G with a PDU session container; else as {@link #S1U_IMIX}. */
    N3_IMIX(true, new int[] {46, 46, 576, 46, 46, 576, 46, 1_440, 576, 46, 576, 46});

    /** Bytes of the longest frame. */
    static final int MAX_LENGTH = 1_514;
    /** Ethernet address of the core's side. */
    static final long CORE_MAC = 0x02_00_00_00_00_02L;
    /** Ethernet address of the access side. */
    static final long ACCESS_MAC = 0x02_00_00_00_00_01L;

    private static final long SEED = 29_281;
    private static final int QFI = 9;
    private static final int ODD = 0x9e37_79b1;
    static final int ACCESS_IP = 0xc0_00_02_01;
    private static final int CORE_IP = 0xc0_00_02_02;
    static final int UE_IP = 0x0a_00_00_00;
    static final int APPLICATION_IP = 0xcb_00_71_05;
    private static final int CONTAINER_LENGTH = Gtpu.OPTIONAL_LENGTH + Gtpu.PDU_SESSION_CONTAINER_LENGTH;
    private static final int TTL = 64;
    private static final MemorySegment SCRATCH = Arena.global().allocate(MAX_LENGTH);

    private final boolean container;
    private final int[] tpduLengths;

    Uplink(final boolean container, final int[] tpduLengths) {
        this.container = container;
        this.tpduLengths = tpduLengths;
    }

    /** A configuration's bearers, numbered from 0. */
    public List<BearerConfig> bearers(final int count) {
        final List<BearerConfig> bearers = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            bearers.add(bearer(number));
        }
        return bearers;
    }

    /** Of so many bearers some, evenly spread over them, as a configuration's. */
    public Stream<BearerConfig> bearers(final int count, final int sending) {
        return numbers(count, sending).mapToObj(this::bearer);
    }

    /** Bearers numbered from 0, of each kind in turn. */
    public static List<BearerConfig> bearers(final List<Uplink> kinds, final int count) {
        return IntStream.range(0, count).mapToObj(number -> kinds.get(number % kinds.size()).bearer(number)).toList();
    }

    /** A frame of every bearer, of each kind in turn. */
    public static List<byte[]> frames(final List<Uplink> kinds, final int bearers) {
        return shuffled(IntStream.range(0, bearers), number -> kinds.get(number % kinds.size()).frame(number));
    }

    private static IntStream numbers(final int bearers, final int sending) {
        return IntStream.range(0, sending).map(number -> (int) ((long) number * bearers / sending));
    }

    private static List<byte[]> shuffled(final IntStream numbers, final IntFunction<byte[]> frame) {
        final List<byte[]> frames = new ArrayList<>(numbers.mapToObj(frame).toList());
        Collections.shuffle(frames, new Random(SEED));
        return frames;
    }

    /** TEID of a bearer's uplink tunnel. */
    static int teid(final int number) {
        return number * ODD;
    }

    /** One of a configuration's bearers. */
    public BearerConfig bearer(final int number) {
        return new BearerConfig("bearer-" + number, IpAddress.ofIpv4(UE_IP + number),
            IpAddress.ofIpv4(CORE_IP), Integer.toUnsignedLong(teid(number)),
            IpAddress.ofIpv4(ACCESS_IP), Integer.toUnsignedLong(number * ODD + 1),
            container ? OptionalInt.of(QFI) : OptionalInt.empty(), Optional.empty());
    }

    /** A frame of every bearer. */
    public List<byte[]> frames(final int bearers) {
        return frames(bearers, bearers);
    }

    /** A frame of some of the bearers, evenly spread over them. */
    public List<byte[]> frames(final int bearers, final int sending) {
        return shuffled(numbers(bearers, sending), this::frame);
    }

    /** What the application answers to every bearer's UE. */
    public List<byte[]> answers(final int bearers) {
        return answers(bearers, bearers);
    }

    /** What it answers to the UEs of some of the bearers, evenly spread over them. */
    public List<byte[]> answers(final int bearers, final int sending) {
        return shuffled(numbers(bearers, sending), this::answer);
    }

    private byte[] answer(final int number) {
        final int length = Ethernet.HEADER_LENGTH + tpduLengths[number % tpduLengths.length];
        final MemorySegment frame = blank(length);
        Ethernet.set(frame, 0, CORE_MAC, ACCESS_MAC, Ethernet.TYPE_IPV4);
        udpOverIpv4(frame, Ethernet.HEADER_LENGTH, length, APPLICATION_IP, UE_IP + number, 5_001, 5_000);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    /** A frame of every bearer's UE to itself: what is popped of it teaches the way by which it is pushed. */
    List<byte[]> framesToUes(final int bearers) {
        return shuffled(IntStream.range(0, bearers), number -> frame(number, UE_IP + number));
    }

    private byte[] frame(final int number) {
        return frame(number, APPLICATION_IP);
    }

    private byte[] frame(final int number, final int destination) {
        final int tpduLength = tpduLengths[number % tpduLengths.length];
        final int gtpu = Ethernet.HEADER_LENGTH + Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH;
        final int tpdu = gtpu + Gtpu.HEADER_LENGTH + (container ? CONTAINER_LENGTH : 0);
        final int length = tpdu + tpduLength;
        final MemorySegment frame = blank(length);
        Ethernet.set(frame, 0, CORE_MAC, ACCESS_MAC, Ethernet.TYPE_IPV4);
        udpOverIpv4(frame, Ethernet.HEADER_LENGTH, length, ACCESS_IP, CORE_IP, Gtpu.UDP_PORT, Gtpu.UDP_PORT);
        gtpu(frame, gtpu, teid(number), length - gtpu - Gtpu.HEADER_LENGTH);
        udpOverIpv4(frame, tpdu, length, UE_IP + number, destination, 5_000, 5_001);
        return frame.toArray(ValueLayout.JAVA_BYTE);
    }

    /** Native like the packet memory: the JIT would else learn to expect arrays in the header codecs too. */
    private static MemorySegment blank(final int length) {
        return SCRATCH.asSlice(0, length).fill((byte) 0);
    }

    private static void udpOverIpv4(final MemorySegment frame, final int ip, final int end, final int source,
        final int destination, final int sourcePort, final int destinationPort) {
        Ipv4.setHeaderLength(frame, ip, Ipv4.MINIMUM_HEADER_LENGTH);
        Ipv4.setTotalLength(frame, ip, end - ip);
        Ipv4.setFragment(frame, ip, Ipv4.DONT_FRAGMENT);
        Ipv4.setTtl(frame, ip, TTL);
        Ipv4.setProtocol(frame, ip, IpProtocol.UDP);
        Ipv4.setSource(frame, ip, source);
        Ipv4.setDestination(frame, ip, destination);
        Ipv4.setChecksum(frame, ip, InternetChecksum.of(frame, ip, Ipv4.MINIMUM_HEADER_LENGTH));
        final int udp = ip + Ipv4.MINIMUM_HEADER_LENGTH;
        Udp.setWord0(frame, udp, Udp.word0(sourcePort, destinationPort, end - udp, 0));
    }

    private void gtpu(final MemorySegment frame, final int offset, final int teid, final int length) {
        final int flags = Gtpu.FLAGS_GTPU | (container ? Gtpu.FLAG_EXTENSION : 0);
        Gtpu.setWord0(frame, offset, Gtpu.word0(flags, Gtpu.GPDU, length, teid));
        if (container) {
            Gtpu.setOptional(frame, offset, Gtpu.optional(0, 0, Gtpu.EXTENSION_PDU_SESSION_CONTAINER));
            Wire.setU32(frame, offset + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH,
                Gtpu.pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, QFI));
        }
    }
}
