package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Network interfaces of the kernel, made for one test class; only who may make them can run it. */
final class Kernel {
    private Kernel() {
    }

    /** A pair of interfaces joined by a cable, up and silent. */
    static void addPair(final String one, final String other) {
        make("ip", "link", "add", one, "type", "veth", "peer", "name", other);
        silence(one);
        silence(other);
        run("ip", "link", "set", one, "up");
        run("ip", "link", "set", other, "up");
    }

    /** An interface whose other side is for a program, silent. */
    static void addTap(final String name) {
        make("ip", "tuntap", "add", "name", name, "mode", "tap", "multi_queue");
        silence(name);
    }

    /** Removes what was made, one end of a pair being enough. */
    static void remove(final String name) {
        if (Files.exists(Path.of("/sys/class/net", name))) {
            run("ip", "link", "del", name);
        }
    }

    // Without an address the kernel does not look for IPv6 neighbours on it.
    private static void silence(final String name) {
        run("ip", "link", "set", name, "addrgenmode", "none");
    }

    private static void make(final String... command) {
        final boolean made = succeeds(command);
        if (!made) {
            System.err.println("SKIPPED, as this needs root and iproute2: " + String.join(" ", command));
        }
        assumeTrue(made, "no right to make a network interface");
    }

    private static void run(final String... command) {
        assertTrue(succeeds(command), String.join(" ", command));
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
}
