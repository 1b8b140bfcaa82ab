package io.mecvswitch.traffic;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Vlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Sound frames as they cross the edge of a mobile network, in a random mix that is the same for the same seed.
 *
 * <p>Bearers with a QFI are N3 tunnels with a PDU session container, the others S1-U tunnels. Fragments of a packet
 * come one after the other. Used by one thread.
 */
public final class RandomTraffic {
    /** What kind of traffic a frame belongs to. */
    public enum Kind { TUNNEL, UNKNOWN_TUNNEL, FRAGMENT, SIGNALLING, WIFI, PLAIN }

    /**
     * A frame and where it stands.
     *
     * @param uplink whether it comes from the access side
     */
    public record Packet(Kind kind, boolean uplink, byte[] frame) { }

    private static final IpAddress SERVER_V4 = IpAddress.parse("203.0.113.5");
    private static final IpAddress SERVER_V6 = IpAddress.parse("2001:db8:ffff::5");
    // RFC 863: dissectors do not look into what is random.
    private static final int DISCARD_PORT = 9;
    private static final int LONGEST_PAYLOAD = 1_300;

    private final RandomGenerator random;
    private final List<BearerConfig> bearers;
    private final Queue<Packet> fragments = new ArrayDeque<>();

    /**
     * @param seed    the same for the same frames
     * @param bearers at least one
     */
    public RandomTraffic(final long seed, final List<BearerConfig> bearers) {
        this.random = generator(seed);
        this.bearers = List.copyOf(bearers);
    }

    /** A generator whose numbers are the same on every machine and JDK. */
    static RandomGenerator generator(final long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /**
     * Bearers to use where a test has none of its own: every second one N3, every fourth UE with IPv6, every eighth
     * tunnel over IPv6; TEIDs spread over all 32 bits.
     */
    public static List<BearerConfig> bearers(final int count) {
        final List<BearerConfig> bearers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final boolean tunnelV6 = i % 8 == 7;
            bearers.add(new BearerConfig("bearer-" + i,
                i % 4 == 3 ? new IpAddress(6, 0x2001_0db8_0001_0000L, i + 1) : IpAddress.ofIpv4(0x0a00_0001 + i),
                tunnelV6 ? IpAddress.parse("2001:db8::c0") : IpAddress.parse("192.0.2.1"),
                (i + 1) * 0x9e37_79b1L & 0xffff_ffffL,
                tunnelV6 ? IpAddress.parse("2001:db8::a0") : IpAddress.parse("198.51.100." + (1 + i % 200)),
                (i + 1) * 0x85eb_ca77L & 0xffff_ffffL,
                i % 2 == 1 ? OptionalInt.of(1 + i % 63) : OptionalInt.empty(),
                Optional.empty()));
        }
        return bearers;
    }

    /** The next frame. */
    public Packet next() {
        if (!fragments.isEmpty()) {
            return fragments.remove();
        }
        final boolean uplink = random.nextBoolean();
        final int dice = random.nextInt(100);
        if (dice < 60) {
            return new Packet(Kind.TUNNEL, uplink, gpdu(uplink, bearer(), 0));
        }
        if (dice < 65) {
            return new Packet(Kind.UNKNOWN_TUNNEL, uplink, gpdu(uplink, bearer(), 1 + random.nextInt(1_000)));
        }
        if (dice < 70) {
            return fragmented(uplink);
        }
        if (dice < 76) {
            return new Packet(Kind.SIGNALLING, uplink, signalling(uplink, bearer()));
        }
        return dice < 88 ? new Packet(Kind.WIFI, uplink, wifi(uplink)) : new Packet(Kind.PLAIN, uplink, plain(uplink));
    }

    private BearerConfig bearer() {
        return bearers.get(random.nextInt(bearers.size()));
    }

    private byte[] gpdu(final boolean uplink, final BearerConfig bearer, final int teidShift) {
        final Frames frames = gtpu(uplink, bearer, (uplink ? bearer.uplinkTeid() : bearer.downlinkTeid()) + teidShift);
        if (random.nextInt(8) == 0) {
            frames.sequence(random.nextInt(1 << 16));
        }
        bearer.qfi().ifPresent(qfi -> frames.pduSessionContainer(
            uplink ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK, qfi));
        return traffic(frames, bearer.ueAddress(), uplink).bytes();
    }

