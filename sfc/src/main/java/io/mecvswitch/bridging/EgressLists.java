package io.mecvswitch.bridging;

import java.util.Arrays;

/**
 * To which ports frames go, and with which tag on each: one port for frames to a known station, several for flooded
 * ones. Made by control with a configuration, then not changed.
 *
 * <p>A list has a number behind all ports' indexes, so that it fits into the egress column in place of one.
 */
public final class EgressLists {
    private final int first;
    private int size;
    private int[][] ports = new int[16][];
    private int[][] ids = new int[16][];

    /**
     * @param portIndexes port indexes ever given
     */
    public EgressLists(final int portIndexes) {
        first = portIndexes;
    }

    /** Adds a list; returns its number. */
    int add(final int[] ports, final int[] ids) {
        if (size == this.ports.length) {
            this.ports = Arrays.copyOf(this.ports, 2 * size);
            this.ids = Arrays.copyOf(this.ids, 2 * size);
        }
        this.ports[size] = ports;
        this.ids[size] = ids;
        return first + size++;
    }

    /** Number of the first list: what is below is a port. */
    int first() {
        return first;
    }

    /** Port indexes of a list, ascending. */
    int[] ports(final int list) {
        return ports[list - first];
    }

    /** Beside each port: the VLAN identifier that frames leave with, as {@link VlanMap#outside} says it. */
    int[] ids(final int list) {
        return ids[list - first];
    }

    /** Whether a frame from this port has somewhere to go. */
    boolean leadsOn(final int list, final int ingress) {
        final int[] ports = ports(list);
        return ports.length > 1 || ports.length == 1 && ports[0] != ingress;
    }
}
