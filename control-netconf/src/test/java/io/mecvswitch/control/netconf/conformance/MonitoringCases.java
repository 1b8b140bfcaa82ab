package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Requests.lock;

/** What a server tells of itself (RFC 6022, RFC 7895, RFC 8525). */
final class MonitoringCases {
    private static final String NAMESPACE = Answer.PREFIXES.get("m");

    private MonitoringCases() { }

    private static String getSchema(final String parameters) {
        return "<get-schema xmlns='" + NAMESPACE + "'>" + parameters + "</get-schema>";
    }

    private static Answer state(final Conversation talk, final String what) throws Exception {
        return talk.one().data("<get><filter type='subtree'><netconf-state xmlns='" + NAMESPACE + "'><" + what
            + "/></netconf-state></filter></get>");
    }

    static void add(final Table table) {
        schemas(table.clause("RFC 6022 §3.1").needing(Table.MONITORING));
        table.clause("RFC 6022 §2.1").needing(Table.MONITORING)
            .has("capabilities are those of the hello", talk -> {
                final Answer hello = Answer.of(talk.one().serverHello());
                state(talk, "capabilities").has("count(//m:capability) >= "
                    + hello.text("count(//nc:capability[contains(., ':capability:')])"));
            })
            .has("datastores are listed", talk -> state(talk, "datastores").has("//m:datastore[m:name = 'running']",
                "//m:datastore[m:name = 'candidate']"))
            .has("a lock is told with its session", talk -> {
                talk.two().ok(lock("running"));
                state(talk, "datastores").has("//m:datastore[m:name = 'running']/m:locks/m:global-lock"
                    + "[m:locked-by-session = " + talk.two().number() + "][m:locked-time]");
            })
            .has("schemas are listed", talk -> state(talk, "schemas").has("//m:schema[m:identifier = "
                + "'mec-vswitch-rules'][m:version][m:namespace = 'urn:mec-vswitch:rules'][m:location = 'NETCONF']"))
            .has("sessions are listed", talk -> state(talk, "sessions").has("//m:session[m:session-id = "
                + talk.one().number() + "][m:username][m:login-time][m:in-rpcs]"))
            .has("statistics count sessions", talk -> state(talk, "statistics").has("//m:statistics/m:in-sessions >= 1",
                "//m:statistics/m:netconf-start-time"))
            .has("statistics count requests that can't be read", talk -> {
                final int before = Integer.parseInt(state(talk, "statistics").text("//m:statistics/m:in-bad-rpcs"));
                talk.one().exchange("<rpc");
                state(talk, "statistics").has("//m:statistics/m:in-bad-rpcs > " + before);
            });
        table.clause("RFC 7895 §2").needing("capability:yang-library:1.0")
            .has("modules-state lists modules", talk -> library(talk, "modules-state")
                .has("//y:modules-state/y:module-set-id", "//y:modules-state/y:module[y:name = 'mec-vswitch-rules']"
                    + "[y:conformance-type = 'implement']"))
            .has("the hello names the set of modules", talk -> {
                final String id = library(talk, "modules-state").text("//y:module-set-id");
                Answer.of(talk.one().serverHello()).has("//nc:capability[contains(., 'yang-library:1.0')]"
                    + "[contains(., 'module-set-id=" + id + "')]");
            });
        table.clause("RFC 8525 §3").needing("capability:yang-library:1.1")
            .has("yang-library lists modules and datastores", talk -> library(talk, "yang-library")
                .has("//y:module-set/y:module[y:name = 'mec-vswitch-rules'][y:namespace = 'urn:mec-vswitch:rules']",
                    "//y:datastore[contains(y:name, 'running')]/y:schema = //y:schema/y:name"))
            .has("the hello names the content", talk -> {
                final String id = library(talk, "yang-library").text("//y:yang-library/y:content-id");
                Answer.of(talk.one().serverHello()).has("//nc:capability[contains(., 'yang-library:1.1')]"
                    + "[contains(., 'content-id=" + id + "')]");
            });
    }

    private static Answer library(final Conversation talk, final String node) throws Exception {
        return talk.one().data("<get><filter type='subtree'><" + node + " xmlns='" + Answer.PREFIXES.get("y")
            + "'/></filter></get>");
    }

    private static void schemas(final Table.Clause clause) {
        clause
            .has("a schema is given as its text", talk -> talk.one().ask(getSchema(
                "<identifier>mec-vswitch-rules</identifier>")).has("starts-with(normalize-space(/nc:rpc-reply/m:data), "
                    + "'module mec-vswitch-rules')"))
            .has("a schema is given by its version", talk -> talk.one().ask(getSchema(
                "<identifier>ietf-netconf-acm</identifier><version>2018-02-14</version>"))
                .has("contains(/nc:rpc-reply/m:data, 'module ietf-netconf-acm')"))
            .has("the format is yang", talk -> talk.one().ask(getSchema(
                "<identifier>mec-vswitch-rules</identifier><format>yang</format>"))
                .has("contains(/nc:rpc-reply/m:data, 'module mec-vswitch-rules')"))
            .has("a schema that nobody knows is invalid-value", talk ->
                talk.one().error("invalid-value", getSchema("<identifier>nothing</identifier>")))
            .has("a version that nobody knows is invalid-value", talk -> talk.one().error("invalid-value",
                getSchema("<identifier>mec-vswitch-rules</identifier><version>1999-01-01</version>")))
            .has("a format that the server does not have is invalid-value", talk -> talk.one().error("invalid-value",
                getSchema("<identifier>mec-vswitch-rules</identifier><format>rng</format>")))
            .has("without identifier it is missing-element", talk ->
                talk.one().error("missing-element", getSchema("")).info("bad-element", "identifier"));
    }
}
