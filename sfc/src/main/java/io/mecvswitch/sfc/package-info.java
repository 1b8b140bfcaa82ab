/**
 * Where packets go next (REQ_DP_3).
 *
 * <p>{@link io.mecvswitch.sfc.Steer} sends what no earlier stage has decided to the other end of its wire. It stands
 * between the stages that take packets out of tunnels and the one that puts them in, because that is where packets of
 * users are plain and applications can serve them.
 */
package io.mecvswitch.sfc;
