package io.mecvswitch.vswitch;

import io.mecvswitch.config.EthernetMatch;
import io.mecvswitch.config.FlowMatch;
import io.mecvswitch.config.IpMatch;
import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacMatch;
import io.mecvswitch.config.TunnelMatch;
import io.mecvswitch.config.ValueRange;
import io.mecvswitch.config.VlanMatch;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Whether two filters could concern the same packet: in every field they ask the same, or one of them nothing, or what
 * they ask has something in common. A pure function.
 */
final class Overlap {
    private Overlap() {
    }

    /** Of packets of the same port, or where one filter asks for none. */
    static boolean of(final FlowMatch one, final FlowMatch other) {
        return agree(one.ingressPort(), other.ingressPort(), String::equals) && anywhere(one, other);
    }

    /** Of packets of any ports. */
    static boolean anywhere(final FlowMatch one, final FlowMatch other) {
        return ethernet(one.ethernet(), other.ethernet()) && ip(one.outer(), other.outer())
            && tunnel(one.tunnel(), other.tunnel()) && ip(one.inner(), other.inner());
    }

    private static boolean ethernet(final EthernetMatch one, final EthernetMatch other) {
        return agree(one.source(), other.source(), Overlap::macs)
            && agree(one.destination(), other.destination(), Overlap::macs) && vlan(one.vlan(), other.vlan())
            && vlan(one.innerVlan(), other.innerVlan()) && agree(one.etherType(), other.etherType(), Integer::equals);
    }

    private static boolean vlan(final VlanMatch one, final VlanMatch other) {
        return agree(one.id(), other.id(), Integer::equals) && agree(one.priority(), other.priority(), Integer::equals);
    }

    private static boolean tunnel(final TunnelMatch one, final TunnelMatch other) {
        return agree(one.teid(), other.teid(), Overlap::ranges)
            && agree(one.messageType(), other.messageType(), Integer::equals)
            && agree(one.qfi(), other.qfi(), Integer::equals);
    }

    private static boolean ip(final IpMatch one, final IpMatch other) {
        return agree(one.source(), other.source(), Overlap::prefixes)
            && agree(one.destination(), other.destination(), Overlap::prefixes)
            && agree(one.protocol(), other.protocol(), Integer::equals)
            && agree(one.dscp(), other.dscp(), Integer::equals)
            && agree(one.sourcePort(), other.sourcePort(), Overlap::ranges)
            && agree(one.destinationPort(), other.destinationPort(), Overlap::ranges);
    }

    private static <T> boolean agree(final Optional<T> one, final Optional<T> other, final BiPredicate<T, T> values) {
        return one.isEmpty() || other.isEmpty() || values.test(one.get(), other.get());
    }

    private static boolean macs(final MacMatch one, final MacMatch other) {
        return ((one.address().bits() ^ other.address().bits()) & one.mask().bits() & other.mask().bits()) == 0;
    }

    private static boolean ranges(final ValueRange one, final ValueRange other) {
        return one.first() <= other.last() && other.first() <= one.last();
    }

    private static boolean prefixes(final IpPrefix one, final IpPrefix other) {
        final long high = one.highMask() & other.highMask();
        final long low = one.lowMask() & other.lowMask();
        return one.address().version() == other.address().version()
            && ((one.address().high() ^ other.address().high()) & high) == 0
            && ((one.address().low() ^ other.address().low()) & low) == 0;
    }
}
