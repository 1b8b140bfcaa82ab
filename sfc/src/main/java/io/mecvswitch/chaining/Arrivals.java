package io.mecvswitch.chaining;

import io.mecvswitch.config.PortPair.Correlation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the packets of one port show where in which chain they are. Made by control, read by the lane that leads packets.
 *
 * <p>They come back by a {@link Channel}, or their flows are remembered.
 */
final class Arrivals {
    /** What all the rest follows from. */
    final From from;
    /** Ways to know a flow: one for each set of fields that applications leave as they are. */
    final int[] keptFields;
    /** Whether what comes is signed, if it is of a chain. */
    final boolean aware;
    private final Channel whole;
    private final Channel[] byTag;
    private final long[] addresses;
    private final Channel[] byAddress;
    private final long[] signs;
    private final Channel[] bySign;

    /**
     * What comes by a port. Not to be changed once arrivals are made of it.
     *
     * @param visits   from which it comes back, or may still
     * @param channels of the port
     */
    record From(List<Visit> visits, List<Channel> channels) { }

    Arrivals(final From from) {
        final List<Channel> channels = from.channels;
        this.from = from;
        this.keptFields = from.visits.stream().filter(visit -> visit.remembered).mapToInt(visit -> visit.keptFields)
            .distinct().toArray();
        this.aware = from.visits.stream().anyMatch(visit -> visit.correlation != Correlation.NONE);
        this.whole = channels.stream().filter(channel -> channel.key.kind() == Channel.Kind.PORT).findFirst()
            .orElse(null);
        this.byTag = channels.stream().anyMatch(channel -> channel.key.kind() == Channel.Kind.VLAN)
            ? new Channel[Tag.COUNT] : new Channel[0];
        channels.stream().filter(channel -> channel.key.kind() == Channel.Kind.VLAN)
            .forEach(channel -> byTag[(int) channel.key.id()] = channel);
        this.byAddress = sorted(channels, Channel.Kind.MAC);
        this.addresses = ids(byAddress);
        this.bySign = sorted(channels, Channel.Kind.SIGN);
        this.signs = ids(bySign);
    }

    private static Channel[] sorted(final List<Channel> channels, final Channel.Kind kind) {
        return channels.stream().filter(channel -> channel.key.kind() == kind)
            .sorted(Comparator.comparingLong(channel -> channel.key.id())).toArray(Channel[]::new);
    }

    private static long[] ids(final Channel[] channels) {
        return Arrays.stream(channels).mapToLong(channel -> channel.key.id()).toArray();
    }

    /** Whether everything that comes is of one channel. */
    Channel whole() {
        return whole;
    }

    /** Whether where a packet came is all that tells its channel. */
    boolean isPlain() {
        return whole != null && !aware && !hasTags() && !hasAddresses();
    }

    boolean hasTags() {
        return byTag.length > 0;
    }

    /** The channel of a tag; null if there is none. */
    Channel ofTag(final int id) {
        return byTag[id];
    }

    boolean hasAddresses() {
        return addresses.length > 0;
    }

    /** The channel of an address; null if there is none. */
    Channel ofAddress(final long address) {
        final int at = Arrays.binarySearch(addresses, address);
        return at < 0 ? null : byAddress[at];
    }

    /** The channel of what an aware application signed so; null if there is none. */
    Channel ofSign(final int id, final int steps) {
        final int at = Arrays.binarySearch(signs, Channel.sign(id, steps));
        return at < 0 ? null : bySign[at];
    }

    /** What a tag says. */
    static final class Tag {
        /** Identifiers there are. */
        static final int COUNT = 4096;
        private static final int MASK = COUNT - 1;

        private Tag() {
        }

        /** Identifier in tag control information. */
        static int id(final int tci) {
            return tci & MASK;
        }
    }
}
