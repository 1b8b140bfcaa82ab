package io.mecvswitch.config;

/**
 * What an access point tells of an interval, apart from the configuration.
 *
 * @param radio     name of its port
 * @param vif       virtual interface
 * @param airtimeNs all that its frames took since this was told last, 0 to 1 s
 */
public record AirtimeReport(String radio, String vif, long airtimeNs) { }
