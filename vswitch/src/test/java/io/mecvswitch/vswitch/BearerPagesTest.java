package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerPage;
import io.mecvswitch.config.BearerPage.Query;
import io.mecvswitch.config.BearerState;
import io.mecvswitch.config.BearerState.Source;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bearers in use, page by page. */
class BearerPagesTest {
    private static final int CONFIGURED = 500;
    private static final int RUN_TIME = 300;

    private final SteppedSwitch vswitch = new SteppedSwitch(Configs.wired(List.of(),
        IntStream.range(0, CONFIGURED).mapToObj(BearerPagesTest::number).toList()));

    BearerPagesTest() {
        assertEquals(List.of(), vswitch.update(IntStream.range(CONFIGURED, CONFIGURED + RUN_TIME)
            .mapToObj(number -> new BearerUpdate.Put(number(number))).toArray(BearerUpdate[]::new)));
    }

    private static BearerConfig number(final int number) {
        return bearer("b-" + number, "10.45." + (number >>> 8) + "." + (number & 0xff), 1 + number, 1_000_001L + number,
            OptionalInt.empty());
    }

    private static Query all(final int after, final int limit) {
        return new Query(after, limit, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private List<BearerState> walk(final int limit, final Optional<Source> source) {
        final List<BearerState> found = new ArrayList<>();
        OptionalInt next = OptionalInt.of(0);
        while (next.isPresent()) {
            final BearerPage page = vswitch.bearers(
                new Query(next.getAsInt(), limit, Optional.empty(), Optional.empty(), source));
            assertTrue(page.bearers().size() <= limit);
            found.addAll(page.bearers());
            next = page.next();
        }
        return found;
    }

    @Test
    void shouldTellEveryBearerOnceHoweverLongPagesAre() {
        for (final int limit : new int[] {1, 7, 100, 1000}) {
            final List<BearerState> found = walk(limit, Optional.empty());
            assertEquals(CONFIGURED + RUN_TIME, found.size());
            assertEquals(found.size(), new HashSet<>(found).size());
        }
    }

    @Test
    void shouldTellWhatABearerIs() {
        assertEquals(new BearerState(Optional.of("b-3"), Source.CONFIGURED, IpAddress.parse("10.45.0.3"),
            new BearerState.Tunnel(Optional.of(IpAddress.parse("192.0.2.100")), OptionalLong.of(4), 0,
                Optional.empty()),
            new BearerState.Tunnel(Optional.of(IpAddress.parse("192.0.2.1")), OptionalLong.of(1_000_004), 0,
                Optional.empty())),
            walk(1000, Optional.empty()).stream().filter(one -> one.name().equals(Optional.of("b-3"))).findFirst()
                .orElseThrow());
    }

    @Test
    void shouldTellOnlyThoseOfASource() {
        assertEquals(CONFIGURED, walk(1000, Optional.of(Source.CONFIGURED)).size());
        assertEquals(RUN_TIME, walk(64, Optional.of(Source.RUN_TIME)).size());
        assertEquals(0, walk(64, Optional.of(Source.LEARNED)).size());
    }

    @Test
    void shouldFindOneByNameOrByUe() {
        final Optional<String> name = Optional.of("b-600");
        final Optional<IpAddress> ue = Optional.of(IpAddress.parse("10.45.2.88"));
        for (final Query query : List.of(new Query(0, 1, name, Optional.empty(), Optional.empty()),
            new Query(0, 1, Optional.empty(), ue, Optional.empty()), new Query(0, 1, name, ue, Optional.empty()))) {
            assertEquals(name, vswitch.bearers(query).bearers().getFirst().name());
        }
        assertEquals(List.of(), vswitch.bearers(new Query(0, 1, Optional.of("b-1"), ue, Optional.empty())).bearers());
        assertEquals(List.of(), vswitch.bearers(
            new Query(0, 1, Optional.of("none"), Optional.empty(), Optional.empty())).bearers());
    }

    @Test
    void shouldNotTellOfBearersThatAreGone() {
        vswitch.update(new BearerUpdate.Remove("b-600"));
        assertEquals(CONFIGURED + RUN_TIME - 1, walk(1000, Optional.empty()).size());
        assertEquals(OptionalInt.empty(), vswitch.bearers(all(1 << 30, 10)).next());
    }
}
