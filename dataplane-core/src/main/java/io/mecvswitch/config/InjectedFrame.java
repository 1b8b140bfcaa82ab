package io.mecvswitch.config;

import java.util.Arrays;

/**
 * A frame that a port shall receive though no device did.
 *
 * @param port  its name
 * @param frame from the destination address on
 * @param count how many times, 1 or more
 */
public record InjectedFrame(String port, byte[] frame, int count) {
    /** Of its own octets. */
    public InjectedFrame {
        frame = frame.clone();
    }

    @Override
    public byte[] frame() {
        return frame.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof InjectedFrame(String otherPort, byte[] otherFrame, int otherCount)
            && port.equals(otherPort) && Arrays.equals(frame, otherFrame) && count == otherCount;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(frame) + count;
    }

    @Override
    public String toString() {
        return count + " x " + frame.length + " octets into " + port;
    }
}
