package io.mecvswitch.bench.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An Open vSwitch of its own: database, sockets and logs in a temporary folder, interfaces in a network namespace, so
 * that one that the machine runs is not touched. Closing it leaves nothing behind.
 */
final class OvsProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk");
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";
    /** Core 1 forwards, core 0 does the rest. */
    private static final String FORWARDING_MASK = "0x2";
    private static final String OTHERS_MASK = "0x1";
    private static final String MEMORY_MIB = "512";
    /** One of so many packets that the exact-match cache does not know brings its flow in, as it is out of the box. */
    private static final String EMC_INSERTION = "100";
    /** Flows that the datapath may have, and how long it keeps one that is not used: none is ever thrown out here. */
    private static final String FLOWS = "400000";
    private static final String IDLE_MS = "600000";
    private static final String HARDWARE_ADDRESS = "02:00:00:00:00:02";
    private static final String STATIONS = "200000";
    private static final int TIMEOUT_S = 60;

    private final Path folder;
    private final String namespace;
    private final List<String> prefix;
    /** A benchmark that is broken off leaves no switch behind, which would keep a processor to itself. */
    private final Thread brokenOff = new Thread(this::kill);

    private OvsProcess(final Path folder, final List<String> prefix) {
        this.folder = folder;
        this.namespace = "mecvswitch-ovs-" + ProcessHandle.current().pid();
        this.prefix = prefix;
    }

    /** Whether the machine has the program. */
    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * Starts database and switch.
     *
     * @param prefix command words to put before the switch's
     */
    static OvsProcess start(final List<String> prefix) throws IOException, InterruptedException {
        final OvsProcess ovs = new OvsProcess(Files.createTempDirectory("mecvswitch-ovs"), prefix);
        Runtime.getRuntime().addShutdownHook(ovs.brokenOff);
        try {
            ovs.startDatabase();
            ovs.startSwitch();
        } catch (final IOException | InterruptedException e) {
            ovs.close();
            throw e;
        }
        return ovs;
    }

    private void startDatabase() throws IOException, InterruptedException {
        run("ovsdb-tool", "create", file("conf.db"), SCHEMA);
        run("ovsdb-server", file("conf.db"), "--remote=p" + database(), "--unixctl=" + file("ovsdb.ctl"),
            "--pidfile=" + file("ovsdb.pid"), "--log-file=" + file("ovsdb.log"), "--detach", "--no-chdir");
        configure("--no-wait", "init");
        configure("--no-wait", "set", "Open_vSwitch", ".", "other_config:dpdk-init=true",
            "other_config:dpdk-extra=\"--no-pci --in-memory --no-telemetry\"",
            "other_config:pmd-cpu-mask=" + FORWARDING_MASK, "other_config:dpdk-lcore-mask=" + OTHERS_MASK,
            "other_config:dpdk-socket-mem=" + MEMORY_MIB, "other_config:emc-insert-inv-prob=" + EMC_INSERTION,
            "other_config:smc-enable=false", "other_config:flow-limit=" + FLOWS, "other_config:max-idle=" + IDLE_MS,
            "other_config:n-handler-threads=1", "other_config:n-revalidator-threads=1");
    }

    private void startSwitch() throws IOException, InterruptedException {
        run("ip", "netns", "add", namespace);
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(prefix);
        command.addAll(List.of(PROGRAM.toString(), database(), "--unixctl=" + file("vswitchd.ctl"),
            "--pidfile=" + file("vswitchd.pid"), "--log-file=" + file("vswitchd.log"), "--detach", "--no-chdir"));
        run(command.toArray(String[]::new));
    }

    /** Adds a bridge, which forwards by Ethernet addresses as long as it has no rules. */
    void addBridge(final String name) throws IOException, InterruptedException {
        configure("add-br", name, "--", "set", "bridge", name, "datapath_type=netdev",
            "other-config:hwaddr=" + HARDWARE_ADDRESS, "other-config:mac-table-size=" + STATIONS);
    }

    /**
     * Gives a bridge an address, so that it takes tunnels, and a neighbour, to which it can send some.
     *
     * @param address with prefix length
     */
    void addNeighbour(final String bridge, final String address, final String neighbour, final String mac)
        throws IOException, InterruptedException {
        run("ip", "-n", namespace, "address", "add", address, "dev", bridge);
        run("ip", "-n", namespace, "link", "set", bridge, "up");
        control("tnl/neigh/set", bridge, neighbour, mac);
    }

    /** Adds a port with a number for rules, and settings of its interface. */
    void addPort(final String bridge, final String name, final int number, final String... settings)
        throws IOException, InterruptedException {
        final List<String> arguments = new ArrayList<>(List.of("add-port", bridge, name, "--", "set", "interface", name,
            "ofport_request=" + number));
        arguments.addAll(Arrays.asList(settings));
        configure(arguments.toArray(String[]::new));
        final String error = configure("get", "interface", name, "error");
        if (!error.equals("[]")) {
            throw new IOException("OVS could not open " + name + ": " + error);
        }
    }

    /** Adds the OpenFlow rules that a file has. */
    void addRules(final String bridge, final Path file) throws IOException, InterruptedException {
        run("ovs-ofctl", "-O", "OpenFlow13", "add-flows", file(bridge + ".mgmt"), file.toString());
    }

    /** Adds meters from 1 on, for rules to name. */
    void addMeters(final String bridge, final OvsWork.Meters meters) throws IOException {
        try (OvsMeters all = new OvsMeters(folder.resolve(bridge + ".mgmt"))) {
            all.add(meters.count(), meters.kilobitsPerSecond(), meters.burstKilobits());
        }
    }

    /** From now on packets are looked for among flows by their masks at once. */
    void turnExactMatchCacheOff() throws IOException, InterruptedException {
        configure("set", "Open_vSwitch", ".", "other_config:emc-insert-inv-prob=0");
    }

    /** Packets that have left by a port. */
    long packetsSent(final String port) throws IOException, InterruptedException {
        final String shown = control("dpctl/show", "--statistics");
        final Matcher matcher =
            Pattern.compile("port \\d+: " + port + " .*?TX packets:(\\d+)", Pattern.DOTALL).matcher(shown);
        if (!matcher.find()) {
            throw new IOException("OVS tells nothing of port " + port + ": " + shown);
        }
        return Long.parseLong(matcher.group(1));
    }

    private String control(final String... arguments) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(List.of("ovs-appctl", "-t", file("vswitchd.ctl")));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    private String configure(final String... arguments) throws IOException, InterruptedException {
        final List<String> command =
            new ArrayList<>(List.of("ovs-vsctl", "--db=" + database(), "--timeout=" + TIMEOUT_S));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    private String database() {
        return "unix:" + file("db.sock");
    }

    private String file(final String name) {
        return folder.resolve(name).toString();
    }

    /** Runs a command to its end, for what it prints. */
    private String run(final String... command) throws IOException, InterruptedException {
        final Path output = Files.createTempFile(folder, "output", ".txt");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(output.toFile());
        List.of("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR")
            .forEach(variable -> builder.environment().put(variable, folder.toString()));
        final Process process = builder.start();
        final boolean ended = process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
        process.destroyForcibly();
        final String text = Files.readString(output).strip();
        if (!ended || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + (ended ? " failed: " : " does not end: ") + text);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(brokenOff);
        stop("vswitchd.pid");
        stop("ovsdb.pid");
        ended(new ProcessBuilder("ip", "netns", "delete", namespace).start().toHandle());
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void stop(final String pidFile) throws IOException {
        process(pidFile).ifPresent(process -> {
            process.destroy();
            ended(process);
        });
    }

    private Optional<ProcessHandle> process(final String pidFile) throws IOException {
        final Path file = folder.resolve(pidFile);
        return Files.exists(file) ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            : Optional.empty();
    }

    private void kill() {
        try {
            process("vswitchd.pid").ifPresent(ProcessHandle::destroyForcibly);
            process("ovsdb.pid").ifPresent(ProcessHandle::destroyForcibly);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for it, and ends it if that takes too long. */
    private static void ended(final ProcessHandle process) {
        process.onExit().completeOnTimeout(process, TIMEOUT_S, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
