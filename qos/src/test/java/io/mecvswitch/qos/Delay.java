package io.mecvswitch.qos;

import io.mecvswitch.stage.DropReason;
import io.mecvswitch.stage.PacketVector;

/** The plainest scheduler: every packet leaves so long after it came. */
final class Delay implements EgressScheduler {
    private final long delayNs;
    private final RestingPackets packets;
    private int head = RestingPackets.NONE;
    private int tail = RestingPackets.NONE;

    Delay(final int capacity, final long delayNs) {
        this.packets = new RestingPackets(capacity);
        this.delayNs = delayNs;
    }

    @Override
    public DropReason offer(final PacketVector vector, final int i, final long nowNs) {
        if (packets.isFull()) {
            return DropReason.EGRESS_FULL;
        }
        append(packets.take(vector, i, nowNs));
        return DropReason.NONE;
    }

    private void append(final int number) {
        packets.append(tail, number);
        head = head == RestingPackets.NONE ? number : head;
        tail = number;
    }

    private int removeFirst() {
        final int number = head;
        head = packets.next(number);
        tail = head == RestingPackets.NONE ? RestingPackets.NONE : tail;
        return number;
    }

    @Override
    public void poll(final PacketVector into, final long nowNs) {
        while (head != RestingPackets.NONE && into.size < into.capacity()
            && packets.timeNs(head) + delayNs <= nowNs) {
            putBackFirst(into);
        }
    }

    @Override
    public void flush(final PacketVector into) {
        while (head != RestingPackets.NONE && into.size < into.capacity()) {
            putBackFirst(into);
        }
    }

    private void putBackFirst(final PacketVector into) {
        final long leavesNs = packets.timeNs(head) + delayNs;
        packets.putBack(removeFirst(), into, leavesNs);
    }

    @Override
    public int resting() {
        return packets.taken();
    }

    @Override
    public boolean adopt(final EgressScheduler predecessor) {
        if (!(predecessor instanceof final Delay former)) {
            return false;
        }
        while (former.head != RestingPackets.NONE && !packets.isFull()) {
            append(packets.takeFrom(former.packets, former.removeFirst()));
        }
        return true;
    }
}
