/**
 * A Wi-Fi channel without radios: a deterministic model of CSMA/CA, for tests, for measurements, and for an air
 * interface that several switches share.
 *
 * <p>{@link io.mecvswitch.qos.medium.Sender}s contend for a {@link io.mecvswitch.qos.medium.Medium}, which tells them
 * what each {@link io.mecvswitch.qos.medium.Transmission} took.
 *
 * <p>An {@link io.mecvswitch.qos.medium.AccessPoint} is a sender with {@link io.mecvswitch.qos.medium.Flow}s and a
 * {@link io.mecvswitch.qos.medium.Discipline}, {@link io.mecvswitch.qos.medium.ByAirtime} being the switch's own.
 */
package io.mecvswitch.qos.medium;
