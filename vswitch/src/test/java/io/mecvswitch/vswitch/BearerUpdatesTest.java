package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.bearer;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.BearerUpdate.Put;
import io.mecvswitch.config.BearerUpdate.Remove;
import io.mecvswitch.config.ConfigPaths;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.Violation;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.traffic.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bearers that come and go at run time, beside those of the configuration. */
class BearerUpdatesTest {
    private static final RuleConfig TO_EDGE = rule("to-edge", 10, new RuleAction.ForwardDecapsulated("app"),
        ask().innerDestination("198.51.100.7/32").match());
    private static final BearerConfig CONFIGURED = bearer("configured", "10.45.0.1", 1, 1_001, OptionalInt.empty());

    private final SteppedSwitch vswitch =
        new SteppedSwitch(new Placement(Set.of(StageName.CLASSIFY, StageName.DECAPSULATE)), 32, 1);

    BearerUpdatesTest() {
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of(CONFIGURED)));
    }

    @AfterEach
    void shouldHaveLostNothing() {
        vswitch.assertConserved();
    }

    private static BearerConfig number(final int number) {
        return bearer("b-" + number, "10.45." + (number >>> 8) + "." + (number & 0xff), number, 1_000_000L + number,
            OptionalInt.empty());
    }

    private boolean serves(final long teid) {
        vswitch.send("access", Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152).gtpu(teid)
            .ipv4("10.45.0.9", "198.51.100.7").udp(1, 2).payload(8).bytes());
        return !vswitch.sent("app").isEmpty();
    }

    private void assertRefused(final String path, final String part, final BearerUpdate update) {
        final List<Violation> refused = vswitch.update(update);
        assertTrue(refused.stream().anyMatch(v -> v.path().equals("/mec-vswitch-bearers:bearers/bearer" + path)
            && v.message().contains(part)), refused::toString);
    }

    @Test
    void shouldServeABearerAddedWithoutACommit() {
        assertEquals(List.of(), vswitch.update(new Put(number(5))));
        assertTrue(serves(5));
        assertEquals(List.of(), vswitch.update(new Remove("b-5")));
        assertTrue(!serves(5));
        assertEquals(Map.of(DropReason.BEARER_UNKNOWN, 1L), vswitch.drops());
    }

    @Test
    void shouldRefuseAConflictByNameAndDoTheRest() {
        vswitch.update(new Put(number(5)));
        final BearerConfig tunnel = bearer("x", "10.45.0.77", 5, 77, OptionalInt.empty());
        final BearerConfig ue = bearer("y", "10.45.0.1", 78, 78, OptionalInt.empty());
        final List<Violation> refused = vswitch.update(new Put(tunnel), new Put(number(6)), new Put(ue));
        assertEquals(List.of("/mec-vswitch-bearers:bearers/bearer[name='x']/uplink",
            "/mec-vswitch-bearers:bearers/bearer[name='y']/ue-address"),
            refused.stream().map(Violation::path).toList());
        assertTrue(refused.get(0).message().contains("'b-5' has this tunnel"), refused::toString);
        assertTrue(refused.get(1).message().contains("'configured' has this UE address"), refused::toString);
        assertTrue(serves(6));
    }

    @Test
    void shouldRefuseToTouchAConfiguredBearer() {
        assertRefused("[name='configured']", "Change the configuration", new Remove("configured"));
        assertRefused("[name='configured']", "Change the configuration",
            new Put(bearer("configured", "10.45.0.8", 8, 8, OptionalInt.empty())));
        assertTrue(serves(1));
    }

    @Test
    void shouldRefuseWhatIsNoBearer() {
        assertRefused("[name='none']", "no bearer of this name", new Remove("none"));
        final IpAddress v4 = IpAddress.parse("192.0.2.1");
        assertRefused("[name='m']", "one IP version", new Put(new BearerConfig("m", v4, v4, 1,
            IpAddress.parse("2001:db8::1"), 2, OptionalInt.empty(), Optional.empty())));
        assertRefused("[name='m']/uplink/endpoint", "single node", new Put(new BearerConfig("m", v4,
            IpAddress.parse("224.0.0.1"), 1, v4, 2, OptionalInt.empty(), Optional.empty())));
        assertRefused("[name='z']", "TEID 0", new Put(bearer("z", "10.45.0.9", 0, 9, OptionalInt.empty())));
        assertRefused("[name='m']", "a tunnel of its own", new Put(new BearerConfig("m", v4, v4, 1, v4, 1,
            OptionalInt.empty(), Optional.empty())));
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        final String name = "b".repeat(300);
        assertRefused("[name='" + name + "']", "longer than 63", new Put(bearer(name, "10.45.0.9", 9, 9,
            OptionalInt.empty())));
        assertRefused("[name='" + name + "']", "no bearer of this name", new Remove(name));
        assertThrows(ConfigRefusedException.class, () -> vswitch.apply(Configs.wired(List.of(TO_EDGE),
            List.of(CONFIGURED, bearer(name, "10.45.0.9", 9, 9, OptionalInt.empty())))));
        assertTrue(serves(1));
    }

    @Test
    void shouldLetALaterEntryHaveWhatAnEarlierOneGaveBack() {
        vswitch.update(new Put(number(5)));
        assertEquals(List.of(),
            vswitch.update(new Remove("b-5"), new Put(bearer("heir", "10.45.0.5", 5, 55, OptionalInt.empty()))));
        assertTrue(serves(5));
        assertRefused("[name='b-5']", "no bearer of this name", new Remove("b-5"));
    }

    @Test
    void shouldKeepRunTimeBearersOverACommitThatDoesNotNeedTheirs() {
        vswitch.update(new Put(number(5)), new Put(number(6)), new Put(number(7)), new Put(number(8)));
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of(
            bearer("b-6", "10.45.9.6", 66, 67, OptionalInt.empty()),
            bearer("takes-tunnel", "10.45.9.9", 7, 70, OptionalInt.empty()),
            bearer("takes-ue", "10.45.0.8", 88, 89, OptionalInt.empty()))));
        assertTrue(serves(5), "not concerned");
        assertTrue(serves(66) && !serves(6), "the configuration has the name now");
        assertTrue(serves(7), "as the configured bearer's");
        assertRefused("[name='b-7']", "no bearer of this name", new Remove("b-7"));
        assertTrue(!serves(8), "gave its UE address away, and ended");
        assertTrue(!serves(1), "no longer configured");
        vswitch.apply(Configs.wired(List.of(TO_EDGE), List.of()));
        assertTrue(serves(5));
    }

    /** Thousands of changes at a time while packets are under way in every handoff, against a map. */
    @Test
    void shouldAgreeWithAMapUnderTraffic() {
        final Random random = new Random(3);
        final Map<String, BearerConfig> oracle = new HashMap<>();
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 100; i++) {
                vswitch.port("access").offer(Frames.ethernet().ipv4("192.0.2.1", "192.0.2.100").udp(2152, 2152)
                    .gtpu(random.nextInt(3_000)).ipv4("10.45.0.9", "198.51.100.7").udp(1, 2).payload(8).bytes());
            }
            vswitch.receiveAll();
            final List<BearerUpdate> updates = new ArrayList<>();
            final Set<String> refused = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                final BearerUpdate update = random(random, round + "-" + i);
                updates.add(update);
                if (!happens(update, oracle)) {
                    refused.add(ConfigPaths.bearer(update.name()));
                }
            }
            assertEquals(refused, vswitch.update(updates.toArray(BearerUpdate[]::new)).stream()
                .map(violation -> violation.path().replaceAll("].*", "]")).collect(Collectors.toSet()));
            vswitch.run();
            vswitch.sent("app");
        }
        for (int teid = 2; teid < 3_000; teid += 7) {
            final long uplink = teid;
            assertEquals(oracle.values().stream().anyMatch(b -> b.uplinkTeid() == uplink), serves(teid),
                "TEID " + teid);
        }
    }

    /** Names come again in later rounds, so they are changed as well as added; each stands once in a call. */
    private static BearerUpdate random(final Random random, final String unique) {
        final int number = 2 + random.nextInt(3_000);
        if (random.nextInt(4) == 0) {
            return new Remove(unique.substring(unique.indexOf('-')));
        }
        final int ue = 2 + random.nextInt(3_000);
        return new Put(bearer(unique.substring(unique.indexOf('-')), "10.45." + (ue >>> 8) + "." + (ue & 0xff), number,
            1_000_000L + random.nextInt(3_000), OptionalInt.empty()));
    }

    private static boolean happens(final BearerUpdate update, final Map<String, BearerConfig> oracle) {
        return switch (update) {
            case Remove(String name) -> oracle.remove(name) != null;
            case Put(BearerConfig bearer) -> {
                final boolean free = oracle.values().stream().noneMatch(other -> !other.name().equals(bearer.name())
                    && (other.ueAddress().equals(bearer.ueAddress()) || other.uplinkTeid() == bearer.uplinkTeid()
                    || other.downlinkTeid() == bearer.downlinkTeid()));
                if (free) {
                    oracle.put(bearer.name(), bearer);
                }
                yield free;
            }
        };
    }
}
