package io.mecvswitch.chaining;

import io.mecvswitch.config.HealthCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.agrona.concurrent.NanoClock;

/**
 * Looks after the members of all groups, outside the packets' way: puts together what links, counters and probes say of
 * each, and tells when one stands otherwise than before. What the lanes count it only reads.
 *
 * <pre>
 *   link of its ports ─────────────────────────────┐
 *   sent to it, taken by its device ──▶ Silence ──┐│
 *   sent to it, came back (passive) ──▶ Silence ──┼┴─▶ MemberHealth ──▶ Listener: groups, counters, news
 *   requests, answers (probe)       ──▶ Silence ──┘
 * </pre>
 *
 * <p>Control, every few milliseconds.
 */
public final class HealthMonitor {
    private final NanoClock clock;
    private final Listener listener;
    private Map<Key, Member> members = Map.of();

    private record Key(String group, String pair) { }

    /** Is told how members stand. Control; it does not wait. */
    public interface Listener {
        /**
         * A member stands otherwise than before.
         *
         * @param nowNs when that was found
         */
        void changed(String group, String pair, MemberState before, MemberState now, long nowNs);
    }

    /**
     * A member to look after.
     *
     * @param group    its group
     * @param pair     its port pair
     * @param check    how
     * @param draining whether it is to get no new flows
     * @param linked   whether the links of its ports are up
     * @param sent     packets led to it so far
     * @param taken    packets that the device of its ingress port took so far, whoever sent them
     * @param back     packets that came back from it so far
     * @param probe    asks it, if it is asked
     */
    public record Watched(String group, String pair, HealthCheck check, boolean draining, BooleanSupplier linked,
        LongSupplier sent, LongSupplier taken, LongSupplier back, Optional<MemberProbe> probe) { }

    private static final class Member {
        final Watched watched;
        final MemberHealth health;
        // One packet too few means nothing: it may be on its way.
        final Silence consumer;
        final Silence passive;
        final Silence probe;
        final long lookNs;
        boolean looked;
        boolean linked;
        long lookedNs;

        Member(final Watched watched) {
            final int count = watched.check.count();
            this.watched = watched;
            this.health = new MemberHealth(watched.check, watched.draining);
            this.consumer = new Silence(Math.max(2, count));
            this.passive = new Silence(Math.max(2, count));
            this.probe = new Silence(count);
            this.lookNs = MemberProbe.periodNs(watched.check);
        }
    }

    /**
     * @param clock    says when
     * @param listener is told
     */
    public HealthMonitor(final NanoClock clock, final Listener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Looks after these members from now on. Those that it looked after before stand as they stood; a listener is told
     * of those that stand otherwise because they drain now, or don't any more.
     */
    public void watch(final List<Watched> next) {
        final Map<Key, Member> before = members;
        members = new HashMap<>();
        final long nowNs = clock.nanoTime();
        for (final Watched watched : next) {
            final Key key = new Key(watched.group, watched.pair);
            final Member member = new Member(watched);
            final Member former = before.get(key);
            final MemberState stood = former == null ? MemberState.UP : former.health.state();
            if (former != null) {
                member.health.resume(former.health);
            }
            members.put(key, member);
            tell(member, stood, nowNs);
        }
    }

    /** Whether there is anybody to look after. */
    public boolean isBusy() {
        return !members.isEmpty();
    }

    /** The probes of those that are looked after, by group and pair, so that one goes on that asks the same. */
    public Map<String, MemberProbe> probes() {
        return members.values().stream().filter(member -> member.watched.probe.isPresent())
            .collect(Collectors.toMap(member -> name(member.watched.group, member.watched.pair),
                member -> member.watched.probe.orElseThrow()));
    }

    /** What people know a member by. */
    public static String name(final String group, final String pair) {
        return group + " " + pair;
    }

    /** How a member stands; UP if nobody looks after it. */
    public MemberState state(final String group, final String pair) {
        final Member member = members.get(new Key(group, pair));
        return member == null ? MemberState.UP : member.health.state();
    }

    /**
     * Looks at all members.
     *
     * @return how many stand otherwise than before
     */
    public int doWork() {
        int changes = 0;
        if (!members.isEmpty()) {
            final long nowNs = clock.nanoTime();
            for (final Member member : members.values()) {
                changes += look(member, nowNs) ? 1 : 0;
            }
        }
        return changes;
    }

    private boolean look(final Member member, final long nowNs) {
        final MemberState before = member.health.state();
        if (!member.health.look(isLinked(member, nowNs), silentNs(member, nowNs), nowNs)) {
            return false;
        }
        if (member.health.state() == MemberState.DOWN) {
            // It gets nothing from now on, so nothing can come back: when it is held long enough, it is tried again.
            member.consumer.forgive();
            member.passive.forgive();
        }
        return tell(member, before, nowNs);
    }

    private boolean tell(final Member member, final MemberState before, final long nowNs) {
        final MemberState state = member.health.state();
        if (state != before) {
            listener.changed(member.watched.group, member.watched.pair, before, state, nowNs);
        }
        return state != before;
    }

    /** Asking a device costs a call into its driver, so that is done once in a while only. */
    private static boolean isLinked(final Member member, final long nowNs) {
        if (!member.looked || nowNs - member.lookedNs >= member.lookNs) {
            member.looked = true;
            member.lookedNs = nowNs;
            member.linked = member.watched.linked.getAsBoolean();
        }
        return member.linked;
    }

    private static long silentNs(final Member member, final long nowNs) {
        final Watched watched = member.watched;
        final long sent = watched.sent.getAsLong();
        long silentNs = member.consumer.look(sent, watched.taken.getAsLong(), nowNs);
        if (watched.check.passive()) {
            silentNs = Math.max(silentNs, member.passive.look(sent, watched.back.getAsLong(), nowNs));
        }
        if (watched.probe.isPresent()) {
            silentNs = Math.max(silentNs, unansweredNs(member, watched.probe.get(), nowNs));
        }
        return silentNs;
    }

    /** Since the last answer, so that the time up to the first request without one counts too. */
    private static long unansweredNs(final Member member, final MemberProbe probe, final long nowNs) {
        final long silentNs = member.probe.look(probe.asked(), probe.answered(), nowNs);
        return silentNs == 0 ? 0 : silentNs + member.lookNs;
    }
}
