package io.mecvswitch.bench.endtoend;

/**
 * What bench/native/samework.c is told, where it can do a scenario's work.
 *
 * @param mode    its name for the work
 * @param bearers in its table
 */
record SameWork(String mode, int bearers) { }
