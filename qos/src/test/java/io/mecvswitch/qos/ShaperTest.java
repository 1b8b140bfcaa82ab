package io.mecvswitch.qos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.LimiterConfig.Length;
import io.mecvswitch.config.ShaperConfig;
import io.mecvswitch.config.ShaperConfig.ShapedClass;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.ShaperCounters;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Departures on virtual time. Ports 1 and 2 are those of tenants, port 0 is nobody's. */
class ShaperTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1000 * MS;
    private static final long START_NS = 1_764_500_000 * SECOND;
    /** When a packet came stands in its buffer, behind the frame. */
    private static final ValueLayout.OfLong CAME = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final int CAME_AT = 2_000;
    private static final OptionalLong NO_RATE = OptionalLong.empty();

    /** A packet that left. */
    private record Departure(long ns, int ingress, int length, long sentNs) { }

    private final ArrayMemory memory = new ArrayMemory(60_000, 2048);
    private final StatusFile status = StatusFile.inMemory();
    private final PacketVector arriving = new PacketVector(1);
    private final PacketVector leaving = new PacketVector(32);
    private final List<Departure> departures = new ArrayList<>();
    private final List<Long> restedNs = new ArrayList<>();
    private final int[] refused = new int[4];
    private DropReason lastRefusal = DropReason.NONE;
    private int droppedEarly;
    private Shaper shaper;
    private long nowNs = START_NS;

    private static ShapedClass tenant(final int number, final OptionalLong guaranteed, final OptionalLong maximum,
        final int weight) {
        return new ShapedClass("tenant-" + number, guaranteed, maximum, weight, 4000, NO_RATE, List.of(),
            List.of("port-" + number));
    }

    private static ShaperConfig config(final long rate, final ShapedClass... classes) {
        return new ShaperConfig("out", rate, 3_000, Length.L2, 50_000, 100, 0, List.of(classes));
    }

    private Shaper make(final ShaperConfig config) {
        final List<ShaperCounters> counters = IntStream.rangeClosed(0, config.classes().size())
            .mapToObj(number -> status.shaperCounters("out " + number)).toList();
        final int[] ofIngresses = {0, Math.min(1, config.classes().size()), config.classes().size() > 1 ? 2 : 0};
        return new Shaper(config, members(ofIngresses), memory, counters, false);
    }

    private static Shaper.Members members(final int... ofIngresses) {
        return new Shaper.Members(new int[0], new Shaper.Owners() {
            @Override
            public int classOfSlice(final PacketVector vector, final int i) {
                return 0;
            }

            @Override
            public int bearer(final PacketVector vector, final int i) {
                return vector.action[i] == Action.ENCAPSULATE ? vector.bearer[i] : Shaper.NO_BEARER;
            }
        }, ofIngresses);
    }

    @AfterEach
    void shouldHaveLetEverythingGo() {
        do {
            leaving.size = 0;
            shaper.flush(leaving);
            memory.free(leaving.handle, 0, leaving.size);
        } while (leaving.size > 0);
        assertEquals(memory.capacity(), memory.available());
        assertEquals(0, shaper.resting());
    }

    private void offer(final int ingress, final int length, final int bearer) {
        offer(ingress, length, bearer, new byte[0]);
    }

    private void offer(final int ingress, final int length, final int bearer, final byte[] frame) {
        leave(nowNs);
        final long[] handle = new long[1];
        memory.allocate(handle, 1);
        final long position = memory.bufferStart(handle[0]);
        MemorySegment.copy(MemorySegment.ofArray(frame), 0, memory.bytes(), position, frame.length);
        memory.bytes().set(CAME, position + CAME_AT, nowNs);
        arriving.size = 0;
        arriving.ingress = ingress;
        arriving.action[0] = bearer < 0 ? Action.PASS : Action.ENCAPSULATE;
        arriving.bearer[0] = bearer;
        arriving.add(handle[0], position, length, nowNs);
        // What Transmit need not know is kept here, by what it is told: the egress.
        arriving.egress[0] = ingress;
        final DropReason reason = shaper.offer(arriving, 0, nowNs);
        if (reason != DropReason.NONE) {
            memory.free(handle, 0, 1);
            refused[ingress]++;
            lastRefusal = reason;
        }
    }

    private void leave(final long untilNs) {
        boolean more;
        do {
            leaving.size = 0;
            shaper.poll(leaving, untilNs);
            more = leaving.size == leaving.capacity();
            sweep();
            for (int i = 0; i < leaving.size; i++) {
                departures.add(new Departure(leaving.timeNs[i], leaving.egress[i], leaving.length[i], untilNs));
                restedNs.add(leaving.timeNs[i] - memory.bytes().get(CAME, leaving.position[i] + CAME_AT));
            }
            memory.free(leaving.handle, 0, leaving.size);
        } while (more);
    }

    /** What was dropped early leaves. */
    private void sweep() {
        if (leaving.leavers > 0) {
            final long[] handles = new long[leaving.size];
            final int[] reasons = new int[leaving.size];
            final int count = leaving.sweep(handles, reasons);
            assertTrue(Arrays.stream(reasons, 0, count)
                .allMatch(reason -> reason == DropReason.SHAPER_EARLY.ordinal()));
            memory.free(handles, 0, count);
            droppedEarly += count;
        }
    }

    private long octets(final int ingress, final long fromNs, final long toNs) {
        return departures.stream()
            .filter(one -> one.ingress == ingress && one.ns >= fromNs && one.ns < toNs)
            .mapToLong(one -> one.length + 4).sum();
    }

    // The port's rate.

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 99_999_989, 1_000_000_000, 10_000_000_000L})
    void shouldSpaceDeparturesEvenlyAtTheRate(final long rate) {
        shaper = make(config(rate));
        for (int packet = 0; packet < 2000; packet++) {
            offer(0, 996, -1);
        }
        leave(nowNs + 100 * SECOND);
        assertEquals(2000, departures.size());
        for (int packet = 0; packet < 2000; packet++) {
            assertEquals(START_NS + packet * 8e12 / rate, departures.get(packet).ns, 512, "packet " + packet);
        }
        assertEquals(1999 * 8e12 / rate, departures.getLast().ns - START_NS, 1000, "no drift");
    }

    @Test
    void shouldDelayNothingThatConforms() {
        shaper = make(config(10_000_000));
        for (int packet = 0; packet < 1000; packet++) {
            offer(0, 1246, -1);
            nowNs += MS + 1;
        }
        leave(nowNs);
        assertEquals(1000, departures.size());
        for (int packet = 0; packet < 1000; packet++) {
            assertEquals(START_NS + packet * (MS + 1), departures.get(packet).ns);
        }
    }

    /** A lane that comes late makes up for a burst, and no more. */
    @Test
    void shouldMakeUpForABurstAtMost() {
        final ShaperConfig config = config(8_000_000);
        shaper = new Shaper(config, members(0, 0, 0), memory, List.of(status.shaperCounters("a")), true);
        for (int packet = 0; packet < 100; packet++) {
            offer(0, 996, -1);
        }
        leave(nowNs);
        departures.clear();
        leave(nowNs + 50 * MS);
        assertEquals(4, departures.size(), 1, "3000 octets of burst");
    }

    // Bearers.

    /** R7: half of the port's rate, each bearer at its own; every departure within 10 µs of its ideal. */
    @Test
    void shouldLetBearersLeaveAtTheirRate() {
        final int bearers = 100;
        final ShapedClass ues = new ShapedClass(
            "ues", NO_RATE, NO_RATE, 1, 50_000, OptionalLong.of(8_000_000), List.of(), List.of("port-1"));
        shaper = make(config(1_600_000_000, ues));
        final List<List<Long>> ideal = new ArrayList<>();
        for (int bearer = 0; bearer < bearers; bearer++) {
            nowNs += 7919;
            ideal.add(new ArrayList<>());
            for (int packet = 0; packet < 50; packet++) {
                arriving.sampledNs = bearer + 1;
                offer(1, 996, bearer);
                ideal.get(bearer).add(nowNs + packet * MS);
            }
        }
        final long[] expected = ideal.stream().flatMap(List::stream).mapToLong(Long::longValue).sorted().toArray();
        leave(nowNs + SECOND);
        final long[] actual = departures.stream().mapToLong(Departure::ns).sorted().toArray();
        assertEquals(bearers * 50, actual.length);
        final long[] errors = IntStream.range(0, actual.length)
            .mapToLong(packet -> Math.abs(actual[packet] - expected[packet])).sorted().toArray();
        assertTrue(errors[errors.length * 99 / 100] <= 10_000,
            "99 % within " + errors[errors.length * 99 / 100] + " ns");
    }

    /** R7: fifty thousand of them, and the port is used. */
    @Test
    void shouldUseThePortWithFiftyThousandBearers() {
        final int bearers = 50_000;
        final ShapedClass ues = new ShapedClass(
            "ues", NO_RATE, NO_RATE, 1, 50_000, OptionalLong.of(1_000_000), List.of(), List.of("port-1"));
        shaper = make(config(10_000_000_000L, ues));
        final Random random = new Random(1);
        final long packetNs = 800;
        for (int packet = 0; packet < 400_000; packet++) {
            offer(1, 996, random.nextInt(bearers));
            nowNs += packetNs * 9 / 10;
        }
        leave(nowNs);
        final long fromNs = START_NS + (nowNs - START_NS) / 2;
        assertTrue(octets(1, fromNs, nowNs) >= 0.95 * 10e9 / 8e9 * (nowNs - fromNs),
            () -> "used " + octets(1, fromNs, nowNs) * 8.0 / (nowNs - fromNs) + " Gb/s");
    }

    @Test
    void shouldDropWhatWouldRestTooLong() {
        final ShapedClass ues = new ShapedClass(
            "ues", NO_RATE, NO_RATE, 1, 50_000, OptionalLong.of(8_000_000), List.of(), List.of("port-1"));
        shaper = make(config(1_000_000_000, ues));
        for (int packet = 0; packet < 200; packet++) {
            offer(1, 996, 1);
        }
        offer(1, 996, 2);
        assertEquals(DropReason.SHAPER_DELAY, lastRefusal);
        assertEquals(99, refused[1], 1, "100 ms at 1000 octets a millisecond");
        leave(nowNs + MS / 2);
        assertEquals(2, departures.size(), "another bearer is not concerned");
    }

    // Classes.

    /** Acceptance 4: a tenant that offers ten times its share takes nothing from the other. */
    @Test
    void shouldIsolateTenants() {
        final double[] throughput = new double[2];
        final long[] p99 = new long[2];
        for (int overload = 0; overload < 2; overload++) {
            departures.clear();
            shaper = make(config(100_000_000, tenant(1, OptionalLong.of(50_000_000), NO_RATE, 1),
                tenant(2, OptionalLong.of(50_000_000), NO_RATE, 1)));
            final long fromNs = nowNs;
            final List<Long> delays = offerTenants(overload == 0 ? 1 : 20);
            throughput[overload] = octets(2, fromNs, nowNs) * 8.0 / (nowNs - fromNs);
            p99[overload] = delays.stream().sorted().toList().get(delays.size() * 99 / 100);
            shouldHaveLetEverythingGo();
        }
        assertEquals(1, throughput[1] / throughput[0], 0.01, "throughput of the other tenant");
        assertTrue(p99[1] - p99[0] < MS, () -> "p99 delay of the other tenant: " + p99[0] + ", then " + p99[1] + " ns");
    }

    /** Tenant 2 sends 45 Mb/s with jitter, tenant 1 so many times 25 Mb/s; returns the delays of tenant 2. */
    private List<Long> offerTenants(final int times) {
        final Random random = new Random(5);
        final List<Long> sentNs = new ArrayList<>();
        final long startNs = nowNs;
        for (int packet = 0; packet < 12_000; packet++) {
            nowNs = startNs + packet * 177_777L + random.nextInt(100_000);
            offer(2, 996, -1);
            sentNs.add(nowNs);
            for (int other = 0; other < times / 2 + packet % 2 * (times % 2); other++) {
                offer(1, 996, -1);
            }
        }
        leave(nowNs + SECOND);
        final long[] leftNs = departures.stream().filter(one -> one.ingress == 2).mapToLong(Departure::ns).toArray();
        assertEquals(sentNs.size(), leftNs.length, "the other tenant loses nothing");
        return IntStream.range(0, leftNs.length).mapToObj(k -> leftNs[k] - sentNs.get(k)).toList();
    }

    private void offerBoth(final int milliseconds) {
        for (int k = 0; k < milliseconds * 40; k++) {
            offer(1, 996, -1);
            offer(2, 996, -1);
            nowNs += 25_000;
        }
        leave(nowNs);
    }

    @Test
    void shouldShareWhatIsLeftByWeight() {
        shaper = make(config(100_000_000, tenant(1, OptionalLong.of(10_000_000), NO_RATE, 3),
            tenant(2, OptionalLong.of(10_000_000), NO_RATE, 1)));
        offerBoth(1000);
        final long octets = octets(1, START_NS + SECOND / 2, nowNs) + octets(2, START_NS + SECOND / 2, nowNs);
        assertEquals(6_250_000, octets, 12_500, "all of the port");
        assertEquals(0.7, octets(1, START_NS + SECOND / 2, nowNs) / (double) octets, 0.01, "10 of 100, and 3/4 of 80");
    }

    @Test
    void shouldLendWhatOthersLeave() {
        shaper = make(config(100_000_000, tenant(1, OptionalLong.of(10_000_000), NO_RATE, 1),
            tenant(2, OptionalLong.of(90_000_000), NO_RATE, 1)));
        for (int k = 0; k < 40_000; k++) {
            offer(1, 996, -1);
            nowNs += 25_000;
        }
        leave(nowNs);
        assertEquals(100e6, octets(1, START_NS, nowNs) * 8.0, 1e6);
    }

    @Test
    void shouldKeepAClassBelowItsMaximum() {
        shaper = make(config(100_000_000, tenant(1, NO_RATE, OptionalLong.of(20_000_000), 1),
            tenant(2, NO_RATE, OptionalLong.of(30_000_000), 1)));
        offerBoth(1000);
        assertEquals(1, octets(1, START_NS, nowNs) * 8 / 20e6, 0.01);
        assertEquals(1, octets(2, START_NS, nowNs) * 8 / 30e6, 0.01);
    }

    // Classes within classes.

    /** Two tenants of a slice that has 60 Mb/s of 100; beside it is what is in no class. */
    private static ShaperConfig slice(final OptionalLong maximum) {
        return config(100_000_000,
            tenant(1, OptionalLong.of(40_000_000), NO_RATE, 3).within("slice"),
            tenant(2, OptionalLong.of(20_000_000), NO_RATE, 1).within("slice"),
            new ShapedClass("slice", OptionalLong.of(60_000_000), maximum, 1, 8000, NO_RATE, List.of(), List.of()));
    }

    /** Ports offer what the whole port takes, for a second; Mb/s that left, of nobody's and both tenants'. */
    private List<Long> sharesOf(final int... ports) {
        for (int packet = 0; packet < 12_500; packet++) {
            nowNs = START_NS + packet * SECOND / 12_500;
            for (final int port : ports) {
                offer(port, 996, -1);
            }
        }
        return IntStream.range(0, 3).mapToObj(port ->
            Math.round(octets(port, START_NS + SECOND / 5, nowNs) * 8 / 0.8e6)).toList();
    }

    @Test
    void shouldShareWhatASliceHasAmongItsTenants() {
        shaper = make(slice(NO_RATE));
        assertEquals(List.of(20L, 55L, 25L), sharesOf(0, 1, 2),
            "the slice 60 and half of the rest; of that tenants 40 and 20, and of the rest three quarters and one");
        assertEquals(status.shaperCounters("out 1").packets().get() + status.shaperCounters("out 2").packets().get(),
            status.shaperCounters("out 3").packets().get());
    }

    @Test
    void shouldLendFirstWithinTheSlice() {
        shaper = make(slice(NO_RATE));
        assertEquals(List.of(20L, 0L, 80L), sharesOf(0, 2));
    }

    @Test
    void shouldLendToOthersWhatASliceLeaves() {
        shaper = make(slice(NO_RATE));
        assertEquals(List.of(100L, 0L, 0L), sharesOf(0));
    }

    @Test
    void shouldKeepTenantsTogetherWithinTheMaximumOfTheirSlice() {
        shaper = make(slice(OptionalLong.of(66_000_000)));
        final List<Long> shares = sharesOf(0, 1, 2);
        assertEquals(34, shares.get(0), 1);
        assertEquals(66, shares.get(1) + shares.get(2), 1);
    }

    @Test
    void shouldDropWhatItsClassHasNoRoomFor() {
        shaper = make(config(1_000_000, tenant(1, NO_RATE, NO_RATE, 1), tenant(2, NO_RATE, NO_RATE, 1)));
        for (int packet = 0; packet < 5000; packet++) {
            offer(1, 996, -1);
        }
        offer(2, 996, -1);
        assertEquals(999, refused[1], "4000 rest, and one has left");
        assertEquals(0, refused[2]);
        assertEquals(DropReason.SHAPER_FULL, lastRefusal);
        assertEquals(999, status.shaperCounters("out 1").dropped().get());
    }

    // Marks, and change.

    @Test
    void shouldTellThoseThatCanBeToldWhoWaitedLong() {
        shaper = make(new ShaperConfig("out", 8_000_000, 3000, Length.L2, 1000, 100, 5, List.of()));
        for (int packet = 0; packet < 20; packet++) {
            offer(0, 996, -1, Frames.ethernet().vlan(packet).ipv4("10.0.0.1", "10.0.0.2").trafficClass(packet % 2 * 2)
                .udp(1, 2).payload(950).bytes());
        }
        final List<Integer> classes = new ArrayList<>();
        leaving.size = 0;
        shaper.poll(leaving, nowNs + SECOND);
        for (int i = 0; i < leaving.size; i++) {
            classes.add((int) memory.bytes().get(ValueLayout.JAVA_BYTE, leaving.position[i] + 19));
        }
        memory.free(leaving.handle, 0, leaving.size);
        assertEquals(List.of(2, 0, 2, 0, 2, 0, 3, 0, 3, 0, 3, 0, 3, 0, 3, 0, 3, 0, 3), classes);
        assertEquals(7, status.shaperCounters("out 0").marked().get());
    }

    // Early drop.

    private static final ShaperConfig.EarlyDrop CODEL = new ShaperConfig.EarlyDrop(5_000, 100, true);

    /**
     * A sender that goes faster by a packet each tenth of a second, and at half its rate when it was told; the port
     * takes a packet each millisecond. Returns how long packets rested, of the second half, in order.
     */
    private long[] adapt(final byte[] frame) {
        double perRound = 50;
        for (int round = 0; round < 600; round++) {
            final long before = droppedEarly + status.shaperCounters("out 0").marked().get() + refused[0];
            final long startNs = nowNs;
            for (int packet = 0; packet < (int) perRound; packet++) {
                nowNs = startNs + (long) (packet * 100 * MS / perRound);
                offer(0, 996, -1, frame);
            }
            nowNs = startNs + 100 * MS;
            leave(nowNs);
            final boolean told = before < droppedEarly + status.shaperCounters("out 0").marked().get() + refused[0];
            perRound = told ? Math.max(1, perRound / 2) : perRound + 1;
        }
        return restedNs.subList(restedNs.size() / 2, restedNs.size()).stream().mapToLong(ns -> ns).sorted().toArray();
    }

    @Test
    void shouldKeepTheQueueOfWhoAdaptsShort() {
        shaper = make(config(8_000_000));
        final long[] without = adapt(new byte[0]);
        assertTrue(without[without.length / 2] > 1_000 * MS, "a queue stands: " + without[without.length / 2]);
        shouldHaveLetEverythingGo();
        restedNs.clear();
        departures.clear();
        shaper = make(config(8_000_000).withEarlyDrop(CODEL));
        final long fromNs = nowNs;
        final long[] with = adapt(new byte[0]);
        assertTrue(with[with.length / 2] < 20 * MS, "it does not: " + with[with.length / 2]);
        assertTrue(octets(0, fromNs, nowNs) > 0.75 * (nowNs - fromNs) / 1e3, "and the port is used");
        assertEquals(droppedEarly, status.shaperCounters("out 0").early().get());
        assertTrue(droppedEarly > 10);
    }

    @Test
    void shouldTellInsteadOfDropWhoUnderstands() {
        shaper = make(config(8_000_000).withEarlyDrop(CODEL));
        final byte[] capable =
            Frames.ethernet().ipv4("10.0.0.1", "10.0.0.2").trafficClass(2).udp(1, 2).payload(950).bytes();
        final long[] rested = adapt(capable);
        assertTrue(rested[rested.length / 2] < 20 * MS);
        assertEquals(0, droppedEarly);
        assertTrue(status.shaperCounters("out 0").marked().get() > 10);
    }

    /** Who does not adapt is dropped more and more, and the bearer beside it nothing. */
    @Test
    void shouldDropOfTheBearerWhoseQueueStands() {
        final ShapedClass bearers = new ShapedClass("tenant-1", NO_RATE, NO_RATE, 1, 4000, OptionalLong.of(4_000_000),
            List.of(), List.of("port-1"));
        shaper = make(config(80_000_000, bearers).withEarlyDrop(CODEL));
        for (int packet = 0; packet < 3000; packet++) {
            nowNs += MS;
            offer(1, 996, 7);
            if (packet % 4 == 0) {
                offer(1, 996, 8);
            }
        }
        leave(nowNs + SECOND);
        assertTrue(droppedEarly > 100, "dropped early: " + droppedEarly);
        assertEquals(3750 - refused[1], droppedEarly + departures.size());
    }

    @Test
    void shouldGoOnWithWhatRestsUnderAnotherRate() {
        shaper = make(config(8_000_000, tenant(1, NO_RATE, NO_RATE, 1), tenant(2, NO_RATE, NO_RATE, 1)));
        for (int packet = 0; packet < 100; packet++) {
            offer(1 + packet % 2, 996, -1);
        }
        leave(nowNs + 10 * MS);
        assertEquals(11, departures.size());
        final Shaper former = shaper;
        shaper = make(config(16_000_000, tenant(2, NO_RATE, NO_RATE, 1)));
        assertTrue(shaper.adopt(former));
        assertEquals(0, former.resting());
        leave(nowNs + 20 * MS);
        assertEquals(11 + 19, departures.size(), 1);
        final long[] gaps = IntStream.range(1, departures.size())
            .mapToLong(k -> departures.get(k).ns - departures.get(k - 1).ns).toArray();
        assertTrue(Arrays.stream(gaps).min().orElseThrow() >= MS / 2 - 1, "no burst");
    }

    @Test
    void shouldKeepItsQueuesWhereNothingChanges() {
        shaper = make(config(8_000_000));
        for (int packet = 0; packet < 10; packet++) {
            offer(0, 996, -1);
        }
        final Shaper former = shaper;
        shaper = make(config(8_000_000));
        assertTrue(shaper.adopt(former));
        assertEquals(9, shaper.resting());
        leave(nowNs + 9 * MS);
        assertEquals(LongStream.range(0, 10).map(k -> START_NS + k * MS).boxed().toList(),
            departures.stream().map(Departure::ns).toList());
    }

    @Test
    void shouldLetEverythingGoWithAClockThatWentBack() {
        shaper = make(config(8_000_000));
        for (int packet = 0; packet < 10; packet++) {
            offer(0, 996, -1);
        }
        leave(nowNs - SECOND);
        assertEquals(10, departures.size());
        nowNs -= SECOND;
        offer(0, 996, -1);
        leave(nowNs);
        assertEquals(11, departures.size());
    }
}
