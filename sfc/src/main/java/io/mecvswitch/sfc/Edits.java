package io.mecvswitch.sfc;

import io.mecvswitch.config.HeaderRewrite;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.TagRewrite;
import io.mecvswitch.header.Vlan;
import io.mecvswitch.stage.PacketVector;
import java.util.Arrays;

/**
 * What rules change in their packets, by the rule's index in {@link PacketVector#rule}, as masks over the words of a
 * frame's first 16 octets: {@code word & keep | put}.
 *
 * <pre>
 *    0             6             12     14     16
 *   ┌─────────────┬──────┬──────┬──────┬──────┐
 *   │ destination │    source   │ TPID │ TCI  │
 *   └─────────────┴──────┴──────┴──────┴──────┘
 *    └ first, 8 octets ─┘└ second ┘└ tag, 4 ──┘   of a frame with a tag, before a pop, after a push
 * </pre>
 *
 * <p>Filled by control, then read by the stage of one lane.
 */
public final class Edits {
    /** {@link #action}: the rule changes nothing. */
    static final int NO_EDIT = -1;
    /** {@link #trafficClass}: it stays. */
    static final int NO_CLASS = -1;
    /** {@link #keepTag}: all of it. */
    static final int WHOLE_TAG = -1;

    private static final long FIRST_DESTINATION = 0xffff_ffff_ffff_0000L;
    private static final long FIRST_SOURCE = 0xffffL;
    private static final int ID_MASK = 0xfff;
    private static final int PRIORITY_MASK = 7 << 13;
    private static final int DROP_ELIGIBLE_MASK = 1 << 12;
    private static final int TPID_MASK = 0xffff << 16;

    /** The action that the changes go with; a packet that another one has befallen stays as it is. */
    final int[] action;
    /** Bits that stay of the destination and the first two octets of the source. */
    final long[] keepFirst;
    /** Bits that are put there. */
    final long[] putFirst;
    /** Bits that stay of the last four octets of the source. */
    final int[] keepSecond;
    /** Bits that are put there. */
    final int[] putSecond;
    /** Octets by which the frame begins later: -4 where a tag is pushed, 4 where one is popped. */
    final int[] shift;
    /** Bits that stay of the outermost tag. */
    final int[] keepTag;
    /** Bits that are put there. */
    final int[] putTag;
    /** DSCP in the upper six of eight bits, or {@link #NO_CLASS}. */
    final int[] trafficClass;

    /**
     * @param rules how many there are
     */
    public Edits(final int rules) {
        action = new int[rules];
        keepFirst = new long[rules];
        putFirst = new long[rules];
        keepSecond = new int[rules];
        putSecond = new int[rules];
        shift = new int[rules];
        keepTag = new int[rules];
        putTag = new int[rules];
        trafficClass = new int[rules];
        Arrays.fill(action, NO_EDIT);
    }

    /**
     * The rule with this index changes its packets.
     *
     * @param action the rule's own action
     */
    public void put(final int rule, final int action, final HeaderRewrite rewrite) {
        this.action[rule] = action;
        keepFirst[rule] = (rewrite.destination().isPresent() ? 0 : FIRST_DESTINATION)
            | (rewrite.source().isPresent() ? 0 : FIRST_SOURCE);
        final long source = rewrite.source().map(MacAddress::bits).orElse(0L);
        putFirst[rule] = rewrite.destination().map(MacAddress::bits).orElse(0L) << 16 | source >>> 32;
        keepSecond[rule] = rewrite.source().isPresent() ? 0 : -1;
        putSecond[rule] = (int) source;
        trafficClass[rule] = rewrite.dscp().map(dscp -> dscp << 2).orElse(NO_CLASS);
        tags(rule, rewrite.tags());
    }

    private void tags(final int rule, final TagRewrite tags) {
        keepTag[rule] = WHOLE_TAG;
        switch (tags) {
            case TagRewrite.Keep() -> { }
            case TagRewrite.Pop() -> shift[rule] = Vlan.TAG_LENGTH;
            case TagRewrite.Push push -> {
                shift[rule] = -Vlan.TAG_LENGTH;
                keepTag[rule] = 0;
                putTag[rule] =
                    tpid(push.type()) << 16 | Vlan.tci(push.priority(), push.dropEligible(), push.id());
            }
            case TagRewrite.Change change -> change(rule, change);
        }
    }

    private void change(final int rule, final TagRewrite.Change change) {
        change.type().ifPresent(type -> setTag(rule, TPID_MASK, tpid(type) << 16));
        change.id().ifPresent(id -> setTag(rule, ID_MASK, id));
        change.priority().ifPresent(priority -> setTag(rule, PRIORITY_MASK, Vlan.tci(priority, false, 0)));
        change.dropEligible().ifPresent(eligible -> setTag(rule, DROP_ELIGIBLE_MASK, Vlan.tci(0, eligible, 0)));
    }

    private void setTag(final int rule, final int mask, final int bits) {
        keepTag[rule] &= ~mask;
        putTag[rule] |= bits;
    }

    private static int tpid(final TagRewrite.Type type) {
        return type == TagRewrite.Type.S_VLAN ? Vlan.TPID_SERVICE : Vlan.TPID_CUSTOMER;
    }

    /** Whether both addresses are replaced and nothing else is touched: two stores do it. */
    boolean isMacsAlone(final int rule) {
        return keepFirst[rule] == 0 && keepSecond[rule] == 0 && isMacs(rule);
    }

    /** Whether nothing behind the addresses is touched. */
    boolean isMacs(final int rule) {
        return shift[rule] == 0 && keepTag[rule] == WHOLE_TAG && trafficClass[rule] == NO_CLASS;
    }
}
