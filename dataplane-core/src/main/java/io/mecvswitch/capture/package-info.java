/**
 * Capture files, for {@code replay} and {@code demo}: off the packet path, or at its ends.
 *
 * <p>In {@code replay} the files come in through DPDK's capture driver, one port each. {@link
 * io.mecvswitch.capture.MergedInput} gives their packets to the receiving lane in the order of their times, through one
 * view per port; the lanes run as ever; a {@link io.mecvswitch.capture.CapturingPort} writes what leaves to a file and
 * frees it.
 *
 * <pre>
 *   a.pcap ─▶ port ─┐ MergedInput                       ┌─▶ CapturingPort ─▶ out/a.pcap
 *   b.pcap ─▶ port ─┴────────────▶ view ─▶ lanes ─▶ ────┴─▶ CapturingPort ─▶ out/b.pcap
 * </pre>
 *
 * <p>In {@code demo} the ports are live: a {@link io.mecvswitch.capture.TappedPort} keeps a copy of what it sends. Both
 * write through {@link io.mecvswitch.capture.PcapWriter}; {@link io.mecvswitch.capture.PcapReader} reads captures of
 * any common kind, and {@code MergedInput} is where to read on.
 */
package io.mecvswitch.capture;
