package io.mecvswitch.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.MemoryPort;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.port.PortException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MergedInputTest {
    private static final int LOOK_AHEAD = 4;
    private static final int SLOT_LENGTH = 256;

    private record Arrival(long timeNs, int port) { }

    private ArrayMemory memory = new ArrayMemory(100, SLOT_LENGTH);

    @Test
    void shouldGivePacketsInOrderOfTimeOverAllPorts() {
        assertEquals(
            List.of(new Arrival(10, 0), new Arrival(20, 0), new Arrival(25, 1), new Arrival(26, 1), new Arrival(30, 0)),
            play(port(0, 10, 20, 30), port(1, 25, 26)));
    }

    @Test
    void shouldLetTheEarlierPortGoFirstAtTheSameTime() {
        assertEquals(
            List.of(new Arrival(5, 0), new Arrival(5, 0), new Arrival(5, 1), new Arrival(5, 2), new Arrival(6, 0)),
            play(port(0, 5, 5, 6), port(1, 5), port(2, 5)));
    }

    @Test
    void shouldKeepTheOrderWithinAPort() {
        assertEquals(List.of(new Arrival(50, 0), new Arrival(10, 0), new Arrival(60, 1), new Arrival(70, 0)),
            play(port(0, 50, 10, 70), port(1, 60)));
    }

    @Test
    void shouldAgreeWithStableSortOnRandomCaptures() {
        final Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            final MemoryPort[] ports = new MemoryPort[1 + random.nextInt(5)];
            final List<Arrival> expected = new ArrayList<>();
            for (int i = 0; i < ports.length; i++) {
                final int port = i;
                final long[] times = random.longs(random.nextInt(40), 0, 50).sorted().toArray();
                for (final long time : times) {
                    expected.add(new Arrival(time, port));
                }
                ports[i] = port(i, times);
            }
            expected.sort(Comparator.comparingLong(Arrival::timeNs));
            assertEquals(expected, play(ports));
        }
    }

    @Test
    void shouldHoldPacketsBackWhileAnotherPortLacksBuffers() {
        memory = new ArrayMemory(2, SLOT_LENGTH);
        final long[] taken = new long[1];
        memory.allocate(taken, 1);
        final MergedInput input = new MergedInput(List.of(port(0, 10), port(1, 5)), memory, LOOK_AHEAD);
        final List<Arrival> arrivals = new ArrayList<>();
        poll(input, arrivals);
        poll(input, arrivals);
        assertEquals(List.of(), arrivals);
        assertFalse(input.drained());

        memory.free(taken, 0, 1);
        pollUntilDrained(input, arrivals);
        assertEquals(List.of(new Arrival(5, 1), new Arrival(10, 0)), arrivals);
    }

    @Test
    void shouldNotTakeWantOfBuffersForTheEnd() {
        memory = new ArrayMemory(1, SLOT_LENGTH);
        final MergedInput input = new MergedInput(List.of(port(0, 1, 2)), memory, LOOK_AHEAD);
        final Port view = input.views().getFirst();
        final PacketBurst first = new PacketBurst(2);
        assertEquals(1, view.rxBurst(0, first));
        assertEquals(0, view.rxBurst(0, new PacketBurst(2)));
        assertFalse(input.drained());

        memory.free(first.handle, 0, 1);
        final List<Arrival> arrivals = new ArrayList<>();
        pollUntilDrained(input, arrivals);
        assertEquals(List.of(new Arrival(2, 0)), arrivals);
    }

    @Test
    void shouldGiveNoMoreThanTheBurstHolds() {
        final MergedInput input = new MergedInput(List.of(port(0, 1, 2, 3)), memory, LOOK_AHEAD);
        assertEquals(2, input.views().getFirst().rxBurst(0, new PacketBurst(2)));
        assertFalse(input.drained());
    }

    @Test
    void shouldBeDrainedWithoutPorts() {
        assertTrue(new MergedInput(List.of(), memory, LOOK_AHEAD).drained());
    }

    @Test
    void shouldGiveBackWhatItHoldsWhenClosed() {
        final MemoryPort port = port(0, 1, 2, 3);
        final Port view = new MergedInput(List.of(port), memory, LOOK_AHEAD).views().getFirst();
        final PacketBurst burst = new PacketBurst(1);
        view.rxBurst(0, burst);
        assertEquals(memory.capacity() - 3, memory.available());

        view.close();
        assertFalse(port.linkUp(), "the port is closed");
        memory.free(burst.handle, 0, 1);
        assertEquals(memory.capacity(), memory.available());
    }

    @Test
    void shouldRefusePortWithoutTimestamps() {
        final MemoryPort port = port(0);
        port.timestamps(false);
        assertThrows(PortException.class, () -> new MergedInput(List.of(port), memory, LOOK_AHEAD));
    }

    private MemoryPort port(final int number, final long... times) {
        final MemoryPort port = new MemoryPort("port" + number, memory);
        port.timestamps(true);
        for (final long time : times) {
            port.offer(new byte[] {(byte) number}, time);
        }
        return port;
    }

    private List<Arrival> play(final MemoryPort... ports) {
        final MergedInput input = new MergedInput(List.of(ports), memory, LOOK_AHEAD);
        final List<Arrival> arrivals = new ArrayList<>();
        pollUntilDrained(input, arrivals);
        assertEquals(memory.capacity(), memory.available());
        return arrivals;
    }

    private void pollUntilDrained(final MergedInput input, final List<Arrival> arrivals) {
        for (int i = 0; i < 1_000 && !input.drained(); i++) {
            poll(input, arrivals);
        }
        assertTrue(input.drained());
    }

    private void poll(final MergedInput input, final List<Arrival> arrivals) {
        final PacketBurst burst = new PacketBurst(3);
        for (final Port view : input.views()) {
            view.rxBurst(0, burst);
            for (int i = 0; i < burst.size; i++) {
                final int port = memory.bytes().get(ValueLayout.JAVA_BYTE, burst.position[i]);
                arrivals.add(new Arrival(burst.timeNs[i], port));
            }
            memory.free(burst.handle, 0, burst.size);
        }
    }
}
