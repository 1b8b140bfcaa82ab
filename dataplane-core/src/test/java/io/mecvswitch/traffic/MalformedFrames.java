package io.mecvswitch.traffic;

import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Frames that no sound sender sends, without end and of every {@link Kind}; the same for the same seed.
 *
 * <p>Kinds take turns, so that a thousand frames already meet them all. Whatever comes, a switch may pass it untouched
 * or drop it; it must not take it for something else, read past it or stop. Used by one thread.
 */
public final class MalformedFrames {
    /** In which way a frame is malformed. */
    public enum Kind {
        /** A sound frame that ends early: one after the other after each of its octets. */
        TRUNCATED,
        /** A length of some header says more or less than there is. */
        LYING_LENGTH,
        /** IHL or TCP data offset below 5 or past the packet. */
        HEADER_LENGTH,
        /** Versions that do not belong to what announced them, GTP' on the GTP-U port. */
        VERSION,
        /** Optional octets announced where GTP-U's length leaves no room. */
        OPTIONAL_CUT,
        /** A GTP-U extension header of length 0: a walk over it does not end. */
        EXTENSION_ZERO,
        /** A GTP-U extension header that runs past the message. */
        EXTENSION_OVERLONG,
        /** More GTP-U extension headers than anyone sends. */
        EXTENSION_CHAIN,
        /** Unknown GTP-U message and extension header types. */
        UNKNOWN_TYPE,
        /** GTP-U in GTP-U, many times. */
        NESTED,
        /** More VLAN tags than anyone sends. */
        VLAN_TOWER,
        /** IPv6 extension headers in long chains, with lengths past the packet. */
        IPV6_CHAIN,
        /** Fragments that overlap, leave gaps or run past the longest packet. */
        FRAGMENTS,
        /** Some bits of a sound frame turned over. */
        BIT_FLIPS,
        /** The beginning of one sound frame and the end of another. */
        SPLICED,
        /** A sound frame with octets in it taken out or put in. */
        SHIFTED,
        /** Noise behind a sound Ethernet header, or from the first octet on. */
        NOISE
    }

    private static final int[] BOUNDARIES = {0, 1, 2, 3, 4, 7, 8, 9, 11, 12, 19, 20, 21, 27, 28, 39, 40, 41, 127, 128,
        255, 256, 1_500, 9_216, 0x7fff, 0x8000, 0xfff0, 0xfffe, 0xffff};
    private static final int[] IPV6_EXTENSIONS = {IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT,
        IpProtocol.AUTHENTICATION, IpProtocol.DESTINATION_OPTIONS, IpProtocol.MOBILITY, IpProtocol.HIP,
        IpProtocol.SHIM6, IpProtocol.ESP, IpProtocol.NONE};
    private static final int ACCESS = 0xc633_6401;
    private static final int CORE = 0xc000_0201;
    private static final int UE = 0x0a00_0001;
    private static final int SERVER = 0xcb00_7105;

    private final RandomGenerator random;
    private final Map<Kind, Supplier<byte[]>> makers = new EnumMap<>(Kind.class);
    private final List<byte[]> sound;
    private Kind kind = Kind.NOISE;
    private int cutFrame;
    private int cutLength;

    /**
     * @param seed the same for the same frames
     */
    public MalformedFrames(final long seed) {
        random = RandomTraffic.generator(seed);
        sound = sound();
        makers.put(Kind.TRUNCATED, this::truncated);
        makers.put(Kind.LYING_LENGTH, this::lyingLength);
        makers.put(Kind.HEADER_LENGTH, this::headerLength);
        makers.put(Kind.VERSION, this::version);
        makers.put(Kind.OPTIONAL_CUT, this::optionalCut);
        makers.put(Kind.EXTENSION_ZERO, this::extensionZero);
        makers.put(Kind.EXTENSION_OVERLONG, this::extensionOverlong);
        makers.put(Kind.EXTENSION_CHAIN, this::extensionChain);
        makers.put(Kind.UNKNOWN_TYPE, this::unknownType);
        makers.put(Kind.NESTED, this::nested);
        makers.put(Kind.VLAN_TOWER, this::vlanTower);
        makers.put(Kind.IPV6_CHAIN, this::ipv6Chain);
        makers.put(Kind.FRAGMENTS, this::fragment);
        makers.put(Kind.BIT_FLIPS, this::bitFlips);
        makers.put(Kind.SPLICED, this::spliced);
        makers.put(Kind.SHIFTED, this::shifted);
        makers.put(Kind.NOISE, this::noise);
    }

