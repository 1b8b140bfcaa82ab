package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is remembered of packets that are popped; what is left of them is tested through the whole line. */
class DecapsulateTest {
    private static final int SLOT = 512;
    private static final int SIZE = 4;
    private static final long[] DESTINATION_MACS = {0x0200_0000_00a1L, 0x0200_0100_00a2L};
    private static final long[] SOURCE_MACS = {0x0200_0000_0051L, 0x0211_0000_0052L};
    private static final int LAYERS =
        Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS | Layer.GTPU | Layer.GPDU | Layer.INNER_IPV4 | Layer.INNER_IP;
    private static final long ENB_MAC = 0x0200_0000_00e1L;
    private static final long SGW_MAC = 0x0200_0000_00c1L;

    private final ArrayMemory memory = new ArrayMemory(SIZE, SLOT);
    private final TunnelTable table = new TunnelTable();
    private final Decapsulate decapsulate = new Decapsulate(memory, DESTINATION_MACS, SOURCE_MACS, false);
    private final Looks looks = new Looks(table, memory);
    private final PacketVector vector = new PacketVector(SIZE);

    /** Adds a G-PDU of the bearer with this number; of its columns those that Decapsulate reads. */
    private void add(final int bearer, final Frames ethernet, final int layers, final int vlan, final int tos) {
        final byte[] frame = ethernet.ipv4("192.0.2.1", "192.0.2.2").trafficClass(tos).udp(2152, 2152).gtpu(bearer)
            .ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(8).bytes();
        final int i = vector.size;
        final int network = frame.length - 8 - 28 - 8 - 8 - 20;
        MemorySegment.copy(frame, 0, memory.bytes(), ValueLayout.JAVA_BYTE, (long) i * SLOT, frame.length);
        vector.add(i + 1, (long) i * SLOT, frame.length, 0);
        vector.act(i, Action.DECAPSULATE);
        vector.link[i] = Headers.link(0, vlan, Ethernet.TYPE_IPV4);
        vector.tunnel[i] = Headers.tunnel(bearer, layers | LAYERS, 0, Gtpu.GPDU);
        vector.protocols[i] = Headers.protocols(36, 0, Headers.pair(tos, IpProtocol.UDP), IpProtocol.UDP);
        vector.offsets[i] = Headers.offsets(network, 0, network + 20, network + 28, network + 36);
        vector.bearer[i] = uplink(bearer);
        vector.egress[i] = 1;
    }

    private int uplink(final int bearer) {
        final int row = table.findUe(4, 0, bearer);
        if (row != TunnelTable.NONE) {
            return row << 1 | TunnelTable.UPLINK;
        }
        final IpAddress endpoint = IpAddress.parse("192.0.2.2");
        table.put(new BearerConfig("b" + bearer, IpAddress.ofIpv4(bearer), endpoint, bearer, endpoint, -bearer & 0xffff,
            OptionalInt.empty(), Optional.empty()));
        return table.findUe(4, 0, bearer) << 1 | TunnelTable.UPLINK;
    }

    private static Frames plain() {
        return Frames.ethernet(ENB_MAC, SGW_MAC);
    }

    private void pop() {
        remember();
        decapsulate.process(vector);
        vector.size = 0;
    }

    private void remember() {
        final long[] learned = new long[vector.size];
        for (int i = 0; i < vector.size; i++) {
            learned[i] = table.ownLearned(vector.bearer[i]);
        }
        looks.remember(vector, learned);
    }

    private long learned(final int bearer) {
        return table.learned(uplink(bearer));
    }

    private int path(final int bearer) {
        return Learned.path(learned(bearer));
    }

    @Test
    void shouldLearnHowATunnelsPacketsLook() {
        add(1, plain(), 0, 0, 0x2b);
        vector.tunnel[0] = Headers.tunnel(1, LAYERS | Layer.CONTAINER, 33, Gtpu.GPDU);
        pop();
        assertTrue(Learned.seen(learned(1)));
        assertTrue(Learned.container(learned(1)));
        assertEquals(33, Learned.qfi(learned(1)));
        assertEquals(0x28, Learned.trafficClass(learned(1)), "without ECN");
        assertEquals(SGW_MAC << 16 | ENB_MAC >>> 32, table.paths().macs(path(1), false));
        assertFalse(Learned.seen(table.learned(uplink(1) ^ 1)), "the downlink tunnel");
    }

    @Test
    void shouldLearnAnewWhereTheTunnelChangesItsLook() {
        add(1, plain(), 0, 0, 0);
        pop();
        add(1, plain().vlan(5), Layer.VLAN, 5 << 16, 0xb8);
        pop();
        assertEquals(0xb8, Learned.trafficClass(learned(1)));
        assertEquals(5L << 16, table.paths().macAndTags(path(1), false) & 0xffff_ffffL);
        assertEquals(0x8100_0000, table.paths().tpids(path(1)));
    }

