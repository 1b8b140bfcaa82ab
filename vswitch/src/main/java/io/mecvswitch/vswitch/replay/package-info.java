/**
 * The switch over capture files: {@code replay}.
 *
 * <pre>
 *   access.pcap ─▶ net_pcap ─▶ TimedPort ─┐ MergedInput
 *   core.pcap   ─▶ net_pcap ─▶ TimedPort ─┴─────▶ view ─▶ lanes ─▶ CapturingPort ─▶ DIR/core.pcap
 * </pre>
 *
 * <p>{@link io.mecvswitch.vswitch.replay.Replay} is one run, on one thread: it steps the lanes of an ordinary
 * {@link io.mecvswitch.vswitch.Dataplane} until all captures have come to their end. {@code ReplayPorts} stands in for
 * the devices of the configuration: a capture comes in through DPDK's capture driver, and what leaves goes to a file of
 * the {@link io.mecvswitch.vswitch.replay.OutputFolder}. What came of it all is a
 * {@link io.mecvswitch.vswitch.replay.ReplayResult}.
 *
 * <p>Nothing depends on the machine: time is that of the packets, one vector at a time is on its way, and Ethernet
 * addresses that nobody configured follow from the ports' names. So the same captures give the same bytes everywhere,
 * wherever the line is cut. Read {@link io.mecvswitch.vswitch.replay.Replay} first.
 */
package io.mecvswitch.vswitch.replay;
