package io.mecvswitch.qos.medium;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An access point of a {@link Medium}: flows of frames, and a discipline that chooses among them. One frame is in
 * flight at a time.
 *
 * <p>It keeps account of airtime, octets and delays. For tests and measurements; a thread's own.
 */
public final class AccessPoint implements Sender {
    /** Frames that a flow which always has some has waiting. */
    private static final int SATURATION = 2;
    /** When the discipline lets nobody send, it is asked again after this. */
    private static final long ASK_AGAIN_NS = 100_000;

    private final Discipline discipline;
    private final List<Source> sources = new ArrayList<>();
    private final long[] airtimeNs;
    private long frames;

    /** A flow's frames that wait, by the time they came. */
    private static final class Source {
        final Flow flow;
        final long txNs;
        final long tailNs;
        final SplittableRandom random;
        final ArrayDeque<Long> waiting = new ArrayDeque<>();
        final List<Long> delaysNs = new ArrayList<>();
        boolean active = true;
        long nextNs;
        long octets;

        Source(final Flow flow, final long seed) {
            this.flow = flow;
            this.txNs = flow.txNs();
            this.tailNs = flow.tailNs();
            this.random = new SplittableRandom(seed);
        }

        /** Half a period to one and a half. */
        void plan() {
            nextNs += (long) ((0.5 + random.nextDouble()) * flow.periodNs());
        }
    }

    /**
     * @param discipline chooses among the flows
     * @param flows      in the order of their numbers
     * @param seed       of the times at which frames come
     */
    public AccessPoint(final Discipline discipline, final List<Flow> flows, final long seed) {
        this.discipline = discipline;
        for (final Flow flow : flows) {
            sources.add(new Source(flow, seed + sources.size()));
        }
        airtimeNs = new long[flows.stream().mapToInt(Flow::tenant).max().orElse(-1) + 1];
    }

    /** Lets frames of a flow come, or no more. */
    public void activate(final int flow, final boolean active, final long nowNs) {
        sources.get(flow).active = active;
        sources.get(flow).nextNs = nowNs;
    }

    /** Airtime of a tenant's frames, all attempts together. */
    public long airtimeNs(final int tenant) {
        return tenant < airtimeNs.length ? airtimeNs[tenant] : 0;
    }

    /** Octets of IP that were delivered of a flow. */
    public long octets(final int flow) {
        return sources.get(flow).octets;
    }

    /** Frames that left, delivered or not. */
    public long frames() {
        return frames;
    }

    /** From the coming of each frame of a flow to its delivery; not for a flow that always has one. */
    public List<Long> delaysNs(final int flow) {
        return sources.get(flow).delaysNs;
    }

    @Override
    public boolean next(final long nowNs, final Transmission into) {
        for (int flow = 0; flow < sources.size(); flow++) {
            arrive(flow, sources.get(flow), nowNs);
        }
        final int flow = discipline.pick(nowNs);
        if (flow == Discipline.NONE) {
            return false;
        }
        final Source source = sources.get(flow);
        into.txNs = source.txNs;
        into.tailNs = source.tailNs;
        into.lossPpm = source.flow.lossPpm();
        into.tag = flow;
        return true;
    }

    private void arrive(final int flow, final Source source, final long nowNs) {
        if (source.flow.periodNs() == 0) {
            boolean room = source.active;
            while (room && source.waiting.size() < SATURATION) {
                room = arrive(flow, source, nowNs, nowNs);
            }
        } else {
            while (source.active && source.nextNs <= nowNs) {
                arrive(flow, source, source.nextNs, nowNs);
                source.plan();
            }
        }
    }

    /** What has no room is dropped. */
    private boolean arrive(final int flow, final Source source, final long cameNs, final long nowNs) {
        final boolean taken = discipline.offer(flow, source.flow.octets(), nowNs);
        if (taken) {
            source.waiting.add(cameNs);
        }
        return taken;
    }

    @Override
    public void done(final long nowNs, final Transmission transmission) {
        final int flow = (int) transmission.tag;
        final Source source = sources.get(flow);
        final long cameNs = source.waiting.remove();
        if (source.flow.periodNs() > 0) {
            source.delaysNs.add(nowNs - cameNs);
        }
        airtimeNs[source.flow.tenant()] += transmission.occupancyNs;
        source.octets += transmission.delivered ? source.flow.octets() - 14 : 0;
        frames++;
        discipline.done(flow, transmission);
    }

    @Override
    public long wakeNs(final long nowNs) {
        long earliest = NEVER;
        for (final Source source : sources) {
            if (!source.waiting.isEmpty()) {
                return nowNs + ASK_AGAIN_NS;
            }
            if (source.active) {
                earliest = Math.min(earliest, source.nextNs);
            }
        }
        return earliest;
    }
}
