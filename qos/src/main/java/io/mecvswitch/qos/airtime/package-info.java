/**
 * What a radio's time costs, and who gets it.
 *
 * <p>A Wi-Fi channel is not shared in octets: a frame to a far station takes seven times as long as the same frame to a
 * near one. So tenants of a radio have shares of its airtime. What a frame takes is in {@link
 * io.mecvswitch.qos.airtime.TxTime}, by the formulas of IEEE 802.11; {@link io.mecvswitch.qos.airtime.Exchange} adds
 * the answer, {@link io.mecvswitch.qos.airtime.FrameCost} makes an estimate for an Ethernet frame of it.
 *
 * <p>An {@link io.mecvswitch.qos.airtime.AirtimeScheduler} keeps queues for a radio's
 * {@link io.mecvswitch.qos.airtime.Vif}s and their stations, and says which frame is next: rounds by deficits of
 * airtime, charged when it is known what a frame took. What interfaces took is in
 * {@link io.mecvswitch.qos.airtime.Usage}.
 *
 * <p>{@link io.mecvswitch.qos.airtime.RadioScheduler} is that for packets of a port. An access point tells it of
 * frames, of what stations send and of its clock in a {@link io.mecvswitch.qos.airtime.FeedbackRing}; of intervals and
 * of rates by an operation, whose words come to the lane in {@link io.mecvswitch.qos.airtime.IntervalAirtime} and
 * {@link io.mecvswitch.qos.airtime.ToldRates}.
 */
package io.mecvswitch.qos.airtime;
