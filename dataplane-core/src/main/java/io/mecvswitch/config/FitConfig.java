package io.mecvswitch.config;

import java.util.OptionalInt;

/**
 * How packets of tunnels are made to fit a port.
 *
 * @param maxMss largest TCP maximum segment size that a T-PDU to or from the port may offer, 64 to 9176; any if empty
 * @param tooBig what becomes of what is longer than the port's MTU when it has been put into a tunnel
 */
public record FitConfig(OptionalInt maxMss, TooBig tooBig) {
    /** Nothing is changed; what does not fit is dropped. */
    public static final FitConfig NONE = new FitConfig(OptionalInt.empty(), TooBig.DROP);

    /** What becomes of a packet that is too big. */
    public enum TooBig {
        /** It is dropped, and nobody is told. */
        DROP,
        /** The tunnel's packet is cut into fragments. */
        FRAGMENT,
        /** Its sender is told, if it asked not to be fragmented; else the tunnel's packet is cut into fragments. */
        NOTIFY
    }
}
