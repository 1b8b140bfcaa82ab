package io.mecvswitch.qos.airtime;

/**
 * By whose arithmetic a TXTIME is computed. They differ in four places, all of HT with short guard interval, VHT and
 * HE.
 */
public enum Convention {
    /** IEEE Std 802.11-2020 and 802.11ax-2021. */
    IEEE,
    /**
     * The simulator ns-3: no VHT-SIG-B for a single user, short guard intervals not rounded to symbols of 4 µs, HE with
     * 6 tail bits, and with LTFs of 8 µs each. For comparing results with it.
     */
    NS3
}
