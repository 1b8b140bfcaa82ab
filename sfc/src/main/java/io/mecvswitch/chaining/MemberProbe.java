package io.mecvswitch.chaining;

import io.mecvswitch.config.HealthCheck;
import io.mecvswitch.config.HealthCheck.Probe;
import io.mecvswitch.config.IpAddress;
import io.mecvswitch.header.Arp;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IcmpEcho;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.header.Ipv6;
import io.mecvswitch.header.Wire;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is asked of a member, again and again: an ARP Request for its address, or an Echo Request to it. It has answered
 * when the answer comes by one of its ports, and also when the request itself does: then the member is one that passes
 * frames on, and it does.
 *
 * <pre>
 *   switch ──▶ ingress port ──▶ member ──▶ answer, or the request itself ──▶ its ingress or egress port ──▶ switch
 * </pre>
 *
 * <p>Requests leave so often that as many as the check's count go unanswered before the member is down. Control makes
 * it and reads its counts; the receiving lane asks, the chaining lane says what came. It outlives configurations that
 * ask the same.
 */
public final class MemberProbe {
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int TTL = 64;
    private static final int SEQUENCES = 0xffff;

    // set once by control
    private final Probe kind;
    private final IpAddress address;
    private final IpAddress source;
    private final int identifier;
    private final long periodNs;
    private final MemorySegment request;
    private final int icmp;
    // written by the receiving lane
    private final AtomicLong asked = new AtomicLong();
    private long dueNs;
    // written by the chaining lane
    private final AtomicLong answered = new AtomicLong();

    /**
     * @param check      whose probe is not {@link Probe#NONE}; it has both addresses, of one family
     * @param mac        the switch's Ethernet address at the member's ingress port
     * @param peerMac    the member's, or 0 if that is not known
     * @param identifier 16 bits by which its Echo Requests are told from those of others
     */
    public MemberProbe(final HealthCheck check, final long mac, final long peerMac, final int identifier) {
        this.kind = check.probe();
        this.address = check.address().orElseThrow();
        this.source = check.source().orElseThrow();
        this.identifier = identifier;
        this.periodNs = periodNs(check);
        final boolean ipv4 = address.version() == 4;
        this.icmp = Ethernet.HEADER_LENGTH + (ipv4 ? Ipv4.MINIMUM_HEADER_LENGTH : Ipv6.HEADER_LENGTH);
        this.request = kind == Probe.ARP ? arp(mac) : ipv4 ? icmp(mac, peerMac) : icmpv6(mac, peerMac);
    }

    /** From one request to the next. */
    static long periodNs(final HealthCheck check) {
        return TimeUnit.MILLISECONDS.toNanos((long) check.intervalMs() * check.count()) / (check.count() + 1);
    }

    private MemorySegment arp(final long mac) {
        final MemorySegment frame = frame(Ethernet.HEADER_LENGTH + Arp.LENGTH);
        Ethernet.set(frame, 0, BROADCAST, mac, Ethernet.TYPE_ARP);
        Arp.set(frame, Ethernet.HEADER_LENGTH, Arp.REQUEST, mac, (int) source.low(), 0, (int) address.low());
        return frame;
    }

    private MemorySegment icmp(final long mac, final long peerMac) {
        final MemorySegment frame = frame(icmp + IcmpEcho.HEADER_LENGTH);
        Ethernet.set(frame, 0, peerMac == 0 ? BROADCAST : peerMac, mac, Ethernet.TYPE_IPV4);
        Ipv4.setAtomic(frame, Ethernet.HEADER_LENGTH, 0, IcmpEcho.HEADER_LENGTH, TTL, IpProtocol.ICMP,
            (int) source.low(), (int) address.low());
        return frame;
    }

    private MemorySegment icmpv6(final long mac, final long peerMac) {
        final MemorySegment frame = frame(icmp + IcmpEcho.HEADER_LENGTH);
        final int ip = Ethernet.HEADER_LENGTH;
        Ethernet.set(frame, 0, peerMac == 0 ? BROADCAST : peerMac, mac, Ethernet.TYPE_IPV6);
        Ipv6.setWord0(frame, ip, Ipv6.word0(0, 0, IcmpEcho.HEADER_LENGTH, IpProtocol.ICMPV6, TTL));
        Ipv6.setSource(frame, ip, source.high(), source.low());
        Ipv6.setDestination(frame, ip, address.high(), address.low());
        return frame;
    }

    /** Native like packet memory, so that the JIT sees one kind of memory in the header codecs. */
    private static MemorySegment frame(final int length) {
        return Arena.ofAuto().allocate(length);
    }

