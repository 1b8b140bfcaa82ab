package io.mecvswitch.gtpu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.memory.TableMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTableTest {
    private static final IpAddress CORE = IpAddress.parse("10.0.0.1");
    private static final IpAddress CORE_2 = IpAddress.parse("10.0.0.2");
    private static final IpAddress CORE_6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress ACCESS = IpAddress.parse("10.0.1.1");

    private final TunnelTable table = new TunnelTable();

    private static BearerConfig bearer(final String name, final String ue, final IpAddress core, final long uplink,
        final long downlink) {
        return new BearerConfig(name, IpAddress.parse(ue), core, uplink, ACCESS, downlink, OptionalInt.empty(),
            Optional.empty());
    }

    private int find(final IpAddress endpoint, final long teid) {
        final int word = endpoint.version() == 4 ? TunnelEndpoints.ofIpv4((int) endpoint.low())
            : table.endpoints().ofIpv6(endpoint.high(), endpoint.low());
        final long key = TunnelTable.key(word, (int) teid);
        final int reference = table.findTunnel(key);
        assertEquals(reference, findAsLanesDo(key), "of a vector");
        return reference;
    }

    private int findAsLanesDo(final long key) {
        final int[] references = new int[3];
        final TunnelTable.Search search = new TunnelTable.Search(3);
        search.keys[0] = TunnelTable.NO_KEY;
        search.keys[1] = key;
        search.keys[2] = TunnelTable.NO_KEY;
        table.findTunnels(search, 3, references);
        assertEquals(TunnelTable.NONE, references[0]);
        assertEquals(TunnelTable.NONE, references[2]);
        return references[1];
    }

    private void reclaim() {
        table.settle();
        table.seal();
        table.reclaim();
    }

    private int findUe(final String address) {
        final IpAddress ue = IpAddress.parse(address);
        return table.findUe(ue.version(), ue.high(), ue.low());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
    void shouldFindATunnelByAnyTeid(final long teid) {
        table.put(bearer("a", "172.16.0.1", CORE, teid, teid));
        final int uplink = find(CORE, teid);
        final int downlink = find(ACCESS, teid);
        assertEquals(TunnelTable.UPLINK, uplink & 1);
        assertEquals(TunnelTable.DOWNLINK, downlink & 1);
        assertEquals(uplink >>> 1, downlink >>> 1);
        assertEquals((int) teid, (int) table.key(uplink));
        assertEquals(findUe("172.16.0.1"), uplink >>> 1);
    }

    @Test
    void shouldNotMistakeATeidOfAnotherEndpoint() {
        table.put(bearer("a", "172.16.0.1", CORE, 7, 1));
        table.put(bearer("b", "172.16.0.2", CORE_2, 7, 2));
        table.put(bearer("c", "2001:db8:1::1", CORE_6, 7, 3));
        assertEquals(findUe("172.16.0.1"), find(CORE, 7) >>> 1);
        assertEquals(findUe("172.16.0.2"), find(CORE_2, 7) >>> 1);
        assertEquals(findUe("2001:db8:1::1"), find(CORE_6, 7) >>> 1);
        assertEquals(TunnelTable.NONE, find(IpAddress.parse("10.9.9.9"), 7));
    }

    @Test
    void shouldKnowManyEndpoints() {
        for (int i = 0; i < 1_000; i++) {
            table.put(bearer("b" + i, "172.16.0." + i % 250, IpAddress.parse("10.1." + i / 250 + "." + i % 250), i, i));
        }
        for (int i = 750; i < 1_000; i++) {
            final int uplink = find(IpAddress.parse("10.1.3." + i % 250), i);
            assertEquals(findUe("172.16.0." + i % 250), uplink >>> 1);
            assertEquals(0x0a01_0300 + i % 250, (int) (table.key(uplink) >>> 32));
        }
    }

    @Test
    void shouldNotMistakeAnIpv4AddressForTheIpv6AddressWithItsBits() {
        table.put(bearer("a", "10.0.0.1", CORE, 1, 1));
        assertEquals(TunnelTable.NONE, findUe("::a00:1"));
        table.put(bearer("b", "::a00:1", CORE, 2, 2));
        assertNotEquals(findUe("10.0.0.1"), findUe("::a00:1"));
    }

    @Test
    void shouldForgetARemovedBearer() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        table.remove("a");
        table.settle();
        assertEquals(TunnelTable.NONE, find(CORE, 1));
        assertEquals(TunnelTable.NONE, find(ACCESS, 1));
        assertEquals(TunnelTable.NONE, findUe("172.16.0.1"));
        assertEquals(0, table.size());
    }

    @Test
    void shouldKeepWhatWasLearnedOfAnUnchangedTunnel() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        final long learned = Learned.of(3, 0x0a, true, 9);
        table.learn(find(CORE, 1), learned);
        table.learn(find(ACCESS, 1), learned);
        table.put(bearer("a", "172.16.0.1", CORE, 1, 2));
        table.settle();
        assertEquals(learned, table.learned(find(CORE, 1)));
        assertEquals(0, table.learned(find(ACCESS, 2)));
        assertEquals(TunnelTable.NONE, find(ACCESS, 1));
    }

    @Test
    void shouldNotGiveARowAnewBeforeEveryLaneHasMovedOn() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        final int held = find(CORE, 1);
        table.remove("a");
        table.settle();
        table.put(bearer("b", "172.16.0.2", CORE, 2, 2));
        assertEquals(1, (int) table.key(held), "a lane that found the bearer still reads it");
        reclaim();
        table.put(bearer("c", "172.16.0.3", CORE, 3, 3));
        assertEquals(held >>> 1, find(CORE, 3) >>> 1);
    }

    @Test
    void shouldNotTellANewBearerWhatItsRowLearnedBefore() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        table.learn(find(CORE, 1), Learned.of(3, 0x0a, true, 9));
        table.learn(find(ACCESS, 1), Learned.of(4, 0x0a, true, 9));
        table.remove("a");
        table.settle();
        reclaim();
        table.put(bearer("b", "172.16.0.2", CORE, 2, 2));
        assertEquals(0, table.learned(find(CORE, 2)));
        assertEquals(0, table.learned(find(ACCESS, 2)));
    }

    @Test
    void shouldNotCountErrorIndicationsOfTheRowsBearerBefore() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        table.indicate(find(CORE, 1));
        table.remove("a");
        table.settle();
        assertEquals(0, table.errorIndications("a", TunnelTable.UPLINK));
        reclaim();
        table.put(bearer("b", "172.16.0.2", CORE, 2, 2));
        assertEquals(0, table.errorIndications("b", TunnelTable.UPLINK));
    }

    @Test
    void shouldUseTheRowOfAChangedBearerAgain() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        final int former = find(CORE, 1) >>> 1;
        table.put(bearer("a", "172.16.0.1", CORE, 1, 2));
        final int present = find(CORE, 1) >>> 1;
        assertNotEquals(former, present, "a lane may still read the former row");
        reclaim();
        table.put(bearer("b", "172.16.0.2", CORE, 2, 3));
        assertEquals(former, find(CORE, 2) >>> 1);
    }

    @Test
    void shouldKnowTheTunnelOfTheOtherDirection() {
        table.put(bearer("a", "172.16.0.1", CORE, 0x8000_0001L, 0xffff_fffeL));
        assertEquals(table.key(find(ACCESS, 0xffff_fffeL)), table.oppositeKey(find(CORE, 0x8000_0001L)));
        assertEquals(table.key(find(CORE, 0x8000_0001L)), table.oppositeKey(find(ACCESS, 0xffff_fffeL)));
    }

    @Test
    void shouldLetTwoBearersExchangeTheirAddresses() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        table.put(bearer("b", "172.16.0.2", CORE, 2, 2));
        table.put(bearer("a", "172.16.0.2", CORE, 1, 1));
        table.put(bearer("b", "172.16.0.1", CORE, 2, 2));
        table.settle();
        assertEquals(findUe("172.16.0.2"), find(CORE, 1) >>> 1);
        assertEquals(findUe("172.16.0.1"), find(CORE, 2) >>> 1);
        assertEquals(2, table.size());
    }

    @Test
    void shouldAgreeWithAMapWhateverComesAndGoes() {
        final Random random = new Random(29_281);
        final Map<String, BearerConfig> oracle = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            final String name = "bearer-" + random.nextInt(3_000);
            if (random.nextInt(3) == 0) {
                table.remove(name);
                oracle.remove(name);
            } else {
                final BearerConfig bearer = random(name, random);
                oracle.values().removeIf(other -> !other.name().equals(name) && conflict(other, bearer));
                table.put(bearer);
                oracle.put(name, bearer);
            }
            if (step % 64 == 0) {
                reclaim();
            }
        }
        table.settle();
        assertEquals(oracle.size(), table.size());
        oracle.values().forEach(this::shouldBeFound);
        for (int ue = 0; ue < 10_000; ue++) {
            final String address = "172.16." + (ue >>> 8) + "." + (ue & 0xff);
            assertEquals(oracle.values().stream().anyMatch(b -> b.ueAddress().equals(IpAddress.parse(address))),
                findUe(address) != TunnelTable.NONE, address);
        }
    }

    private static BearerConfig random(final String name, final Random random) {
        final int ue = random.nextInt(10_000);
        return bearer(name, "172.16." + (ue >>> 8) + "." + (ue & 0xff), random.nextBoolean() ? CORE : CORE_6,
            random.nextInt(8_000), random.nextInt(8_000));
    }

    private static boolean conflict(final BearerConfig a, final BearerConfig b) {
        return a.ueAddress().equals(b.ueAddress()) || a.downlinkTeid() == b.downlinkTeid()
            || a.coreEndpoint().equals(b.coreEndpoint()) && a.uplinkTeid() == b.uplinkTeid();
    }

    private void shouldBeFound(final BearerConfig bearer) {
        final int row = findUe(bearer.ueAddress().toString());
        assertNotEquals(TunnelTable.NONE, row, bearer.name());
        assertEquals(row << 1 | TunnelTable.UPLINK, find(bearer.coreEndpoint(), bearer.uplinkTeid()));
        assertEquals(row << 1 | TunnelTable.DOWNLINK, find(bearer.accessEndpoint(), bearer.downlinkTeid()));
    }

    /** A change of one bearer must be invisible to packets of all others, and to those of its unchanged tunnel. */
    @Test
    void shouldNeverHideABearerFromALaneWhileOthersChange() throws InterruptedException {
        table.put(bearer("fixed", "172.31.0.1", CORE, 0xfeed, 0xfeed));
        final long key = TunnelTable.key((int) CORE.low(), 0xfeed);
        final AtomicBoolean done = new AtomicBoolean();
        final AtomicLong misses = new AtomicLong();
        final AtomicLong looks = new AtomicLong();
        final Thread lane = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                looks.incrementAndGet();
                if (table.findTunnel(key) == TunnelTable.NONE || findUe("172.31.0.1") == TunnelTable.NONE) {
                    misses.incrementAndGet();
                }
            }
        });
        final Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            final String name = "bearer-" + random.nextInt(20_000);
            if (random.nextInt(4) == 0) {
                table.remove(name);
            } else {
                table.put(random(name, random));
            }
            if (i % 16 == 0) {
                table.put(bearer("fixed", "172.31.0.1", CORE, 0xfeed, 10_000 + i));
            }
        }
        done.set(true);
        lane.join();
        assertEquals(0, misses.get(), () -> "of " + looks.get() + " looks");
    }

    /**
     * Two bearers hand a UE and their tunnels to each other, and take turns with a third; a lane never misses a key.
     */
    @Test
    void shouldNeverHideATunnelOrUeThatGoesToAnotherBearer() throws InterruptedException {
        table.put(bearer("a-0", "172.31.0.1", CORE, 1, 1));
        table.put(bearer("b-0", "172.31.0.2", CORE, 2, 2));
        final long uplink = TunnelTable.key((int) CORE.low(), 1);
        final long downlink = TunnelTable.key((int) ACCESS.low(), 2);
        final AtomicBoolean done = new AtomicBoolean();
        final AtomicLong misses = new AtomicLong();
        final AtomicLong looks = new AtomicLong();
        final Thread lane = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                looks.incrementAndGet();
                if (findAsLanesDo(uplink) == TunnelTable.NONE || table.findTunnel(downlink) == TunnelTable.NONE
                    || findUe("172.31.0.1") == TunnelTable.NONE || findUe("172.31.0.2") == TunnelTable.NONE) {
                    misses.incrementAndGet();
                }
            }
        });
        for (int i = 0; i < 200_000; i++) {
            final boolean turned = (i & 1) == 0;
            final String name = "-" + i / 3;
            table.put(bearer("a" + name, turned ? "172.31.0.2" : "172.31.0.1", CORE, 1, 1));
            table.put(bearer("b" + name, turned ? "172.31.0.1" : "172.31.0.2", CORE, 2, 2));
            table.settle();
        }
        done.set(true);
        lane.join();
        assertEquals(0, misses.get(), () -> "of " + looks.get() + " looks");
        assertTrue(looks.get() > 1_000, () -> looks.get() + " looks");
        assertEquals(2, table.size());
    }

    @Test
    void shouldFindWhatARemovedBearerHadUntilTheChangeIsSettled() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        final long learned = Learned.of(3, 0x0a, true, 9);
        table.learn(find(CORE, 1), learned);
        table.remove("a");
        assertNotEquals(TunnelTable.NONE, find(CORE, 1));
        table.put(bearer("b", "172.16.0.2", CORE, 1, 2));
        table.settle();
        assertEquals(findUe("172.16.0.2"), find(CORE, 1) >>> 1);
        assertEquals(learned, table.learned(find(CORE, 1)), "the tunnel is the same");
        assertEquals(TunnelTable.NONE, find(ACCESS, 1));
        assertEquals(TunnelTable.NONE, findUe("172.16.0.1"));
        assertEquals(1, table.size());
    }

    @Test
    void shouldSayWhoHasATunnelOrAUe() {
        table.put(bearer("a", "172.16.0.1", CORE_6, 1, 2), Origin.RUN_TIME);
        assertEquals(Optional.of("a"), table.holder(CORE_6, 1));
        assertEquals(Optional.of("a"), table.holder(ACCESS, 2));
        assertEquals(Optional.of("a"), table.holder(IpAddress.parse("172.16.0.1")));
        assertEquals(Optional.empty(), table.holder(CORE, 1));
        assertEquals(Optional.empty(), table.holder(IpAddress.parse("2001:db8::99"), 1));
        assertEquals(Optional.of(Origin.RUN_TIME), table.origin("a"));
        table.remove("a");
        assertEquals(Optional.empty(), table.holder(CORE_6, 1), "nobody's from now on");
        assertEquals(Optional.empty(), table.origin("a"));
    }

    /** What is sealed waits for lanes; what ends meanwhile has to wait for them anew. */
    @Test
    void shouldNotReclaimWhatEndedAfterTheSeal() {
        table.put(bearer("a", "172.16.0.1", CORE, 1, 1));
        table.put(bearer("b", "172.16.0.2", CORE, 2, 2));
        final int a = find(CORE, 1);
        final int b = find(CORE, 2);
        table.remove("a");
        table.settle();
        table.seal();
        table.remove("b");
        table.settle();
        table.seal();
        table.reclaim();
        table.put(bearer("c", "172.16.0.3", CORE, 3, 3));
        table.put(bearer("d", "172.16.0.4", CORE, 4, 4));
        assertEquals(a, find(CORE, 3));
        assertNotEquals(b, find(CORE, 4));
        assertEquals(2, (int) table.key(b), "a lane that found the bearer still reads it");
    }

    @Test
    void shouldCountErrorIndicationsAsLongAsTheTunnelStays() {
        table.put(bearer("a", "172.16.0.1", CORE, 7, 1));
        table.indicate(find(CORE, 7));
        table.indicate(find(ACCESS, 1));
        table.indicate(find(ACCESS, 1));
        table.put(bearer("a", "172.16.0.9", CORE, 8, 1));
        assertEquals(0, table.errorIndications("a", TunnelTable.UPLINK), "another tunnel");
        assertEquals(2, table.errorIndications("a", TunnelTable.DOWNLINK));
    }

    /** Rows, both tunnels, both indexes, and names of up to 14 octets. */
    @Test
    void shouldTakeNoMoreThan128BytesForEachOfAMillionBearers() {
        for (int n = 0; n < 1_000_000; n++) {
            table.put(new BearerConfig("bearer-" + n, IpAddress.ofIpv4(0x0a00_0000 + n), CORE, n, ACCESS, n,
                OptionalInt.empty(), Optional.empty()));
        }
        assertEquals(1_000_000, table.size());
        assertTrue(table.footprint() <= 128_000_000, () -> "it takes " + table.footprint());
    }

    /** Notes what lanes have fetched. */
    private static final class Notes extends TableMemory {
        private final List<Integer> slots = new ArrayList<>();
        private final List<Long> lines = new ArrayList<>();

        @Override
        public MemorySegment take(final long length) {
            return ordinary().take(length);
        }

        @Override
        public void prefetchSlots(final MemorySegment table, final int mask, final int wanted,
            final MemorySegment hashes, final int count) {
            for (int k = 0; k < count; k++) {
                final int first = (int) hashes.getAtIndex(JAVA_LONG, k) & mask;
                slots.add(table.getAtIndex(JAVA_INT, first));
            }
        }

        @Override
        public void prefetchRows(final MemorySegment table, final int shift, final MemorySegment rows,
            final int count) {
            for (int k = 0; k < count; k++) {
                lines.add(table.get(JAVA_LONG, (long) rows.getAtIndex(JAVA_INT, k) << shift));
            }
        }
    }

    /** A bearer alone stands in the first slot; what is fetched then are its own words. */
    @Test
    void shouldHaveTheSlotAndTheRowFetchedThatItReads() {
        final Notes notes = new Notes();
        final TunnelTable noted = new TunnelTable(notes);
        noted.put(bearer("a", "172.16.0.1", CORE, 7, 9));
        final TunnelTable.Search search = new TunnelTable.Search(1);
        final int[] references = new int[1];
        search.keys[0] = TunnelTable.ipv4UeKey((int) IpAddress.parse("172.16.0.1").low());
        assertEquals(0, noted.findIpv4Ues(search, 1, TunnelTable.DOWNLINK, references));
        assertNotEquals(0, notes.slots.getFirst());
        assertEquals(List.of(0L, noted.key(references[0] ^ 1)), notes.lines, "UE address, high half; uplink tunnel");
    }
}
