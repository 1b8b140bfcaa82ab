package io.mecvswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.status.Conservation;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains make no garbage: packets are led through an unaware, one of two, and an aware application. */
class ChainAllocationTest {
    private static final int BEARERS = 1_000;
    private static final int PACKETS = 300_000;
    // Until the JIT has compiled a path, its method handles allocate.
    private static final int WARM_UP_ROUNDS = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"T_PDU, NSH", "T_PDU, MPLS", "FRAME, NSH"})
    void shouldAllocateNothingInChains(final PortChain.Serves serves, final PortPair.Correlation correlation) {
        final ChainBed bed = new ChainBed(config(serves, correlation), Uplink.N3_SMALL.frames(BEARERS));
        long allocated = allocated(bed);
        for (int round = 0; allocated != 0 && round < WARM_UP_ROUNDS; round++) {
            allocated = allocated(bed);
        }
        assertEquals(0, allocated, "bytes allocated for " + PACKETS + " packets");
        final Conservation books = Conservation.of(bed.status().reader().snapshot());
        assertTrue(books.holds() && books.dropped() == 0, books::toString);
        assertTrue(books.sent() > 3 * bed.sent(), "each by three applications");
    }

    private long allocated(final ChainBed bed) {
        final long before = threads.getCurrentThreadAllocatedBytes();
        final long end = bed.sent() + PACKETS;
        while (bed.sent() < end) {
            bed.lane().step();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static SwitchConfig config(final PortChain.Serves serves, final PortPair.Correlation correlation) {
        final List<PortPair> pairs = List.of(pair(1), pair(2), pair(3),
            new PortPair("pair4", "in4", "out4", correlation, 1, false));
        final List<PortPairGroup> groups = List.of(new PortPairGroup("alone", List.of("pair1")),
            new PortPairGroup("shared", List.of("pair2", "pair3")), new PortPairGroup("aware", List.of("pair4")));
        final PortChain chain =
            new PortChain("chain", groups.stream().map(PortPairGroup::name).toList(), List.of("all")).withId(7)
                .withCorrelation(correlation);
        final FlowClassifier all = new FlowClassifier("all", new FlowMatch(
            Optional.of("access"), EthernetMatch.ANY, IpMatch.ANY, TunnelMatch.ANY, IpMatch.ANY));
        return new SwitchConfig(DataplaneConfig.DEFAULT, ChainBed.ports(4),
            List.of(new WireConfig("wire", "access", "core")), List.of(), Uplink.N3_SMALL.bearers(BEARERS),
            GtpuConfig.NONE).withChains(new ChainsConfig(Ambiguity.REJECT, 65_536, 300, pairs, groups, List.of(all),
                List.of(serves == PortChain.Serves.FRAME ? chain.ofFrames() : chain), List.of()));
    }

    private static PortPair pair(final int number) {
        return new PortPair("pair" + number, "in" + number, "out" + number);
    }
}
