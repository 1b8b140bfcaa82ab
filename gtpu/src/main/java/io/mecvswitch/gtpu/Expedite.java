package io.mecvswitch.gtpu;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Wire;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Pops vectors of nothing but {@link OrdinaryGpdus} of known tunnels, where one rule is known to concern all of them:
 * in three loops it does what Parse, Classify, MatchBearer and Decapsulate do. Vectors of nothing but
 * {@link OrdinaryAnswers} are {@linkplain ExpeditedPush pushed} likewise, where no rule concerns them.
 *
 * <p>It stands in Parse's place. A vector with anything else in it is left as it was to Parse and the stages behind it:
 * they judge it, learn from it and count it. So nothing happens here that does not happen there.
 * {@link PacketVector#through} says what was spared; columns of headers are not written then.
 *
 * <p>Where rules that ask for more tell ordinary G-PDUs apart, it does Parse's work and MatchBearer's, and has Classify
 * do its own in between: tunnels' slots come from memory meanwhile. These vectors have columns of headers.
 *
 * <pre>
 *   ──▶ all ordinary, of known tunnels that remember them so?
 *          ├── yes ──▶ pop ────────────────────────────────────────────▶ Police, Steer, …
 *          ├── if their rules say so ▶ Classify ──────────▶ Decapsulate ───▶
          ├── no ───▶ Parse ▶ Classify ▶ MatchBearer ▶ Decapsulate ───▶
 *          └── all answers to known UEs? ──▶ push ─────────────────────────────────────▶ Rewrite, …
 * </pre>
 *
 * <p>It reads what tunnels remember, so it runs in MatchBearer's lane; where it pushes, in Encapsulate's.
 */
public final class Expedite extends Stage {
    private final TunnelTable table;
    private final MemorySegment bytes;
    private final Decision[] decisions;
    private final BooleanSupplier headersWanted;
    private final Stage parse;
    private final TunnelTable.Search search;
    private final OrdinaryGpdus gpdus;
    private final boolean[] answering;
    private final ExpeditedPush push;
    private final boolean[] ruled;
    private final Stage classify;

    /**
     * What befalls all ordinary G-PDUs of a port.
     *
     * @param rule           index of the rule that concerns them
     * @param packets        counts the rule's packets
     * @param octets         counts their octets
     * @param egress         index of the application's port
     * @param destinationMac the application's Ethernet address
     * @param sourceMac      the switch's Ethernet address there
     */
    public record Decision(int rule, AtomicCounter packets, AtomicCounter octets, int egress, long destinationMac,
        long sourceMac) { }

    /**
     * Whose packets are pushed.
     *
     * @param ports    by port index: whether no rule concerns what an application sends there that is ordinary
     * @param partners by port index: index of its wire partner, or -1
     * @param count    counts by bearer; null if nobody does
     */
    public record Answers(boolean[] ports, int[] partners, Stage count) { }

    /**
     * What is popped as each packet's rule says.
     *
     * @param ports    by port index: whether rules that pop ordinary G-PDUs ask for more than all of these have
     * @param classify finds the rules
     */
    public record Ruled(boolean[] ports, Stage classify) { }

    /**
     * @param table         bearers
     * @param memory        where the packets are
     * @param decisions     by port index; null where G-PDUs are not all alike
     * @param ruled         what goes by the packet's rule
     * @param answers       what is pushed
     * @param headersWanted whether a stage behind looks at headers now, for what was popped or is pushed
     * @param parse         takes what is not ordinary
     * @param vectorSize    packets of one vector at most
     */
    public Expedite(final TunnelTable table, final PacketMemory memory, final Decision[] decisions,
        final Ruled ruled, final Answers answers, final BooleanSupplier headersWanted, final Stage parse,
        final int vectorSize) {
        this.table = table;
        this.bytes = memory.bytes();
        this.decisions = decisions.clone();
        this.headersWanted = headersWanted;
        this.parse = parse;
        this.ruled = ruled.ports.clone();
        this.classify = ruled.classify;
        this.search = new TunnelTable.Search(vectorSize);
        this.gpdus = new OrdinaryGpdus(memory, search.keys, vectorSize);
        this.answering = answers.ports.clone();
        this.push = new ExpeditedPush(table, memory, answers.partners, answers.count, vectorSize);
    }

    @Override
    public StageName name() {
        return StageName.PARSE;
    }

    @Override
    public void process(final PacketVector vector) {
        final Decision decision = decisions[vector.ingress];
        if (headersWanted.getAsBoolean()) {
            parse.process(vector);
        } else if (decision != null && gpdus.recognise(vector) && areKnown(vector)) {
            decide(vector, decision);
            pop(vector, decision);
            vector.through = StageName.DECAPSULATE.ordinal();
        } else if (ruled[vector.ingress] && gpdus.recognise(vector) && gpdus.writeHeaders(vector)) {
            classify(vector);
        } else if (answering[vector.ingress] && push.push(vector)) {
            vector.through = StageName.ENCAPSULATE.ordinal();
        } else {
            parse.process(vector);
        }
    }

    /**
     * Finds rules and tunnels, the latter's slots on their way meanwhile. Where MatchBearer would have more to do than
     * note tunnels, it does it all.
     */
    private void classify(final PacketVector vector) {
        table.fetchTunnels(search, vector.size);
        classify.process(vector);
        vector.through = isPopped(vector) && areKnown(vector, table.findFetched(search, vector.size, vector.bearer))
            ? StageName.MATCH_BEARER.ordinal() : StageName.CLASSIFY.ordinal();
    }

    /** Whether rules want packets popped, and nothing else that is about tunnels or done before. */
    private static boolean isPopped(final PacketVector vector) {
        return vector.mayHave(Action.DECAPSULATE) && !vector.mayHave(Action.ENTER) && !vector.duplicates
            && vector.leavers == 0;
    }

    /** Whether all tunnels are known, and remember that packets look as these do. */
    private boolean areKnown(final PacketVector vector) {
        return areKnown(vector, table.findTunnels(search, vector.size, vector.bearer));
    }

    private boolean areKnown(final PacketVector vector, final int missing) {
        if (missing != 0) {
            return false;
        }
        final long first = search.learned[0];
        return Learned.seen(first) && gpdus.cameBy(table.paths(), Learned.path(first), vector.ingress)
            && lookAsRemembered(Learned.onPath(first), vector.size);
    }

    private boolean lookAsRemembered(final long path, final int size) {
        final long[] learned = search.learned;
        final long[] notes = gpdus.notes();
        long news = 0;
        for (int i = 0; i < size; i++) {
            news |= learned[i] ^ (path | OrdinaryGpdus.look(notes[i]));
        }
        return news == 0;
    }

    private static void decide(final PacketVector vector, final Decision decision) {
        final int size = vector.size;
        decision.packets.getAndAddRelease(size);
        decision.octets.getAndAddRelease(vector.octets(0, size));
        vector.beginActions();
        vector.act(0, size, Action.DECAPSULATE);
        Arrays.fill(vector.rule, 0, size, decision.rule);
        Arrays.fill(vector.egress, 0, size, decision.egress);
    }

    /** As {@link Decapsulate} does. */
    private void pop(final PacketVector vector, final Decision decision) {
        final MemorySegment bytes = this.bytes;
        final long[] notes = gpdus.notes();
        final long macs = decision.destinationMac << 16 | decision.sourceMac >>> 32;
        final long source = decision.sourceMac << 16;
        final long[] position = vector.position;
        final int[] length = vector.length;
        final int size = vector.size;
        for (int i = 0; i < size; i++) {
            final long note = notes[i];
            final long popped = position[i] + OrdinaryGpdus.inner(note) - Ethernet.HEADER_LENGTH;
            final MemorySegment ethernet = bytes.asSlice(popped, Ethernet.HEADER_LENGTH);
            Wire.setU64(ethernet, 0, macs);
            Wire.setU64(ethernet, Ethernet.SOURCE_OFFSET, source | OrdinaryGpdus.innerType(note));
            position[i] = popped;
            length[i] = Ethernet.HEADER_LENGTH + OrdinaryGpdus.innerLength(note);
        }
        vector.moved = true;
    }
}
