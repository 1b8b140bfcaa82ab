package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts of a test's own: network namespaces, cables between them, and processes in them, all of which end with it. What
 * happens there nobody outside notices. Only who may make namespaces can run it.
 */
final class Network implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix =
        "mecvn" + ProcessHandle.current().pid() % 100_000 + "-" + COUNT.incrementAndGet() + "-";
    private final Deque<String> hosts = new ArrayDeque<>();
    private final Deque<ChildProcess> processes = new ArrayDeque<>();
    private final List<Path> left = new ArrayList<>();

    /** Skips the test where a program is missing. */
    static void require(final String... programs) {
        for (final String program : programs) {
            requireSuccess(program, "sh", "-c", "command -v " + program + " > /dev/null");
        }
    }

    /** Skips the test where scapy is missing. */
    static void requireScapy() {
        requireSuccess("scapy", "/usr/bin/python3", "-c", "import scapy.contrib.nsh");
    }

    private static void requireSuccess(final String what, final String... command) {
        final boolean there = succeeds(command);
        if (!there) {
            System.err.println("SKIPPED, as this needs " + what);
        }
        assumeTrue(there, what + " is not installed");
    }

    /** Adds a host. */
    void host(final String name) {
        final boolean made = succeeds("ip", "netns", "add", prefix + name);
        if (!made) {
            System.err.println("SKIPPED, as this needs root and iproute2: ip netns add");
        }
        assumeTrue(made, "no right to make a network namespace");
        hosts.push(name);
        run(name, "sh", "-c", "cd /proc/sys/net/ipv6/conf; echo 1 > all/disable_ipv6; echo 1 > default/disable_ipv6");
    }

    /** Joins two hosts; the interface of each is called as is said. */
    void cable(final String host, final String name, final String otherHost, final String otherName) {
        check("ip", "link", "add", "name", name, "netns", prefix + host, "type", "veth", "peer", "name", otherName,
            "netns", prefix + otherHost);
        for (final String[] end : new String[][] {{host, name}, {otherHost, otherName}}) {
            run(end[0], "ip", "link", "set", end[1], "promisc", "on");
            run(end[0], "ip", "link", "set", end[1], "up");
        }
    }

    /** Has a command done on a host. */
    void run(final String host, final String... command) {
        check(in(host, List.of(command)).toArray(String[]::new));
    }

    /** Starts a process on a host. */
    ChildProcess start(final String host, final String... command) throws IOException {
        return start(host, List.of(command));
    }

    /** Starts a process on a host. */
    ChildProcess start(final String host, final List<String> command) throws IOException {
        final ChildProcess process = new ChildProcess(in(host, command));
        processes.push(process);
        return process;
    }

    /** A process that is killed leaves this folder behind; it goes with the network. */
    void leaves(final Path folder) {
        left.add(folder);
    }

    /** {@code ip} becomes the command itself, so the process's number is the command's. */
    private List<String> in(final String host, final List<String> command) {
        final List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
        whole.addAll(command);
        return whole;
    }

    private static void check(final String... command) {
        assertTrue(succeeds(command), () -> String.join(" ", command));
    }

    private static boolean succeeds(final String... command) {
        try {
            return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends all processes, and removes the hosts with all that is on them. */
    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
        hosts.forEach(host -> succeeds("ip", "netns", "del", prefix + host));
        left.forEach(folder -> succeeds("rm", "-rf", folder.toString()));
    }
}
