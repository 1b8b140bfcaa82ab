package io.mecvswitch.gtpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which bearer a packet is of. Ports: 0 access, 1 core, 2 an access port without a wire, 3 an application. */
class MatchBearerTest {
    private static final int GPDU = Layer.IP | Layer.UDP | Layer.PORTS | Layer.GTPU | Layer.GPDU;
    private static final int SLOT = 512;
    private static final int SIZE = 4;
    private static final int ALONE = 2;
    private static final int APPLICATION = 3;
    private static final String UE = "172.16.0.1";
    private static final String UE_6 = "2001:db8:45::1";
    private static final String SERVER = "203.0.113.5";

    private final ArrayMemory memory = new ArrayMemory(SIZE, SLOT);
    private final TunnelTable table = new TunnelTable();
    private final MatchBearer match = new MatchBearer(table, memory, new boolean[] {false, false, false, true},
        new int[] {1, 0, -1, -1}, SIZE);
    private final PacketVector vector = new PacketVector(SIZE);

    private void put(final String name, final String ue, final String endpoint, final int teid) {
        final IpAddress address = IpAddress.parse(endpoint);
        table.put(new BearerConfig(name, IpAddress.parse(ue), address, teid, address, teid + 100, OptionalInt.empty(),
            Optional.empty()));
    }

    private int row(final String ue) {
        final IpAddress address = IpAddress.parse(ue);
        return table.findUe(address.version(), address.high(), address.low());
    }

    private int add(final Frames frame, final int layers, final int action) {
        final byte[] bytes = frame.bytes();
        final int i = vector.size;
        MemorySegment.copy(bytes, 0, memory.bytes(), ValueLayout.JAVA_BYTE, (long) i * SLOT, bytes.length);
        vector.add(i + 1, (long) i * SLOT, bytes.length, 0);
        vector.tunnel[i] = Headers.tunnel(layers);
        vector.offsets[i] = Headers.offsets(14, 0, 0, 0, 0);
        vector.act(i, action);
        return i;
    }

    private void addGpdu(final String endpoint, final int teid) {
        final boolean ipv4 = IpAddress.parse(endpoint).version() == 4;
        final Frames ethernet = Frames.ethernet();
        final Frames frame = ipv4 ? ethernet.ipv4("192.0.2.1", endpoint) : ethernet.ipv6("::1", endpoint);
        final int i = add(frame, GPDU, Action.DECAPSULATE);
        vector.tunnel[i] = Headers.tunnel(teid, GPDU | (ipv4 ? Layer.IPV4 : Layer.IPV6), 0, Gtpu.GPDU);
    }

    private void addFromApplication(final String source, final String destination) {
        vector.ingress = APPLICATION;
        if (IpAddress.parse(source).version() == 4) {
            add(Frames.ethernet().ipv4(source, destination), Layer.IPV4 | Layer.IP, Action.NONE);
        } else {
            add(Frames.ethernet().ipv6(source, destination), Layer.IPV6 | Layer.IP, Action.NONE);
        }
    }

    private DropReason verdict(final int i) {
        return DropReason.of(vector.verdict[i]);
    }

    private void assertEnters(final int i, final String ue, final int direction, final int egress) {
        assertEquals(DropReason.NONE, verdict(i));
        assertEquals(Action.ENCAPSULATE, vector.action[i]);
        assertEquals(row(ue) << 1 | direction, vector.bearer[i]);
        assertEquals(egress, vector.egress[i]);
    }

    /** Lets the uplink tunnel of a bearer have been seen on a port. */
    private void seen(final String ue, final int port) {
        table.learn(row(ue) << 1 | TunnelTable.UPLINK,
            Learned.of(table.paths().intern(1, 2, (long) port << 32), 0, false, 0));
    }

    @Test
    void shouldTellEndpointsApartThatDifferInTheirFirstHalf() {
        put("a", UE, "2001:db8::1", 7);
        put("b", UE_6, "2001:db9::1", 7);
        addGpdu("2001:db8::1", 7);
        addGpdu("2001:db9::1", 7);
        match.process(vector);
        assertEquals(row(UE) << 1, vector.bearer[0]);
        assertEquals(row(UE_6) << 1, vector.bearer[1]);
    }

    @Test
    void shouldTellNeighboursOfTwoEndpointsApart() {
        put("a", UE, "10.0.0.1", 7);
        put("b", UE_6, "10.0.0.2", 7);
        addGpdu("10.0.0.1", 7);
        addGpdu("10.0.0.2", 7);
        addGpdu("10.0.0.1", 7);
        match.process(vector);
        assertEquals(row(UE) << 1, vector.bearer[0]);
        assertEquals(row(UE_6) << 1, vector.bearer[1]);
        assertEquals(row(UE) << 1, vector.bearer[2]);
    }

    @Test
    void shouldTellEndpointsApartThatDifferInTheirVersion() {
        put("a", UE, "10.0.0.1", 7);
        put("b", UE_6, "::a00:1", 7);
        addGpdu("10.0.0.1", 7);
        addGpdu("::a00:1", 7);
        match.process(vector);
        assertEquals(row(UE) << 1, vector.bearer[0]);
        assertEquals(row(UE_6) << 1, vector.bearer[1]);
    }

