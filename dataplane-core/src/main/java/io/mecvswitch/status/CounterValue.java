package io.mecvswitch.status;

/**
 * What a counter said.
 *
 * @param type   what it counts
 * @param key    see {@link CounterType}
 * @param subKey see {@link CounterType}, 0 where it says nothing
 * @param label  name of the port, rule, reason
 * @param value  in the type's unit
 */
public record CounterValue(CounterType type, int key, int subKey, String label, long value) { }
