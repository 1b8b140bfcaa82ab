package io.mecvswitch.config;

import java.util.List;

/**
 * A RAN slice: one operator's part of shared radio access, known by its PLMN (3GPP TS 23.003 §12.1).
 *
 * @param plmn     MCC and MNC, as in 001-01
 * @param gateways GTP-U addresses of its core nodes (S1-U or N3); no other slice has them
 * @param closed   whether only the subscribers in {@code imsis} have access
 * @param imsis    who has access, where it is closed
 * @param vlans    VLAN identifiers that its G-PDUs have; empty where that does not matter
 */
public record SliceConfig(
    String plmn, List<IpAddress> gateways, boolean closed, List<String> imsis, List<Integer> vlans) { }
