package io.mecvswitch.port;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.PacketMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Port} does, whatever is behind it.
 *
 * <p>An implementation says how a port is opened to which given frames arrive, and what left it. Each test ends by
 * proving that every buffer came back.
 */
public abstract class PortContractTest {
    /** Longest wait for a frame that is on its way through another thread or the kernel. */
    private static final long PATIENCE_NS = 5_000_000_000L;
    private static final int CAPACITY = 32;

    private final Random random = new Random(20_260_101);
    private int availableBefore;
    private Port port;

    /** The memory of the port; the same one through a test. */
    protected abstract PacketMemory memory();

    /** Opens a port on which these frames arrive, in order. */
    protected abstract Port open(List<byte[]> arriving);

    /** Frames that left the port {@link #open} made, in order; may close it. */
    protected abstract List<byte[]> sent(int expected);

    /** Longest frame the tests may let arrive or send. */
    protected int longestFrame() {
        return 1514;
    }

    @BeforeEach
    final void countBuffers() {
        availableBefore = memory().available();
    }

    @AfterEach
    final void everyBufferCameBack() {
        if (port != null) {
            port.close();
        }
        assertEquals(availableBefore, memory().available(), "packet buffers were lost");
    }

    @Test
    void shouldReceiveNothingWhereNothingArrives() {
        port = open(List.of());
        final PacketBurst burst = new PacketBurst(CAPACITY);
        burst.size = 7;
        assertEquals(0, port.rxBurst(0, burst));
        assertEquals(0, burst.size);
    }

    @Test
    void shouldReceiveFramesInOrderAndUnchanged() {
        final List<byte[]> frames = frames(100);
        port = open(frames);
        assertSame(frames, receive(frames.size(), CAPACITY));
    }

    @Test
    void shouldReceiveNoMoreThanTheBurstHolds() {
        final List<byte[]> frames = frames(10);
        port = open(frames);
        assertSame(frames, receive(frames.size(), 4));
    }

    @Test
    void shouldSayTheTruthOfWhatItMeasures() {
        port = open(List.of(frame(60), frame(longestFrame()), frame(61)));
        for (int left = 3; left > 0;) {
            final PacketBurst burst = new PacketBurst(CAPACITY);
            left -= await(burst).size;
            final IntSummaryStatistics lengths = Arrays.stream(burst.length, 0, burst.size).summaryStatistics();
            assertTrue(burst.measured || burst.measure());
            assertEquals(lengths.getSum(), burst.octets);
            assertEquals(lengths.getMax(), burst.longest);
            memory().free(burst.handle, 0, burst.size);
        }
    }

    @Test
    void shouldDescribeWhatItLeftOut() {
        port = open(List.of(frame(60), frame(longestFrame()), frame(61)));
        final List<Integer> lengths = new ArrayList<>();
        while (lengths.size() < 3) {
            final PacketBurst burst = awaitHandles();
            assertTrue(burst.measured || burst.describer == null, "lengths that nobody knows");
            final OptionalInt octets = burst.measured ? OptionalInt.of(burst.octets) : OptionalInt.empty();
            assertTrue(burst.measure());
            octets.ifPresent(said -> assertEquals(said, burst.octets));
            for (int i = 0; i < burst.size; i++) {
                assertTrue(memory().bufferStart(burst.handle[i]) <= burst.position[i]);
                assertTrue(burst.position[i] + burst.length[i] <= memory().bufferEnd(burst.handle[i]));
                lengths.add(burst.length[i]);
            }
            memory().free(burst.handle, 0, burst.size);
        }
        assertEquals(List.of(60, longestFrame(), 61), lengths);
    }

    @Test
    void shouldReceiveIntoTheBufferOfTheHandle() {
        port = open(frames(1));
        final PacketBurst burst = await(new PacketBurst(CAPACITY));
        final long handle = burst.handle[0];
        assertTrue(memory().bufferStart(handle) + 100 <= burst.position[0], "no headroom to push headers into");
        assertTrue(burst.position[0] + burst.length[0] <= memory().bufferEnd(handle), "frame beyond its buffer");
        memory().free(burst.handle, 0, burst.size);
    }

    @Test
    void shouldSendFramesInOrderAndUnchanged() {
        final List<byte[]> frames = frames(100);
        port = open(List.of());
        frames.forEach(frame -> send(frame, 128));
        assertSame(frames, sent(frames.size()));
    }

    @Test
    void shouldSendFromWhereAPushOrPopLeftTheFrame() {
        final List<byte[]> frames = frames(2);
        port = open(List.of());
        send(frames.get(0), 0);
        send(frames.get(1), 300);
        assertSame(frames, sent(frames.size()));
    }