    private Frames gtpu(final boolean uplink, final BearerConfig bearer, final long teid) {
        final Frames frames = link(random.nextInt(4) == 0 ? 1 + random.nextInt(4_094) : 0);
        if (uplink) {
            frames.ip(bearer.accessEndpoint(), bearer.coreEndpoint());
        } else {
            frames.ip(bearer.coreEndpoint(), bearer.accessEndpoint());
        }
        frames.trafficClass(random.nextInt(64) << 2)
            .udp(random.nextInt(4) == 0 ? 30_000 : Gtpu.UDP_PORT, Gtpu.UDP_PORT);
        if (bearer.coreEndpoint().version() == 4 && random.nextBoolean()) {
            frames.checksum(0);
        }
        return frames.gtpu(teid);
    }

    private static Frames link(final int vlan) {
        return vlan == 0 ? Frames.ethernet() : Frames.ethernet().vlan(Vlan.tci(0, false, vlan));
    }

    /** A packet between a UE and a server. */
    private Frames traffic(final Frames frames, final IpAddress ue, final boolean uplink) {
        final IpAddress server = ue.version() == 4 ? SERVER_V4 : SERVER_V6;
        final int port = 1_024 + random.nextInt(60_000);
        frames.ip(uplink ? ue : server, uplink ? server : ue);
        switch (random.nextInt(5)) {
            case 0, 1 -> frames.tcp(uplink ? port : DISCARD_PORT, uplink ? DISCARD_PORT : port);
            case 2, 3 -> frames.udp(uplink ? port : DISCARD_PORT, uplink ? DISCARD_PORT : port);
            default -> frames.ping(port, random.nextInt(1_000));
        }
        return frames.payload(payload());
    }

    private byte[] payload() {
        final byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(LONGEST_PAYLOAD) : random.nextInt(64)];
        random.nextBytes(payload);
        return payload;
    }

    private Packet fragmented(final boolean uplink) {
        final byte[] whole = Frames.ethernet().ipv4("198.51.100.1", "192.0.2.1").udp(Gtpu.UDP_PORT, Gtpu.UDP_PORT)
            .checksum(0).gtpu(bearer().uplinkTeid()).payload(200 + random.nextInt(1_000)).bytes();
        for (final byte[] part : Frames.fragments(whole, 8 * (8 + random.nextInt(60)), random.nextInt(1 << 16))) {
            fragments.add(new Packet(Kind.FRAGMENT, uplink, part));
        }
        return fragments.remove();
    }

    private byte[] signalling(final boolean uplink, final BearerConfig bearer) {
        return switch (random.nextInt(5)) {
            case 0 -> gtpu(uplink, bearer, 0).messageType(Gtpu.ECHO_REQUEST).sequence(random.nextInt(1 << 16)).bytes();
            case 1 -> gtpu(uplink, bearer, 0).messageType(Gtpu.ECHO_RESPONSE).sequence(random.nextInt(1 << 16))
                .payload(Frames.hex("0e00")).bytes();
            case 2 -> gtpu(uplink, bearer, 0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
                .payload(Frames.hex("10 80000001 85 0004 c0000201")).bytes();
            case 3 -> gtpu(uplink, bearer, 0).messageType(Gtpu.SUPPORTED_EXTENSIONS).sequence(0)
                .payload(Frames.hex("8d 02 85 40")).bytes();
            default -> gtpu(uplink, bearer, bearer.uplinkTeid()).messageType(Gtpu.END_MARKER).bytes();
        };
    }

    private byte[] wifi(final boolean uplink) {
        final IpAddress station = IpAddress.ofIpv4(0xac10_0000 | random.nextInt(1 << 16));
        final Frames frames = random.nextInt(4) == 0
            ? Frames.ethernet().serviceVlan(Vlan.tci(0, false, 300)).vlan(200 + random.nextInt(4))
            : Frames.ethernet().vlan(Vlan.tci(random.nextInt(8), false, 200 + random.nextInt(4)));
        return traffic(frames, station, uplink).padded().bytes();
    }

    private byte[] plain(final boolean uplink) {
        if (random.nextInt(10) == 0) {
            return Frames.ethernet(Frames.SOURCE_MAC, 0xffff_ffff_ffffL).etherType(0x0806)
                .payload(Frames.hex("0001080006040001 020000000001 c0000201 000000000000 c0000202")).padded().bytes();
        }
        final IpAddress host = random.nextInt(3) == 0
            ? new IpAddress(6, 0x2001_0db8_0002_0000L, random.nextInt(1 << 16))
            : IpAddress.ofIpv4(0xc0a8_0000 | random.nextInt(1 << 16));
        return traffic(Frames.ethernet(), host, uplink).padded().bytes();
    }
}
