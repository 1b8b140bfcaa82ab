package io.mecvswitch.classifier;

import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.Gtpu;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;

/**
 * What packets of a kind have in common, as bits of their {@link FlowKey}: what rules ask of these bits alone is
 * answered before any of the packets comes. Made by control, never changed.
 */
public final class KnownBits {
    private static final int OUTER_LAYERS = Layer.VLAN | Layer.QINQ | Layer.IPV4 | Layer.IPV6 | Layer.IP
        | Layer.FRAGMENT | Layer.UDP | Layer.PORTS | Layer.GTPU | Layer.GPDU;
    private static final int GPDU_LAYERS =
        Layer.IPV4 | Layer.IP | Layer.UDP | Layer.PORTS | Layer.GTPU | Layer.GPDU;
    private static final int OCTET = 0xff;
    private static final long INGRESS = 0xffffL << 48;

    /** Which bits are known. */
    final long[] mask = new long[FlowKey.WORDS];
    /** What they are; 0 where they are not known. */
    final long[] value = new long[FlowKey.WORDS];

    private KnownBits() {
    }

    /** Of all packets that come by a port. */
    static KnownBits ofPort(final int ingress) {
        final KnownBits bits = new KnownBits();
        bits.know(FlowKey.LINK, INGRESS, Headers.link(ingress, 0, 0));
        return bits;
    }

    /**
     * Of untagged G-PDUs in whole IPv4 datagrams that come by a port. Nothing is said of addresses, DSCP, TEID, QFI and
     * T-PDU.
     */
    public static KnownBits ofGpdus(final int ingress) {
        final KnownBits bits = new KnownBits();
        bits.know(FlowKey.LINK, -1, Headers.link(ingress, 0, Ethernet.TYPE_IPV4));
        bits.know(FlowKey.TUNNEL, Headers.tunnel(OUTER_LAYERS) | OCTET, Headers.tunnel(GPDU_LAYERS) | Gtpu.GPDU);
        bits.know(FlowKey.PROTOCOLS, OCTET << Headers.OUTER_SHIFT, IpProtocol.UDP << Headers.OUTER_SHIFT);
        return bits;
    }

    /**
     * Of untagged whole IPv4 datagrams that come by a port at which there are no tunnels. Nothing is said of
     * addresses, DSCP, protocol and ports.
     */
    public static KnownBits ofDatagrams(final int ingress) {
        final KnownBits bits = new KnownBits();
        bits.know(FlowKey.LINK, -1, Headers.link(ingress, 0, Ethernet.TYPE_IPV4));
        bits.know(FlowKey.TUNNEL, ~Headers.tunnel(Layer.UDP | Layer.PORTS), Headers.tunnel(Layer.IPV4 | Layer.IP));
        return bits;
    }

    private void know(final int word, final long known, final long value) {
        this.mask[word] = known;
        this.value[word] = value;
    }

    /** Whether bits of a word may be these, as far as is known. */
    boolean mayBe(final int word, final long asked, final long wanted) {
        return ((value[word] ^ wanted) & asked & mask[word]) == 0;
    }

    /** Whether all these bits of a word are known. */
    boolean know(final int word, final long asked) {
        return (asked & ~mask[word]) == 0;
    }
}
