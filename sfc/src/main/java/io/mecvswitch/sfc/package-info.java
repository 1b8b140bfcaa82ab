/**
 * Where packets go next (REQ_DP_3).
 *
 * <p>{@link io.mecvswitch.sfc.Steer} sends what no earlier stage has decided to the other end of its wire. It stands
 * between the stages that take packets out of tunnels and the one that puts them in, because that is where packets of
 * users are plain and applications can serve them.
 *
 * <p>{@link io.mecvswitch.sfc.Duplicate} stands before all that: it copies packets as they came, for a second
 * destination ({@link io.mecvswitch.sfc.Copies} says which rules do).
 *
 * <p>{@link io.mecvswitch.sfc.Rewrite} changes on the way out what a rule's destination wants to see: Ethernet
 * addresses, the outermost VLAN tag, the DSCP. {@link io.mecvswitch.sfc.Edits} holds what each rule changes, as masks
 * and bits.
 */
package io.mecvswitch.sfc;
