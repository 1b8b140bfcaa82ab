package io.mecvswitch.vswitch.demo;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.vswitch.demo.Ledger.Sender;
import io.mecvswitch.vswitch.demo.Tag.Kind;
import java.lang.foreign.MemorySegment;

/**
 * A small MEC application that is the end-point of its traffic: gets requests as plain IP packets and answers them, as
 * any server on a network would. It knows nothing of tunnels.
 *
 * <p>The simulation's thread.
 */
final class EdgeApplication implements Station {
    private final Cable cable;
    private final Ledger ledger;
    private final Scorecard score;
    private final Move move;

    EdgeApplication(final Cable cable, final Ledger ledger, final Scorecard score, final Move move) {
        this.cable = cable;
        this.ledger = ledger;
        this.score = score;
        this.move = move;
    }

    @Override
    public int step(final long nowNs) {
        return cable.receive(frame -> Dissection.of(frame).ifPresent(this::serve)) + cable.flush();
    }

    private void serve(final Dissection request) {
        if (request.tag().kind() != Kind.REQUEST) {
            return;
        }
        switch (request.tag().treatment()) {
            case PASS -> score.passedAstray.seen();
            case BREAK_OUT -> {
                score.brokenOut.arrived(unchanged(request));
                score.answered.expect();
                answer(request);
            }
            case MOVE -> {
                judgeMoving(request);
                answer(request);
            }
            case INLINE -> score.bypassed.seen();
        }
    }

    private boolean unchanged(final Dissection request) {
        return !request.tunnelled()
            && ledger.take(request.tag(), Sender.ORIGIN).filter(request::samePacket).isPresent();
    }

    private void judgeMoving(final Dissection request) {
        final boolean unchanged = unchanged(request);
        if (!move.begun()) {
            score.movedAstray.seen();
        } else if (move.isAfter(request.tag().sequence())) {
            score.afterMove.arrived(unchanged);
        }
    }

    private void answer(final Dissection request) {
        final MemorySegment header = MemorySegment.ofArray(request.frame());
        final byte[] frame = Frames.plainAnswer(Subscriber.ALL.get(request.tag().subscriber()),
            request.tag().sequence(), Ethernet.source(header, 0), Ethernet.destination(header, 0));
        ledger.sent(Sender.ORIGIN, frame);
        cable.send(frame);
    }
}
