package io.mecvswitch.gtpu;

import io.mecvswitch.config.BearerConfig;
import io.mecvswitch.config.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Control changes bearers of a {@link TunnelTable} while lanes look them up and write what they learn.
 *
 * <p>A table is too big to have one per state, so all states share one and each has a bearer of its own in it. States
 * are made and judged by many threads at once, which is why they do so under the table's lock; the actors take none.
 */
public final class TunnelTableStress {
    private static final int MISSED = 0;
    private static final int HALF_FILLED = -1;

    private TunnelTableStress() {
    }

    /** A bearer of the shared table, known by a number that is its TEIDs and UE address. */
    private abstract static class Bearer {
        static final TunnelTable TABLE = new TunnelTable();
        private static final IpAddress CORE = IpAddress.parse("10.0.0.1");
        private static final IpAddress ACCESS = IpAddress.parse("10.0.1.1");
        private static final int MOVED = 1 << 31;
        private static int count;

        final BearerConfig before;
        final BearerConfig after;
        final BearerConfig heir;
        private final int number;
        private final int core;

        Bearer() {
            synchronized (TABLE) {
                number = ++count & ~MOVED;
                before = config(Integer.toString(number), number);
                after = config(before.name(), number | MOVED);
                heir = config(number + "-heir", number | MOVED);
                core = TABLE.endpoints().word(CORE);
            }
        }

        private BearerConfig config(final String name, final int downlinkTeid) {
            return new BearerConfig(name, IpAddress.ofIpv4(number), CORE, number, ACCESS,
                Integer.toUnsignedLong(downlinkTeid), OptionalInt.of(number & 0x3f), Optional.empty());
        }

        /** As a lane looks up the tunnels of a vector. */
        final int uplink() {
            final int[] reference = new int[1];
            final TunnelTable.Search search = new TunnelTable.Search(1);
            search.keys[0] = TunnelTable.key(core, number);
            TABLE.findTunnels(search, 1, reference);
            return reference[0];
        }

        final int ue() {
            return TABLE.findUe(4, 0, number & 0xffff_ffffL);
        }

        final void put() {
            synchronized (TABLE) {
                TABLE.put(before);
            }
        }

        /** No actor is under way any more, so rows may be used again. */
        final void clear() {
            synchronized (TABLE) {
                TABLE.remove(before.name());
                TABLE.remove(heir.name());
                TABLE.settle();
                TABLE.seal();
                TABLE.reclaim();
            }
        }

        /** 1 if a reference leads to the bearer as it was, 2 as it is after the change. */
        final int seen(final int reference) {
            if (reference < 0) {
                return MISSED;
            }
            final boolean whole = (int) TABLE.key(reference & ~1) == number
                && Learned.qfi(TABLE.settings(reference)) == (number & 0x3f) && TABLE.learned(reference) == 0;
            final int downlink = (int) TABLE.key(reference | 1);
            return !whole ? HALF_FILLED : downlink == number ? 1 : downlink == (number | MOVED) ? 2 : HALF_FILLED;
        }
    }

    /** A bearer is added. */
    @JCStressTest
    @Outcome(id = "[01], [01]", expect = Expect.ACCEPTABLE, desc = "What either index has by now is whole.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A bearer was found half-filled.")
    @State
    public static class Add extends Bearer {
        @Actor
        public void control() {
            TABLE.put(before);
        }

        @Actor
        public void lane(final II_Result result) {
            result.r1 = seen(uplink());
            result.r2 = seen(ue() << 1);
        }

        @Arbiter
        public void end(final II_Result result) {
            clear();
        }
    }

    /** A bearer moves to another base station: its downlink tunnel changes, its uplink tunnel and its UE do not. */
    @JCStressTest
    @Outcome(id = "[12], [12]", expect = Expect.ACCEPTABLE, desc = "By either key it is found, old or new.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A bearer that is there all the time was missed, or found half-filled.")
    @State
    public static class Move extends Bearer {
        public Move() {
            put();
        }

        @Actor
        public void control() {
            TABLE.put(after);
        }

        @Actor
        public void lane(final II_Result result) {
            result.r1 = seen(uplink());
            result.r2 = seen(ue() << 1);
        }

        @Arbiter
        public void end(final II_Result result) {
            clear();
        }
    }

    /** A bearer's UE and uplink tunnel go to a bearer of another name, and the change is settled. */
    @JCStressTest
    @Outcome(id = "[12], [12]", expect = Expect.ACCEPTABLE, desc = "By either key one of both is found.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody had the tunnel or the UE for a moment.")
    @State
    public static class Inherit extends Bearer {
        public Inherit() {
            put();
        }

        @Actor
        public void control() {
            TABLE.put(heir);
            TABLE.settle();
        }

        @Actor
        public void lane(final II_Result result) {
            result.r1 = seen(uplink());
            result.r2 = seen(ue() << 1);
        }

        @Arbiter
        public void end(final II_Result result) {
            clear();
        }
    }

    /** Two lanes learn of one tunnel. */
    @JCStressTest
    @Outcome(id = "[12], [12]", expect = Expect.ACCEPTABLE, desc = "Each lane reads its own word or the other's.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A lane read a word that nobody wrote.")
    @State
    public static class LearnTwice extends Bearer {
        private static final long ONE = Learned.of(0x11_1111, 0x44, false, 0x11);
        private static final long OTHER = Learned.of(0xee_eeee, 0xb8, true, 0x2e);

        private final int reference;

        public LearnTwice() {
            put();
            reference = uplink();
        }

        @Actor
        public void one(final II_Result result) {
            TABLE.learn(reference, ONE);
            result.r1 = read();
        }

        @Actor
        public void other(final II_Result result) {
            TABLE.learn(reference, OTHER);
            result.r2 = read();
        }

        private int read() {
            final long word = TABLE.learned(reference);
            return word == ONE ? 1 : word == OTHER ? 2 : HALF_FILLED;
        }

        @Arbiter
        public void end(final II_Result result) {
            clear();
        }
    }

    /** One lane sees a path and learns it, another reads the word and follows it to the path. */
    @JCStressTest
    @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "Nothing is learned yet, or the path is complete.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The word leads to a path that is not complete.")
    @State
    public static class LearnPath extends Bearer {
        private final PathTable paths = new PathTable(1);
        private final int reference;

        public LearnPath() {
            put();
            reference = uplink();
        }

        @Actor
        public void decapsulating() {
            TABLE.learn(reference, Learned.of(paths.intern(1, 2, 3L << 32 | 4), 0, false, 0));
        }

        @Actor
        public void matching(final Z_Result result) {
            final long word = TABLE.learned(reference);
            final int path = Learned.path(word);
            result.r1 = !Learned.seen(word) || paths.macs(path, false) == 1 && paths.macAndTags(path, false) == 2
                && paths.port(path) == 3 && paths.tpids(path) == 4 && paths.macs(path, true) == 1L << 48;
        }

        @Arbiter
        public void end(final Z_Result result) {
            clear();
        }
    }
}
