package io.mecvswitch.control.schema;

import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which YANG modules make the model, and where their text is. */
public final class YangModules {
    /** The modules of the switch's configuration, with what they import. */
    public static final List<String> SWITCH = List.of(
        "META-INF/yang/ietf-inet-types@2013-07-15.yang",
        "META-INF/yang/ietf-yang-types@2013-07-15.yang",
        "META-INF/yang/ietf-interfaces@2018-02-20.yang",
        "META-INF/yang/ietf-netconf-acm@2018-02-14.yang",
        "yang/mec-vswitch-types@2026-11-21.yang",
        "yang/mec-vswitch-ports@2026-11-21.yang",
        "yang/mec-vswitch-bridges@2026-11-21.yang",
        "yang/mec-vswitch-rules@2026-11-21.yang",
        "yang/mec-vswitch-chains@2026-11-30.yang",
        "yang/mec-vswitch-airtime@2026-11-30.yang",
        "yang/mec-vswitch-slices@2026-11-21.yang",
        "yang/mec-vswitch-bearers@2026-11-21.yang",
        "yang/mec-vswitch-gtpu@2026-11-21.yang",
        "yang/mec-vswitch-qos@2026-11-30.yang",
        "yang/mec-vswitch-dataplane@2026-11-21.yang");

    /** Those, and what a NETCONF server tells of itself. */
    public static final List<String> SERVER = Stream.concat(SWITCH.stream(), Stream.of(
        "META-INF/yang/ietf-datastores@2018-02-14.yang",
        "META-INF/yang/ietf-yang-library@2019-01-04.yang",
        "META-INF/yang/ietf-netconf-monitoring@2010-10-04.yang",
        "META-INF/yang/ietf-netconf@2011-06-01.yang",
        "META-INF/yang/ietf-netconf-with-defaults@2011-06-01.yang",
        "META-INF/yang/ietf-yang-metadata@2016-08-05.yang",
        "META-INF/yang/ietf-origin@2018-02-14.yang",
        "META-INF/yang/ietf-netconf-nmda@2019-01-07.yang",
        "META-INF/yang/notifications@2008-07-14.yang",
        "META-INF/yang/nc-notifications@2008-07-14.yang",
        "META-INF/yang/ietf-netconf-notifications@2012-02-06.yang",
        "yang/mec-vswitch-notifications@2026-11-30.yang",
        "yang/mec-vswitch-operations@2026-11-30.yang",
        "yang/mec-vswitch-rates@2026-11-30.yang")).toList();

    private YangModules() { }

    /** The text of a module on the class path. */
    static URL text(final String resource) {
        return Optional.ofNullable(YangModules.class.getClassLoader().getResource(resource)).orElseThrow(
            () -> new IllegalStateException(resource + " is missing from the class path; build control-netconf again"));
    }
}
