package io.mecvswitch.bench.endtoend;

/**
 * How much is spent on a scenario.
 *
 * @param rounds          times that each contender runs
 * @param seconds         measured in each run
 * @param patienceSeconds waited for a steady rate at most
 */
record Effort(int rounds, int seconds, int patienceSeconds) { }
