package io.mecvswitch.control.netconf.operation;

import io.mecvswitch.control.netconf.notification.Notice;
import java.util.List;

/** What the switch says that it can (RFC 6241 §8.1). */
public final class Capability {
    /** End-of-message framing. */
    public static final String BASE_1_0 = "urn:ietf:params:netconf:base:1.0";
    /** Chunked framing. */
    public static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";
    /** All of them. Clients of libnetconf2 look for the features of ietf-netconf rather than for the capabilities. */
    public static final List<String> ALL = List.of(
        BASE_1_0,
        BASE_1_1,
        "urn:ietf:params:netconf:capability:writable-running:1.0",
        "urn:ietf:params:netconf:capability:candidate:1.0",
        "urn:ietf:params:netconf:capability:confirmed-commit:1.1",
        "urn:ietf:params:netconf:capability:rollback-on-error:1.0",
        "urn:ietf:params:netconf:capability:validate:1.0",
        "urn:ietf:params:netconf:capability:validate:1.1",
        "urn:ietf:params:netconf:capability:xpath:1.0",
        "urn:ietf:params:netconf:capability:url:1.0?scheme=file",
        "urn:ietf:params:netconf:capability:notification:1.0",
        "urn:ietf:params:netconf:capability:interleave:1.0",
        "urn:ietf:params:netconf:capability:partial-lock:1.0",
        "urn:ietf:params:netconf:capability:with-defaults:1.0?basic-mode=explicit"
            + "&also-supported=report-all,report-all-tagged,trim",
        "urn:ietf:params:netconf:capability:with-operational-defaults:1.0?basic-mode=report-all"
            + "&also-supported=report-all-tagged,explicit,trim",
        "urn:ietf:params:xml:ns:yang:ietf-netconf?module=ietf-netconf&revision=2011-06-01"
            + "&features=writable-running,candidate,confirmed-commit,rollback-on-error,validate,url,xpath",
        Notice.NAMESPACE + "?module=notifications&revision=2008-07-14",
        "urn:ietf:params:xml:ns:netmod:notification?module=nc-notifications&revision=2008-07-14",
        "urn:ietf:params:xml:ns:yang:ietf-netconf-notifications?module=ietf-netconf-notifications&revision=2012-02-06",
        WithDefaults.NAMESPACE + "?module=ietf-netconf-with-defaults&revision=2011-06-01",
        GetSchema.NAMESPACE + "?module=ietf-netconf-monitoring&revision=2010-10-04");

    private Capability() { }
}
