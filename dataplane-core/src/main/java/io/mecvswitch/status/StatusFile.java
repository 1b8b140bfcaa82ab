package io.mecvswitch.status;

import io.mecvswitch.lane.LaneCounters;
import io.mecvswitch.stage.DropReason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The counters and distinct errors of this process, in a file that others map and read.
 *
 * <p>Control makes it and asks it for counters; lanes add to those they are given. Asking twice for the same counters
 * gives the same ones, so a new configuration goes on counting where the old one stopped. Only the
 * {@link #errorHandler} may be called by any thread.
 *
 * <p>The memory stays mapped as long as anybody holds a counter: a lane that counts too late writes where nobody looks,
 * and does no harm.
 */
public final class StatusFile implements AutoCloseable {
    /** Counters a file holds unless told otherwise: 100 000 rules with two each, and sixty thousand more. */
    public static final int DEFAULT_CAPACITY = 262_144;

    static final int KEY_OFFSET = 0;
    static final int SUB_KEY_OFFSET = Integer.BYTES;

    private static final int IN_MEMORY_CAPACITY = 4_096;
    private static final int ERRORS_LENGTH = 1 << 20;
    /** A freed counter rests so long, that no reader takes the next owner's value for the last one's. */
    private static final long REUSE_AFTER_MS = 1_000;

    private final Path path;
    private final StatusHeader header;
    private final EpochClock clock;
    private final CountersManager counters;
    private final CounterRows rows;
    private final MemorySegment rowMemory;
    private final DistinctErrorLog errorLog;
    private final Map<PortQueue, PortCounters> ports = new HashMap<>();
    private final Map<String, DeviceCounters> devices = new HashMap<>();
    private final Map<String, LatencyCounters> latencies = new HashMap<>();
    private final Map<String, AtomicCounter> refused = new HashMap<>();
    private final Map<String, DrainCounters> drains = new HashMap<>();
    private final Map<String, ShaperCounters> shapers = new HashMap<>();
    private final Map<String, LimiterCounters> limiters = new HashMap<>();
    private final Map<String, RuleCounters> rules = new HashMap<>();
    /** Of lines behind the first, by name and line. */
    private final Map<String, Map<Integer, RuleCounters>> otherRules = new HashMap<>();
    private final Map<String, Map<Integer, SliceCounters>> otherSlices = new HashMap<>();
    private final Map<String, Map<Integer, AtomicCounter>> otherRefused = new HashMap<>();
    private final Map<String, Map<Integer, AtomicCounter>> otherTurnedAway = new HashMap<>();
    private final Map<String, PathCounters> paths = new HashMap<>();
    private final Map<String, AtomicCounter> endMarkers = new HashMap<>();
    private final Map<String, BridgeCounters> bridges = new HashMap<>();
    private final Map<String, VifCounters> vifs = new HashMap<>();
    private final Map<String, SliceCounters> slices = new HashMap<>();
    private final Map<String, ChainCounters> chains = new HashMap<>();
    private final Map<String, HopCounters> hops = new HashMap<>();
    private final Map<String, MemberCounters> members = new HashMap<>();
    private final Map<Integer, LaneCounters> lanes = new HashMap<>();
    private final Map<Integer, AtomicCounter> handoffs = new HashMap<>();
    private final Map<LearningEvent, AtomicCounter> learning = new EnumMap<>(LearningEvent.class);
    private final AtomicCounter[] dropped;
    private final AtomicCounter probePackets;
    private final AtomicCounter probeBytes;
    private final AtomicCounter copied;
    private final AtomicCounter punted;
    private final AtomicCounter resting;
    private long allocations;
    /** Counters that were in use at some time. */
    private int everUsed;
    private int ruleNumbers;
    private int pathNumbers;
    private int endpointNumbers;
    private int bridgeNumbers;
    private int vifNumbers;
    private int sliceNumbers;
    private int limiterNumbers;
    private int shaperNumbers;
    private int chainNumbers;
    private int hopNumbers;
    private int memberNumbers;

    private record PortQueue(String port, int queue) { }

    private StatusFile(final Path path, final StatusHeader header, final EpochClock clock) {
        this.path = path;
        this.header = header;
        this.clock = clock;
        this.counters = new CountersManager(
            header.labels(), header.values(), StandardCharsets.UTF_8, clock, REUSE_AFTER_MS);
        this.rowMemory = header.rowMemory();
        this.rows = new CounterRows((int) rowMemory.byteSize(), clock, REUSE_AFTER_MS);
        this.errorLog = new DistinctErrorLog(header.errors(), clock);
        this.dropped = Arrays.stream(DropReason.values())
            .map(reason -> counter(CounterType.DROPPED, reason.ordinal(), reason.name()))
            .toArray(AtomicCounter[]::new);
        this.probePackets = counter(CounterType.PROBE_PACKETS, 0, "probes");
        this.probeBytes = counter(CounterType.PROBE_BYTES, 0, "probes");
        this.copied = counter(CounterType.COPIED, 0, "copied");
        this.punted = counter(CounterType.PUNTED, 0, "punted");
        this.resting = counter(CounterType.RESTING, 0, "resting");
    }

    /**
     * Where a switch of this name keeps its status file: in memory where the system has a place for that.
     *
     * @param instance name of the switch on this machine
     */
    public static Path pathOf(final String instance) {
        final Path shared = Path.of("/dev/shm");
        final Path folder = Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
        return folder.resolve("mec-vswitch-" + instance + ".status");
    }

    /** {@link #create(Path, int)} with room for {@link #DEFAULT_CAPACITY} counters. */
    public static StatusFile create(final Path path) {
        return create(path, DEFAULT_CAPACITY);
    }

    /**
     * Makes a file. What a dead process left there is replaced.
     *
     * <p>It appears under its name when it is complete. Its pages take memory only once they are used.
     *
     * @param path     where
     * @param capacity counters it holds at most
     * @throws StatusException if a running process has it, or if it can't be made
     */
    public static StatusFile create(final Path path, final int capacity) {
        refuseIfInUse(path);
        final Path draft = path.resolveSibling(
            path.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            return create(path, draft, capacity);
        } catch (final IOException e) {
            throw new StatusException("The status file " + path + " can't be made (" + e
                + "). Make room for it, or give this switch another name.", e);
        }
    }

    private static void refuseIfInUse(final Path path) {
        if (Files.exists(path)) {
            final ProcessIdentity owner = StatusReader.map(path).process();
            if (owner.alive()) {
                throw new StatusException("A switch of this name runs already: process " + owner.pid() + " writes "
                    + path + ". Stop it, or give this one another name.");
            }
        }
    }

    private static StatusFile create(final Path path, final Path draft, final int capacity) throws IOException {
        try {
            final EpochClock clock = SystemEpochClock.INSTANCE;
            final StatusFile status = new StatusFile(path, initialise(map(draft, capacity), capacity, clock), clock);
            status.header.complete();
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            return status;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static ByteBuffer map(final Path draft, final int capacity) throws IOException {
        try (FileChannel channel = FileChannel.open(draft,
            StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, StatusHeader.fileLength(capacity, ERRORS_LENGTH));
        }
    }

    private static StatusHeader initialise(final ByteBuffer file, final int capacity, final EpochClock clock) {
        final StatusHeader header = new StatusHeader(file);
        header.initialise(capacity, ERRORS_LENGTH, ProcessIdentity.current(), clock.time());
        return header;
    }

    /** One that no other process can see: for tests, and tools that read it themselves. */
    public static StatusFile inMemory() {
        return inMemory(IN_MEMORY_CAPACITY);
    }

    /**
     * {@link #inMemory()} with room for so many counters.
     *
     * @param capacity counters it holds at most
     */
    public static StatusFile inMemory(final int capacity) {
        return inMemory(capacity, SystemEpochClock.INSTANCE);
    }

    static StatusFile inMemory(final int capacity, final EpochClock clock) {
        final ByteBuffer memory =
            ByteBuffer.allocateDirect(Math.toIntExact(StatusHeader.fileLength(capacity, ERRORS_LENGTH)));
        return new StatusFile(null, initialise(memory, capacity, clock), clock);
    }

    /**
     * Counters of a queue of a port. They stay for good, so that the packets of a port that was removed are still
     * accounted for.
     *
     * @param index of the port in the configuration, for the order in which ports are shown
     * @param name  of the port
     */
    public PortCounters portCounters(final int index, final String name, final int queue) {
        return ports.computeIfAbsent(new PortQueue(name, queue), _ -> {
            require(4);
            return new PortCounters(
                counter(CounterType.PORT_RX_PACKETS, index, queue, name),
                counter(CounterType.PORT_RX_BYTES, index, queue, name),
                counter(CounterType.PORT_TX_PACKETS, index, queue, name),
                counter(CounterType.PORT_TX_BYTES, index, queue, name));
        });
    }

    /** What the device of a port counts by itself. */
    public DeviceCounters deviceCounters(final int index, final String name) {
        return devices.computeIfAbsent(name, _ -> {
            require(5);
            return new DeviceCounters(
                counter(CounterType.DEVICE_RX_MISSED, index, name),
                counter(CounterType.DEVICE_RX_ERRORS, index, name),
                counter(CounterType.DEVICE_RX_NO_BUFFER, index, name),
                counter(CounterType.DEVICE_TX_ERRORS, index, name),
                counter(CounterType.DEVICE_LINK, index, name));
        });
    }

    /** What may not come in by a port, because of the addresses it comes from. */
    public AtomicCounter refusedCounter(final int index, final String name) {
        return refused.computeIfAbsent(name, _ -> counter(CounterType.PORT_REFUSED, index, name));
    }

    /** {@link #refusedCounter(int, String)} of one of several lines. */
    public AtomicCounter refusedCounter(final int index, final String name, final int line) {
        return line == 0 ? refusedCounter(index, name) : ofLine(otherRefused, name, line,
            () -> counter(CounterType.PORT_REFUSED, index, line, name));
    }

    /** What one of several lines turned away from a port that drains. */
    public AtomicCounter turnedAwayCounter(final int index, final String name, final int line) {
        return line == 0 ? drainCounters(index, name).turnedAway() : ofLine(otherTurnedAway, name, line,
            () -> counter(CounterType.PORT_TURNED_AWAY, index, line, name));
    }

    /** How far a port is drained, which begins with the first time this is asked for. */
    public DrainCounters drainCounters(final int index, final String name) {
        return drains.computeIfAbsent(name, _ -> {
            require(2);
            final AtomicCounter since = counter(CounterType.PORT_DRAIN_SINCE, index, name);
            since.setRelease(clock.time());
            return new DrainCounters(since, counter(CounterType.PORT_TURNED_AWAY, index, name));
        });
    }

    /**
     * Frees the drain counters of all other ports. Only when no lane runs a configuration any more that has them.
     *
     * @param names of the ports that drain
     */
    public void retainDrains(final Set<String> names) {
        retain(drains, names, drain -> List.of(drain.since(), drain.turnedAway()));
        retain(otherTurnedAway, names, lines -> List.copyOf(lines.values()));
    }

    /** Time in the switch of what leaves by a port. */
    public LatencyCounters latencyCounters(final int index, final String name) {
        return latencies.computeIfAbsent(name, _ -> {
            require(6);
            return new LatencyCounters(
                counter(CounterType.LATENCY_P50, index, name),
                counter(CounterType.LATENCY_P99, index, name),
                counter(CounterType.LATENCY_P999, index, name),
                counter(CounterType.LATENCY_P9999, index, name),
                counter(CounterType.LATENCY_MAX, index, name),
                counter(CounterType.LATENCY_SAMPLES, index, name));
        });
    }

    /**
     * Frees the device, latency and refusal counters of all other ports.
     *
     * @param names of the ports of the configuration that all lanes now run
     */
    public void retainPorts(final Set<String> names) {
        retain(devices, names, device -> List.of(device.rxMissed(), device.rxErrors(), device.rxNoBuffer(),
            device.txErrors(), device.link()));
        retain(latencies, names, latency -> List.of(latency.p50(), latency.p99(), latency.p999(),
            latency.p9999(), latency.max(), latency.samples()));
        retain(refused, names, List::of);
        retain(otherRefused, names, lines -> List.copyOf(lines.values()));
    }

    /** Memory of what rules and limiters count, for a lane that counts by many of them; their counters say where. */
    public MemorySegment rowMemory() {
        return rowMemory;
    }

    /** Hits of a rule, by its name. */
    public RuleCounters ruleCounters(final String name) {
        return rules.computeIfAbsent(name, _ -> {
            require(2);
            return ruleCounters(name, ruleNumbers++, 0);
        });
    }

    /** Hits of a rule in one of several lines: readers add them up. */
    public RuleCounters ruleCounters(final String name, final int line) {
        final RuleCounters first = ruleCounters(name);
        return line == 0 ? first : ofLine(otherRules, name, line, () -> {
            require(2);
            return ruleCounters(name, keyOf(first.packets()), line);
        });
    }

    private RuleCounters ruleCounters(final String name, final int number, final int line) {
        final int place = row(CounterRows.Use.RULE, line, 2);
        return new RuleCounters(inRow(place, CounterType.RULE_PACKETS, number, line, name),
            inRow(place + Long.BYTES, CounterType.RULE_BYTES, number, line, name), place);
    }

    /** A row of counters that are all 0. */
    private int row(final CounterRows.Use use, final int line, final int size) {
        final int place = rows.take(use, line);
        rowMemory.asSlice(place, (long) size * Long.BYTES).fill((byte) 0);
        return place;
    }

    /** A counter whose value stands in a row. */
    private AtomicCounter inRow(final int place, final CounterType type, final int key, final int line,
        final String label) {
        final int id = counter(type, key, line, label).id();
        counters.setCounterReferenceId(id, place + 1);
        return new AtomicCounter(header.valueInRows(id, place), id, counters);
    }

    private static <T> T ofLine(
        final Map<String, Map<Integer, T>> known, final String name, final int line, final Supplier<T> made) {
        return known.computeIfAbsent(name, _ -> new HashMap<>()).computeIfAbsent(line, _ -> made.get());
    }

    private int keyOf(final AtomicCounter counter) {
        return header.labels().getInt(
            CountersReader.metaDataOffset(counter.id()) + CountersReader.KEY_OFFSET + KEY_OFFSET);
    }

    /**
     * Frees the counters of rules, if there are any. Only when no lane runs a configuration any more that has them.
     *
     * @param names of rules that the configuration that all lanes now run does not have
     */
    public void releaseRules(final Collection<String> names) {
        for (final String name : names) {
            final RuleCounters counters = rules.remove(name);
            if (counters != null) {
                release(counters, 0);
            }
            otherRules.getOrDefault(name, Map.of()).forEach((line, others) -> release(others, line));
            otherRules.remove(name);
        }
    }

    private void release(final RuleCounters counters, final int line) {
        counters.packets().close();
        counters.bytes().close();
        rows.give(CounterRows.Use.RULE, line, counters.place());
    }

    /** What a bridge domain counts, by its name. */
    public BridgeCounters bridgeCounters(final String name) {
        return bridges.computeIfAbsent(name, _ -> {
            require(4);
            final int number = bridgeNumbers++;
            return new BridgeCounters(
                counter(CounterType.BRIDGE_STATIONS, number, name), counter(CounterType.BRIDGE_MOVES, number, name),
                counter(CounterType.BRIDGE_UNLEARNED, number, name), counter(CounterType.BRIDGE_FLOODED, number, name));
        });
    }

    /**
     * Frees the counters of all other bridge domains. Only when no lane runs a configuration any more that has them.
     *
     * @param names of the bridge domains of the configuration that all lanes now run
     */
    public void retainBridges(final Set<String> names) {
        retain(bridges, names, bridge ->
            List.of(bridge.stations(), bridge.moves(), bridge.unlearned(), bridge.flooded()));
    }

    /** What a virtual interface takes of its radio, by the names of both. */
    public VifCounters vifCounters(final String name) {
        return vifs.computeIfAbsent(name, _ -> {
            require(15);
            final int number = vifNumbers++;
            return new VifCounters(
                counter(CounterType.VIF_USED_NS, number, name), counter(CounterType.VIF_BACKLOGGED_NS, number, name),
                counter(CounterType.VIF_FRAMES, number, name), counter(CounterType.VIF_BYTES, number, name),
                counter(CounterType.VIF_LOST, number, name), counter(CounterType.VIF_ESTIMATED, number, name),
                counter(CounterType.VIF_FACTOR, number, name), counter(CounterType.VIF_CONGESTION, number, name),
                counter(CounterType.VIF_CEILING, number, name), counter(CounterType.VIF_SHARE, number, name),
                counter(CounterType.VIF_RADIO_NS, number, name), counter(CounterType.VIF_RECEIVED_NS, number, name),
                counter(CounterType.VIF_ATTEMPTS, number, name), counter(CounterType.VIF_SUCCESSES, number, name),
                counter(CounterType.VIF_TOLD, number, name));
        });
    }

    /**
     * Frees the counters of all other virtual interfaces. Only when no lane runs a configuration any more that has
     * them.
     *
     * @param names of the virtual interfaces of the configuration that all lanes now run
     */
    public void retainVifs(final Set<String> names) {
        retain(vifs, names, VifCounters::all);
    }

    private static <T> void retain(
        final Map<String, T> known, final Set<String> names, final Function<T, List<AtomicCounter>> parts) {
        known.entrySet().removeIf(entry -> {
            final boolean gone = !names.contains(entry.getKey());
            if (gone) {
                parts.apply(entry.getValue()).forEach(AtomicCounter::close);
            }
            return gone;
        });
    }

    /** How a path to a GTP-U peer stands, by its name. */
    public PathCounters pathCounters(final String name) {
        return paths.computeIfAbsent(name, _ -> {
            require(4);
            final int number = pathNumbers++;
            return new PathCounters(
                counter(CounterType.PATH_STATE, number, name), counter(CounterType.PATH_REQUESTS, number, name),
                counter(CounterType.PATH_RESPONSES, number, name), counter(CounterType.PATH_FAILURES, number, name));
        });
    }

    /**
     * Frees the counters of all other paths. Only when no lane runs a configuration any more that has them.
     *
     * @param names of the paths of the configuration that all lanes now run
     */
    public void retainPaths(final Set<String> names) {
        retain(paths, names, path -> List.of(path.state(), path.requests(), path.responses(), path.failures()));
    }

    /** End Markers that an address of the switch's sent; control writes it. */
    public AtomicCounter endMarkerCounter(final String address) {
        return endMarkers.computeIfAbsent(address, _ -> counter(CounterType.END_MARKERS, endpointNumbers++, address));
    }

    /**
     * Frees the End Marker counters of all other addresses.
     *
     * @param addresses of the switch's own that the configuration has that all lanes now run
     */
    public void retainEndpoints(final Set<String> addresses) {
        retain(endMarkers, addresses, List::of);
    }

    /** Packets of the switch's own that the receiving lane took in. */
    public AtomicCounter probePackets() {
        return probePackets;
    }

    /** Their bytes. */
    public AtomicCounter probeBytes() {
        return probeBytes;
    }

    /** Traffic of a slice, by its PLMN. */
    public SliceCounters sliceCounters(final String plmn) {
        return slices.computeIfAbsent(plmn, _ -> {
            require(2);
            final int number = sliceNumbers++;
            return new SliceCounters(
                counter(CounterType.SLICE_PACKETS, number, plmn), counter(CounterType.SLICE_BYTES, number, plmn));
        });
    }

    /** Traffic of a slice in one of several lines: readers add them up. */
    public SliceCounters sliceCounters(final String plmn, final int line) {
        final SliceCounters first = sliceCounters(plmn);
        return line == 0 ? first : ofLine(otherSlices, plmn, line, () -> {
            require(2);
            final int number = keyOf(first.packets());
            return new SliceCounters(counter(CounterType.SLICE_PACKETS, number, line, plmn),
                counter(CounterType.SLICE_BYTES, number, line, plmn));
        });
    }

    /**
     * Frees the counters of all other slices.
     *
     * @param plmns of the slices of the configuration that all lanes now run
     */
    public void retainSlices(final Set<String> plmns) {
        retain(slices, plmns, slice -> List.of(slice.packets(), slice.bytes()));
        retain(otherSlices, plmns, lines -> lines.values().stream()
            .flatMap(slice -> Stream.of(slice.packets(), slice.bytes())).toList());
    }

    /** What a limiter counts, by its name. */
    public LimiterCounters limiterCounters(final String name) {
        return limiters.computeIfAbsent(name, _ -> {
            require(5);
            return limiterCounters(name, limiterNumbers++);
        });
    }

    private LimiterCounters limiterCounters(final String name, final int number) {
        final int place = row(CounterRows.Use.LIMITER, 0, 2);
        final int rare = row(CounterRows.Use.LIMITER_RARE, 0, 3);
        return new LimiterCounters(inRow(place, CounterType.LIMITER_GREEN, number, 0, name),
            inRow(rare, CounterType.LIMITER_YELLOW, number, 0, name),
            inRow(rare + Long.BYTES, CounterType.LIMITER_RED, number, 0, name),
            inRow(rare + 2 * Long.BYTES, CounterType.LIMITER_DROPPED, number, 0, name),
            inRow(place + Long.BYTES, CounterType.LIMITER_BYTES, number, 0, name), place, rare);
    }

    /** What a service function chain counts, by its name. */
    public ChainCounters chainCounters(final String name) {
        return chains.computeIfAbsent(name, _ -> {
            require(7);
            final int number = chainNumbers++;
            return new ChainCounters(counter(CounterType.CHAIN_ENTERED, number, name),
                counter(CounterType.CHAIN_LEFT, number, name), counter(CounterType.CHAIN_ID, number, name),
                counter(CounterType.CHAIN_P50, number, name), counter(CounterType.CHAIN_P99, number, name),
                counter(CounterType.CHAIN_MAX, number, name), counter(CounterType.CHAIN_SAMPLES, number, name));
        });
    }

    /** What is counted of an application at a hop of a chain, by the names of chain, direction, group and port pair. */
    public HopCounters hopCounters(final String label) {
        return hops.computeIfAbsent(label, _ -> {
            require(7);
            final int number = hopNumbers++;
            return new HopCounters(
                counter(CounterType.HOP_IN, number, label), counter(CounterType.HOP_OUT, number, label),
                counter(CounterType.HOP_KIND, number, label), counter(CounterType.HOP_P50, number, label),
                counter(CounterType.HOP_P99, number, label), counter(CounterType.HOP_MAX, number, label),
                counter(CounterType.HOP_SAMPLES, number, label));
        });
    }

    /**
     * Frees the counters of all other limiters. Only when no lane runs a configuration any more that has them.
     *
     * @param names of the limiters of the configuration that all lanes now run
     */
    public void retainLimiters(final Set<String> names) {
        limiters.forEach((name, counters) -> {
            if (!names.contains(name)) {
                rows.give(CounterRows.Use.LIMITER, 0, counters.place());
                rows.give(CounterRows.Use.LIMITER_RARE, 0, counters.rarePlace());
            }
        });
        retain(limiters, names, LimiterCounters::all);
    }

    /**
     * Frees the counters of all other chains and hops.
     *
     * @param names  of the chains of the configuration that all lanes now run
     * @param labels of its hops
     */
    public void retainChains(final Set<String> names, final Set<String> labels) {
        retain(chains, names, ChainCounters::all);
        retain(hops, labels, hop -> List.of(hop.in(), hop.out(), hop.kind(), hop.p50(), hop.p99(), hop.max(),
            hop.samples()));
    }

    /** How a member of a group of applications stands, by the names of both. */
    public MemberCounters memberCounters(final String label) {
        return members.computeIfAbsent(label, _ -> {
            require(2);
            final int number = memberNumbers++;
            return new MemberCounters(counter(CounterType.MEMBER_STATE, number, label),
                counter(CounterType.MEMBER_CHANGED, number, label));
        });
    }

    /** A member stands otherwise from this moment on. */
    public void memberStands(final String label, final long state) {
        final MemberCounters counters = memberCounters(label);
        counters.state().setRelease(state);
        counters.changed().setRelease(clock.time());
    }

    /** Frees the counters of all other members. */
    public void retainMembers(final Set<String> labels) {
        retain(members, labels, member -> List.of(member.state(), member.changed()));
    }

    /** What a class of a shaper counts, by its name. */
    public ShaperCounters shaperCounters(final String name) {
        return shapers.computeIfAbsent(name, _ -> {
            require(5);
            final int number = shaperNumbers++;
            return new ShaperCounters(counter(CounterType.SHAPER_PACKETS, number, name),
                counter(CounterType.SHAPER_BYTES, number, name), counter(CounterType.SHAPER_DROPPED, number, name),
                counter(CounterType.SHAPER_MARKED, number, name), counter(CounterType.SHAPER_EARLY, number, name));
        });
    }

    /**
     * Frees the counters of all other classes of shapers. Only when no lane runs a configuration any more that has
     * them.
     *
     * @param names of the classes of the configuration that all lanes now run
     */
    public void retainShapers(final Set<String> names) {
        retain(shapers, names, ShaperCounters::all);
    }

    /** What a lane of the only line tells of itself. */
    public LaneCounters laneCounters(final int lane) {
        return laneCounters(lane, lane);
    }

    /**
     * What a lane tells of itself.
     *
     * @param lane     its number among all lanes of all lines
     * @param position where in its line it is; 0 if it receives
     */
    public LaneCounters laneCounters(final int lane, final int position) {
        return lanes.computeIfAbsent(lane, _ -> {
            require(7);
            return new LaneCounters(
                counter(CounterType.LANE_VECTORS, lane, position, laneName(lane)),
                counter(CounterType.LANE_PACKETS_IN, lane, position, laneName(lane)),
                counter(CounterType.LANE_PACKETS_OUT, lane, position, laneName(lane)),
                counter(CounterType.LANE_BUSY_NS, lane, position, laneName(lane)),
                counter(CounterType.LANE_IDLE_NS, lane, position, laneName(lane)),
                counter(CounterType.LANE_SAMPLED_PACKETS, lane, position, laneName(lane)),
                counter(CounterType.LANE_VERSION, lane, position, laneName(lane)));
        });
    }

    /** Vectors that wait behind a lane; control sets it when it has nothing better to do. */
    public AtomicCounter handoffOccupancy(final int lane) {
        return handoffs.computeIfAbsent(
            lane, _ -> counter(CounterType.LANE_HANDOFF_OCCUPANCY, lane, laneName(lane)));
    }

    private static String laneName(final int lane) {
        return "lane " + lane;
    }

    /** A counter for each {@link DropReason}, by ordinal. */
    public AtomicCounter[] dropCounters() {
        return dropped.clone();
    }

    /**
     * Packets the switch made itself, copies of others and messages; whoever makes one adds to it before it goes
     * anywhere.
     */
    public AtomicCounter copied() {
        return copied;
    }

    /** How often this happened while bearers were learned. */
    public AtomicCounter learningCounter(final LearningEvent event) {
        return learning.computeIfAbsent(event, _ -> counter(CounterType.LEARNING, event.ordinal(), event.name()));
    }

    /** Packets handed to control. */
    public AtomicCounter punted() {
        return punted;
    }

    /** Packets that rest in stages. */
    public AtomicCounter resting() {
        return resting;
    }

    /** Refuses what there is no room for before a part of it is made. */
    private void require(final int count) {
        // Those that are free again have to be counted one by one, which a thousand rules need not do each.
        if (counters.capacity() - everUsed < count && counters.available() < count) {
            throw new StatusException("The status file holds " + counters.capacity()
                + " counters and needs more: configure fewer rules.");
        }
    }

    private AtomicCounter counter(final CounterType type, final int key, final String label) {
        return counter(type, key, 0, label);
    }

    private AtomicCounter counter(final CounterType type, final int key, final int subKey, final String label) {
        require(1);
        final AtomicCounter counter = counters.newCounter(label, type.id(), into -> {
            into.putInt(KEY_OFFSET, key);
            into.putInt(SUB_KEY_OFFSET, subKey);
        });
        everUsed = Math.max(everUsed, counter.id() + 1);
        counters.setCounterRegistrationId(counter.id(), ++allocations);
        return counter;
    }

    /** Where defects go: each distinct one is kept once, with a count. Any thread. */
    public ErrorHandler errorHandler() {
        return errorLog::record;
    }

    /** Shows readers that control is there; every second or so. */
    public void heartbeat() {
        header.heartbeat(clock.time());
    }

    /** Reads this file from within the process. */
    public StatusReader reader() {
        return new StatusReader(header);
    }

    /** Removes the file: the switch stops in order. A reader that has it open keeps it. */
    @Override
    public void close() {
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (final IOException e) {
                throw new StatusException("The status file " + path + " can't be removed (" + e + ").", e);
            }
        }
    }
}
