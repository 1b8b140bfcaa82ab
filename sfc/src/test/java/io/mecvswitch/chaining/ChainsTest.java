package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.ChainsConfig;
import io.mecvswitch.config.ChainsConfig.Ambiguity;
import io.mecvswitch.config.PortChain;
import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.config.PortPairGroup.Position;
import io.mecvswitch.status.StatusFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chains that came, went and changed one after the other, beside the same made at once. */
class ChainsTest {
    private static final int ROUNDS = 200;
    private static final int COMMITS = 80;
    private static final int NAMES = 6;

    private final Random random = new Random(11);
    private final StatusFile status = StatusFile.inMemory();
    private final Chains.Counters counters = new Chains.Counters(status::chainCounters, status::hopCounters);

    /** Names that are there; of what another than the usual kind is; where frames go on. */
    private final Set<Integer> there = new TreeSet<>();
    private final Set<Integer> others = new TreeSet<>();
    private final Map<String, Integer> exits = new HashMap<>();

    @Test
    void shouldBeAsIfMadeAtOnce() {
        int grown = 0;
        for (int round = 0; round < ROUNDS; round++) {
            there.clear();
            others.clear();
            exits.clear();
            Chains chains = Chains.NONE;
            for (int commit = 0; commit < COMMITS; commit++) {
                final int before = there.size();
                change();
                final ChainsConfig config = config();
                chains = next(chains, config);
                assertEquals(described(next(Chains.NONE, config)), described(chains));
                assertSound(chains);
                grown += there.size() > before ? 1 : 0;
            }
        }
        assertTrue(grown > ROUNDS, grown + " commits had a chain more");
    }

    @Test
    void shouldGoOnWithPathsAndChannelsWhereChainsCome() {
        there.add(0);
        final Chains one = next(Chains.NONE, config());
        there.add(1);
        final Chains two = next(one, config());
        assertSame(path(one, "chain-0 forward"), path(two, "chain-0 forward"));
        one.channels().forEach((key, channel) -> assertSame(channel, two.channels().get(key)));
    }

    @Test
    void shouldForgetAVisitOnlyLongAfterItsChainWent() {
        there.addAll(List.of(0, 2));
        Chains chains = next(Chains.NONE, config());
        there.remove(2);
        for (int commit = 0; commit < Chains.RETAINED; commit++) {
            others.clear();
            // Now something grows, now something changes.
            if (commit % 2 == 0) {
                there.add(4);
            } else {
                there.remove(4);
            }
            chains = next(chains, config());
            assertTrue(chains.names().contains("chain-2"), "after " + commit);
        }
        there.add(5);
        assertEquals(Set.of("chain-0", "chain-5"), next(chains, config()).names().stream()
            .filter(name -> !name.equals("chain-4")).collect(Collectors.toSet()));
    }

    private void change() {
        final int number = random.nextInt(NAMES);
        switch (random.nextInt(8)) {
            case 0 -> there.remove(number);
            case 1 -> flip(others, number);
            case 2 -> exits.put(Chains.direction("chain-" + number, random.nextBoolean()), random.nextInt(4));
            case 3 -> exits.remove(Chains.direction("chain-" + number, false));
            default -> there.add(number);
        }
    }

    private static void flip(final Set<Integer> numbers, final int number) {
        if (!numbers.remove(number)) {
            numbers.add(number);
        }
    }

    private Chains next(final Chains former, final ChainsConfig config) {
        final Map<String, Integer> indexes = new HashMap<>();
        final int size = 2 * NAMES;
        IntStream.range(0, size).forEach(port -> indexes.put((port % 2 == 0 ? "in" : "out") + port / 2, port));
        final long[] own = IntStream.range(0, size).mapToLong(port -> 100 + port).toArray();
        final long[] peers = IntStream.range(0, size).mapToLong(port -> 200 + port).toArray();
        return former.next(config, config.byName(), new Chains.Ports(indexes, own, peers, size), frameExits(config),
            counters);
    }

