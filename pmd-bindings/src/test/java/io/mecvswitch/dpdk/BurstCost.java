package io.mecvswitch.dpdk;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import java.util.List;

/**
 * Prints what crossing to DPDK and back costs: receiving from a null device and sending to it, receiving and freeing,
 * the same from one end of a memif link to the other, and reading the time.
 *
 * <pre>mvn -q test-compile, then: java --enable-native-access=ALL-UNNAMED -cp … io.mecvswitch.dpdk.BurstCost
 * [cpu]</pre>
 */
final class BurstCost {
    private static final int ROUNDS = 60;
    private static final int BURSTS = 20_000;

    private BurstCost() {
    }

    /** The processor to pin to, or none. */
    public static void main(final String[] arguments) {
        final DpdkPortProvider provider =
            new DpdkPortProvider(Devices.dataplane(true), List.of(Devices.port("port", "net_null0", 1500)),
                System.out::println);
        provider.enterWorker(arguments.length > 0 ? Integer.parseInt(arguments[0]) : -1);
        try (var port = (DpdkPort) provider.open(Devices.port("port", "net_null0", 1500), 1)) {
            for (final int size : new int[] {1, 32, 64, 256}) {
                final PacketBurst burst = new PacketBurst(size);
                report("rx + tx of " + size, () -> forward(port, burst));
                report("rx + free of " + size, () -> discard(port, provider.memory(), burst));
            }
            reportMemif(provider, port);
            report("System.nanoTime", BurstCost::readNanoTime);
            report("tsc", BurstCost::readTsc);
        }
        provider.leaveWorker();
        provider.close();
    }

    private static void reportMemif(final DpdkPortProvider provider, final DpdkPort source) {
        final String link = ",id=0,socket=burst-cost-" + ProcessHandle.current().pid();
        try (var server = (DpdkPort) provider.open(Devices.port("server", "net_memif0,role=server" + link, 1500), 1);
             var client = (DpdkPort) provider.open(Devices.port("client", "net_memif1,role=client" + link, 1500), 1)) {
            while (!server.linkUp() || !client.linkUp()) {
                Thread.onSpinWait();
            }
            final PacketBurst burst = new PacketBurst(32);
            report("memif, nothing there", () -> discard(server, provider.memory(), burst));
            report("memif, 32 across", () -> cross(source, client, server, provider.memory(), burst));
        }
    }

    private static void cross(
        final DpdkPort source, final DpdkPort from, final DpdkPort to, final PacketMemory memory,
        final PacketBurst burst) {
        for (int i = 0; i < BURSTS; i++) {
            source.rxBurst(0, burst);
            final int sent = from.txBurst(0, burst);
            memory.free(burst.handle, sent, burst.size - sent);
            to.rxBurst(0, burst);
            memory.free(burst.handle, 0, burst.size);
        }
    }

    private static void report(final String what, final Runnable round) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            final long start = System.nanoTime();
            round.run();
            best = Math.min(best, (double) (System.nanoTime() - start) / BURSTS);
        }
        System.out.printf("%-20s %8.1f ns%n", what, best);
    }

    private static void forward(final DpdkPort port, final PacketBurst burst) {
        for (int i = 0; i < BURSTS; i++) {
            port.rxBurst(0, burst);
            port.txBurst(0, burst);
        }
    }

    private static void discard(final DpdkPort port, final PacketMemory memory, final PacketBurst burst) {
        for (int i = 0; i < BURSTS; i++) {
            port.rxBurst(0, burst);
            memory.free(burst.handle, 0, burst.size);
        }
    }

    private static void readNanoTime() {
        long sum = 0;
        for (int i = 0; i < BURSTS; i++) {
            sum += System.nanoTime();
        }
        keep(sum);
    }

    private static void readTsc() {
        long sum = 0;
        for (int i = 0; i < BURSTS; i++) {
            sum += NativeDpdk.tsc();
        }
        keep(sum);
    }

    private static void keep(final long value) {
        if (value == 0) {
            System.out.println("a clock stands still");
        }
    }
}
