package io.mecvswitch.qos.medium;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One radio channel that senders share by CSMA/CA, in virtual time: the same seed gives the same nanoseconds.
 *
 * <pre>
 *   │ AIFS │ m slots │ one sender's counter was least:   TXTIME │ SIFS │ answer │ AIFS │ …
 *                    │ several senders' were:            longest TXTIME │ AIFS │ …
 * </pre>
 *
 * <p>Every sender draws a counter from its contention window and counts idle slots; who reaches zero sends. Those who
 * do at the same slot collide, and double their windows, as do those whose frame is lost; a frame that arrives, or is
 * given up after {@link #ATTEMPTS}, resets the window (IEEE Std 802.11-2020 §10.3.4). It agrees with the model of
 * Bianchi (JSAC 2000). Not in it: hidden stations, capture, rate control, stations' own traffic, more than one category
 * per sender, power save.
 *
 * <p>Single thread.
 */
public final class Medium {
    /** Attempts to deliver a frame: the first and as many repetitions as dot11ShortRetryLimit says. */
    public static final int ATTEMPTS = 7;
    private static final int MILLION = 1_000_000;

    private final SplittableRandom random;
    private final long aifsNs;
    private final long slotNs;
    private final List<Contender> contenders = new ArrayList<>();
    private long nowNs;
    private long collisions;

    /** A sender and its back-off. */
    private static final class Contender {
        final Sender sender;
        final int cwMin;
        final int cwMax;
        final int attempts;
        final Transmission transmission = new Transmission();
        int window;
        int counter;
        boolean contends;

        Contender(final Sender sender, final int cwMin, final int cwMax, final int attempts) {
            this.sender = sender;
            this.cwMin = cwMin;
            this.cwMax = cwMax;
            this.attempts = attempts;
            this.window = cwMin;
        }
    }

    /**
     * @param seed   of all draws
     * @param aifsNs idle time before slots count
     * @param slotNs a slot
     */
    public Medium(final long seed, final long aifsNs, final long slotNs) {
        this.random = new SplittableRandom(seed);
        this.aifsNs = aifsNs;
        this.slotNs = slotNs;
    }

    /** Lets a sender take part. */
    public void join(final Sender sender, final int cwMin, final int cwMax) {
        join(sender, cwMin, cwMax, ATTEMPTS);
    }

    /** Lets a sender take part that gives frames up after so many attempts. */
    public void join(final Sender sender, final int cwMin, final int cwMax, final int attempts) {
        contenders.add(new Contender(sender, cwMin, cwMax, attempts));
    }

    /** Virtual time. */
    public long nowNs() {
        return nowNs;
    }

    /** Times at which several sent at once. */
    public long collisions() {
        return collisions;
    }

    /** Lets the medium run up to a time, and to the end of what began before it. */
    public void advance(final long untilNs) {
        while (nowNs < untilNs) {
            if (load()) {
                contend();
            } else {
                nowNs = Math.max(nowNs + 1, Math.min(untilNs, wakeNs()));
            }
        }
    }

    private long wakeNs() {
        long earliest = Sender.NEVER;
        for (final Contender each : contenders) {
            earliest = Math.min(earliest, each.sender.wakeNs(nowNs));
        }
        return earliest;
    }

    /** Asks who has nothing yet. */
    private boolean load() {
        boolean any = false;
        for (final Contender each : contenders) {
            if (!each.contends && each.sender.next(nowNs, each.transmission)) {
                begin(each);
            }
            any |= each.contends;
        }
        return any;
    }

    private void begin(final Contender contender) {
        final Transmission transmission = contender.transmission;
        transmission.sinceNs = nowNs;
        transmission.attempts = 0;
        transmission.occupancyNs = 0;
        transmission.delivered = false;
        contender.contends = true;
        draw(contender);
    }

    private void draw(final Contender contender) {
        contender.counter = random.nextInt(contender.window + 1);
    }

    /** What collides is not answered. */
    private void contend() {
        final int slots = leastCounter();
        nowNs += aifsNs + slots * slotNs;
        int senders = 0;
        long longestNs = 0;
        long tailNs = 0;
        for (final Contender each : contenders) {
            if (each.contends) {
                each.counter -= slots;
                if (each.counter == 0) {
                    senders++;
                    longestNs = Math.max(longestNs, each.transmission.txNs);
                    tailNs = each.transmission.tailNs;
                }
            }
        }
        nowNs += senders == 1 ? longestNs + tailNs : longestNs;
        collisions += senders > 1 ? 1 : 0;
        finish(senders == 1);
    }

    private int leastCounter() {
        int least = Integer.MAX_VALUE;
        for (final Contender each : contenders) {
            if (each.contends) {
                least = Math.min(least, each.counter);
            }
        }
        return least;
    }

    private void finish(final boolean alone) {
        for (final Contender each : contenders) {
            if (each.contends && each.counter == 0) {
                finish(each, alone);
            }
        }
    }

    private void finish(final Contender contender, final boolean alone) {
        final Transmission transmission = contender.transmission;
        transmission.attempts++;
        transmission.occupancyNs += transmission.txNs + transmission.tailNs;
        transmission.delivered = alone && arrives(transmission.lossPpm);
        if (transmission.delivered || transmission.attempts == contender.attempts || transmission.tailNs == 0) {
            contender.window = contender.cwMin;
            contender.contends = false;
            transmission.serviceNs = nowNs - transmission.sinceNs;
            contender.sender.done(nowNs, transmission);
        } else {
            contender.window = Math.min(contender.cwMax, 2 * contender.window + 1);
            draw(contender);
        }
    }

    private boolean arrives(final int lossPpm) {
        return lossPpm == 0 || random.nextInt(MILLION) >= lossPpm;
    }
}
