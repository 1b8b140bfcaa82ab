/**
 * Requests as elements.
 *
 * <p>{@link io.mecvswitch.control.netconf.xml.ElementReader} makes {@link io.mecvswitch.control.netconf.xml.Element}s
 * of a message: strictly UTF-8, no document type, no entities but XML's own five, bounded in depth and number, so that
 * a message costs memory in proportion to its length. {@link io.mecvswitch.control.codec.XmlText} writes.
 *
 * <p>The session's thread. Read {@code tree} next.
 */
package io.mecvswitch.control.netconf.xml;
