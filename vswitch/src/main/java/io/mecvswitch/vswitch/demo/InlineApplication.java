package io.mecvswitch.vswitch.demo;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.InternetChecksum;
import io.mecvswitch.header.Ipv4;
import io.mecvswitch.vswitch.demo.Ledger.Sender;
import java.lang.foreign.MemorySegment;

/**
 * A MEC application that traffic goes through: marks each IP packet with a DSCP and sends it back where it came from.
 *
 * <p>The simulation's thread.
 */
final class InlineApplication implements Station {
    /** The mark: DSCP EF (RFC 3246). */
    static final int EXPEDITED_FORWARDING = 46;

    private final Cable cable;
    private final Ledger ledger;
    private final Scorecard score;

    InlineApplication(final Cable cable, final Ledger ledger, final Scorecard score) {
        this.cable = cable;
        this.ledger = ledger;
        this.score = score;
    }

    @Override
    public int step(final long nowNs) {
        return cable.receive(frame -> Dissection.of(frame).ifPresent(this::handle)) + cable.flush();
    }

    private void handle(final Dissection packet) {
        switch (packet.tag().treatment()) {
            case PASS -> score.passedAstray.seen();
            case BREAK_OUT, MOVE -> score.movedAstray.seen();
            case INLINE -> pass(packet);
        }
    }

    private void pass(final Dissection packet) {
        final boolean unchanged = !packet.tunnelled()
            && ledger.find(packet.tag(), Sender.ORIGIN).filter(packet::samePacket).isPresent();
        score.inspected.arrived(unchanged);
        switch (packet.tag().kind()) {
            case REQUEST -> score.reinsertedUp.expect();
            case ANSWER -> score.reinsertedDown.expect();
        }
        final byte[] marked = marked(packet);
        ledger.sent(Sender.INLINE, marked);
        cable.send(marked);
    }

    private static byte[] marked(final Dissection packet) {
        final byte[] bytes = packet.frame().clone();
        final MemorySegment frame = MemorySegment.ofArray(bytes);
        final long source = Ethernet.source(frame, 0);
        Ethernet.setSource(frame, 0, Ethernet.destination(frame, 0));
        Ethernet.setDestination(frame, 0, source);
        Ipv4.setTrafficClass(frame, packet.packetAt(), EXPEDITED_FORWARDING << 2);
        Ipv4.setChecksum(frame, packet.packetAt(), InternetChecksum.ipv4Header(frame, packet.packetAt()));
        return bytes;
    }
}
