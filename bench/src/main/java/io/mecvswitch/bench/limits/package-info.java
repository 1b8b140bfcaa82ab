/**
 * Limiters and shapers of a switch that runs, on DPDK ports, in real time.
 *
 * <pre>
 *   {@link io.mecvswitch.bench.limits.Traffic} ──▶ net_memif ──▶ switch, on its processor ──▶ net_memif ──▶ Traffic
 * </pre>
 *
 * <p>{@link io.mecvswitch.bench.limits.LiveSwitch} has both ends, {@link io.mecvswitch.bench.limits.Stream}s go in and
 * note what came of them, {@link io.mecvswitch.bench.limits.Experiments} asks the questions. Where the far end's times
 * are not good enough, packets leave by a net_pcap port instead, which writes when they did
 * ({@link io.mecvswitch.bench.limits.Departures}); {@link io.mecvswitch.bench.limits.PunctualLoop} tells what the
 * processor itself is late by. What is exact on virtual time is asserted by tests of {@code qos} and {@code vswitch};
 * here is shown how much of it is left on a clock that others share.
 */
package io.mecvswitch.bench.limits;
