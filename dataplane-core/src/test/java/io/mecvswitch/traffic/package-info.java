/**
 * Packets for tests, of every module.
 *
 * <p>{@link io.mecvswitch.traffic.Frames} spells one frame out, outermost header first; lengths and checksums are right
 * unless the test makes them lie. {@link io.mecvswitch.traffic.RandomTraffic} mixes the traffic of a mobile edge over a
 * set of bearers; {@link io.mecvswitch.traffic.MalformedFrames} is its evil twin. Both give the same frames for the
 * same seed on every machine. {@link io.mecvswitch.traffic.FrameAssert} compares frames and names the field that
 * differs.
 *
 * <pre>
 *   Frames ─▶ RandomTraffic    ─┐
 *      └────▶ MalformedFrames  ─┴─▶ the switch ─▶ FrameAssert
 * </pre>
 *
 * <p>Read {@code FramesTest} first: it shows how frames are spelled.
 */
package io.mecvswitch.traffic;
