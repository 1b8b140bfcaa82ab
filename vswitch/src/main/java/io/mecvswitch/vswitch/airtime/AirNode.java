package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.config.RadioConfig;
import io.mecvswitch.memory.PacketMemory;
import io.mecvswitch.port.PacketBurst;
import io.mecvswitch.port.Port;
import io.mecvswitch.qos.airtime.FeedbackRing;
import io.mecvswitch.qos.airtime.FrameCost;
import io.mecvswitch.qos.airtime.Station;
import io.mecvswitch.qos.airtime.StationTable;
import io.mecvswitch.qos.airtime.Vif;
import io.mecvswitch.qos.medium.Sender;
import io.mecvswitch.qos.medium.Transmission;
import io.mecvswitch.vswitch.Radios;
import java.util.ArrayList;
import java.util.List;

/**
 * An access point of the simulated channel: takes the frames that a switch sends to its radio, sends them in their
 * order on the channel, and tells the switch what each took. A thread's own.
 */
final class AirNode implements Sender {
    private static final int QUEUE = 1 << 13;
    private static final long ASK_AGAIN_NS = 20_000;
    private static final long GONE_NS = 2_000_000_000;
    private static final long EVER = Long.MAX_VALUE / 2;

    private final PacketMemory memory;
    private final Port port;
    private final FeedbackRing ring;
    private final StationTable table;
    private final List<FrameCost> costs = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();
    private final PacketBurst burst = new PacketBurst(64);
    private final int[] stations = new int[QUEUE];
    private final int[] octets = new int[QUEUE];
    private int head;
    private int tail;
    private long sent;
    private long seenNs;
    private long movedNs;

    /**
     * @param memory of the port
     * @param port   the other end of the radio's port
     * @param radio  as the switch has it
     * @param ring   in which the switch is told
     */
    AirNode(final PacketMemory memory, final Port port, final RadioConfig radio, final FeedbackRing ring) {
        this.memory = memory;
        this.port = port;
        this.ring = ring;
        final List<StationTable.Entry> entries = new ArrayList<>();
        radio.vifs().forEach(config -> {
            final Vif vif = Radios.vif(radio, config);
            entries.add(new StationTable.Entry(config.vlan().orElse(-1), vif));
            for (final Station station : vif.stations()) {
                costs.add(station.cost());
                ids.add(config.id());
            }
        });
        table = new StationTable(entries);
    }

    /** Tells the switch the channel's time. */
    void tellClock(final long nowNs) {
        ring.tellClock(nowNs);
    }

    /**
     * The channel's time as far as the switch has seen it; that of ever if there is no switch.
     *
     * @param passedNs real time
     */
    long seenNs(final long passedNs) {
        final long nowNs = ring.seenNs();
        if (nowNs != seenNs) {
            seenNs = nowNs;
            movedNs = passedNs;
        }
        return seenNs == 0 || passedNs - movedNs > GONE_NS ? EVER : seenNs;
    }

    /** Takes what the switch has sent. */
    int receive() {
        final int size = port.rxBurst(0, burst);
        for (int i = 0; i < size; i++) {
            final int station = table.station(memory.bytes(), burst.position[i], burst.length[i]);
            if (station != StationTable.NONE && tail - head < QUEUE) {
                stations[tail & QUEUE - 1] = station;
                octets[tail++ & QUEUE - 1] = burst.length[i];
            }
        }
        if (size > 0) {
            memory.free(burst.handle, 0, size);
        }
        return size;
    }

    @Override
    public boolean next(final long nowNs, final Transmission into) {
        if (head == tail) {
            return false;
        }
        final FrameCost cost = costs.get(stations[head & QUEUE - 1]);
        into.tailNs = cost.tailNs();
        into.txNs = cost.ns(octets[head & QUEUE - 1]) - into.tailNs;
        into.lossPpm = 0;
        return true;
    }

    @Override
    public void done(final long nowNs, final Transmission transmission) {
        ring.write(ids.get(stations[head & QUEUE - 1]), 1, transmission.attempts, transmission.occupancyNs,
            transmission.serviceNs, transmission.delivered);
        head++;
        sent++;
    }

    @Override
    public long wakeNs(final long nowNs) {
        return nowNs + ASK_AGAIN_NS;
    }

    /** Frames that left. */
    long sent() {
        return sent;
    }
}