    /** The next frame, 0 to a few thousand octets. */
    public byte[] next() {
        final Kind[] kinds = Kind.values();
        kind = kinds[(kind.ordinal() + 1) % kinds.length];
        return makers.get(kind).get();
    }

    /** The kind of the frame given last. */
    public Kind kind() {
        return kind;
    }

    /** The frames that are cut and bent: one of every header that the switch looks at. */
    public static List<byte[]> sound() {
        return List.of(
            inner(uplink()).bytes(),
            inner(uplink().sequence(7)).bytes(),
            inner(uplink().pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9)).bytes(),
            uplink().extension(Gtpu.EXTENSION_UDP_PORT, (byte) 8, (byte) 104).pduSessionContainer(0, 1)
                .ipv6("2001:db8:1::1", "2001:db8:2::1").ipv6Extension(IpProtocol.DESTINATION_OPTIONS).tcp(1, 2)
                .payload(9).bytes(),
            inner(Frames.ethernet().serviceVlan(5).vlan(6).ipv6("2001:db8::a", "2001:db8::c")
                .ipv6Extension(IpProtocol.HOP_BY_HOP).udp(2152, 2152).gtpu(1)).bytes(),
            inner(Frames.ethernet().ipv4(ACCESS, CORE).options(new byte[8]).udp(2152, 2152).gtpu(1)).bytes(),
            uplink().messageType(Gtpu.ECHO_REQUEST).sequence(1).bytes(),
            uplink().messageType(Gtpu.ERROR_INDICATION).sequence(0)
                .payload(Frames.hex("10 80000001 85 0004 c0000201")).bytes(),
            uplink().messageType(Gtpu.END_MARKER).bytes(),
            Frames.ethernet().vlan(100).ipv4(UE, SERVER).tcp(1, 2).payload(20).padded().bytes(),
            Frames.ethernet().ipv6("2001:db8::1", "2001:db8::2").ipv6Fragment(0, true, 1).udp(1, 2).payload(16).bytes(),
            Frames.ethernet().ipv4(UE, SERVER).ping(1, 1).payload(16).bytes());
    }

    private static Frames outer() {
        return Frames.ethernet().ipv4(ACCESS, CORE).udp(2152, 2152).checksum(0);
    }

    private static Frames uplink() {
        return outer().gtpu(1);
    }

    private static Frames inner(final Frames frames) {
        return frames.ipv4(UE, SERVER).udp(40_000, 9).payload(20);
    }

    private byte[] anySound() {
        return sound.get(random.nextInt(sound.size()));
    }

    private int boundary() {
        return BOUNDARIES[random.nextInt(BOUNDARIES.length)];
    }

    private byte[] noiseOf(final int length) {
        final byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] truncated() {
        final byte[] whole = sound.get(cutFrame);
        final byte[] cut = Arrays.copyOf(whole, cutLength++);
        if (cutLength == whole.length) {
            cutLength = 0;
            cutFrame = (cutFrame + 1) % sound.size();
        }
        return cut;
    }

    private byte[] lyingLength() {
        final int lie = random.nextInt(3) == 0 ? random.nextInt(1 << 16) : boundary();
        final Frames frames = switch (random.nextInt(7)) {
            case 0 -> inner(Frames.ethernet().ipv4(ACCESS, CORE).length(lie).udp(2152, 2152).gtpu(1));
            case 1 -> inner(Frames.ethernet().ipv4(ACCESS, CORE).udp(2152, 2152).length(lie).gtpu(1));
            case 2 -> inner(uplink().length(lie));
            case 3 -> uplink().ipv4(UE, SERVER).length(lie).udp(1, 2).payload(8);
            case 4 -> uplink().ipv4(UE, SERVER).udp(1, 2).length(lie).payload(8);
            case 5 -> inner(Frames.ethernet().ipv6("2001:db8::a", "2001:db8::c").length(lie).udp(2152, 2152).gtpu(1));
            default -> uplink().ipv6("2001:db8::a", "2001:db8::c").length(lie).udp(1, 2).payload(8);
        };
        return frames.bytes();
    }

    private byte[] headerLength() {
        final int words = random.nextInt(2) == 0 ? random.nextInt(5) : 5 + random.nextInt(11);
        final Frames frames = switch (random.nextInt(4)) {
            case 0 -> inner(Frames.ethernet().ipv4(ACCESS, CORE).set(0, 0x40 | words).udp(2152, 2152).gtpu(1));
            case 1 -> uplink().ipv4(UE, SERVER).set(0, 0x40 | words).udp(1, 2);
            case 2 -> Frames.ethernet().ipv4(UE, SERVER).tcp(1, 2).set(12, words << 4);
            default -> uplink().ipv4(UE, SERVER).tcp(1, 2).set(12, words << 4);
        };
        return frames.bytes();
    }

    private byte[] version() {
        final int octet = random.nextInt(256);
        final Frames frames = switch (random.nextInt(4)) {
            case 0 -> inner(Frames.ethernet().ipv4(ACCESS, CORE).set(0, octet).udp(2152, 2152).gtpu(1));
            case 1 -> inner(Frames.ethernet().ipv6("2001:db8::a", "2001:db8::c").set(0, octet).udp(2152, 2152).gtpu(1));
            case 2 -> inner(uplink().set(0, octet));
            default -> uplink().ipv4(UE, SERVER).set(0, octet).udp(1, 2);
        };
        return frames.bytes();
    }

    private byte[] optionalCut() {
        final int flags = Gtpu.FLAGS_GTPU | 1 + random.nextInt(7);
        return uplink().set(0, flags).length(random.nextInt(4)).payload(noiseOf(random.nextInt(16))).bytes();
    }

    private byte[] extensionZero() {
        final Frames frames = uplink();
        final int before = random.nextInt(3);
        for (int i = 0; i < before; i++) {
            frames.extension(Gtpu.EXTENSION_UDP_PORT, (byte) 8, (byte) 104);
        }
        return inner(frames.extension(random.nextInt(256), new byte[2]).length(0)).bytes();
    }

    private byte[] extensionOverlong() {
        final int units = random.nextInt(3) == 0 ? 255 : 2 + random.nextInt(100);
        final Frames frames = uplink().pduSessionContainer(Gtpu.PDU_TYPE_UPLINK, 9).length(units);
        return random.nextBoolean() ? inner(frames).bytes() : frames.bytes();
    }

    private byte[] extensionChain() {
        final Frames frames = uplink();
        final int count = 5 + random.nextInt(random.nextInt(8) == 0 ? 300 : 30);
        final int type = random.nextBoolean() ? Gtpu.EXTENSION_PDU_SESSION_CONTAINER : Gtpu.EXTENSION_UDP_PORT;
        for (int i = 0; i < count; i++) {
            frames.extension(type, (byte) (Gtpu.PDU_TYPE_UPLINK << 4), (byte) 9);
        }
        return random.nextInt(4) == 0 ? frames.bytes() : inner(frames).bytes();
    }

    private byte[] unknownType() {
        final Frames frames = random.nextBoolean()
            ? uplink().messageType(random.nextInt(255))
            : uplink().extension(random.nextInt(256), noiseOf(random.nextInt(8)));
        return inner(frames).bytes();
    }

    private byte[] nested() {
        final Frames frames = uplink();
        final int depth = 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 4);
        for (int i = 0; i < depth; i++) {
            frames.ipv4(ACCESS, CORE).udp(2152, 2152).checksum(0).gtpu(i);
        }
        return inner(frames).bytes();
    }

    private byte[] vlanTower() {
        final Frames frames = Frames.ethernet();
        final int height = 3 + random.nextInt(random.nextInt(8) == 0 ? 350 : 10);
        for (int i = 0; i < height; i++) {
            if (random.nextBoolean()) {
                frames.vlan(random.nextInt(1 << 16));
            } else {
                frames.serviceVlan(random.nextInt(1 << 16));
            }
        }
        return random.nextInt(3) == 0 ? frames.bytes() : inner(frames).bytes();
    }

    private byte[] ipv6Chain() {
        final Frames frames = (random.nextBoolean() ? Frames.ethernet() : uplink())
            .ipv6("2001:db8::a", "2001:db8::c");
        final int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 8);
        for (int i = 0; i < count; i++) {
            frames.ipv6Extension(IPV6_EXTENSIONS[random.nextInt(IPV6_EXTENSIONS.length)], noiseOf(random.nextInt(15)));
        }
        if (random.nextBoolean()) {
            frames.length(random.nextInt(256));
        }
        return frames.udp(2152, 2152).gtpu(1).payload(random.nextInt(40)).bytes();
    }

    private byte[] fragment() {
        final int place = random.nextInt(4) == 0 ? random.nextInt(1 << 13) * 8 : random.nextInt(8) * 8;
        final boolean more = random.nextBoolean();
        final int identification = random.nextInt(4);
        final Frames frames = switch (random.nextInt(3)) {
            case 0 -> Frames.ethernet().ipv4(ACCESS, CORE).fragment(place, more, identification);
            case 1 -> Frames.ethernet().ipv6("2001:db8::a", "2001:db8::c").ipv6Fragment(place, more, identification);
            default -> uplink().ipv4(UE, SERVER).fragment(place, more, identification);
        };
        return random.nextBoolean()
            ? inner(frames.udp(2152, 2152).checksum(0).gtpu(1)).bytes()
            : frames.protocol(IpProtocol.UDP).payload(noiseOf(random.nextInt(48))).bytes();
    }

    private byte[] bitFlips() {
        final byte[] frame = anySound().clone();
        final int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    private byte[] spliced() {
        final byte[] head = anySound();
        final byte[] tail = anySound();
        return joined(head, random.nextInt(head.length), tail, random.nextInt(tail.length));
    }

    private byte[] shifted() {
        final byte[] frame = anySound();
        final int at = random.nextInt(frame.length);
        if (random.nextBoolean()) {
            return joined(frame, at, frame, Math.min(frame.length, at + 1 + random.nextInt(8)));
        }
        final byte[] put = noiseOf(1 + random.nextInt(8));
        return joined(joined(frame, at, put, 0), at + put.length, frame, at);
    }

    /** The first {@code length} octets of {@code head}, then those of {@code tail} from {@code from} on. */
    private static byte[] joined(final byte[] head, final int length, final byte[] tail, final int from) {
        final byte[] joined = Arrays.copyOf(head, length + tail.length - from);
        System.arraycopy(tail, from, joined, length, tail.length - from);
        return joined;
    }

    private byte[] noise() {
        final byte[] noise = noiseOf(random.nextInt(random.nextInt(16) == 0 ? 1_500 : 100));
        if (random.nextBoolean()) {
            return noise;
        }
        final int[] types = {0x0800, 0x86dd, 0x8100, 0x88a8};
        return Frames.ethernet().etherType(types[random.nextInt(types.length)]).payload(noise).bytes();
    }
}
