/**
 * A Wi-Fi channel without radios: a deterministic model of CSMA/CA, for tests, for measurements, and for an air
 * interface that several switches share.
 *
 * <p>{@link io.mecvswitch.qos.medium.Sender}s contend for a {@link io.mecvswitch.qos.medium.Medium}, which tells them
 * what each {@link io.mecvswitch.qos.medium.Transmission} took.
 */
package io.mecvswitch.qos.medium;
