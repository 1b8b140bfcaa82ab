package io.mecvswitch.classifier;

import io.mecvswitch.config.IpPrefix;
import io.mecvswitch.config.MacAddress;
import io.mecvswitch.config.SourcesConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * From which addresses a port may send: immutable, short lists that are asked one by one.
 *
 * <pre>
 *   owner              prefix
 *   every listed MAC   10.1.0.0/24       of the prefixes
 *   02:…:0b            10.1.1.7/32       of the pairs
 * </pre>
 */
final class AllowedSources {
    /** Owner of what all listed Ethernet addresses may have. */
    private static final long LISTED = -1;
    /** Owner of nothing: an Ethernet address that is not listed. */
    private static final long UNLISTED = -2;
    /** Masked by what leaves no bit, so that any Ethernet address is this one. */
    private static final long NO_MAC = 0;
    private static final long ALL_BITS = -1;
    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final long UNIVERSAL = 1L << 57;

    private final long[] macs;
    private final long[] paired;
    private final boolean anyMac;
    private final boolean anyAddress;
    // by IPv4 entry
    private final long[] owners4;
    private final int[] addresses4;
    private final int[] masks4;
    // by IPv6 entry
    private final long[] owners6;
    private final long[] highs;
    private final long[] lows;
    private final long[] highMasks;
    private final long[] lowMasks;

    private record Entry(long owner, IpPrefix prefix) { }

    AllowedSources(final SourcesConfig config) {
        macs = config.macs().stream().mapToLong(MacAddress::bits).toArray();
        paired = config.pairs().stream().mapToLong(pair -> pair.mac().bits()).toArray();
        anyMac = config.macs().isEmpty() && !config.prefixes().isEmpty();
        anyAddress = config.prefixes().isEmpty() && !config.macs().isEmpty();
        final List<Entry> entries = new ArrayList<>();
        config.prefixes().forEach(prefix -> entries.add(new Entry(LISTED, prefix)));
        config.pairs().forEach(pair -> entries.add(new Entry(pair.mac().bits(), pair.prefix())));
        final List<Entry> four = entries.stream().filter(entry -> entry.prefix.address().version() == 4).toList();
        owners4 = four.stream().mapToLong(Entry::owner).toArray();
        addresses4 = four.stream().mapToInt(entry -> (int) entry.prefix.address().low()).toArray();
        masks4 = four.stream().mapToInt(entry -> (int) entry.prefix.lowMask()).toArray();
        final List<Entry> six = entries.stream().filter(entry -> entry.prefix.address().version() == 6).toList();
        owners6 = six.stream().mapToLong(Entry::owner).toArray();
        highs = six.stream().mapToLong(entry -> entry.prefix.address().high()).toArray();
        lows = six.stream().mapToLong(entry -> entry.prefix.address().low()).toArray();
        highMasks = six.stream().mapToLong(entry -> entry.prefix.highMask()).toArray();
        lowMasks = six.stream().mapToLong(entry -> entry.prefix.lowMask()).toArray();
    }

    // The entry that is asked first, in words that the hot loop holds.

    /** Bits of an Ethernet address that the first entry asks for. */
    long firstMacMask() {
        return anyMac && isFirstOfAll() ? NO_MAC : ALL_BITS;
    }

    /** The first entry's Ethernet address; one that there is not, if nothing is first. */
    long firstMac() {
        if (!anyAddress && owners4.length == 0) {
            return ALL_BITS;
        }
        return !anyAddress && !isFirstOfAll() ? owners4[0] : anyMac ? NO_MAC : macs[0];
    }

    private boolean isFirstOfAll() {
        return owners4.length > 0 && owners4[0] == LISTED;
    }

    /** Bits of an IPv4 address that the first entry asks for. */
    int firstMask() {
        return anyAddress || owners4.length == 0 ? 0 : masks4[0];
    }

    /** The first entry's IPv4 address. */
    int firstAddress() {
        return anyAddress || owners4.length == 0 ? 0 : addresses4[0];
    }

    /** Whether an Ethernet address may send at all. */
    boolean hasMac(final long mac) {
        return isListed(mac) || contains(paired, mac);
    }

    private boolean isListed(final long mac) {
        return anyMac || contains(macs, mac);
    }

    private static boolean contains(final long[] macs, final long mac) {
        for (final long one : macs) {
            if (one == mac) {
                return true;
            }
        }
        return false;
    }

    /** Whether an Ethernet address may have an IPv4 address. */
    boolean hasIpv4(final long mac, final int address) {
        final boolean listed = isListed(mac);
        if (listed && anyAddress) {
            return true;
        }
        final long owner = listed ? LISTED : UNLISTED;
        for (int k = 0; k < owners4.length; k++) {
            if ((address & masks4[k]) == addresses4[k] && (owners4[k] == owner || owners4[k] == mac)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an Ethernet address may have an IPv6 address. It has the link-local one that is made of it without being
     * asked (RFC 4291 §2.5.6, appendix A).
     */
    boolean hasIpv6(final long mac, final long high, final long low) {
        final boolean listed = isListed(mac);
        if (listed && anyAddress || high == LINK_LOCAL && low == interfaceIdentifier(mac) && hasMac(mac)) {
            return true;
        }
        final long owner = listed ? LISTED : UNLISTED;
        for (int k = 0; k < owners6.length; k++) {
            if ((high & highMasks[k]) == highs[k] && (low & lowMasks[k]) == lows[k]
                && (owners6[k] == owner || owners6[k] == mac)) {
                return true;
            }
        }
        return false;
    }

    /** Modified EUI-64: fffe in the middle, the universal bit inverted. */
    private static long interfaceIdentifier(final long mac) {
        return (mac >>> 24 << 40 | 0xfffeL << 24 | mac & 0xff_ffff) ^ UNIVERSAL;
    }
}
