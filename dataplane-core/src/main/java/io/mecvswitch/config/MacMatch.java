package io.mecvswitch.config;

/**
 * Ethernet addresses that agree in the bits of a mask.
 *
 * @param address the bits asked for
 * @param mask    which of them count; all for one address
 */
public record MacMatch(MacAddress address, MacAddress mask) {
    /** Every bit counts. */
    public static final MacAddress EXACT = new MacAddress(0xffff_ffff_ffffL);
}
