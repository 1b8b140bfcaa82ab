package io.mecvswitch.config;

/**
 * An Ethernet address in the low 48 bits of a word, first octet highest.
 *
 * @param bits the address
 */
public record MacAddress(long bits) {
    /** Checks that there are no more than 48 bits. */
    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /**
     * Reads {@code 02:00:5e:10:00:01}.
     *
     * @throws IllegalArgumentException if it is no MAC address
     */
    public static MacAddress parse(final String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException("'" + text + "' is no MAC address");
        }
        return new MacAddress(Long.parseUnsignedLong(text.replace(":", ""), 16));
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format("%02x", bits >>> shift & 0xff)).append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }
}
