package io.mecvswitch.stage;

/**
 * Brings packets for ports that one line alone sends by to that line; all others stay. It stands in front of what
 * sends.
 */
public final class OwnerSpreader extends Spreader {
    /** Every line sends by a port itself. */
    public static final int ALL = -1;

    private final int[] owners;
    private final Columns columns;

    /**
     * @param owners  by index of the egress port: the line that sends by it, or {@link #ALL}
     * @param columns what is read by who sends
     */
    public OwnerSpreader(final int[] owners, final Columns columns) {
        this.owners = owners.clone();
        this.columns = columns;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean spread(final PacketVector vector, final int own, final int[] lines) {
        final int[] owners = this.owners;
        final int[] egress = vector.egress;
        final int size = vector.size;
        int differences = 0;
        for (int i = 0; i < size; i++) {
            final int owner = owners[egress[i]];
            lines[i] = owner == ALL ? own : owner;
            differences |= lines[i] ^ own;
        }
        return differences != 0;
    }
}
