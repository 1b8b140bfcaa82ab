/**
 * The whole switch on real DPDK ports, beside {@code dpdk-testpmd} on the same ports in the same run.
 *
 * <pre>
 *   net_null or net_pcap (a capture, for ever) ──▶ { this switch | testpmd io | testpmd mac }, one core ──▶ net_null
 * </pre>
 *
 * <p>{@link Bench} is the command line ({@code ./mec-vswitch bench}). {@link EndToEnd} takes turns: each round starts
 * every contender in a process of its own, so that a slow minute of the machine hits all of them.
 * {@link SwitchContender} and {@link TestpmdContender} are what it starts, {@link Scenario} what they are to do,
 * {@link Report} what comes out. {@link SwitchProcess} is the program that the switch's contender runs. Trust the
 * ratios; the rates are the machine's.
 */
package io.mecvswitch.bench.endtoend;
