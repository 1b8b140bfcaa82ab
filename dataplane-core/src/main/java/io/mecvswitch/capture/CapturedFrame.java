package io.mecvswitch.capture;

/**
 * One frame of a capture file.
 *
 * @param timeNs         when it was captured, in nanoseconds since 1970
 * @param originalLength bytes it had on the wire; more than {@code bytes} holds if the capture cut it
 * @param bytes          the frame from its destination address on
 */
public record CapturedFrame(long timeNs, int originalLength, byte[] bytes) { }
