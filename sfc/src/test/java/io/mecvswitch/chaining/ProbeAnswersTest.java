package io.mecvswitch.chaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Arp;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IcmpEcho;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.memory.ArrayMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.status.StatusFile;
import io.mecvswitch.traffic.FrameAssert;
import io.mecvswitch.traffic.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeAnswersTest {
    private static final long MAC = Frames.SOURCE_MAC;
    private static final long PEER = Frames.DESTINATION_MAC;
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int IDENTIFIER = 0xfedc;
    private static final int PORT = 3;

    private final ArrayMemory memory = new ArrayMemory(8, 2_048);
    private final PacketVector vector = new PacketVector(4);
    private final long[] buffer = new long[1];
    private long nowNs;

    ProbeAnswersTest() {
        assertTrue(memory.allocate(buffer, 1));
    }

    private static HealthCheck check(final Probe probe, final String source, final String address) {
        return new HealthCheck(probe, Optional.of(IpAddress.parse(address)), Optional.of(IpAddress.parse(source)),
            false, 30, 3, 1_000, false);
    }

    private static MemberProbe arp() {
        return new MemberProbe(check(Probe.ARP, "192.0.2.1", "192.0.2.2"), MAC, PEER, IDENTIFIER);
    }

    private static MemberProbe icmp() {
        return new MemberProbe(check(Probe.ICMP, "192.0.2.1", "192.0.2.2"), MAC, PEER, IDENTIFIER);
    }

    private static MemberProbe icmpv6() {
        return new MemberProbe(check(Probe.ICMP, "2001:db8::1", "2001:db8::2"), MAC, 0, IDENTIFIER);
    }

    private static byte[] arpFrame(final long word, final String sender, final String target) {
        final byte[] frame = new byte[Ethernet.HEADER_LENGTH + Arp.LENGTH];
        final MemorySegment bytes = MemorySegment.ofArray(frame);
        Ethernet.set(bytes, 0, BROADCAST, MAC, Ethernet.TYPE_ARP);
        Arp.set(bytes, Ethernet.HEADER_LENGTH, word, MAC, (int) IpAddress.parse(sender).low(), 0,
            (int) IpAddress.parse(target).low());
        return frame;
    }

    private static byte[] ping(final String from, final String to, final int type, final int identifier) {
        return Frames.ethernet(MAC, PEER).ip(IpAddress.parse(from), IpAddress.parse(to)).ping(identifier, 0)
            .set(0, type).bytes();
    }

    /** The frame that a probe sends. */
    private byte[] request(final MemberProbe probe) {
        final ProbeSource source =
            new ProbeSource("p", List.of(probe), memory, () -> nowNs, StatusFile.inMemory().copied());
        final PacketBurst burst = new PacketBurst(4);
        assertEquals(1, source.rxBurst(0, burst));
        assertEquals(0, source.rxBurst(0, new PacketBurst(4)), "the next one is not due yet");
        return memory.bytes().asSlice(burst.position[0], burst.length[0]).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Puts a frame into the vector as Parse would have seen it. */
    private boolean isTaken(final byte[] frame, final int defect, final MemberProbe... probes) {
        final ProbeAnswers answers = new ProbeAnswers(memory, 8);
        answers.expect(PORT, List.of(probes));
        final MemorySegment bytes = MemorySegment.ofArray(frame);
        final int type = Ethernet.type(bytes, 0);
        final boolean ipv4 = type == Ethernet.TYPE_IPV4;
        final long position = memory.bufferStart(buffer[0]) + 128;
        MemorySegment.copy(bytes, 0, memory.bytes(), position, frame.length);
        vector.size = 0;
        vector.ingress = PORT;
        vector.add(buffer[0], position, frame.length, 0);
        vector.link[0] = Headers.link(PORT, 0, type);
        vector.tunnel[0] = Headers.tunnel(ipv4 ? Layer.IPV4 : Layer.IPV6);
        vector.protocols[0] =
            Headers.protocols(28, 0, Headers.pair(0, ipv4 ? IpProtocol.ICMP : IpProtocol.ICMPV6), 0);
        vector.offsets[0] = Headers.offsets(14, defect, ipv4 ? 34 : 54, 0, 14);
        return answers.take(vector, 0);
    }

    @Test
    void shouldAskByArp() {
        FrameAssert.assertFrame(arpFrame(Arp.REQUEST, "192.0.2.1", "192.0.2.2"), request(arp()));
    }

    @Test
    void shouldAskByEchoRequest() {
        FrameAssert.assertFrame(Frames.ethernet(MAC, PEER).ipv4("192.0.2.1", "192.0.2.2").set(6, 0x40)
            .ping(IDENTIFIER, 0).bytes(), request(icmp()));
        FrameAssert.assertFrame(Frames.ethernet(MAC, BROADCAST).ipv6("2001:db8::1", "2001:db8::2")
            .ping(IDENTIFIER, 0).bytes(), request(icmpv6()));
    }

    @Test
    void shouldCountRequestsInTheirSequenceNumbers() {
        final MemberProbe probe = icmp();
        request(probe);
        nowNs += 30_000_000;
        final byte[] second = request(probe);
        assertEquals(1, second[second.length - 1]);
        assertEquals(2, probe.asked());
    }

    @Test
    void shouldKnowAnswers() {
        final MemberProbe arp = arp();
        assertTrue(isTaken(arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.1"), 0, arp));
        assertEquals(1, arp.answered());
        assertTrue(isTaken(ping("192.0.2.2", "192.0.2.1", IcmpEcho.REPLY, IDENTIFIER), 0, icmp()));
        assertTrue(isTaken(ping("2001:db8::2", "2001:db8::1", IcmpEcho.REPLY_V6, IDENTIFIER), 0, icmpv6()));
    }

    /** A member that passes frames on gives the request itself back. */
    @Test
    void shouldTakeTheRequestItselfForAnAnswer() {
        for (final MemberProbe probe : List.of(arp(), icmp(), icmpv6())) {
            assertTrue(isTaken(request(probe), 0, probe));
            assertEquals(1, probe.answered());
        }
    }

    @Test
    void shouldHearAllMembersBehindAPort() {
        final MemberProbe one = arp();
        final MemberProbe other = arp();
        assertTrue(isTaken(arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.1"), 0, icmp(), one, other));
        assertEquals(1, one.answered());
        assertEquals(1, other.answered());
    }

    @Test
    void shouldLeaveAloneWhatOthersSay() {
        assertFalse(isTaken(arpFrame(Arp.REPLY, "192.0.2.3", "192.0.2.1"), 0, arp()));
        assertFalse(isTaken(arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.3"), 0, arp()));
        assertFalse(isTaken(arpFrame(Arp.REQUEST, "192.0.2.2", "192.0.2.1"), 0, arp()));
        assertFalse(isTaken(arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.1"), 0, icmp()));
        assertFalse(isTaken(arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.1"), 0));
        assertFalse(isTaken(ping("192.0.2.2", "192.0.2.1", IcmpEcho.REPLY, 1), 0, icmp()));
        assertFalse(isTaken(ping("192.0.2.2", "192.0.2.1", IcmpEcho.REQUEST, IDENTIFIER), 0, icmp()));
        assertFalse(isTaken(ping("192.0.2.2", "192.0.2.1", 3, IDENTIFIER), 0, icmp()));
        assertFalse(isTaken(ping("192.0.2.2", "192.0.2.1", IcmpEcho.REPLY, IDENTIFIER), 0, icmpv6(), arp()));
        assertFalse(isTaken(ping("2001:db8::2", "2001:db8::1", IcmpEcho.REPLY_V6, IDENTIFIER), 0, icmp()));
        assertFalse(isTaken(ping("2001:db8::3", "2001:db8::1", IcmpEcho.REPLY_V6, IDENTIFIER), 0, icmpv6()));
    }

    @Test
    void shouldReadNothingBehindTheEndOfAFrame() {
        final byte[] reply = arpFrame(Arp.REPLY, "192.0.2.2", "192.0.2.1");
        assertFalse(isTaken(Arrays.copyOf(reply, reply.length - 1), 0, arp()));
        final byte[] echo = ping("192.0.2.2", "192.0.2.1", IcmpEcho.REPLY, IDENTIFIER);
        assertFalse(isTaken(Arrays.copyOf(echo, echo.length - 1), 0, icmp()));
        assertFalse(isTaken(echo, DropReason.IPV4_LENGTH.ordinal(), icmp()));
    }
}
