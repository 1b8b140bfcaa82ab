/**
 * Airtime over several switches, and a channel for them to share.
 *
 * <p>{@link io.mecvswitch.vswitch.airtime.GlobalShares} decides ceilings from what every radio of a channel was seen to
 * use. The {@link io.mecvswitch.vswitch.airtime.AirtimeControllerCommand} polls switches over NETCONF, asks it, and
 * tells them: a program of its own that may end at any time, because ceilings end by themselves.
 *
 * <p>The {@link io.mecvswitch.vswitch.airtime.AirCommand} is the channel, where there is none: a process that has the
 * other ends of radios' ports, sends what comes by {@link io.mecvswitch.qos.medium.Medium}, and tells each switch by
 * its ring what frames took.
 */
package io.mecvswitch.vswitch.airtime;
