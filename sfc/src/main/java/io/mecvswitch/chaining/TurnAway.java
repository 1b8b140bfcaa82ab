package io.mecvswitch.chaining;

import io.mecvswitch.header.IpProtocol;
import io.mecvswitch.header.Tcp;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.stage.Action;
import io.mecvswitch.stage.Headers;
import io.mecvswitch.stage.Layer;
import io.mecvswitch.stage.PacketClock;
import io.mecvswitch.stage.PacketVector;
import io.mecvswitch.stage.Stage;
import io.mecvswitch.stage.StageName;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Lets ports that drain get no new flows: those go where they would go if no rule concerned them, to their end. It
 * stands in the line only while a port drains.
 *
 * <pre>
 *                   known to stay      known to go      not known
 *   TCP, SYN alone  goes               goes             goes, and is remembered
 *   TCP             stays              goes             stays
 *   others          stays              goes             stays within the grace time, and is remembered; else goes
 * </pre>
 *
 * <p>A flow that was silent for as long as flows are remembered is a new one, unless it is TCP's. The lane.
 */
public final class TurnAway extends Stage {
    /** From the beginning of a drain, flows without a beginning of their own are those that were there. */
    public static final int GRACE_SECONDS = 10;

    private static final int FLOWS = 1 << 16;
    private static final int IDLE_SECONDS = 300;
    private static final int STAYS = 1;
    private static final int GOES = 2;

    private final MemorySegment bytes;
    private final AtomicCounter[] turnedAway;
    private final PacketClock clock;
    // by egress: when it began to drain, by the clock; written by the lane
    private final long[] begunNs;
    private final boolean[] begun;
    private FlowTable flows = new FlowTable(FLOWS, IDLE_SECONDS);

    /**
     * @param memory     where packets are
     * @param turnedAway by port index: counts packets that went elsewhere; null where a port does not drain
     * @param clock      tells how long flows were silent
     */
    public TurnAway(final PacketMemory memory, final AtomicCounter[] turnedAway, final PacketClock clock) {
        this.bytes = memory.bytes();
        this.turnedAway = turnedAway.clone();
        this.clock = clock;
        this.begunNs = new long[turnedAway.length];
        this.begun = new boolean[turnedAway.length];
    }

    @Override
    public StageName name() {
        return StageName.TURN_AWAY;
    }

    /** Flows, and when ports began to drain, are what they were. */
    @Override
    public void adopt(final Stage predecessor) {
        if (predecessor instanceof TurnAway former) {
            flows = former.flows;
            for (int port = 0; port < Math.min(begun.length, former.begun.length); port++) {
                begun[port] = former.begun[port] && turnedAway[port] != null;
                begunNs[port] = former.begunNs[port];
            }
        }
        predecessor.retire();
    }

    @Override
    public void process(final PacketVector vector) {
        if (!vector.mayHave(Action.FORWARD) && !vector.mayHave(Action.DECAPSULATE)) {
            return;
        }
        clock.begin();
        for (int i = 0; i < vector.size; i++) {
            final int action = vector.action[i];
            if ((action == Action.FORWARD || action == Action.DECAPSULATE) && turnedAway[vector.egress[i]] != null
                && !stays(vector, i)) {
                turnedAway[vector.egress[i]].incrementRelease();
                vector.act(i, Action.PASS);
            }
        }
    }

    private boolean stays(final PacketVector vector, final int i) {
        final long nowNs = clock.timeNs(vector, i);
        final boolean tPdu = (vector.layers(i) & Layer.INNER_IP) != 0;
        final long flow = flow(vector, i, tPdu);
        if (isTcp(vector, i, tPdu)) {
            return tcpStays(flow, isBeginning(vector, i, tPdu), nowNs);
        }
        final int known = flows.find(flow, nowNs);
        if (known == FlowTable.NONE && isGrace(vector.egress[i], nowNs)) {
            flows.put(flow, STAYS, nowNs);
            return true;
        }
        return known == STAYS;
    }

    private boolean tcpStays(final long flow, final boolean beginning, final long nowNs) {
        if (beginning) {
            flows.put(flow, GOES, nowNs);
        }
        return !beginning && flows.find(flow, nowNs) != GOES;
    }

    private boolean isGrace(final int port, final long nowNs) {
        if (!begun[port]) {
            begun[port] = true;
            begunNs[port] = nowNs;
        }
        return nowNs - begunNs[port] < TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    }

    private static boolean isTcp(final PacketVector vector, final int i, final boolean tPdu) {
        return tPdu ? Headers.innerProtocol(vector.protocols[i]) == IpProtocol.TCP
            && (vector.layers(i) & Layer.INNER_PORTS) != 0
            : vector.protocol(i) == IpProtocol.TCP && (vector.layers(i) & Layer.PORTS) != 0;
    }

    private boolean isBeginning(final PacketVector vector, final int i, final boolean tPdu) {
        final int transport = tPdu ? vector.innerTransport(i) : vector.transport(i);
        final long tcp = vector.position[i] + transport;
        return transport + Tcp.MINIMUM_HEADER_LENGTH <= vector.length[i]
            && (Tcp.flags(bytes, tcp) & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN;
    }

    private long flow(final PacketVector vector, final int i, final boolean tPdu) {
        final long frame = vector.position[i];
        final int layers = vector.layers(i);
        if (tPdu) {
            return FlowHash.of(bytes, frame, frame + vector.inner(i), (layers & Layer.INNER_PORTS) != 0
                ? frame + vector.innerTransport(i) : FlowHash.NO_PORTS,
                Headers.innerProtocol(vector.protocols[i]), FlowHash.FIVE_TUPLE, false);
        }
        if ((layers & Layer.IP) == 0) {
            return FlowHash.of(bytes, frame, FlowHash.NO_IP, FlowHash.NO_PORTS, 0,
                FlowHash.ETH_SRC | FlowHash.ETH_DST | FlowHash.SYMMETRIC, false);
        }
        return FlowHash.of(bytes, frame, frame + vector.network(i), (layers & Layer.PORTS) != 0
            ? frame + vector.transport(i) : FlowHash.NO_PORTS, vector.protocol(i), FlowHash.FIVE_TUPLE, false);
    }
}