    @Test
    void shouldSendWhatWasReceived() {
        final List<byte[]> frames = frames(40);
        port = open(frames);
        forward(frames.size());
        assertSame(frames, sent(frames.size()));
    }

    @Test
    void shouldCarryTheLongestFrameBothWays() {
        final List<byte[]> frames = List.of(frame(longestFrame()), frame(60), frame(longestFrame()));
        port = open(frames);
        forward(frames.size());
        assertSame(frames, sent(frames.size()));
    }

    @Test
    void shouldSayWhatItIs() {
        port = open(List.of());
        assertFalse(port.name().isBlank());
        assertTrue(port.maxFrameLength() >= longestFrame(), "longest frame " + port.maxFrameLength());
        assertEquals(0, port.macAddress() >>> 48, "more than an Ethernet address");
        assertTrue(port.linkUp());
    }

    @Test
    void shouldCountWhatItReceived() {
        final List<byte[]> frames = frames(5);
        port = open(frames);
        final long before = port.statistics().rxPackets();
        receive(frames.size(), CAPACITY);
        assertEquals(frames.size(), port.statistics().rxPackets() - before);
    }

    private PacketBurst await(final PacketBurst burst) {
        return await(burst, () -> port.rxBurst(0, burst));
    }

    private PacketBurst awaitHandles() {
        final PacketBurst burst = new PacketBurst(CAPACITY);
        return await(burst, () -> port.rxHandles(0, burst));
    }

    private static PacketBurst await(final PacketBurst burst, final IntSupplier receive) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (receive.getAsInt() == 0) {
            assertTrue(System.nanoTime() < deadline, "no frame arrived");
            Thread.onSpinWait();
        }
        return burst;
    }

    // All are received before the first is sent: a loopback would mix them.
    private void forward(final int count) {
        final PacketBurst all = new PacketBurst(count);
        final PacketBurst burst = new PacketBurst(CAPACITY);
        while (all.size < count) {
            await(burst);
            for (int i = 0; i < burst.size; i++) {
                all.add(burst.handle[i], burst.position[i], burst.length[i], burst.timeNs[i]);
            }
        }
        assertEquals(count, port.txBurst(0, all));
    }

    private List<byte[]> receive(final int count, final int capacity) {
        final PacketBurst burst = new PacketBurst(capacity);
        final List<byte[]> received = new ArrayList<>();
        while (received.size() < count) {
            await(burst);
            assertTrue(burst.size <= capacity);
            drain(memory(), burst, received);
        }
        return received;
    }

    /** Moves the frames of a burst out of packet memory. */
    protected static void drain(final PacketMemory memory, final PacketBurst burst, final List<byte[]> into) {
        for (int i = 0; i < burst.size; i++) {
            final long end = burst.position[i] + burst.length[i];
            final var frame = memory.bytes().asSlice(burst.position[i], end - burst.position[i]);
            into.add(frame.toArray(ValueLayout.JAVA_BYTE));
        }
        memory.free(burst.handle, 0, burst.size);
        burst.size = 0;
    }

    private void send(final byte[] frame, final int headroom) {
        send(memory(), port, frame, headroom);
    }

    /** Sends one frame that starts so many bytes into its buffer, and insists. */
    protected static void send(
        final PacketMemory memory, final Port port, final byte[] frame, final int headroom) {
        final PacketBurst burst = new PacketBurst(1);
        assertTrue(memory.allocate(burst.handle, 1), "no packet buffer left");
        final long position = memory.bufferStart(burst.handle[0]) + headroom;
        memory.bytes().asSlice(position, frame.length).copyFrom(MemorySegment.ofArray(frame));
        burst.add(burst.handle[0], position, frame.length, 0);
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (port.txBurst(0, burst) == 0) {
            assertTrue(System.nanoTime() < deadline, "the port does not send");
            Thread.onSpinWait();
        }
    }

    private List<byte[]> frames(final int count) {
        final List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(frame(60 + random.nextInt(1455)));
        }
        return frames;
    }

    /** A frame to nobody's address, of an EtherType for experiments, with random content. */
    protected final byte[] frame(final int length) {
        final byte[] frame = new byte[length];
        random.nextBytes(frame);
        frame[0] = 0x02;
        frame[6] = 0x02;
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        return frame;
    }

    private static void assertSame(final List<byte[]> expected, final List<byte[]> actual) {
        assertEquals(expected.size(), actual.size(), "number of frames");
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "frame " + i);
        }
    }
}