    // The receiving lane.

    /** The frame that is sent, but for what {@link #finish} writes. */
    MemorySegment request() {
        return request;
    }

    /** Whether a request is to be sent now. */
    boolean isDue(final long nowNs) {
        if (asked.getPlain() > 0 && nowNs - dueNs < 0) {
            return false;
        }
        dueNs = nowNs + periodNs;
        return true;
    }

    /** Completes a copy of the request, and counts it. */
    void finish(final MemorySegment bytes, final long frame) {
        final long count = asked.getPlain();
        if (kind == Probe.ICMP) {
            final boolean ipv4 = address.version() == 4;
            final long echo = frame + icmp;
            IcmpEcho.setWord0(bytes, echo, IcmpEcho.word0(ipv4 ? IcmpEcho.REQUEST : IcmpEcho.REQUEST_V6, identifier,
                (int) count & SEQUENCES));
            final long pseudoHeader = ipv4 ? 0 : InternetChecksum.ipv6PseudoHeader(
                bytes, frame + Ethernet.HEADER_LENGTH, IpProtocol.ICMPV6, IcmpEcho.HEADER_LENGTH);
            IcmpEcho.setChecksum(bytes, echo, InternetChecksum.finish(
                pseudoHeader + InternetChecksum.sum(bytes, echo, IcmpEcho.HEADER_LENGTH)));
        }
        asked.setRelease(count + 1);
    }

    // The chaining lane.

    /** Takes note of an ARP packet, if it is an answer. */
    boolean hearArp(final MemorySegment bytes, final long arp) {
        return kind == Probe.ARP && isAnswer(bytes, arp) && hear();
    }

    private boolean isAnswer(final MemorySegment bytes, final long arp) {
        final long word = Arp.word0(bytes, arp);
        final int sender = Arp.senderAddress(bytes, arp);
        final int target = Arp.targetAddress(bytes, arp);
        final int here = (int) source.low();
        final int there = (int) address.low();
        return word == Arp.REPLY && sender == there && target == here
            || word == Arp.REQUEST && sender == here && target == there;
    }

    /** Takes note of an ICMP message over IPv4, if it is an answer. */
    boolean hearIcmp(final MemorySegment bytes, final long ip, final long message) {
        if (kind != Probe.ICMP || address.version() != 4) {
            return false;
        }
        final long addresses = Wire.u64(bytes, ip + Ipv4.SOURCE_OFFSET);
        final long there = address.low() << 32 | source.low();
        final long word = IcmpEcho.word0(bytes, message);
        return addresses == there && isEcho(word, IcmpEcho.REPLY) && hear()
            || addresses == Long.rotateLeft(there, 32) && isEcho(word, IcmpEcho.REQUEST) && hear();
    }

    /** Takes note of an ICMPv6 message, if it is an answer. */
    boolean hearIcmpv6(final MemorySegment bytes, final long ip, final long message) {
        if (kind != Probe.ICMP || address.version() != 6) {
            return false;
        }
        final long word = IcmpEcho.word0(bytes, message);
        return isBetween(bytes, ip, address, source) && isEcho(word, IcmpEcho.REPLY_V6) && hear()
            || isBetween(bytes, ip, source, address) && isEcho(word, IcmpEcho.REQUEST_V6) && hear();
    }

    private static boolean isBetween(final MemorySegment bytes, final long ip, final IpAddress from,
        final IpAddress to) {
        return Ipv6.sourceHigh(bytes, ip) == from.high() && Ipv6.sourceLow(bytes, ip) == from.low()
            && Ipv6.destinationHigh(bytes, ip) == to.high() && Ipv6.destinationLow(bytes, ip) == to.low();
    }

    private boolean isEcho(final long word, final int type) {
        return IcmpEcho.typeAndCode(word) == type << 8 && IcmpEcho.identifier(word) == identifier;
    }

    private boolean hear() {
        answered.setRelease(answered.getPlain() + 1);
        return true;
    }

    // Control.

    /** Requests so far. */
    long asked() {
        return asked.getAcquire();
    }

    /** Answers so far. */
    long answered() {
        return answered.getAcquire();
    }

    /** Whether another one asks the same, so that this one can go on in its place. */
    public boolean asksAs(final MemberProbe other) {
        return kind == other.kind && identifier == other.identifier && periodNs == other.periodNs
            && address.equals(other.address) && source.equals(other.source) && request.mismatch(other.request) == -1;
    }
}
