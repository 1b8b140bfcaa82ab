/**
 * From the tree to what the dataplane is told.
 *
 * <p>A valid tree, with its defaults, arrives; {@link io.mecvswitch.control.map.SwitchMapper} makes the records of
 * {@code io.mecvswitch.config} of it, which leave for the pipeline compiler. Nothing can go wrong here: what could, the
 * model already refused. Pure functions; the names in them are those of the YANG modules.
 */
package io.mecvswitch.control.map;
