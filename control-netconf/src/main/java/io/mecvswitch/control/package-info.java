/**
 * Management: from a configuration file to what the dataplane is told.
 *
 * <pre>
 *   file.xml ─▶ codec.XmlReader  ─┐
 *                                 ├─▶ data (tree) ─▶ validate ─▶ map ─▶ SwitchConfig
 *   file.json ─▶ codec.JsonReader ┘        ▲
 *                                   schema ┴─ *.yang
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.ConfigLoader} goes that way. Every stop notes what it finds wrong and goes on; if
 * there was anything, a {@link io.mecvswitch.control.ConfigException} lists all of it. A {@link
 * io.mecvswitch.control.LoadedConfig} remembers where in the file everything stood, so that what the pipeline compiler
 * refuses later, by path, can still be answered with a line.
 *
 * <p>Package {@code netconf} does the same for clients, on trees that can be edited; read it last, from {@code framing}
 * to {@code transport}.
 *
 * <p>Nothing here runs on a worker thread. Read {@code problem}, {@code schema}, {@code data}, {@code codec},
 * {@code xpath}, {@code validate}, {@code map}, in this order.
 */
package io.mecvswitch.control;
