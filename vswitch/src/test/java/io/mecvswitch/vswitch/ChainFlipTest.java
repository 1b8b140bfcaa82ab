package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.ChainConfigs.chains;
import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Nsh;
import io.mecvswitch.header.Udp;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.header.Wire;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A chain that is changed a thousand times under traffic: other applications, in another order. Applications keep
 * packets for a while, so that many are inside when the chain changes. Each packet is numbered and the applications
 * note what they see: none is lost, and none took a path that the chain never had.
 */
class ChainFlipTest {
    private static final int APPLICATIONS = 4;
    private static final int CHANGES = 1_000;
    private static final String UE = "10.45.0.2";
    private static final String SERVER = "203.0.113.5";
    private static final int FIRST_PORT = 1_000;
    private static final int PORTS = 60_000;

    private final Random random = new Random(8_300);
    private final SteppedSwitch vswitch = new SteppedSwitch(new Placement(Set.of(StageName.CLASSIFY, StageName.CHAIN)),
        32, 7);
    private final List<Queue<byte[]>> inside = new ArrayList<>();
    private final Map<Integer, String> paths = new HashMap<>();
    private final Set<String> configured = new HashSet<>();
    private int offered;
    private int arrived;

    ChainFlipTest() {
        IntStream.rangeClosed(0, APPLICATIONS).forEach(_ -> inside.add(new ArrayDeque<>()));
        vswitch.apply(ChainConfigs.site(APPLICATIONS, List.of(bearer("ue", UE, 1, 2, OptionalInt.empty()))));
    }

    /** Some of the applications in some order. */
    private void change(final Position position, final Correlation correlation) {
        final List<Integer> order = new ArrayList<>(IntStream.rangeClosed(1, APPLICATIONS).boxed().toList());
        Collections.shuffle(order, random);
        final List<Integer> some = order.subList(0, 1 + random.nextInt(APPLICATIONS));
        final ChainConfigs.Builder builder = chains();
        for (int i = 1; i <= APPLICATIONS; i++) {
            builder.with(new PortPair("pp" + i, "in" + i, "out" + i, correlation, 1, false))
                .with(ChainConfigs.group(i).withPosition(position));
        }
        vswitch.apply(vswitch.running().withChains(builder
            .classifier("fc", ask().innerSource(UE + "/32").match())
            .with(new PortChain("chain", some.stream().map(i -> "g" + i).toList(), List.of("fc"))
                .withCorrelation(Correlation.NSH).withVlans(9, OptionalInt.empty())).build()));
        configured.add(some.toString());
    }

    private void offer() {
        final int number = offered++;
        vswitch.port("access").offer(Frames.ethernet(1, 2).ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(1)
            .ipv4(UE, SERVER).udp(FIRST_PORT + number % PORTS, FIRST_PORT + number / PORTS).payload(4).bytes());
    }

    private static int number(final byte[] frame, final int ip) {
        final int ports = Wire.u32(MemorySegment.ofArray(frame), ip + Ipv4.MINIMUM_HEADER_LENGTH);
        return ((ports & 0xffff) - FIRST_PORT) * PORTS + (ports >>> 16) - FIRST_PORT;
    }

    private static int ip(final byte[] frame) {
        return switch (Ethernet.type(MemorySegment.ofArray(frame), 0)) {
            case Ethernet.TYPE_NSH -> 2 * Ethernet.HEADER_LENGTH + Nsh.MD1_LENGTH;
            case Vlan.TPID_CUSTOMER -> Ethernet.HEADER_LENGTH + Vlan.TAG_LENGTH;
            default -> Ethernet.HEADER_LENGTH;
        };
    }

    /** Applications take in what came, and let some go, in order. */
    private void work(final boolean all) {
        for (int i = 1; i <= APPLICATIONS; i++) {
            for (final byte[] frame : vswitch.sent("in" + i)) {
                final int application = i;
                paths.merge(number(frame, ip(frame)), "[" + i + "]",
                    (before, _) -> before.replace("]", ", " + application + "]"));
                inside.get(i).add(frame);
            }
            for (int go = all ? inside.get(i).size() : random.nextInt(1 + inside.get(i).size()); go > 0; go--) {
                vswitch.port("out" + i).offer(served(inside.get(i).remove()));
            }
        }
    }

    private static byte[] served(final byte[] frame) {
        final MemorySegment bytes = MemorySegment.ofArray(frame);
        if (Ethernet.type(bytes, 0) == Ethernet.TYPE_NSH) {
            Nsh.setWord0(bytes, Ethernet.HEADER_LENGTH, Nsh.served(Nsh.word0(bytes, Ethernet.HEADER_LENGTH)));
        }
        return frame;
    }

    private void collect() {
        final int tPdu = Ethernet.HEADER_LENGTH + Ipv4.MINIMUM_HEADER_LENGTH + Udp.HEADER_LENGTH + Gtpu.HEADER_LENGTH;
        for (final byte[] frame : vswitch.sent("core")) {
            final String path = paths.remove(number(frame, tPdu));
            assertTrue(configured.contains(path), () -> "a packet took the path " + path);
            arrived++;
        }
    }

    private void flip(final Position position, final Correlation correlation) {
        change(position, correlation);
        for (int change = 0; change < CHANGES; change++) {
            for (int packets = random.nextInt(8); packets > 0; packets--) {
                offer();
            }
            vswitch.receiveAll();
            work(false);
            change(position, correlation);
            vswitch.run();
            work(false);
            collect();
        }
        for (int round = 0; round <= APPLICATIONS; round++) {
            vswitch.run();
            work(true);
        }
        vswitch.run();
        collect();
        assertEquals(Map.of(), vswitch.drops());
        assertEquals(offered, arrived);
        vswitch.assertConserved();
    }

    @ParameterizedTest
    @EnumSource(Position.class)
    void shouldLoseNothingAndMixNoPathsOfUnawareApplications(final Position position) {
        flip(position, Correlation.NONE);
    }

    @Test
    void shouldLoseNothingAndMixNoPathsOfAwareApplications() {
        flip(Position.PORT, Correlation.NSH);
    }
}
