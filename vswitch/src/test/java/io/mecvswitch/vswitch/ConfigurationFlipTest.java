package io.mecvswitch.vswitch;

import static io.mecvswitch.vswitch.Configs.ask;
import static io.mecvswitch.vswitch.Configs.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.BearerUpdate;
import io.mecvswitch.config.DataplaneConfig;
import io.mecvswitch.config.GtpuConfig;
import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.PortConfig;
import io.mecvswitch.config.PortConfig.Role;
import io.mecvswitch.config.PushConfig;
import io.mecvswitch.config.RuleAction;
import io.mecvswitch.config.RuleConfig;
import io.mecvswitch.config.SwitchConfig;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.stage.Placement;
import io.mecvswitch.stage.StageName;
import io.mecvswitch.status.Conservation;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No packet under a mixture of two configurations: rules, ports, tables and bearers flip under traffic, and each packet
 * tells by itself which version of each thing it met.
 *
 * <pre>
 *   packet of          what it tells                                                     by which stage
 *   UE 1, uplink       egress port, destination MAC, source MAC, VLAN, inner DSCP        Classify, Decapsulate, Rewrite
 *   UE 2, 4, downlink  outer DSCP; and of its bearer: endpoint, TEID, TTL, QFI           Encapsulate; MatchBearer
 *   UE 3, uplink       popped where rule and bearer are there, passed where both are not: never dropped
 * </pre>
 *
 * <p>The bearer of UE 4 changes at run time, those of the others by commits. A packet that met two versions shows a
 * combination that no configuration has. Packets are numbered: none is lost, and of two that came by one port the later
 * one never met the earlier version. What waits in a handoff when a version is published still shows the one it was
 * received under.
 */
class ConfigurationFlipTest {
    private static final String ENB = "192.0.2.1";
    private static final String CORE = "192.0.2.100";
    private static final String EDGE = "198.51.100.7";
    private static final List<String> PORTS = List.of("access", "core", "app", "app2");
    private static final List<StageName> ALL_CUTS = List.copyOf(EnumSet.complementOf(EnumSet.of(StageName.TRANSMIT)));
    private static final int STATES = 40;
    private static final int FLIPS = 120;

    /** A switch, whoever steps it. */
    private interface Flipped {
        void apply(SwitchConfig config);

        void update(BearerUpdate update);

        MemoryPort port(String name);

        /** Lets something happen; returns whether all that was offered has been received, for certain. */
        boolean proceed();

        /** Lets everything leave. */
        void finish();
    }

    /** When a packet came: versions of configuration and bearer when it was offered, and the last it can have met. */
    private static final class Offer {
        private final int version;
        private final int state;
        private int last = Integer.MAX_VALUE;

        Offer(final int version, final int state) {
            this.version = version;
            this.state = state;
        }
    }

    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private final List<Offer> offered = new ArrayList<>();
    private final Random random = new Random(5);
    private int version;
    private int received;
    private int seen;
    private int lastUp;
    private int lastDown;
    // by UE
    private final int[] state = new int[5];
    private final int[] lastState = new int[5];

    // What there is to flip.

    private static MacAddress mac(final int kind, final int of) {
        return new MacAddress(0x0200_0000_0000L + ((long) kind << 24) + of);
    }

    private static PortConfig application(final String name, final int version) {
        final PortConfig plain = Configs.port(name, Role.APPLICATION);
        return new PortConfig(name, plain.role(), plain.device(), true, plain.mtu(), true, plain.mac(),
            Optional.of(mac(1, version / 2)));
    }

