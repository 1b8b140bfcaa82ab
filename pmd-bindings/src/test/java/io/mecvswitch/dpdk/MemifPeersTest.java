package io.mecvswitch.dpdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes at the other end of a memif port die and lie, while a lane receives from it and sends to it. */
@Tag("dpdk")
@Timeout(120)
class MemifPeersTest {
    private static final int KILLS = 20;
    private static final long PATIENCE_NS = 10_000_000_000L;

    @TempDir
    private Path directory;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();
    private DpdkPort port;
    private Thread lane;
    private volatile boolean ending;

    @BeforeEach
    void startLane() {
        port = Devices.open("net_memif0,role=server,id=0,socket-abstract=no,socket=" + socket());
        lane = Thread.ofPlatform().start(() -> reflect(port));
    }

    private Path socket() {
        return directory.resolve("memif.sock");
    }

    // What comes goes back, and something goes where nothing comes.
    private void reflect(final Port port) {
        final PacketMemory memory = Devices.provider().memory();
        final PacketBurst burst = new PacketBurst(32);
        while (!ending) {
            final int count = port.rxBurst(0, burst);
            count(burst);
            if (count == 0 && memory.allocate(burst.handle, 1)) {
                burst.size = 0;
                burst.add(burst.handle[0], memory.bufferStart(burst.handle[0]), 1000, 0);
            }
            final int sent = port.txBurst(0, burst);
            memory.free(burst.handle, sent, burst.size - sent);
        }
    }

    private void count(final PacketBurst burst) {
        for (int i = 0; i < burst.size; i++) {
            received.incrementAndGet();
            if (burst.length[i] < 0) {
                tooLong.incrementAndGet();
                burst.length[i] = 60;
            }
        }
    }

    @AfterEach
    void endLane() throws InterruptedException {
        ending = true;
        lane.join();
        port.close();
        assertEquals(Devices.BUFFERS, Devices.provider().memory().available(), "buffers are lost");
    }

    @Test
    void shouldOutliveItsPeers() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            talkAndKill();
        }
    }

    private void talkAndKill() throws Exception {
        try (MemifPeer peer = connected("")) {
            peer.kill();
        }
        await("the link stays up", () -> !port.linkUp());
    }

    private MemifPeer connected(final String lie) throws IOException {
        final MemifPeer peer = MemifPeer.start(socket(), lie);
        peer.awaitConnected();
        final long before = received.get();
        await("no packet comes", () -> received.get() > before + 1000);
        return peer;
    }

    private static void await(final String otherwise, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, otherwise);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "unsealed", "memory-shorter-than-said", "memory-without-length", "memory-out-of-turn", "memory-without-file",
        "memory-of-two-files", "memory-twice", "memory-later", "no-memory", "join-twice", "ring-beyond-memory",
        "ring-over-the-end", "ring-askew", "ring-in-no-region", "ring-of-two-billion", "ring-twice", "ring-too-many"})
    void shouldCutOffPeersThatLieAboutTheirMemory(final String lie) throws Exception {
        try (MemifPeer liar = MemifPeer.start(socket(), lie)) {
            liar.awaitRefused();
        }
        await("the link stays up", () -> !port.linkUp());
        talkAndKill();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "descriptor-of-no-region", "descriptor-of-empty-region", "descriptor-beyond-region", "descriptor-over-the-end",
        "descriptor-of-4-gigabytes", "descriptor-of-nothing", "descriptors-without-end"})
    void shouldCountWhatIsWhereNothingCanBe(final String lie) throws Exception {
        final long errors = port.statistics().rxErrors();
        try (MemifPeer liar = MemifPeer.start(socket(), lie)) {
            liar.awaitConnected();
            await("nothing is counted", () -> port.statistics().rxErrors() > errors + 1000);
            liar.kill();
        }
        assertEquals(0, received.get());
        await("the link stays up", () -> !port.linkUp());
        talkAndKill();
    }

    @Test
    void shouldReadNoFurtherThanTheRing() throws Exception {
        try (MemifPeer liar = connected("head-beyond-ring")) {
            liar.kill();
        }
        await("the link stays up", () -> !port.linkUp());
    }

    @Test
    void shouldMarkFramesLongerThanBuffers() throws Exception {
        try (MemifPeer giant = connected("longer-than-buffers")) {
            giant.kill();
        }
        await("the link stays up", () -> !port.linkUp());
        assertEquals(received.get(), tooLong.get());
    }

    /** The driver itself neither ends its listening nor forgets what it listened with. */
    @Test
    void shouldListenAgainWhereARemovedPortListened() {
        final String link = ",id=0,socket=memif-peers-" + ProcessHandle.current().pid();
        Devices.open("net_memif1,role=server" + link).close();
        try (DpdkPort server = Devices.open("net_memif1,role=server" + link);
             DpdkPort client = Devices.open("net_memif2,role=client" + link)) {
            await("the link stays down", () -> server.linkUp() && client.linkUp());
        }
    }

    @Test
    void shouldReceiveNothingFromPeersWithoutRings() throws Exception {
        try (MemifPeer peer = MemifPeer.start(socket(), "no-rings")) {
            peer.awaitConnected();
            await("the link stays down", () -> port.linkUp());
            assertEquals(0, received.get());
        }
        await("the link stays up", () -> !port.linkUp());
        assertFalse(port.linkUp());
    }
}
