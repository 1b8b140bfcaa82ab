package io.mecvswitch.config;

/**
 * A tunnel, named by its far end (TS 29.281 §4.1.2).
 *
 * @param endpoint address of the node that receives what is sent into it
 * @param teid     the identifier that this node gave it, unsigned 32 bits
 */
public record TunnelEnd(IpAddress endpoint, long teid) {
    @Override
    public String toString() {
        return "TEID " + teid + " of " + endpoint;
    }
}
