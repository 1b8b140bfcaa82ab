package io.mecvswitch.stage;

/**
 * What stands at the end of a line: {@link Transmit}, or one that has more to do with packets before it lets another
 * one send them.
 *
 * <p>Those around Transmit stand in one place with it, because what they do to a packet may make more of it than a
 * vector holds, and because what rests in one can so still be sent when its configuration ends.
 */
public abstract class Sender extends Stage {
    @Override
    public final StageName name() {
        return StageName.TRANSMIT;
    }

    /** The one in which packets may rest: this one, or the one inside that it hands packets to. */
    public Sender resting() {
        return this;
    }

    /** Nobody's packets rest here: those that rested in the predecessor leave by it. */
    @Override
    public void adopt(final Stage predecessor) {
        predecessor.retire();
    }
}