    /** Every other flip is of rules alone; UE 3 comes and goes. */
    private SwitchConfig config() {
        final List<RuleConfig> rules = new ArrayList<>(List.of(
            rule("ue-1", 5, new RuleAction.ForwardDecapsulated(application()),
                ask().innerSource("10.45.0.1/32").match()).withRewrite(new HeaderRewrite(
                    Optional.of(mac(2, version)), Optional.empty(),
                    new TagRewrite.Push(TagRewrite.Type.C_VLAN, 1 + version, 0, false), Optional.of(version % 64))),
            rule("others", 5, new RuleAction.ForwardDecapsulated("app"), ask().innerSource("10.45.0.2/32").match(),
                ask().innerSource("10.45.0.4/32").match())));
        final List<BearerConfig> bearers = new ArrayList<>(List.of(bearer(1), bearer(2)));
        if (version % 3 != 0) {
            rules.add(rule("ue-3", 5, new RuleAction.ForwardDecapsulated("app"),
                ask().innerSource("10.45.0.3/32").match()));
            bearers.add(bearer(3));
        }
        versions.put(application() + " " + mac(1, version / 2) + " " + mac(2, version) + " " + (1 + version) + " "
            + version % 64, version);
        return new SwitchConfig(DataplaneConfig.DEFAULT, List.of(Configs.port("access", Role.ACCESS),
            Configs.port("core", Role.CORE), application("app", version), application("app2", version)),
            List.of(new WireConfig("wire", "access", "core")), rules, bearers,
            new GtpuConfig(List.of(), false, Map.of(), Map.of(0, version / 2 % 64)));
    }

    private String application() {
        return version % 2 == 0 ? "app" : "app2";
    }

    private BearerConfig bearer(final int ue) {
        final String endpoint = "192.0.2." + (1 + state[ue] % STATES);
        final int ttl = 100 + state[ue] % STATES;
        final int qfi = state[ue] % STATES;
        final long teid = 0x8000_0000L + 16L * state[ue] + ue;
        states.put(ue + " " + endpoint + " " + teid + " " + ttl + " " + qfi, state[ue]);
        return new BearerConfig("ue-" + ue, IpAddress.parse("10.45.0." + ue), IpAddress.parse(CORE), ue,
            IpAddress.parse(endpoint), teid, OptionalInt.of(qfi), Optional.empty(),
            new PushConfig(false, PushConfig.SourcePort.FIXED, PushConfig.Dscp.INNER, ttl));
    }

    // Traffic: each packet has its number in the last four octets.

    private void offer(final Flipped vswitch, final String port, final int ue, final Frames frames) {
        final byte[] text = new byte[20];
        ByteBuffer.wrap(text).putInt(16, offered.size());
        offered.add(new Offer(version, state[ue]));
        vswitch.port(port).offer(frames.payload(text).bytes());
    }

    private void offer(final Flipped vswitch) {
        for (int i = random.nextInt(20); i >= 0; i--) {
            final int up = random.nextInt(3) == 0 ? 3 : 1;
            offer(vswitch, "access", up, up(up));
            final int down = 2 + 2 * random.nextInt(2);
            offer(vswitch, "app", down, Frames.ethernet().ipv4(EDGE, "10.45.0." + down).udp(1, 2));
        }
        if (vswitch.proceed()) {
            for (; received < offered.size(); received++) {
                offered.get(received).last = version;
            }
        }
    }

    private static Frames up(final int ue) {
        return Frames.ethernet().ipv4(ENB, CORE).udp(2152, 2152).gtpu(ue).ipv4("10.45.0." + ue, EDGE).udp(1, 2);
    }

    // What left.

    private void look(final Flipped vswitch) {
        final Map<Integer, Consumer<Integer>> shown = new HashMap<>();
        for (final String port : PORTS) {
            vswitch.port(port).takeSent().forEach(frame -> shown.put(number(frame.bytes()), what(port, frame.bytes())));
        }
        shown.keySet().stream().sorted().forEach(packet -> shown.get(packet).accept(packet));
        seen += shown.size();
    }

    private static int number(final byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(frame.length - 4);
    }

    private Consumer<Integer> what(final String port, final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (port.equals("access")) {
            return packet -> lookDown(packet, bytes);
        }
        if (bytes.getShort(12) == (short) 0x8100) {
            return packet -> lookUp(packet, port, bytes);
        }
        return packet -> assertEquals(port.equals("app") ? 34 + 20 + 8 : 50 + 20 + 8 + 20, frame.length,
            "of UE 3, popped or passed");
    }

