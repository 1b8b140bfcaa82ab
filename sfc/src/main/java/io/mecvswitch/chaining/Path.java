package io.mecvswitch.chaining;

import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup.FailMode;
import io.mecvswitch.status.ChainCounters;
import java.util.List;
import java.util.Set;

/**
 * One direction of a service function chain as packets take it: steps, each of which is one of the members of a group,
 * and where taps get their copies. A rendered service path, in RFC 7665's words.
 *
 * <pre>
 *   entry ──▶ [ step 0 ] ──▶ [ step 1 ] ──▶ … ──▶ exit
 *          └▶ tap         └▶ tap              └▶ tap
 * </pre>
 *
 * <p>Made by control, then read by lanes. What it leads to besides (a backup, a branch) it has by number, so that the
 * newest of that name is met.
 */
final class Path {
    /** Service index in front of the first application. */
    static final int FIRST_INDEX = 255;
    /** {@link Spec#exit}: packets go back into their bearer. */
    static final int TO_BEARER = -1;
    /** {@link Spec#exit}: nobody leads frames into it. */
    static final int NOWHERE = -2;

    final int number;
    final Spec spec;
    final ChainCounters counters;
    /** From entering the chain to leaving it. */
    final Stopwatch watch;
    // written by control before any lane sees it
    Step[] steps;
    /** The tap in front of each step, and behind the last one; null where there is none. */
    Visit[] taps;

    /**
     * What a path is made of; of equal ones the path stays the same.
     *
     * @param chain    name of its chain
     * @param reverse  whether it is the opposite direction
     * @param id       service path identifier on the wire
     * @param correlation how aware applications are told of it
     * @param tPdus    whether T-PDUs take it, not frames as they come
     * @param metadata type of the metadata in network service headers
     * @param tag      of frames to unaware applications that tell chains by it, or {@link Visit#NO_TAG}
     * @param exit     index of the port by which frames go on, or {@link #TO_BEARER}
     * @param branches numbers of the paths that may begin where this one ends
     * @param hops     its groups, in the order in which packets meet them
     */
    record Spec(String chain, boolean reverse, int id, Correlation correlation, boolean tPdus, int metadata, int tag,
        int exit, Set<Integer> branches, List<Hop> hops) { }

    /**
     * One group of a path.
     *
     * @param group    the group as it is now; another one if its members are others
     * @param ports    what is behind each member's ports
     * @param failMode what happens where no member can take a packet
     * @param backup   number of the path that packets take then
     */
    record Hop(Group group, List<Ends> ports, FailMode failMode, int backup) { }

    /**
     * Where a member is.
     *
     * @param egress      index of the port by which packets go to it
     * @param arrival     index of the port by which they come back
     * @param source      Ethernet address that they go with
     * @param destination Ethernet address that they go to
     */
    record Ends(int egress, int arrival, long source, long destination) { }

    /**
     * A step of the path.
     *
     * @param group    whose members take turns in it
     * @param visits   by index of the member
     * @param failMode what happens where no member can take a packet
     * @param backup   number of the path that packets take then
     */
    record Step(Group group, Visit[] visits, FailMode failMode, int backup) { }

    Path(final int number, final Spec spec, final ChainCounters counters, final Stopwatch watch) {
        this.number = number;
        this.spec = spec;
        this.counters = counters;
        this.watch = watch;
    }

    boolean leadsTo(final int path) {
        return spec.branches.contains(path);
    }
}
