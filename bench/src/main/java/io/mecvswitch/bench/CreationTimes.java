package io.mecvswitch.bench;

import io.mecvswitch.config.BridgeConfig;
import io.mecvswitch.config.BridgeConfig.BridgePort;
import io.mecvswitch.config.ChainsConfig;
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
import io.mecvswitch.config.VlanMode;
import io.mecvswitch.config.WireConfig;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortProvider;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.vswitch.Switch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How long it takes to create a wire, a bridge domain or a chain in a running switch, one commit each, hundreds of
 * them one after the other: from asking to its being in force on every lane. Ports are in memory, so opening a device
 * is not in it. The processor time is that of the thread that commits: other work on the machine lengthens it little.
 *
 * <p>Arguments: how many of each; which kinds, in that order, as often as they are named; each once if none is.
 */
public final class CreationTimes {
    private static final int COUNTERS = 1 << 18;
    private static final int TENTH = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final MacAddress APPLICATION = MacAddress.parse("02:00:00:00:aa:01");

    private static final Map<String, BiFunction<List<PortConfig>, Integer, SwitchConfig>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("wire", CreationTimes::wires);
        KINDS.put("bridge domain", CreationTimes::bridges);
        KINDS.put("chain", CreationTimes::chains);
    }

    private CreationTimes() {
    }

    /** Prints a table. */
    public static void main(final String[] arguments) {
        final int count = Integer.parseInt(arguments[0]);
        System.out.printf(Locale.ROOT, "| milliseconds, %d of each | first | median of the first tenth | median of the"
            + " last tenth | median | longest |%n|---|---|---|---|---|---|%n", count);
        // What the first ones cost the JIT is in the first line's figures, which nobody reads.
        print("wire, to get warm", count, CreationTimes::wires);
        final Collection<String> asked = List.of(arguments).subList(1, arguments.length);
        (asked.isEmpty() ? KINDS.keySet() : asked).forEach(name -> print(name, count, KINDS.get(name)));
    }

    private static void print(final String name, final int count,
        final BiFunction<List<PortConfig>, Integer, SwitchConfig> site) {
        final double[] millis = new double[count];
        final double[] processor = new double[count];
        try (StatusFile status = StatusFile.inMemory(COUNTERS);
            Switch vswitch = new Switch(DataplaneConfig.DEFAULT, new Ports(), status)) {
            for (int number = 1; number <= count; number++) {
                final SwitchConfig next = site.apply(ports(number, name), number);
                final long processorStart = THREADS.getCurrentThreadCpuTime();
                final long start = System.nanoTime();
                vswitch.apply(next);
                millis[number - 1] = (System.nanoTime() - start) / 1e6;
                processor[number - 1] = (THREADS.getCurrentThreadCpuTime() - processorStart) / 1e6;
            }
        }
        print(name + ", by the clock", millis);
        print(name + ", processor time", processor);
    }

    private static void print(final String name, final double[] millis) {
        final int count = millis.length;
        System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n", name, millis[0],
            median(Arrays.copyOf(millis, count / TENTH)),
            median(Arrays.copyOfRange(millis, count - count / TENTH, count)),
            median(millis), Arrays.stream(millis).max().orElse(0));
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<PortConfig> ports(final int count, final String what) {
        final Role first = what.equals("chain") ? Role.APPLICATION : Role.ACCESS;
        final Role second = what.equals("chain") ? Role.APPLICATION : Role.CORE;
        final List<PortConfig> ports = new ArrayList<>();
        IntStream.rangeClosed(1, count)
            .forEach(i -> ports.addAll(List.of(port("a" + i, first), port("b" + i, second))));
        return ports;
    }

    private static PortConfig port(final String name, final Role role) {
        return new PortConfig(name, role, name, true, 1_500, true, Optional.empty(),
            role == Role.APPLICATION ? Optional.of(APPLICATION) : Optional.empty());
    }

    private static SwitchConfig wires(final List<PortConfig> ports, final int count) {
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, IntStream.rangeClosed(1, count)
            .mapToObj(i -> new WireConfig("wire-" + i, "a" + i, "b" + i)).toList(), List.of(), List.of(),
            GtpuConfig.NONE);
    }

    private static SwitchConfig bridges(final List<PortConfig> ports, final int count) {
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(), List.of(), List.of(), GtpuConfig.NONE,
            IntStream.rangeClosed(1, count).mapToObj(i -> new BridgeConfig("bridge-" + i, List.of(
                new BridgePort("a" + i, new VlanMode.Transparent()),
                new BridgePort("b" + i, new VlanMode.Transparent())), 300, 1_000, 10_000, List.of())).toList());
    }

    private static SwitchConfig chains(final List<PortConfig> applications, final int count) {
        final List<PortConfig> ports = new ArrayList<>(applications);
        ports.addAll(List.of(port("access", Role.ACCESS), port("core", Role.CORE)));
        return new SwitchConfig(DataplaneConfig.DEFAULT, ports, List.of(new WireConfig("wire", "access", "core")),
            List.of(), List.of(), GtpuConfig.NONE).withChains(new ChainsConfig(ChainsConfig.Ambiguity.REJECT, 4_096,
            300,
            each(count, i -> new PortPair("pair-" + i, "a" + i, "b" + i)),
            each(count, i -> new PortPairGroup("group-" + i, List.of("pair-" + i))),
            each(count, i -> new FlowClassifier("classifier-" + i, servers(i))),
            each(count, i -> new PortChain("chain-" + i, List.of("group-" + i), List.of("classifier-" + i))),
            List.of()));
    }

    private static <T> List<T> each(final int count, final IntFunction<T> entry) {
        return IntStream.rangeClosed(1, count).mapToObj(entry).toList();
    }

    private static FlowMatch servers(final int number) {
        return new FlowMatch(FlowMatch.ANY.ingressPort(), FlowMatch.ANY.ethernet(), FlowMatch.ANY.outer(),
            FlowMatch.ANY.tunnel(), IpMatch.between(Optional.empty(),
            Optional.of(new IpPrefix(IpAddress.ofIpv4(0xcb00_0000 + number), 32))));
    }

    /** Opens ports in memory. */
    private static final class Ports implements PortProvider {
        private final PacketMemory memory = new ArrayMemory(64, 2_304);

        @Override
        public PacketMemory memory() {
            return memory;
        }

        @Override
        public Port open(final PortConfig config, final int queues) {
            return new MemoryPort(config.name(), memory);
        }

        @Override
        public void enterWorker(final int cpu) {
            // There is nothing to prepare.
        }

        @Override
        public void leaveWorker() {
            // Nothing was prepared.
        }

        @Override
        public void close() {
            // Ports are closed by who opened them.
        }
    }
}
