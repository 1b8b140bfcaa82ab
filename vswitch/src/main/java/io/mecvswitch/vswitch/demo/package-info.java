/**
 * The switch at work, without a NIC: {@code mec-vswitch demo}.
 *
 * <p>{@link io.mecvswitch.vswitch.demo.Demo} runs a switch on the configuration of
 * {@link io.mecvswitch.vswitch.demo.DemoConfig}; its ports are shared-memory links, and a
 * {@link io.mecvswitch.vswitch.demo.Simulation} holds the other ends:
 *
 * <pre>
 *   AccessSimulator ── access ┐                ┌ core ── CoreSimulator
 *                             ├─ the switch  ──┤
 *   EdgeApplication ── edge ──┘                └ inline ── InlineApplication
 * </pre>
 *
 * <p>A {@link io.mecvswitch.vswitch.demo.Subscriber}'s request starts at the
 * {@link io.mecvswitch.vswitch.demo.AccessSimulator}, made by {@link io.mecvswitch.vswitch.demo.Frames} and noted in
 * the {@link io.mecvswitch.vswitch.demo.Ledger}. Whichever {@link io.mecvswitch.vswitch.demo.Station} it arrives at
 * takes it apart ({@link io.mecvswitch.vswitch.demo.Dissection}), knows it by its
 * {@link io.mecvswitch.vswitch.demo.Tag}, compares it with what was sent, counts on the
 * {@link io.mecvswitch.vswitch.demo.Scorecard}, and answers. Nothing of the switch's own parsing is used for that.
 * Every frame that crosses a {@link io.mecvswitch.vswitch.demo.Cable} goes into a capture file as well.
 *
 * <p>Two threads besides control: the switch's worker and the simulation's. Control shows a
 * {@link io.mecvswitch.vswitch.demo.LiveTable}, changes the configuration in mid-run
 * ({@link io.mecvswitch.vswitch.demo.Move}) and ends with the {@link io.mecvswitch.vswitch.demo.DemoReport}.
 */
package io.mecvswitch.vswitch.demo;
