package io.mecvswitch.vswitch.demo;

import io.mecvswitch.vswitch.demo.Ledger.Sender;
import io.mecvswitch.vswitch.demo.Tag.Kind;

/**
 * S-GW, UPF and Wi-Fi gateway with the servers behind them: judges requests and answers those that belong here.
 *
 * <p>The simulation's thread.
 */
final class CoreSimulator implements Station {
    private final Cable cable;
    private final Ledger ledger;
    private final Scorecard score;
    private final Move move;

    CoreSimulator(final Cable cable, final Ledger ledger, final Scorecard score, final Move move) {
        this.cable = cable;
        this.ledger = ledger;
        this.score = score;
        this.move = move;
    }

    @Override
    public int step(final long nowNs) {
        return cable.receive(frame -> Dissection.of(frame).ifPresent(this::judge)) + cable.flush();
    }

    private void judge(final Dissection request) {
        if (request.tag().kind() != Kind.REQUEST) {
            return;
        }
        switch (request.tag().treatment()) {
            case PASS -> judgePassed(request);
            case BREAK_OUT -> score.leaked.seen();
            case MOVE -> judgeMoving(request);
            case INLINE -> judgeReinserted(request);
        }
    }

    private void judgePassed(final Dissection request) {
        score.passedUp.arrived(identical(request));
        score.passedDown.expect();
        answer(request.tag());
    }

    private boolean identical(final Dissection request) {
        return ledger.take(request.tag(), Sender.ORIGIN).filter(request::identical).isPresent();
    }

    private void judgeMoving(final Dissection request) {
        if (move.isAfter(request.tag().sequence())) {
            score.movedAstray.seen();
        } else if (identical(request)) {
            answer(request.tag());
        } else {
            score.moved.arrived(false);
        }
    }

    private void judgeReinserted(final Dissection request) {
        final boolean own = ledger.take(request.tag(), Sender.ORIGIN).filter(request::sameOutside).isPresent();
        final boolean marked = ledger.take(request.tag(), Sender.INLINE).filter(request::samePacket).isPresent()
            && request.dscp() == InlineApplication.EXPEDITED_FORWARDING;
        if (!marked) {
            score.bypassed.seen();
            return;
        }
        score.reinsertedUp.arrived(own);
        score.inspected.expect();
        answer(request.tag());
    }

    private void answer(final Tag request) {
        final byte[] frame = request.subscriber() == Tag.PATH ? Frames.echo(Kind.ANSWER, request.sequence())
            : Frames.answer(Subscriber.ALL.get(request.subscriber()), request.sequence());
        ledger.sent(Sender.ORIGIN, frame);
        cable.send(frame);
    }
}
