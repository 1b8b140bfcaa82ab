/**
 * The status of a switch, made readable.
 *
 * <p>A {@link io.mecvswitch.vswitch.show.Sample} is read from a status file, together with the one before it so that
 * there are rates. A {@link io.mecvswitch.vswitch.show.View} turns it into a {@link io.mecvswitch.vswitch.show.Table}:
 * rows of plain values under {@link io.mecvswitch.vswitch.show.Column}s that know their units. The same table is
 * written as aligned text for people and as JSON for machines, inside a {@link io.mecvswitch.vswitch.show.Report} that
 * says whose it is. {@link io.mecvswitch.vswitch.show.Screen} prints it, over the last one where there is a terminal.
 *
 * <p>Read {@link io.mecvswitch.vswitch.show.View} first.
 */
package io.mecvswitch.vswitch.show;