    @Test
    void shouldTellNeighboursApartByTheirTags() {
        add(1, plain().vlan(5), Layer.VLAN, 5 << 16, 0);
        add(2, plain().vlan(6), Layer.VLAN, 6 << 16, 0);
        add(3, plain().serviceVlan(6).vlan(7), Layer.VLAN | Layer.QINQ, 6 << 16 | 7, 0);
        add(4, plain().vlan(6).vlan(7), Layer.VLAN | Layer.QINQ, 6 << 16 | 7, 0);
        pop();
        assertEquals(5L << 16, table.paths().macAndTags(path(1), false) & 0xffff_ffffL);
        assertEquals(6L << 16, table.paths().macAndTags(path(2), false) & 0xffff_ffffL);
        assertEquals(6L << 16 | 7, table.paths().macAndTags(path(3), false) & 0xffff_ffffL);
        assertEquals(0x88a8_8100, table.paths().tpids(path(3)));
        assertEquals(0x8100_8100, table.paths().tpids(path(4)));
    }

    /**
     * Once all is known, neighbours are compared with each other: each thing in which one can differ has to be seen.
     */
    @Test
    void shouldSeeOneAmongKnownNeighboursThatLooksDifferent() {
        for (int bearer = 1; bearer <= SIZE; bearer++) {
            add(bearer, plain(), 0, 0, 0);
        }
        pop();
        final int known = path(1);
        add(1, plain(), 0, 0, 0);
        add(2, plain(), 0, 0, 0xb8);
        add(3, plain(), 0, 0, 0);
        vector.tunnel[2] = Headers.tunnel(3, LAYERS | Layer.CONTAINER, 7, Gtpu.GPDU);
        add(4, Frames.ethernet(ENB_MAC, SGW_MAC + 1), 0, 0, 0);
        pop();
        assertEquals(known, path(1));
        assertEquals(0xb8, Learned.trafficClass(learned(2)));
        assertEquals(7, Learned.qfi(learned(3)));
        assertNotEquals(known, path(4));
        add(1, plain(), 0, 0, 0);
        add(2, plain().vlan(5), Layer.VLAN, 5 << 16, 0xb8);
        pop();
        assertEquals(known, path(1));
        assertNotEquals(known, path(2));
    }

    @Test
    void shouldRememberTheLastOfTwoLooksInOneVector() {
        add(1, plain(), 0, 0, 0);
        pop();
        add(1, plain(), 0, 0, 0xb8);
        add(1, plain(), 0, 0, 0);
        pop();
        assertEquals(0, Learned.trafficClass(learned(1)));
    }

    @Test
    void shouldTellNeighboursApartByTheirAddresses() {
        add(1, Frames.ethernet(ENB_MAC, SGW_MAC), 0, 0, 0);
        add(2, Frames.ethernet(ENB_MAC, SGW_MAC + 1), 0, 0, 0);
        add(3, Frames.ethernet(ENB_MAC + 1, SGW_MAC + 1), 0, 0, 0);
        pop();
        assertNotEquals(path(1), path(2));
        assertNotEquals(path(2), path(3));
    }

    @Test
    void shouldTellTheSamePathOnTwoPortsApart() {
        add(1, plain(), 0, 0, 0);
        vector.ingress = 0;
        pop();
        add(2, plain(), 0, 0, 0);
        vector.ingress = 1;
        pop();
        assertEquals(0, table.paths().port(path(1)));
        assertEquals(1, table.paths().port(path(2)));
    }

    @Test
    void shouldStillPopAndLearnNothingWhenThereAreTooManyPaths() {
        for (int path = 0; table.paths().intern(path, 0, 0) != PathTable.FULL;) {
            path++;
        }
        add(1, plain(), 0, 0, 0);
        remember();
        decapsulate.process(vector);
        assertEquals(14 + 36, vector.length[0]);
        assertFalse(Learned.seen(learned(1)));
    }

    @Test
    void shouldAddressEachTpduToTheApplicationAtItsEgress() {
        add(1, plain(), 0, 0, 0);
        add(2, plain(), 0, 0, 0);
        vector.egress[0] = 0;
        decapsulate.process(vector);
        for (int i = 0; i < 2; i++) {
            assertEquals(DESTINATION_MACS[vector.egress[i]],
                Ethernet.destination(memory.bytes(), vector.position[i]));
            assertEquals(SOURCE_MACS[vector.egress[i]], Ethernet.source(memory.bytes(), vector.position[i]));
        }
    }

    @Test
    void shouldLeaveAloneWhatNoRuleWantsDecapsulated() {
        add(1, plain(), 0, 0, 0);
        vector.act(0, Action.FORWARD);
        add(2, plain(), 0, 0, 0);
        vector.act(1, Action.ENCAPSULATE);
        final int length = vector.length[0];
        remember();
        decapsulate.process(vector);
        assertEquals(length, vector.length[0]);
        assertEquals(length, vector.length[1]);
        assertFalse(Learned.seen(learned(1)));
    }
}