    private Map<String, Integer> frameExits(final ChainsConfig config) {
        final Set<String> frames = config.chains().stream().filter(chain -> chain.serves() == PortChain.Serves.FRAME)
            .map(PortChain::name).collect(Collectors.toSet());
        return exits.entrySet().stream().filter(exit -> frames.contains(exit.getKey().split(" ")[0]))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private ChainsConfig config() {
        return new ChainsConfig(Ambiguity.REJECT, 64, 300,
            each(number -> new PortPair("pair-" + number, "in" + number, "out" + number)),
            each(this::group), List.of(), each(this::chain), List.of());
    }

    private <T> List<T> each(final IntFunction<T> entry) {
        return there.stream().map(entry::apply).toList();
    }

    private PortPairGroup group(final int number) {
        final PortPairGroup group = new PortPairGroup("group-" + number, List.of("pair-" + number));
        return number % 3 == 2 ? group.withPosition(Position.MAC)
            : number == 1 && others.contains(number) ? group.asTap() : group;
    }

    private PortChain chain(final int number) {
        final PortChain chain = new PortChain("chain-" + number, List.of("group-" + number), List.of())
            .withId(number + (others.contains(number) ? 50 : 1));
        final PortChain served = number % 2 == 0 ? chain : chain.ofFrames();
        return number == 3 || others.contains(number) && number == 4 ? served.asSymmetric() : served;
    }

    /** All but numbers, which follow from what was before. */
    private static Map<String, String> described(final Chains chains) {
        final Map<String, String> all = new TreeMap<>();
        final Set<String> names =
            chains.config().chains().stream().map(PortChain::name).collect(Collectors.toSet());
        for (final PortChain chain : chains.config().chains()) {
            final List<Boolean> ways = chain.symmetric() ? List.of(false, true) : List.of(false);
            ways.forEach(reverse -> {
                final String direction = Chains.direction(chain.name(), reverse);
                all.put(direction, described(path(chains, direction)));
            });
        }
        chains.channels().forEach((key, channel) -> {
            if (channel.visit != null) {
                assertTrue(names.contains(channel.visit.path.spec.chain()));
                all.put(key.toString(), channel.visit.label);
            }
        });
        return all;
    }

    private static String described(final Path path) {
        final Path.Spec spec = path.spec;
        return spec.id() + " " + spec.tPdus() + " " + spec.exit() + " "
            + spec.hops().stream().map(hop -> hop.group().config() + " " + hop.ports()).toList()
            + visits(path).stream().map(visit -> visit.label + " " + visit.egress + " " + visit.arrival + " "
                + visit.macs + " " + visit.tag).toList();
    }

    private static List<Visit> visits(final Path path) {
        return Arrays.stream(path.steps).flatMap(step -> Arrays.stream(step.visits())).toList();
    }

    private static Path path(final Chains chains, final String direction) {
        return Arrays.stream(chains.paths()).filter(path -> path != null
            && Chains.direction(path.spec.chain(), path.spec.reverse()).equals(direction)).findFirst().orElseThrow();
    }

    /** Numbers find what has them, and every port knows what comes back by it. */
    private static void assertSound(final Chains chains) {
        final Function<Visit, Visit> found = visit -> chains.visits()[visit.number];
        for (final PortChain chain : chains.config().chains()) {
            final Path path = path(chains, Chains.direction(chain.name(), false));
            assertSame(path, chains.paths()[path.number]);
            visits(path).forEach(visit -> {
                assertSame(visit, found.apply(visit));
                assertSame(path, visit.path);
                assertTrue(chains.arrivals()[visit.arrival].from.visits().contains(visit));
            });
        }
        for (int number = 0; number < chains.visits().length; number++) {
            final Visit visit = chains.visits()[number];
            assertTrue(visit == null || visit.number == number);
        }
    }
}
