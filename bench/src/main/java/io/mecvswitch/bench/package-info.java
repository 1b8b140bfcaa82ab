/**
 * How fast it is, and what makes it so.
 *
 * <p>{@link Uplink} makes the packets: G-PDUs of thousands of bearers, the same on every machine. Below there are two
 * ways to run them through the packet path.
 *
 * <pre>
 *   JMH, no device:   GeneratorPort ─▶ StageBenchmark, LineBenchmark, HandoffBenchmark     ns per packet, B per packet
 *   end to end:       capture file ─▶ DPDK driver ─▶ the whole switch ─▶ DPDK driver        Mpps, beside dpdk-testpmd
 * </pre>
 *
 * <p>The first says where the time goes, the second says whether it matters. {@link Breakout} is the configuration that
 * both measure. Read {@link StageBenchmark}, then the package {@code endtoend}.
 */
package io.mecvswitch.bench;
