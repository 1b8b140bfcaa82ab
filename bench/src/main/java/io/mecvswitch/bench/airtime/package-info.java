/**
 * How airtime is shared, on the simulated channel: experiments, and a picture of each.
 *
 * <p>An experiment of {@link io.mecvswitch.bench.airtime.Experiments} makes a {@link io.mecvswitch.bench.airtime.Plot}
 * of series, which is written as SVG and as CSV. Virtual time and fixed seeds: the same figures on every machine.
 */
package io.mecvswitch.bench.airtime;
