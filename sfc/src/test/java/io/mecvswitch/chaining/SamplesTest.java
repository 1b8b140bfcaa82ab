package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final int EACH = 4;
    private static final int PACKETS = 8;
    private static final long REST_NS = 100_000;
    private static final long SECOND_NS = 1_000_000_000;

    private final ArrayMemory memory = new ArrayMemory(PACKETS, 256);
    private final PacketVector vector = new PacketVector(PACKETS);
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(2);
    private final Stopwatch watch = new Stopwatch(recorder);
    private final Samples samples = new Samples(memory.bytes(), EACH);

    SamplesTest() {
        memory.allocate(vector.handle, PACKETS);
        vector.size = PACKETS;
        for (int i = 0; i < PACKETS; i++) {
            vector.position[i] = memory.bufferStart(vector.handle[i]);
            vector.length[i] = 100;
            vector.action[i] = Action.FORWARD;
            vector.tunnel[i] = Headers.tunnel(Layer.IPV4 | Layer.IP);
            vector.offsets[i] = Headers.offsets(Ethernet.HEADER_LENGTH, 0, 0, 0, 0);
            Wire.setU32(memory.bytes(), vector.position[i] + Ethernet.HEADER_LENGTH + 20, i);
        }
    }

    private long recorded() {
        return recorder.getIntervalHistogram().getTotalCount();
    }

    @Test
    void shouldTakeTheFirstOfSoManyPackets() {
        samples.begin(vector, 0, 1, watch, 5);
        samples.end(vector, 1, PACKETS, watch, 7);
        assertEquals(0, recorded());
        samples.end(vector, 0, 1, watch, 9);
        assertEquals(4, recorder.getIntervalHistogram().getMaxValue());
    }

    @Test
    void shouldTakeNoneInBetween() {
        samples.begin(vector, 0, 1, watch, 0);
        samples.end(vector, 0, 1, watch, 0);
        assertEquals(1, recorded());
        samples.begin(vector, 1, EACH, watch, REST_NS);
        samples.end(vector, 0, PACKETS, watch, REST_NS);
        assertEquals(0, recorded());
        samples.begin(vector, EACH, PACKETS, watch, REST_NS);
        samples.end(vector, 0, PACKETS, watch, REST_NS);
        assertEquals(1, recorded());
    }

    @Test
    void shouldRestBetweenTwo() {
        samples.begin(vector, 0, EACH, watch, 0);
        samples.end(vector, 0, EACH, watch, 10);
        assertEquals(1, recorded());
        samples.begin(vector, 0, EACH, watch, REST_NS - 1);
        samples.end(vector, 0, EACH, watch, REST_NS - 1);
        assertEquals(0, recorded());
        samples.begin(vector, 0, EACH, watch, REST_NS);
        samples.end(vector, 0, EACH, watch, REST_NS);
        assertEquals(1, recorded());
    }

    @Test
    void shouldGiveUpWhatDoesNotComeWithinASecond() {
        samples.begin(vector, 0, EACH, watch, 0);
        samples.begin(vector, EACH, PACKETS, watch, SECOND_NS - 1);
        samples.end(vector, EACH, PACKETS, watch, SECOND_NS - 1);
        assertEquals(0, recorded());
        samples.begin(vector, EACH, PACKETS, watch, SECOND_NS);
        samples.end(vector, 0, EACH, watch, SECOND_NS);
        assertEquals(0, recorded());
        samples.end(vector, EACH, PACKETS, watch, SECOND_NS);
        assertEquals(1, recorded());
    }
}
