package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What DPDK does to the process it lives in. */
@Tag("dpdk")
class EalTest {
    private static final String AFFINITY = "Cpus_allowed_list";
    private static final long SIGTERM_BIT = 1L << (15 - 1);

    private static String affinityBefore;
    private static DpdkPortProvider provider;

    @BeforeAll
    static void start() {
        affinityBefore = own(AFFINITY);
        provider = Devices.provider();
    }

    @Test
    void shouldStartOncePerProcess() {
        assertTrue(Eal.running());
        final PortException e = assertThrows(PortException.class, () -> Eal.start(List.of("--in-memory")));
        assertTrue(e.getMessage().contains("can't be started twice"), e.getMessage());
        assertTrue(Eal.running());
    }

    @Test
    void shouldLeaveTheAffinityOfTheStartingThread() {
        assertEquals(affinityBefore, own(AFFINITY));
    }

    @Test
    void shouldLeaveNewThreadsTheWholeMachine() throws Exception {
        assertEquals(affinityBefore, onThread(() -> own(AFFINITY)));
    }

    @Test
    void shouldKeepItsOwnThreadsFromSignals() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            final List<Path> ofDpdk = tasks.filter(task -> status(task, "Name").startsWith("eal-intr")).toList();
            assertFalse(ofDpdk.isEmpty(), "the interrupt thread has another name");
            for (final Path task : ofDpdk) {
                final long blocked = Long.parseUnsignedLong(status(task, "SigBlk"), 16);
                assertTrue((blocked & SIGTERM_BIT) != 0, task + " would take SIGTERM");
            }
        }
    }

    @Test
    void shouldPinAWorkerAndUnpinItAfterwards() throws Exception {
        final int cpu = lastAllowedCpu();
        assertEquals(List.of(affinityBefore, Integer.toString(cpu), affinityBefore), onThread(() -> {
            final String before = own(AFFINITY);
            provider.enterWorker(cpu);
            final String during = own(AFFINITY);
            provider.leaveWorker();
            return List.of(before, during, own(AFFINITY));
        }));
    }

    @Test
    void shouldKeepAllThreadsOffWorkersProcessors() throws Exception {
        final int cpu = lastAllowedCpu();
        assumeTrue(!affinityBefore.equals(Integer.toString(cpu)), "there is another processor");
        try {
            assertTrue(provider.keepFree(List.of(cpu)));
            assertEquals(List.of(), threadsOn(cpu));
            assertEquals(Integer.toString(cpu), onThread(() -> {
                provider.enterWorker(cpu);
                final String during = own(AFFINITY);
                provider.leaveWorker();
                return during;
            }), "a worker gets there");
            assertFalse(provider.keepFree(allCpus()), "something has to be left");
        } finally {
            assertTrue(provider.keepFree(List.of()));
        }
        assertEquals(affinityBefore, own(AFFINITY));
    }

    private static List<Integer> allCpus() {
        return IntStream.rangeClosed(0, lastAllowedCpu()).boxed().toList();
    }

    /** Names of threads that may use a processor; but for the one that stops workers while it works. */
    private static List<String> threadsOn(final int cpu) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> !status(task, "Name").equals("VM Thread"))
                .filter(task -> lastOf(status(task, AFFINITY)) == cpu).map(task -> status(task, "Name")).toList();
        }
    }

    @Test
    void shouldLeaveAWorkerWhereItIsIfNoProcessorIsNamed() throws Exception {
        assertEquals(affinityBefore, onThread(() -> {
            provider.enterWorker(-1);
            final String during = own(AFFINITY);
            provider.leaveWorker();
            return during;
        }));
    }

    @Test
    void shouldRefuseAProcessorThatIsNotThere() throws Exception {
        final String message = onThread(
            () -> assertThrows(PortException.class, () -> provider.enterWorker(999)).getMessage());
        assertTrue(message.contains("999") && message.endsWith(affinityBefore + "."), message);
        assertEquals(affinityBefore, onThread(() -> own(AFFINITY)));
    }

    @Test
    void shouldLetManyWorkersComeAndGo() throws Exception {
        for (int i = 0; i < 300; i++) {
            onThread(() -> {
                provider.enterWorker(-1);
                provider.leaveWorker();
                return null;
            });
        }
    }

    @Test
    void shouldHandBackWhatAWorkerCached() throws Exception {
        final PacketMemory memory = provider.memory();
        final long[] all = new long[Devices.BUFFERS];
        onThread(() -> {
            provider.enterWorker(-1);
            assertTrue(memory.allocate(all, 200));
            memory.free(all, 0, 200);
            provider.leaveWorker();
            return null;
        });
        assertTrue(memory.allocate(all, Devices.BUFFERS), "buffers stayed in the cache of a thread that left");
        assertEquals(0, memory.available());
        memory.free(all, 0, Devices.BUFFERS);
        assertEquals(Devices.BUFFERS, memory.available());
    }

    @Test
    void shouldKeepEveryBufferWithinTheMemory() {
        final PacketMemory memory = provider.memory();
        final long[] all = new long[Devices.BUFFERS];
        assertTrue(memory.allocate(all, Devices.BUFFERS));
        for (final long handle : all) {
            assertTrue(memory.bufferStart(handle) > 0 && memory.bufferEnd(handle) <= memory.bytes().byteSize());
            assertEquals(DpdkMemory.HEADROOM + 9280, memory.bufferEnd(handle) - memory.bufferStart(handle));
        }
        memory.free(all, 0, Devices.BUFFERS);
    }

    private static int lastAllowedCpu() {
        return lastOf(affinityBefore);
    }

    private static int lastOf(final String list) {
        final String[] cpus = list.split("[-,]");
        return Integer.parseInt(cpus[cpus.length - 1]);
    }

    private static <T> T onThread(final Callable<T> work) throws Exception {
        final FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        try {
            return task.get();
        } catch (final ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static String own(final String field) {
        return status(Path.of("/proc/thread-self"), field);
    }

    private static String status(final Path task, final String field) {
        try {
            return Files.readAllLines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst().orElseThrow();
        } catch (final IOException e) {
            return "";
        }
    }
}
