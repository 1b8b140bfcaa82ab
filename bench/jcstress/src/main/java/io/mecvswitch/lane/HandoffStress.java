package io.mecvswitch.lane;

import io.mecvswitch.stage.PacketVector;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two lanes over one {@link Handoff} of two slots: one tries to hand three vectors over, the other looks three times.
 *
 * <pre>
 *   r1  numbers of the vectors taken meanwhile, as decimal digits in the order they came
 *   r2  the same with those that were left in the ring at the end
 *   r3  distinct vectors that lanes and ring hold at the end
 * </pre>
 */
@JCStressTest
@Outcome(id = "0, (12|123), 4", expect = Expect.ACCEPTABLE, desc = "Nothing was there yet.")
@Outcome(id = "1, (12|123), 4", expect = Expect.ACCEPTABLE, desc = "The first vector came across.")
@Outcome(id = "12, (12|123), 4", expect = Expect.ACCEPTABLE, desc = "Two came across.")
@Outcome(id = "123, 123, 4", expect = Expect.ACCEPTABLE, desc = "A slot was used again, all three came across.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A vector was lost, doubled, out of order, or seen half-filled.")
@State
public class HandoffStress {
    private static final int HALF_FILLED = -1_000;
    private static final int NOT_EMPTY = -2_000;
    private static final int SLOTS = 2;

    private final Handoff handoff = new Handoff(SLOTS, 1);
    // producer only
    private PacketVector full = new PacketVector(1);
    private int damage;
    // consumer only
    private PacketVector spare = new PacketVector(1);

    /** As a lane hands over: it goes on with the empty vector it gets. */
    @Actor
    public void producer() {
        int number = 1;
        for (int i = 0; i < SLOTS + 1; i++) {
            if (handoff.hasRoom()) {
                fill(full, number++);
                full = handoff.exchange(full);
                damage += full.size == 0 ? 0 : NOT_EMPTY;
            }
        }
    }

    /** As a lane between two handoffs takes over: it leaves another vector than it found. */
    @Actor
    public void consumer(final III_Result result) {
        int taken = 0;
        for (int i = 0; i < SLOTS + 1; i++) {
            taken = take(taken);
        }
        result.r1 = taken;
    }

    /** Empties the ring, then takes all vectors out of it. */
    @Arbiter
    public void conserved(final III_Result result) {
        int taken = result.r1;
        for (int i = 0; i < SLOTS; i++) {
            taken = take(taken);
        }
        result.r2 = taken + damage;
        final Set<PacketVector> vectors = Collections.newSetFromMap(new IdentityHashMap<>());
        vectors.add(full);
        vectors.add(spare);
        for (int i = 0; i < SLOTS; i++) {
            vectors.add(handoff.exchange(new PacketVector(1)));
        }
        result.r3 = vectors.size();
    }

    private int take(final int taken) {
        final PacketVector vector = handoff.poll();
        if (vector == null) {
            return taken;
        }
        final int number = number(vector);
        vector.size = 0;
        handoff.done(spare);
        spare = vector;
        return taken * 10 + number;
    }

    private static void fill(final PacketVector vector, final int number) {
        vector.size = 1;
        vector.handle[0] = number;
        vector.length[0] = number;
        vector.way[0] = number;
        vector.sampledNs = number;
    }

    private static int number(final PacketVector vector) {
        final long number = vector.sampledNs;
        final boolean whole = vector.size == 1 && vector.handle[0] == number && vector.length[0] == number
            && vector.way[0] == number;
        return whole ? (int) number : HALF_FILLED;
    }
}
