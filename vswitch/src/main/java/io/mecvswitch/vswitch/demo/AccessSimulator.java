package io.mecvswitch.vswitch.demo;

import io.mecvswitch.vswitch.demo.Ledger.Sender;
import io.mecvswitch.vswitch.demo.Tag.Kind;

/**
 * eNB, gNB and Wi-Fi access point with their UEs: sends requests at a steady pace and judges the answers.
 *
 * <p>The simulation's thread, but for {@link #fallSilent}.
 */
final class AccessSimulator implements Station {
    private static final int REQUESTS_PER_SECOND = 8_000;
    private static final int ECHOES_PER_SECOND = 10;
    private static final long SECOND_NS = 1_000_000_000;
    /** After a pause it does not catch up on more than this many requests at once. */
    private static final int BURST = 64;

    private final Cable cable;
    private final Window window;
    private final Ledger ledger;
    private final Scorecard score;
    private final Move move;
    private long nextRequestNs;
    private long nextEchoNs;
    private long requests;
    private long echoes;
    // written by control
    private volatile boolean silent;

    AccessSimulator(final Cable cable, final Window window, final Ledger ledger, final Scorecard score,
        final Move move) {
        this.cable = cable;
        this.window = window;
        this.ledger = ledger;
        this.score = score;
        this.move = move;
    }

    /** Ends the requests; answers are still taken. Control. */
    void fallSilent() {
        silent = true;
    }

    /** Whether there will be no more requests. */
    boolean silent() {
        return silent;
    }

    @Override
    public int step(final long nowNs) {
        final int received = cable.receive(frame -> Dissection.of(frame).ifPresent(this::judge));
        if (!silent && window.open(nowNs)) {
            sendRequests(nowNs);
            sendEcho(nowNs);
        }
        return received + cable.flush();
    }

    private void sendRequests(final long nowNs) {
        final long spacingNs = SECOND_NS / REQUESTS_PER_SECOND;
        nextRequestNs = Math.max(nextRequestNs, nowNs - BURST * spacingNs);
        for (; nextRequestNs <= nowNs; nextRequestNs += spacingNs) {
            final Subscriber subscriber = Subscriber.ALL.get((int) (requests % Subscriber.ALL.size()));
            request(subscriber, requests / Subscriber.ALL.size());
            requests++;
        }
    }

    private void request(final Subscriber subscriber, final long sequence) {
        switch (subscriber.treatment()) {
            case PASS -> score.passedUp.expect();
            case BREAK_OUT -> score.brokenOut.expect();
            case INLINE -> score.inspected.expect();
            case MOVE -> {
                score.moved.expect();
                if (move.sending(sequence)) {
                    score.afterMove.expect();
                }
            }
        }
        send(Frames.request(subscriber, sequence));
    }

    private void sendEcho(final long nowNs) {
        if (nowNs >= nextEchoNs) {
            nextEchoNs = nowNs + SECOND_NS / ECHOES_PER_SECOND;
            score.passedUp.expect();
            send(Frames.echo(Kind.REQUEST, echoes++));
        }
    }

    private void send(final byte[] frame) {
        ledger.sent(Sender.ORIGIN, frame);
        cable.send(frame);
    }

    private void judge(final Dissection answer) {
        if (answer.tag().kind() != Kind.ANSWER) {
            return;
        }
        switch (answer.tag().treatment()) {
            case PASS -> score.passedDown.arrived(identical(answer));
            case BREAK_OUT -> score.answered.arrived(inDownlinkTunnel(answer));
            case MOVE -> score.moved.arrived(sentTunnelled(answer) ? identical(answer) : inDownlinkTunnel(answer));
            case INLINE -> judgeReinserted(answer);
        }
    }

    private boolean sentTunnelled(final Dissection answer) {
        return ledger.find(answer.tag(), Sender.ORIGIN).filter(Dissection::tunnelled).isPresent();
    }

    private boolean identical(final Dissection answer) {
        return ledger.take(answer.tag(), Sender.ORIGIN).filter(answer::identical).isPresent();
    }

    /** The core node itself would have written the same outer headers, and the packet is what the application sent. */
    private boolean inDownlinkTunnel(final Dissection answer) {
        final Subscriber subscriber = Subscriber.ALL.get(answer.tag().subscriber());
        final byte[] corePacket = Frames.answer(subscriber, answer.tag().sequence());
        return Dissection.of(corePacket).filter(answer::sameOutside).isPresent()
            && ledger.take(answer.tag(), Sender.ORIGIN).filter(answer::samePacket).isPresent();
    }

    private void judgeReinserted(final Dissection answer) {
        final boolean own = ledger.take(answer.tag(), Sender.ORIGIN).filter(answer::sameOutside).isPresent();
        final boolean marked = ledger.take(answer.tag(), Sender.INLINE).filter(answer::samePacket).isPresent();
        if (marked) {
            score.reinsertedDown.arrived(own);
        } else {
            score.bypassed.seen();
        }
    }
}
