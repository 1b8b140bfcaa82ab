/**
 * Service function chains: the way of a packet through ordered groups of applications (RFC 7665; REQ_DP_3).
 *
 * <p>What a rule leads into a chain, and what comes back from an application, arrives at
 * {@link io.mecvswitch.chaining.Chain}. It finds the {@link io.mecvswitch.chaining.Path} and how far the packet has
 * come on it: {@link io.mecvswitch.chaining.Unwrap} has read an aware application's signature before, of others a
 * {@link io.mecvswitch.chaining.Channel} tells or their flow. Then it decides on the next
 * {@link io.mecvswitch.chaining.Visit}, for which {@link io.mecvswitch.chaining.Wrap} makes the packet ready before it
 * leaves. All of it is made by control, in {@link io.mecvswitch.chaining.Chains}.
 *
 * <pre>
 *   rule ─▶ Chain ─▶ Wrap ─▶ application ─▶ Unwrap ─▶ Chain ─▶ Wrap ─▶ … ─▶ Chain ─▶ its bearer, or its wire
 * </pre>
 *
 * <p>Which member of a group serves a packet is decided once per flow. {@link io.mecvswitch.chaining.FlowHash} makes a
 * number of the header fields by which the group tells flows apart, the same one for both directions. A
 * {@link io.mecvswitch.chaining.Selection}, which {@link io.mecvswitch.chaining.Maglev} builds on the control thread
 * when members come, go or change, says who serves a flow of that number; in groups that ask for it a
 * {@link io.mecvswitch.chaining.RoundRobin} does. A {@link io.mecvswitch.chaining.FlowTable} remembers who serves the
 * flows that are live, so that none of them moves when a member is added.
 *
 * <pre>
 *   packet ──▶ FlowHash ──▶ FlowTable ──▶ member that serves the flow, if it still may
 *                               │ none
 *                               └──▶ Selection or RoundRobin ──▶ member, remembered
 * </pre>
 *
 * <p>Whether members serve is found out beside the packets' way. The {@link io.mecvswitch.chaining.HealthMonitor} of
 * the control thread compares what was sent to each with what its device took and what came back, and a
 * {@link io.mecvswitch.chaining.MemberProbe} asks it; the requests come into the line from a
 * {@link io.mecvswitch.chaining.ProbeSource}, and {@link io.mecvswitch.chaining.ProbeAnswers} knows the answers.
 * {@link io.mecvswitch.chaining.MemberHealth} makes a {@link io.mecvswitch.chaining.MemberState} of it; when that
 * changes, the group's selection is built again and published.
 */
package io.mecvswitch.chaining;
