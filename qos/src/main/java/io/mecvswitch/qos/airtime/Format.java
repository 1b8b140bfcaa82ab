package io.mecvswitch.qos.airtime;

/** The form of a PPDU: what goes on air for one transmission. */
public enum Format {
    /** 802.11b: DSSS and CCK, 1, 2, 5.5 and 11 Mb/s (IEEE Std 802.11-2020 clauses 15 and 16). */
    DSSS,
    /** 802.11a, and 802.11g as ERP-OFDM: 6 to 54 Mb/s (clauses 17 and 18). */
    OFDM,
    /** 802.11n, HT-mixed (clause 19). */
    HT,
    /** 802.11ac, single user (clause 21). */
    VHT,
    /** 802.11ax, single user (IEEE Std 802.11ax-2021 clause 27). */
    HE
}
