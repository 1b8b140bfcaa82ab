package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.EndpointConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Udp;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Where a packet's buffer ends, and what a bearer keeps; what is answered with what, the whole switch's tests tell. */
class AnswerTest {
    private static final String PEER = "2001:db8::1";
    private static final String OWN = "2001:db8::100";
    private static final int NETWORK = Ethernet.HEADER_LENGTH;
    private static final int TRANSPORT = NETWORK + Ipv6.HEADER_LENGTH;
    private static final int TUNNEL = TRANSPORT + Udp.HEADER_LENGTH;
    private static final int ERROR_INDICATION_LENGTH = TUNNEL + Gtpu.HEADER_LENGTH + Gtpu.OPTIONAL_LENGTH + 5 + 19;

    private final TunnelTable table = new TunnelTable();

    private static Frames request() {
        return Frames.ethernet().ipv6(PEER, OWN).udp(2152, 2152);
    }

    /** Lets a message into a buffer of its own, through the stage. */
    private PacketVector process(final ArrayMemory memory, final int type, final byte[] frame) {
        final PacketVector vector = new PacketVector(1);
        final long[] handle = new long[1];
        memory.allocate(handle, 1);
        final long position = memory.bufferStart(handle[0]);
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, position, frame.length);
        vector.add(handle[0], position, frame.length, 0);
        final int inner = TUNNEL + Gtpu.HEADER_LENGTH + (type == Gtpu.GPDU ? 0 : Gtpu.OPTIONAL_LENGTH);
        vector.tunnel[0] = Headers.tunnel(Gtpu.teid(MemorySegment.ofArray(frame), TUNNEL),
            Layer.IPV6 | Layer.IP | Layer.UDP | Layer.GTPU, 0, type);
        vector.protocols[0] = Headers.protocols(frame.length - inner, 0, 0, 0);
        vector.offsets[0] = Headers.offsets(NETWORK, 0, TRANSPORT, TUNNEL, inner);
        final OwnEndpoints endpoints = new OwnEndpoints(List.of(
            new EndpointConfig(IpAddress.parse(OWN), Optional.empty(), true, 10, false)), table, name -> 0,
            new EchoPaths());
        final PacketClock clock = new PacketClock(() -> 0, false);
        new Answer(endpoints, table, memory, new boolean[] {true}, clock,
            new Resolve(new OwnAddresses(table, 1), memory, new long[1], clock)).process(vector);
        return vector;
    }

    private static byte[] bytes(final ArrayMemory memory, final long from, final long to) {
        return memory.bytes().asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void shouldFillABufferToItsEnd() {
        final ArrayMemory memory = new ArrayMemory(2, ERROR_INDICATION_LENGTH);
        final PacketVector vector = process(memory, Gtpu.GPDU, request().gtpu(7).bytes());
        assertEquals(0, vector.leavers);
        assertEquals(ERROR_INDICATION_LENGTH, vector.length[0]);
        assertEquals(Action.FORWARD, vector.action[0]);
    }

    @Test
    void shouldNotWriteBeyondABuffer() {
        final ArrayMemory memory = new ArrayMemory(2, ERROR_INDICATION_LENGTH - 1);
        final byte[] frame = request().gtpu(7).bytes();
        final PacketVector vector = process(memory, Gtpu.GPDU, frame);
        assertEquals(DropReason.HEADROOM.ordinal(), vector.verdict[0]);
        final long start = vector.position[0];
        assertArrayEquals(frame, bytes(memory, start, start + frame.length), "nothing was written at all");
    }

    @Test
    void shouldCountErrorIndicationsOfABearer() {
        final BearerConfig bearer = new BearerConfig("ue", IpAddress.parse("10.45.0.2"), IpAddress.parse(OWN), 1,
            IpAddress.parse(PEER), 0xffff_ffffL, OptionalInt.empty(), Optional.empty());
        table.put(bearer);
        final byte[] indication = request().gtpu(0).messageType(Gtpu.ERROR_INDICATION).sequence(0)
            .payload(Frames.hex("10 ffffffff 85 0010 20010db8000000000000000000000001")).bytes();
        for (int i = 0; i < 3; i++) {
            assertEquals(DropReason.ERROR_INDICATED.ordinal(),
                process(new ArrayMemory(1, 256), Gtpu.ERROR_INDICATION, indication).verdict[0]);
        }
        assertEquals(3, table.errorIndications("ue", TunnelTable.DOWNLINK));
        assertEquals(0, table.errorIndications("ue", TunnelTable.UPLINK));
        assertEquals(0, table.errorIndications("other", TunnelTable.DOWNLINK));
    }
}
