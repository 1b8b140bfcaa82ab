package io.mecvswitch.vswitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.FlowClassifier;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.config.WireConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is found where only what came is looked at, beside what is found where everything is. */
class ChainGrowthTest {
    private static final int ROUNDS = 1_000;
    private static final int NAMES = 7;
    /** One that nothing can have grown from. */
    private static final SwitchConfig OTHER = SwitchConfig.EMPTY.withChains(
        new ChainsConfig(Ambiguity.PRIORITY, 1, 1, List.of(), List.of(), List.of(), List.of(), List.of()));

    private final Random random = new Random(7);

    @Test
    void shouldFindWhatTheWholeCheckFinds() {
        int refused = 0;
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SwitchConfig running = site(ChainsConfig.NONE);
            for (int commit = 0; commit < 20; commit++) {
                final SwitchConfig next = site(grown(running.chains()));
                final List<Violation> all = ConfigCheck.violations(OTHER, next);
                assertEquals(Set.copyOf(all), Set.copyOf(ConfigCheck.violations(running, next)));
                if (all.isEmpty()) {
                    running = next;
                    taken += next.chains().chains().isEmpty() ? 0 : 1;
                } else {
                    refused++;
                }
            }
        }
        assertTrue(taken > ROUNDS && refused > ROUNDS,
            taken + " commits with chains taken, " + refused + " commits refused");
    }

    @Test
    void shouldNotBeGrowthWhereSomethingChangedOrWent() {
        final ChainsConfig chains = new ChainsConfig(Ambiguity.REJECT, 64, 300, List.of(new PortPair("p", "a0", "a1")),
            List.of(new PortPairGroup("g", List.of("p"))), List.of(), List.of(), List.of());
        final SwitchConfig running = site(chains);
        assertTrue(ChainGrowth.between(site(ChainsConfig.NONE), running).isPresent());
        assertEquals(Optional.empty(), ChainGrowth.between(running, site(ChainsConfig.NONE)));
        assertEquals(Optional.empty(), ChainGrowth.between(running, site(new ChainsConfig(Ambiguity.REJECT, 64, 300,
            List.of(new PortPair("p", "a0", "a2")), chains.groups(), List.of(), List.of(), List.of()))));
        assertEquals(Optional.empty(), ChainGrowth.between(running, SwitchConfig.EMPTY.withChains(chains)));
    }

    private ChainsConfig grown(final ChainsConfig before) {
        return new ChainsConfig(Ambiguity.REJECT, 64, 300,
            more(before.pairs(), number -> new PortPair(name("p", number), any("a", NAMES), any("a", NAMES))),
            more(before.groups(), number -> new PortPairGroup(name("g", number), some("p", before.pairs()))),
            more(before.classifiers(), number -> new FlowClassifier(name("c", number), server())),
            more(before.chains(), number -> new PortChain(name("chain", number), some("g", before.groups()),
                some("c", before.classifiers()))), List.of());
    }

    private <T> List<T> more(final List<T> entries, final IntFunction<T> entry) {
        return random.nextBoolean() ? entries
            : Stream.concat(entries.stream(), Stream.of(entry.apply(entries.size()))).toList();
    }

    /** Mostly one that nobody has yet. */
    private String name(final String kind, final int number) {
        return random.nextInt(20) == 0 ? any(kind, NAMES) : kind + number;
    }

    private String any(final String kind, final int count) {
        return kind + random.nextInt(count);
    }

    /** Names of one or two entries, nearly always of such as are there. */
    private List<String> some(final String kind, final List<?> entries) {
        final int count = entries.isEmpty() || random.nextInt(20) == 0 ? NAMES : entries.size();
        return Stream.generate(() -> any(kind, count)).limit(1 + random.nextInt(5) / 4).toList();
    }

    private FlowMatch server() {
        return new FlowMatch(FlowMatch.ANY.ingressPort(), FlowMatch.ANY.ethernet(), FlowMatch.ANY.outer(),
            FlowMatch.ANY.tunnel(), IpMatch.between(Optional.empty(),
            Optional.of(new IpPrefix(IpAddress.ofIpv4(0xcb00_7100 + random.nextInt(64)), 32))));
    }

    private static SwitchConfig site(final ChainsConfig chains) {
        final List<PortConfig> ports = new ArrayList<>(List.of(port("access", Role.ACCESS), port("core", Role.CORE)));
        IntStream.range(0, NAMES).forEach(i -> ports.add(port("a" + i, Role.APPLICATION)));
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(new WireConfig("wire", "access", "core")),
            List.of(), List.of(), GtpuConfig.NONE).withChains(chains);
    }

    private static PortConfig port(final String name, final Role role) {
        return new PortConfig(name, role, name, true, 1_500, true, Optional.empty(),
            role == Role.APPLICATION ? Optional.of(MacAddress.parse("02:00:00:00:aa:01")) : Optional.empty());
    }
}