    private void lookUp(final int packet, final String port, final ByteBuffer frame) {
        final String shows = port + " " + new MacAddress(frame.getLong(0) >>> 16) + " "
            + new MacAddress(frame.getLong(6) >>> 16) + " " + (frame.getShort(14) & 0xfff) + " "
            + ((frame.get(19) & 0xff) >>> 2);
        final Offer offer = offered.get(packet);
        lastUp = later(packet, versions.get(shows), shows, offer.version, Math.min(version, offer.last), lastUp);
    }

    private void lookDown(final int packet, final ByteBuffer frame) {
        final Offer offer = offered.get(packet);
        final int ue = frame.get(77);
        final String shows = ue + " " + new IpAddress(4, 0, frame.getInt(30) & 0xffff_ffffL) + " "
            + (frame.getInt(46) & 0xffff_ffffL) + " " + (frame.get(22) & 0xff) + " " + (frame.get(56) & 0x3f);
        lastState[ue] = later(packet, states.get(shows), shows, offer.state, state[ue], lastState[ue]);
        final int half = (frame.get(15) & 0xff) >>> 2;
        lastDown = later(
            packet, half, "outer DSCP " + half, offer.version / 2, Math.min(version, offer.last) / 2, lastDown);
    }

    /** One version, none before that of the packet in front, that could be met since this one was offered. */
    private static int later(final int packet, final Integer met, final String shows, final int first, final int last,
        final int before) {
        assertTrue(met != null, () -> "packet " + packet + " shows a mixture: " + shows);
        assertTrue(met >= Math.max(first, before) && met <= last,
            () -> "packet " + packet + " met " + met + ", not " + first + " to " + last + ", none before " + before);
        return met;
    }

    // The flips.

    private void flip(final Flipped vswitch, final int flips) {
        vswitch.apply(config());
        vswitch.update(new BearerUpdate.Put(bearer(4)));
        for (final int ue : new int[] {2, 4}) {
            offer(vswitch, "access", ue, up(ue));
        }
        vswitch.finish();
        assertEquals(2, vswitch.port("app").takeSent().size(), "the way back is known");
        seen = offered.size();
        for (int i = 0; i < flips; i++) {
            offer(vswitch);
            version++;
            state[2] += random.nextInt(2);
            vswitch.apply(config());
            offer(vswitch);
            state[4]++;
            vswitch.update(new BearerUpdate.Put(bearer(4)));
            offer(vswitch);
            if (random.nextBoolean()) {
                vswitch.finish();
                look(vswitch);
            }
        }
        vswitch.finish();
        look(vswitch);
        assertEquals(offered.size(), seen, "packets that left");
    }

    /** Seeds decide which lane is stepped when; each cut is a handoff in which packets wait while all flips. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNotMixVersionsWhicheverLaneIsStepped(final int seed) {
        final SteppedSwitch vswitch = new SteppedSwitch(
            seed == 1 ? Placement.UNCUT : new Placement(Set.copyOf(ALL_CUTS)), 4 << seed % 3, seed);
        flip(stepped(vswitch), 60);
        assertEquals(Map.of(), vswitch.drops());
        vswitch.assertConserved();
    }

    private Flipped stepped(final SteppedSwitch vswitch) {
        return new Flipped() {
            @Override
            public void apply(final SwitchConfig config) {
                vswitch.apply(config);
            }

            @Override
            public void update(final BearerUpdate update) {
                assertEquals(List.of(), vswitch.update(update));
            }

            @Override
            public MemoryPort port(final String name) {
                return vswitch.port(name);
            }

            /** Packets are received and wait in handoffs, or wait to be received. */
            @Override
            public boolean proceed() {
                final boolean all = random.nextInt(4) != 0;
                if (all) {
                    vswitch.receiveAll();
                }
                return all;
            }