    /** Whoever else is in the table, and where. */
    @Test
    void shouldKeepTheWayOfAnAnswerBesideWhatAUeSent() {
        put("a", UE, "10.0.0.1", 7);
        put("b", "172.16.0.2", "10.0.0.1", 8);
        seen(UE, 0);
        seen("172.16.0.2", 0);
        for (int n = 0; n < 500; n++) {
            final String other = "172.17." + (n >>> 8) + "." + (n & 255);
            put("other-" + n, other, "10.0.0.2", 1000 + n);
            seen(other, ALONE);
            addFromApplication(SERVER, UE);
            addFromApplication("172.16.0.2", SERVER);
            match.process(vector);
            assertEnters(0, UE, TunnelTable.DOWNLINK, 0);
            assertEquals(table.way(row(UE) << 1 | TunnelTable.DOWNLINK), vector.way[0], "beside " + n + " others");
            assertEnters(1, "172.16.0.2", TunnelTable.UPLINK, 1);
            vector.size = 0;
            vector.beginActions();
        }
    }

    @Test
    void shouldFindABearerThatCameSinceTheLastVector() {
        addGpdu("10.0.0.1", 7);
        match.process(vector);
        assertEquals(DropReason.BEARER_UNKNOWN, verdict(0));
        vector.sweep(new long[SIZE], new int[SIZE]);
        put("a", UE, "10.0.0.1", 7);
        addGpdu("10.0.0.1", 7);
        match.process(vector);
        assertEquals(DropReason.NONE, verdict(0));
        assertEquals(row(UE) << 1, vector.bearer[0]);
    }

    @Test
    void shouldDropWhatBreaksOffInsideTheGtpuHeader() {
        add(Frames.ethernet().ipv4("192.0.2.1", "10.0.0.1"), Layer.IPV4 | Layer.UDP, Action.DECAPSULATE);
        vector.offsets[0] = Headers.offsets(14, DropReason.GTPU_TRUNCATED.ordinal(), 34, 0, 0);
        match.process(vector);
        assertEquals(DropReason.GTPU_TRUNCATED, verdict(0));
    }

    @Test
    void shouldTakeADestinationBeforeASource() {
        put("a", UE, "10.0.0.1", 7);
        put("b", "172.16.0.2", "10.0.0.1", 8);
        seen(UE, 0);
        seen("172.16.0.2", 0);
        addFromApplication(SERVER, UE);
        addFromApplication(UE, SERVER);
        addFromApplication(UE, "172.16.0.2");
        match.process(vector);
        assertEnters(0, UE, TunnelTable.DOWNLINK, 0);
        assertEnters(1, UE, TunnelTable.UPLINK, 1);
        assertEnters(2, "172.16.0.2", TunnelTable.DOWNLINK, 0);
    }

    @Test
    void shouldDoSoForIpv6() {
        put("a", UE_6, "10.0.0.1", 7);
        seen(UE_6, 0);
        addFromApplication("2001:db8:ed::1", UE_6);
        addFromApplication(UE_6, "2001:db8:ed::1");
        match.process(vector);
        assertEnters(0, UE_6, TunnelTable.DOWNLINK, 0);
        assertEnters(1, UE_6, TunnelTable.UPLINK, 1);
    }

    @Test
    void shouldDropWhatIsToGoOnWhereNoWireLeads() {
        put("a", UE, "10.0.0.1", 7);
        seen(UE, ALONE);
        addFromApplication(UE, SERVER);
        addFromApplication(SERVER, UE);
        match.process(vector);
        assertEquals(DropReason.NO_WIRE, verdict(0));
        assertEnters(1, UE, TunnelTable.DOWNLINK, ALONE);
    }

    @Test
    void shouldLeaveAnApplicationsPacketToTheRuleThatConcernsIt() {
        put("a", UE, "10.0.0.1", 7);
        seen(UE, 0);
        addFromApplication(SERVER, UE);
        vector.act(0, Action.FORWARD);
        vector.egress[0] = 1;
        match.process(vector);
        assertEquals(Action.FORWARD, vector.action[0]);
        assertEquals(1, vector.egress[0]);
    }

    /** The destination decides, whatever else is in the vector; only what is for nobody is known by its source. */
    @Test
    void shouldTellDirectionsApartInOneVector() {
        final String other = "172.16.0.2";
        put("a", UE, "192.0.2.7", 7);
        put("b", other, "192.0.2.8", 8);
        seen(UE, 0);
        seen(other, 0);
        addFromApplication(UE, SERVER);
        addFromApplication(SERVER, UE);
        addFromApplication(other, UE);
        addFromApplication(SERVER, SERVER);
        match.process(vector);
        assertEnters(0, UE, TunnelTable.UPLINK, 1);
        assertEnters(1, UE, TunnelTable.DOWNLINK, 0);
        assertEnters(2, UE, TunnelTable.DOWNLINK, 0);
        assertEquals(DropReason.UE_UNKNOWN, verdict(3));
    }
}
