package io.mecvswitch.qos.airtime;

import java.util.stream.Stream;

/**
 * What virtual interfaces have taken of a radio, and how it compares with what was estimated.
 *
 * <p>κ is airtime over estimate: how many times a frame is sent until it arrives, and whatever else the estimate does
 * not know. The degree of congestion is the time a frame is at the head of its radio over its airtime: what others have
 * of the channel. Both are means that forget. Lane.
 */
public final class Usage {
    private static final double ONE = 1 << Account.Q;

    // written by the lane only
    private final Account[] accounts;
    private long radioUsedNs;

    Usage(final int members) {
        accounts = Stream.generate(Account::new).limit(members).toArray(Account[]::new);
    }

    Account account(final int member) {
        return accounts[member];
    }

    /** Goes on where a member of another one is. */
    void resume(final int member, final Account former) {
        accounts[member].resume(former);
        radioUsedNs += former.usedNs;
    }

    /** Airtime that was taken. */
    void add(final Account account, final long airtimeNs) {
        account.usedNs += airtimeNs;
        radioUsedNs += airtimeNs;
    }

    /** Airtime that turned out to be more than was added; or less, which the next ones make good. */
    void correct(final Account account, final long differenceNs) {
        final long moreNs = differenceNs - account.overchargedNs;
        account.overchargedNs = Math.max(0, -moreNs);
        add(account, Math.max(0, moreNs));
    }

    /** Airtime of a frame that is only estimated: what was added too much before is not added again. */
    void addEstimated(final Account account, final long airtimeNs) {
        final long madeGoodNs = Math.min(account.overchargedNs, airtimeNs);
        account.overchargedNs -= madeGoodNs;
        account.estimated++;
        add(account, airtimeNs - madeGoodNs);
    }

    /** Airtime of the whole radio, nanoseconds: to the nanosecond the sum of its interfaces'. */
    public long radioUsedNs() {
        return radioUsedNs;
    }

    /** Airtime taken, nanoseconds; it never gets less. */
    public long usedNs(final int member) {
        return accounts[member].usedNs;
    }

    /** Airtime of frames that stations sent, as far as the radio told of it. */
    public long receivedNs(final int member) {
        return accounts[member].receivedNs;
    }

    /** Frames that were sent, delivered or not. */
    public long frames(final int member) {
        return accounts[member].frames;
    }

    /** Octets of those frames. */
    public long octets(final int member) {
        return accounts[member].octets;
    }

    /** Frames of which the radio says that they did not arrive. */
    public long lost(final int member) {
        return accounts[member].lost;
    }

    /** Frames whose airtime nobody measured: charged as estimated. */
    public long estimatedFrames(final int member) {
        return accounts[member].estimated;
    }

    /** How often the radio sent frames, as far as it told: each one each time. */
    public long attempts(final int member) {
        return accounts[member].attempts;
    }

    /** Those attempts that arrived. */
    public long successes(final int member) {
        return accounts[member].successes;
    }

    /** Airtime over estimate, 1 to 16. */
    public double kappa(final int member) {
        return accounts[member].kappaQ16 / ONE;
    }

    /** Time at the head over airtime, 1 or more. */
    public double congestion(final int member) {
        return accounts[member].congestionQ16 / ONE;
    }
}
