package io.mecvswitch.config;

/**
 * Two ports joined as a bump in the wire: what no rule concerns leaves on the other one, byte for byte.
 *
 * @param name   unique
 * @param access name of the access-side port
 * @param core   name of the core-side port
 */
public record WireConfig(String name, String access, String core) { }
