package io.mecvswitch.qos.medium;

import io.mecvswitch.qos.airtime.Answer;
import io.mecvswitch.qos.airtime.Band;
import io.mecvswitch.qos.airtime.Exchange;
import io.mecvswitch.qos.airtime.Mpdu;
import io.mecvswitch.qos.airtime.PhyRate;

/**
 * Frames to a station of a tenant, all alike.
 *
 * @param tenant    index of who has a share
 * @param rate      of the station
 * @param octets    of the Ethernet frames, without check sequence
 * @param lossPpm   how often an attempt is lost, in millionths
 * @param periodNs  mean time between frames, which is random; 0 if there is always one
 */
public record Flow(int tenant, PhyRate rate, int octets, int lossPpm, long periodNs) {
    /** One that always has a frame of 1500 octets of IP. */
    public static Flow saturated(final int tenant, final PhyRate rate) {
        return new Flow(tenant, rate, 1_514, 0, 0);
    }

    /** The same with losses. */
    public Flow withLoss(final int ppm) {
        return new Flow(tenant, rate, octets, ppm, periodNs);
    }

    /** The same with a frame every now and then. */
    public Flow every(final long ns) {
        return new Flow(tenant, rate, octets, lossPpm, ns);
    }

    /** Time on air of a frame. */
    long txNs() {
        return exchange().data().ns(Mpdu.octets(octets, Mpdu.OPEN));
    }

    /** SIFS and the answer. */
    long tailNs() {
        return exchange().tailNs();
    }

    private Exchange exchange() {
        return Exchange.of(Band.GHZ_5, rate, Answer.ACK);
    }
}
