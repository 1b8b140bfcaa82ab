package io.mecvswitch.vswitch.warm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.traffic.Frames;
import io.mecvswitch.traffic.MalformedFrames;
import io.mecvswitch.traffic.RandomTraffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The captures of the warm-up are what the generators make. {@code -Dmecvswitch.warm.write=FOLDER} writes them there.
 */
class WarmUpFramesTest {
    private static final int FRAMES = 500;
    private static final int LONGEST = 1_514;
    private static final String SERVER = "203.0.113.5";
    private static final String SERVER_V6 = "2001:db8:ffff::5";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldHoldWhatTheGeneratorsMake(final Role role) throws IOException {
        final List<byte[]> frames = frames(role);
        final String name = role.name().toLowerCase(Locale.ROOT) + ".pcap";
        final Path made = Path.of(System.getProperty("mecvswitch.warm.write", folder.toString())).resolve(name);
        try (PcapWriter writer = PcapWriter.create(made)) {
            for (final byte[] frame : frames) {
                writer.write(frame, 0);
            }
        }
        try (InputStream kept = WarmUpFrames.class.getResourceAsStream(name)) {
            assertArrayEquals(Files.readAllBytes(made), kept.readAllBytes());
        }
        assertEquals(frames.size(), WarmUpFrames.of(role).count());
    }

    private static List<byte[]> frames(final Role role) {
        final Random random = new Random(role.ordinal());
        final RandomTraffic traffic = new RandomTraffic(role.ordinal(), WarmUpSites.bearers());
        final MalformedFrames malformed = new MalformedFrames(role.ordinal());
        final List<byte[]> frames = new ArrayList<>();
        while (frames.size() < FRAMES) {
            final byte[] frame = switch (random.nextInt(20)) {
                case 0 -> malformed.next();
                case 1, 2 -> role == Role.APPLICATION ? neighbour(random) : ofSide(traffic, role);
                default -> ordinary(role, random);
            };
            if (frame.length <= LONGEST) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static byte[] ofSide(final RandomTraffic traffic, final Role role) {
        RandomTraffic.Packet packet = traffic.next();
        while (packet.uplink() != (role == Role.ACCESS)) {
            packet = traffic.next();
        }
        return packet.frame();
    }

    private static byte[] ordinary(final Role role, final Random random) {
        final BearerConfig bearer = WarmUpSites.bearers().get(random.nextInt(WarmUpSites.BEARERS));
        return switch (role) {
            case ACCESS -> tunnelled(bearer, true, random);
            case CORE -> tunnelled(bearer, false, random);
            case APPLICATION -> packet(Frames.ethernet(), bearer, random.nextInt(10) == 0, random).bytes();
        };
    }

    private static byte[] tunnelled(final BearerConfig bearer, final boolean uplink, final Random random) {
        final Frames tunnel = (uplink ? Frames.ethernet().ip(bearer.accessEndpoint(), bearer.coreEndpoint())
            : Frames.ethernet().ip(bearer.coreEndpoint(), bearer.accessEndpoint()))
            .udp(Gtpu.UDP_PORT, Gtpu.UDP_PORT).gtpu(uplink ? bearer.uplinkTeid() : bearer.downlinkTeid());
        bearer.qfi().ifPresent(qfi -> tunnel.pduSessionContainer(
            uplink ? Gtpu.PDU_TYPE_UPLINK : Gtpu.PDU_TYPE_DOWNLINK, qfi));
        return packet(tunnel, bearer, uplink, random).bytes();
    }

    /** Small, so that the captures are. */
    private static Frames packet(final Frames below, final BearerConfig bearer, final boolean uplink,
        final Random random) {
        final String ue = bearer.ueAddress().toString();
        final String server = bearer.ueAddress().version() == 6 ? SERVER_V6
            : random.nextInt(4) == 0 ? "198.18.0.1" : SERVER;
        final Frames ip = bearer.ueAddress().version() == 6
            ? below.ipv6(uplink ? ue : server, uplink ? server : ue)
            : below.ipv4(uplink ? ue : server, uplink ? server : ue);
        return (random.nextInt(4) == 0 ? ip.tcp(5_000, 80) : ip.udp(5_000, 5_001)).payload(random.nextInt(40));
    }

    private static byte[] neighbour(final Random random) {
        return random.nextBoolean()
            ? Frames.hex("ffffffffffff02005e00000a0806000108000604000102005e00000acb0071050000000000000a00000"
                + (1 + random.nextInt(8)))
            : Frames.ethernet().vlan(200 + random.nextInt(4)).ipv4("172.16.0.1", SERVER).udp(1, 2).payload(20).bytes();
    }
}
