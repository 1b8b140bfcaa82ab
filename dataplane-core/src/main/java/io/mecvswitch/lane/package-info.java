/**
 * Where threads meet packets.
 *
 * <p>A {@link io.mecvswitch.lane.Line} is a pipeline's stages cut into lanes. The
 * {@link io.mecvswitch.lane.ReceivingLane} polls the receive queues, stamps each vector with the pipeline it is about
 * to run, and walks it through its stages; a {@link io.mecvswitch.lane.Handoff} takes it to the next
 * {@link io.mecvswitch.lane.FollowingLane}. After each stage the packets with a verdict leave, the rest go on in order.
 *
 * <pre>
 *   port ──▶ [ Parse ▶ Classify ] ──▶ handoff
 *             lane 0, worker 0           │
 *             lane 1, worker 1           ▼
 *       [ Answer ▶ Duplicate ▶ MatchBearer ▶ Decapsulate ▶ Steer ▶ Bridge ▶ Encapsulate ▶ Rewrite ▶ Transmit ] ──▶ port
 * </pre>
 *
 * <p>Control makes a new configuration current with one store in the {@link io.mecvswitch.lane.Publisher}. Lane 0 sees
 * it before its next burst and sends an empty vector after the last one of the old configuration, so every lane changes
 * over between two vectors, and when the last lane has, nothing of the old configuration is on its way any more.
 *
 * <p>Several lines may stand side by side, each with a worker. Where they are cut, every lane has a handoff to each
 * behind it, and a {@link io.mecvswitch.stage.Spreader} says in which line a packet goes on. A lane behind a cut
 * changes over when the lanes in front of it have told it, all of them.
 *
 * <p>Only {@link io.mecvswitch.lane.Worker} knows about threads: tests call {@link io.mecvswitch.lane.Lane#step}
 * themselves. Read {@link io.mecvswitch.lane.Lane}, then {@link io.mecvswitch.lane.Handoff}, then
 * {@link io.mecvswitch.lane.Line}.
 */
package io.mecvswitch.lane;