            @Override
            public void finish() {
                vswitch.run();
            }
        };
    }

    /** A packet has six bits to show of which version it is, two of which look alike. */
    private static IntStream switches() {
        return IntStream.range(0, Integer.getInteger("mecvswitch.flips", FLIPS) / FLIPS);
    }

    /** Three workers and a control thread that flips as fast as it can; -Dmecvswitch.flips=10000 for more switches. */
    @ParameterizedTest
    @MethodSource("switches")
    @Timeout(60)
    void shouldNotMixVersionsUnderThreads(final int number) {
        random.setSeed(number);
        try (SharedPorts ports = new SharedPorts(); StatusFile status = StatusFile.inMemory();
            Switch vswitch = new Switch(new DataplaneConfig(List.of(0, 0, 0),
                Optional.of(List.of(StageName.CLASSIFY, StageName.MATCH_BEARER)), DataplaneConfig.Idle.BACK_OFF, 8, 8,
                4_096, false), ports, status)) {
            flip(threaded(vswitch, ports), FLIPS);
            assertEquals(0, vswitch.stop());
            assertTrue(Conservation.of(status.reader().snapshot()).holds());
        }
    }

    /** Three lines with a worker each, between which packets change. */
    @ParameterizedTest
    @MethodSource("switches")
    @Timeout(60)
    void shouldNotMixVersionsUnderThreadsOfSeveralLines(final int number) {
        random.setSeed(number);
        final DataplaneConfig layout = new DataplaneConfig(
            List.of(), Optional.empty(), DataplaneConfig.Idle.BACK_OFF, 8, 8, 4_096, false)
            .withLines(3, DataplaneConfig.Spread.UE);
        try (SharedPorts ports = new SharedPorts(); StatusFile status = StatusFile.inMemory();
            Switch vswitch = new Switch(layout, ports, status)) {
            flip(threaded(vswitch, ports), FLIPS);
            assertEquals(0, vswitch.stop());
            assertTrue(Conservation.of(status.reader().snapshot()).holds());
        }
    }

    private Flipped threaded(final Switch vswitch, final SharedPorts ports) {
        return new Flipped() {
            @Override
            public void apply(final SwitchConfig config) {
                vswitch.apply(config.withDataplane(vswitch.running().dataplane()));
            }

            @Override
            public void update(final BearerUpdate update) {
                assertEquals(List.of(), vswitch.updateBearers(List.of(update)));
            }

            @Override
            public MemoryPort port(final String name) {
                return ports.open.get(name);
            }

            @Override
            public boolean proceed() {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(200)));
                return false;
            }

            /** What was offered has been received, and all that was received has left. */
            @Override
            public void finish() {
                while (ports.open.values().stream().anyMatch(port -> port.waiting() > 0)
                    || ports.memory.available() != ports.memory.capacity()) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
                }
            }
        };
    }

    /** Ports whose buffers any thread may take and give back. */
    private static final class SharedPorts implements PortProvider {
        private final SharedMemory memory = new SharedMemory(new ArrayMemory(4_096, 2_048 + MemoryPort.HEADROOM));
        private final Map<String, MemoryPort> open = new ConcurrentHashMap<>();

        @Override
        public PacketMemory memory() {
            return memory;
        }

        @Override
        public Port open(final PortConfig config, final int queues) {
            return open.computeIfAbsent(config.name(), name -> new MemoryPort(name, memory));
        }

        @Override
        public void enterWorker(final int cpu) {
        }

        @Override
        public void leaveWorker() {
        }

        @Override
        public void close() {
        }
    }

    private static final class SharedMemory extends PacketMemory {
        private final ArrayMemory buffers;

        SharedMemory(final ArrayMemory buffers) {
            super(buffers.bytes());
            this.buffers = buffers;
        }

        @Override
        public long bufferStart(final long handle) {
            return buffers.bufferStart(handle);
        }

        @Override
        public long bufferEnd(final long handle) {
            return buffers.bufferEnd(handle);
        }

        @Override
        public synchronized boolean allocate(final long[] handles, final int count) {
            return buffers.allocate(handles, count);
        }

        @Override
        public synchronized void free(final long[] handles, final int from, final int count) {
            buffers.free(handles, from, count);
        }

        @Override
        public synchronized int available() {
            return buffers.available();
        }

        @Override
        public int capacity() {
            return buffers.capacity();
        }
    }
}
