package io.mecvswitch.chaining;

import io.mecvswitch.config.PortPair;
import io.mecvswitch.config.PortPair.Correlation;
import io.mecvswitch.config.PortPairGroup;
import io.mecvswitch.status.HopCounters;
import java.util.Optional;

/**
 * The stay of packets at one application, as one step of one {@link Path}: where they go, how they look there, and what
 * is counted of it.
 *
 * <p>Made by control. A packet on its way to an application, and one that comes back, are known by the visit's number,
 * which stays its own across configurations as long as packets may be on their way.
 */
final class Visit {
    /** {@link #tag}: none. */
    static final int NO_TAG = -1;

    final int number;
    /** By what it is counted. */
    final String label;
    final Path path;
    /** Whose stay it is. */
    final PortPair pair;
    /** Of which group. */
    final PortPairGroup group;
    /** Place in its path; packets that come back are at the next one. */
    final int step;
    /** Index of the port by which packets go to the application. */
    final int egress;
    /** Index of the port by which they come back. */
    final int arrival;
    /** The first eight octets of the Ethernet header there. */
    final long macs;
    /** The last four octets of its source address. */
    final int source;
    /** Tag control information, or {@link #NO_TAG}. */
    final int tag;
    final Correlation correlation;
    /** Whether the flow is remembered that makes the visit, because nothing else tells when it comes back. */
    final boolean remembered;
    /** Fields that the application leaves as they are, as bits of {@link FlowHash}. */
    final int keptFields;
    final HopCounters counters;
    /** From being led here to being back. */
    final Stopwatch watch;

    /** How packets look at an application. */
    record Look(long source, long destination, int tag, Correlation correlation) { }

    Visit(final int number, final String label, final Path path, final int step, final PortPair pair,
        final PortPairGroup group, final int egress, final int arrival, final Look look, final boolean remembered,
        final int keptFields, final HopCounters counters, final Stopwatch watch) {
        this.number = number;
        this.label = label;
        this.path = path;
        this.step = step;
        this.pair = pair;
        this.group = group;
        this.egress = egress;
        this.arrival = arrival;
        this.macs = look.destination << 16 | look.source >>> 32;
        this.source = (int) look.source;
        this.tag = look.tag;
        this.correlation = look.correlation;
        this.remembered = remembered;
        this.keptFields = keptFields;
        this.counters = counters;
        this.watch = watch;
    }

    /** By what its packets come back; empty if they are remembered. */
    Optional<Channel.Key> channelKey() {
        if (correlation != Correlation.NONE) {
            return Optional.of(new Channel.Key(
                arrival, Channel.Kind.SIGN, Channel.sign(path.spec.id(), step + 1)));
        }
        return switch (group.position()) {
            case PORT -> Optional.of(new Channel.Key(arrival, Channel.Kind.PORT, 0));
            case VLAN -> Optional.of(new Channel.Key(arrival, Channel.Kind.VLAN, tag));
            case MAC -> Optional.of(new Channel.Key(
                arrival, Channel.Kind.MAC, macs << 32 & 0xffff_0000_0000L | source & 0xffff_ffffL));
            case FLOW -> Optional.empty();
        };
    }

    /** Whether packets come to the application just as they are. */
    boolean leavesPacketsAlone() {
        return correlation == Correlation.NONE && tag == NO_TAG && !path.spec.tPdus();
    }

    /** Service index, or index of the label, that a packet goes with: 255 to the first application. */
    int index() {
        return Path.FIRST_INDEX - step;
    }
}
