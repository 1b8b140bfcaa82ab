/**
 * Tunnels of GTP-U (3GPP TS 29.281): out of them, and back into the right one (REQ_CP_2).
 *
 * <p>Where there are RAN slices, the {@link io.mecvswitch.gtpu.SliceGuard} lets nobody past who has no access, and
 * {@link io.mecvswitch.gtpu.PacketOwners} tells who shapes what leaves whose it is.
 * {@link io.mecvswitch.gtpu.Answer} does the duties of a GTP-U entity at the addresses that are the switch's own, if
 * it has any, and {@link io.mecvswitch.gtpu.Resolve} in it answers neighbours. {@link io.mecvswitch.gtpu.MatchBearer}
 * finds the bearer of a packet, and {@link io.mecvswitch.gtpu.Looks} has it remember how the packet looks;
 * {@link io.mecvswitch.gtpu.Decapsulate} pops the tunnel of what a rule wants at an
 * application, {@link io.mecvswitch.gtpu.Encapsulate} pushes what an application sends, by
 * {@link io.mecvswitch.gtpu.OuterHeaders} that are ready for all tunnels that look alike.
 * {@link io.mecvswitch.gtpu.TooBig} sees to what does not fit then, {@link io.mecvswitch.gtpu.MssClamp} to TCP.
 *
 * <pre>
 *            uplink:  eNB ──▶ core, TEID of the core                   (endpoint, TEID) ─┐
 *   access ════════════════════════════════════ core                                     ├──▶ bearer
 *            downlink: core ──▶ eNB, TEID of the eNB                   UE address ───────┘
 *                 │ pop              ▲ push
 *                 └──▶ application ──┘
 * </pre>
 *
 * <p>Where one rule is known to concern all ordinary G-PDUs of a port, {@link io.mecvswitch.gtpu.Expedite} stands in
 * front of the line and pops vectors of {@link io.mecvswitch.gtpu.OrdinaryGpdus} at once; vectors of
 * {@link io.mecvswitch.gtpu.OrdinaryAnswers} are {@linkplain io.mecvswitch.gtpu.ExpeditedPush pushed} there, where
 * no rule concerns them. Where rules tell G-PDUs apart it asks Classify, and finds tunnels at once. All others it
 * leaves to the stages.
 *
 * <p>UEs whose packets are in no tunnels (SGi) are in {@link io.mecvswitch.gtpu.PlainUes}, by prefixes.
 *
 * <p>{@link io.mecvswitch.gtpu.EchoSource} makes the Echo Requests by which the paths to peers are watched;
 * {@link io.mecvswitch.gtpu.EchoPath} is what is known of one. {@link io.mecvswitch.gtpu.EndMarkers} ends the tunnel
 * that a bearer has left.
 *
 * <p>Where bearers are learned, {@link io.mecvswitch.gtpu.Learn} looks at passing packets first, and the
 * {@link io.mecvswitch.gtpu.Learner} decides, on the control thread, what they mean. {@link io.mecvswitch.gtpu.Hold}
 * keeps answers that come before it has.
 *
 * <p>Bearers live in the {@link io.mecvswitch.gtpu.TunnelTable}, which one control thread changes while lanes look up.
 * How a tunnel's packets look outside their T-PDU (Ethernet addresses, VLAN
 * tags, DSCP, QFI) is learned from those that are popped, so that what is pushed looks the same.
 */
package io.mecvswitch.gtpu;
