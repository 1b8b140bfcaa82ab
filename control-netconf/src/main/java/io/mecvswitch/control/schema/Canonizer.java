package io.mecvswitch.control.schema;

import io.mecvswitch.config.IpAddress;
import io.mecvswitch.config.IpPrefix;
import java.util.Locale;

/** How the canonical form of a string is made whose typedef describes one (RFC 6991). */
enum Canonizer {
    /** As it was written. */
    NONE {
        @Override
        String apply(final String text) {
            return text;
        }
    },
    /** Hexadecimal digits. */
    LOWER_CASE {
        @Override
        String apply(final String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    },
    /** An IPv6 address, perhaps with a zone. */
    ADDRESS {
        @Override
        String apply(final String text) {
            final int zone = text.indexOf('%');
            return zone < 0 ? IpAddress.parse(text).toString()
                : IpAddress.parse(text.substring(0, zone)) + text.substring(zone);
        }
    },
    /** An IP prefix. */
    PREFIX {
        @Override
        String apply(final String text) {
            return IpPrefix.parse(text).toString();
        }
    };

    /** The canonical form of what the type allows. */
    abstract String apply(String text);
}
