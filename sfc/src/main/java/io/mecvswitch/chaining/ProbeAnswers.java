package io.mecvswitch.chaining;

import io.mecvswitch.header.Arp;
import io.mecvswitch.header.Ethernet;
import io.mecvswitch.header.IcmpEcho;
import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketVector;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Knows the answers of members to what was asked of them from what they send for others. The lane that chains; control
 * makes it.
 */
public final class ProbeAnswers {
    private static final MemberProbe[] NOBODY = {};

    private final MemorySegment bytes;
    private final MemberProbe[][] probes;

    /**
     * @param memory where the packets are
     * @param ports  port indexes there are
     */
    public ProbeAnswers(final PacketMemory memory, final int ports) {
        this.bytes = memory.bytes();
        this.probes = new MemberProbe[ports][];
        Arrays.fill(probes, NOBODY);
    }

    /** Lets the members that are asked by these answer by a port. Control, before any lane has it. */
    public void expect(final int port, final List<MemberProbe> askers) {
        probes[port] = askers.toArray(MemberProbe[]::new);
    }

    /** Whether answers may come by a port. */
    boolean mayCome(final int port) {
        return probes[port].length > 0;
    }

    /**
     * Takes note of a packet, if it is an answer. One port may be that of several members, who all have answered then.
     *
     * @return whether it is; it has no further purpose then
     */
    public boolean take(final PacketVector vector, final int i) {
        final MemberProbe[] asked = probes[vector.ingress];
        if (asked.length == 0 || vector.defect(i) != 0) {
            return false;
        }
        final int etherType = Headers.etherType(vector.link[i]);
        return etherType == Ethernet.TYPE_ARP ? takeArp(asked, vector, i)
            : etherType == Ethernet.TYPE_IPV4 ? takeIcmp(asked, vector, i)
            : etherType == Ethernet.TYPE_IPV6 && takeIcmpv6(asked, vector, i);
    }

    private boolean takeArp(final MemberProbe[] asked, final PacketVector vector, final int i) {
        final int network = vector.network(i);
        boolean taken = false;
        if (network + Arp.LENGTH <= vector.length[i]) {
            for (final MemberProbe probe : asked) {
                taken |= probe.hearArp(bytes, vector.position[i] + network);
            }
        }
        return taken;
    }

    private boolean takeIcmp(final MemberProbe[] asked, final PacketVector vector, final int i) {
        boolean taken = false;
        if (isEchoOf(vector, i, IpProtocol.ICMP)) {
            final long frame = vector.position[i];
            for (final MemberProbe probe : asked) {
                taken |= probe.hearIcmp(bytes, frame + vector.network(i), frame + vector.transport(i));
            }
        }
        return taken;
    }

    private boolean takeIcmpv6(final MemberProbe[] asked, final PacketVector vector, final int i) {
        boolean taken = false;
        if (isEchoOf(vector, i, IpProtocol.ICMPV6)) {
            final long frame = vector.position[i];
            for (final MemberProbe probe : asked) {
                taken |= probe.hearIcmpv6(bytes, frame + vector.network(i), frame + vector.transport(i));
            }
        }
        return taken;
    }

    /** Whether a message of the protocol, with room for an echo's header, is whole in the frame. */
    private static boolean isEchoOf(final PacketVector vector, final int i, final int protocol) {
        return vector.protocol(i) == protocol && (vector.layers(i) & Layer.FRAGMENT) == 0
            && vector.transport(i) + IcmpEcho.HEADER_LENGTH <= vector.length[i];
    }
}
