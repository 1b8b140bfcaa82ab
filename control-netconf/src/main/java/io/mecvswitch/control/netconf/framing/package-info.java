/**
 * Messages in a stream of octets (RFC 6242).
 *
 * <pre>
 *   base:1.0   message ]]&gt;]]&gt; message ]]&gt;]]&gt;                     until both have said hello
 *   base:1.1   \n#17\n message part \n#5\n rest! \n##\n          afterwards, if both can
 * </pre>
 *
 * <p>{@link io.mecvswitch.control.netconf.framing.MessageReader} takes octets as they come, in whatever pieces, and
 * gives whole messages; {@link io.mecvswitch.control.netconf.framing.MessageWriter} is its opposite. A peer is not
 * trusted: a message has a bound, memory grows only with what was really received, and what breaks the rules is a
 * {@link io.mecvswitch.control.netconf.framing.FramingException}, after which there is no way to find the next message.
 *
 * <p>The session's thread, blocking. Read {@code xml} next.
 */
package io.mecvswitch.control.netconf.framing;
