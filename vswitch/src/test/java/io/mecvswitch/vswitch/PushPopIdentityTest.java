package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.traffic.Frames;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is put into a tunnel comes out of it as it was, whatever the tunnel and whatever the packet. */
class PushPopIdentityTest {
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;
    private static final int PACKETS = 4_000;
    private static final String EDGE = "198.51.100.7";
    private static final String EDGE6 = "2001:db8:e::7";

    private static SteppedSwitch vswitch(final boolean outerIpv4, final String ue, final OptionalInt qfi,
        final boolean options) {
        final IpAddress core = IpAddress.parse(outerIpv4 ? "192.0.2.100" : "2001:db8::100");
        final IpAddress access = IpAddress.parse(outerIpv4 ? "192.0.2.1" : "2001:db8::1");
        final PushConfig push = options
            ? new PushConfig(true, PushConfig.SourcePort.FLOW, PushConfig.Dscp.INNER, 7) : PushConfig.DEFAULT;
        return new SteppedSwitch(Configs.wired(
            List.of(rule("pop", 1, new RuleAction.ForwardDecapsulated("app"), ask().ingress("access").match(),
                ask().ingress("core").match())),
            List.of(new BearerConfig("ue", IpAddress.parse(ue), core, 4, access, 5, qfi, Optional.empty(), push))));
    }

    private static void learn(final SteppedSwitch vswitch, final boolean outerIpv4, final String ue,
        final OptionalInt qfi) {
        final Frames ethernet = Frames.ethernet(ENB_MAC, SGW_MAC).vlan(100);
        final Frames outer = outerIpv4 ? ethernet.ipv4("192.0.2.1", "192.0.2.100")
            : ethernet.ipv6("2001:db8::1", "2001:db8::100");
        final Frames tunnel = outer.udp(2152, 2152).gtpu(4);
        vswitch.send("access", tpdu(qfi.isPresent() ? tunnel.pduSessionContainer(1, qfi.getAsInt()) : tunnel, ue,
            new Random(1)));
        assertEquals(1, vswitch.sent("app").size());
    }

    private static byte[] tpdu(final Frames before, final String ue, final Random random) {
        final boolean ipv4 = ue.contains(".");
        final Frames ip = (ipv4 ? before.ipv4(EDGE, ue) : before.ipv6(EDGE6, ue)).ttl(random.nextInt(256))
            .trafficClass(random.nextInt(256));
        final Frames transport = switch (random.nextInt(6)) {
            case 0 -> ip.udp(random.nextInt(65_536), random.nextInt(65_536));
            case 1 -> ip.tcp(random.nextInt(65_536), random.nextInt(65_536));
            case 2 -> ip.udp(random.nextInt(65_536), 2152).checksum(random.nextInt(65_536));
            case 3 -> ip.sctp(random.nextInt(65_536), random.nextInt(65_536));
            case 4 -> ipv4 ? ip.options((byte) 1, (byte) 1, (byte) 1, (byte) 0).protocol(random.nextInt(256))
                : ip.ipv6Extension(60, new byte[6]).udp(1, 2);
            default -> ipv4 ? ip.fragment(8 * random.nextInt(100), random.nextBoolean(), random.nextInt(65_536))
                .protocol(IpProtocol.UDP) : ip.ipv6Fragment(8 * random.nextInt(100), true, random.nextInt());
        };
        final byte[] payload = new byte[random.nextInt(1_300)];
        random.nextBytes(payload);
        return transport.payload(payload).bytes();
    }

    private static String ip(final byte[] frame) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(frame, Ethernet.HEADER_LENGTH, frame.length));
    }

    @ParameterizedTest
    @DisplayName("G57 push, then pop, is the identity")
    @CsvSource({"true, 10.45.0.2, , false", "true, 10.45.0.2, 9, false", "true, 10.45.0.2, 63, true",
        "true, 10.45.0.2, , true",
        "false, 10.45.0.2, , false", "false, 10.45.0.2, 0, true", "true, 2001:db8:45::2, , true",
        "true, 2001:db8:45::2, 5, false", "false, 2001:db8:45::2, , false", "false, 2001:db8:45::2, 1, true"})
    void shouldTakeOutWhatWasPutIn(final boolean outerIpv4, final String ue, final Integer flow,
        final boolean options) {
        final OptionalInt qfi = flow == null ? OptionalInt.empty() : OptionalInt.of(flow);
        final SteppedSwitch vswitch = vswitch(outerIpv4, ue, qfi, options);
        learn(vswitch, outerIpv4, ue, qfi);
        final Random random = new Random(57);
        for (int packet = 0; packet < PACKETS; packet++) {
            final byte[] sent = tpdu(Frames.ethernet(Configs.APPLICATION_MAC.bits(), Configs.SWITCH_MAC.bits()), ue,
                random);
            vswitch.send("app", sent);
            vswitch.send("core", vswitch.sent("access").getFirst());
            assertEquals(ip(sent), ip(vswitch.sent("app").getFirst()), "packet " + packet);
        }
        vswitch.assertConserved();
    }
}
