package io.mecvswitch.gtpu;

/**
 * What becomes of congestion marks at the ends of a tunnel (RFC 6040). A mark is the low two bits of a traffic class.
 *
 * <p>Going in, in normal mode, the outer header gets the inner mark (§4.1). Coming out (§4.2, figure 4):
 *
 * <pre>
 *                outer  Not-ECT   ECT(0)    ECT(1)    CE
 *   inner  Not-ECT      Not-ECT   Not-ECT   Not-ECT   dropped
 *          ECT(0)       ECT(0)    ECT(0)    ECT(1)    CE
 *          ECT(1)       ECT(1)    ECT(1)    ECT(1)    CE
 *          CE           CE        CE        CE        CE
 * </pre>
 */
final class Ecn {
    /** The transport does not know congestion marks. */
    static final int NOT_ECT = 0;
    /** The transport knows them; the mark of L4S and of experiments. */
    static final int ECT_1 = 1;
    /** Congestion was met. */
    static final int CE = 3;
    /** The mark's bits in a traffic class. */
    static final int MASK = 3;
    /** The packet must be dropped: its transport would not see that congestion was met. */
    static final int DROP = -1;

    private Ecn() {
    }

    /** The mark that goes on behind a tunnel, or {@link #DROP}. */
    static int decapsulated(final int inner, final int outer) {
        if (inner == NOT_ECT) {
            return outer == CE ? DROP : NOT_ECT;
        }
        if (inner == CE || outer == CE) {
            return CE;
        }
        return outer == ECT_1 ? ECT_1 : inner;
    }
}
