/**
 * The switch under a load that does not wait for it.
 *
 * <p>{@link io.mecvswitch.bench.load.OpenLoad} says when packets are due, {@link io.mecvswitch.bench.load.LoadProvider}
 * gives the switch ports that receive them then, and {@link io.mecvswitch.bench.load.Loaded} runs it on a core of its
 * own. {@link io.mecvswitch.bench.load.LoadBench} asks the questions: throughput without loss, latency, what commits
 * cost.
 */
package io.mecvswitch.bench.load;
