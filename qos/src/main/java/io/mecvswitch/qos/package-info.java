/**
 * How much of what may pass, and when: meters and policers, shapers, and the place where packets rest before they
 * leave.
 *
 * <p>{@link io.mecvswitch.qos.Meters} holds the state of limiters: buckets kept as points in time, so that a packet
 * costs a multiplication and no division. {@link io.mecvswitch.qos.MeterProfile} says what a limiter's packets may do:
 * the rates and bursts of RFC 2697, RFC 2698 or RFC 4115, counted in time. Where several lanes meet one limiter, each
 * takes of what it has borrowed of its buckets, {@link io.mecvswitch.qos.BorrowedMeters}.
 *
 * <p>{@link io.mecvswitch.qos.Police} stands where packets of tunnels are open, and asks the meters of a packet's
 * bearer, slice, rule and port; {@link io.mecvswitch.qos.Limiters} says what befalls each colour.
 * {@link io.mecvswitch.qos.Shaper} decides when packets leave a port, by the times that
 * {@link io.mecvswitch.qos.ShapedQueues} keeps: which class sends, {@link io.mecvswitch.qos.ShapedClasses} says; which
 * packets leave too late for their queue's good, {@link io.mecvswitch.qos.EarlyDrop}.
 *
 * <p>{@link io.mecvswitch.qos.Schedule} stands around Transmit, where egress ports have an
 * {@link io.mecvswitch.qos.EgressScheduler}: packets for those are kept as {@link io.mecvswitch.qos.RestingPackets}
 * until they may leave.
 *
 * <p>All state belongs to the lane in which its stage stands, but for the buckets that lanes share. Time is the
 * packets' own, as {@link io.mecvswitch.stage.PacketClock} gives it.
 */
package io.mecvswitch.qos;
