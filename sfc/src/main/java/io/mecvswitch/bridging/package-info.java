/**
 * Bridge domains: ports joined as a learning bridge with VLANs (IEEE 802.1Q-2022 §8; REQ_DP_2).
 *
 * <p>{@link io.mecvswitch.bridging.Bridge} stands behind Steer and takes what no rule concerns from the ports of a
 * domain. {@link io.mecvswitch.bridging.VlanMap} says which VLAN a frame belongs to,
 * {@link io.mecvswitch.bridging.StationTable} where stations are. A frame gets as egress a port, or a number of
 * {@link io.mecvswitch.bridging.EgressLists}: ports, and the tag it has on each. Tags are changed
 * ({@link io.mecvswitch.bridging.Retag}) and copies made at the very end of the line, by
 * {@link io.mecvswitch.bridging.Flood}: so what Parse found holds up to there, and a vector never has more packets than
 * it has places, wherever the line is cut.
 *
 * <pre>
 *   Steer ──▶ Bridge ──▶ … ──▶ Flood [ tags, copies, Transmit ] ──▶ ports
 *               │ learns, looks up
 *               ▼
 *          StationTable of the domain, the bridging lane's own
 * </pre>
 *
 * <p>{@link io.mecvswitch.bridging.BridgeDomain} is one domain of one configuration; what it has learned goes over to
 * the next. Without a domain neither stage stands in the line.
 */
package io.mecvswitch.bridging;
