package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Party.BASE_1_0;
import static io.mecvswitch.control.netconf.conformance.Party.BASE_1_1;
import static io.mecvswitch.control.netconf.conformance.Party.NETCONF;
import static io.mecvswitch.control.netconf.conformance.Party.hello;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How sessions begin (RFC 6241 §8.1, RFC 6242 §4.1). */
final class HelloCases {
    private static final String END = "]]>]]>";

    private HelloCases() { }

    static void add(final Table table) {
        table.clause("RFC 6241 §8.1")
            .has("the server says hello without being asked", talk ->
                Answer.of(talk.stranger().readHello()).has("/nc:hello/nc:capabilities/nc:capability"))
            .has("its hello has a session-id from 1 on", talk -> Answer.of(talk.stranger().readHello())
                .has("/nc:hello/nc:session-id >= 1", "count(/nc:hello/nc:session-id) = 1"))
            .has("its hello has base:1.1", talk -> Answer.of(talk.stranger().readHello())
                .has("//nc:capability[normalize-space() = '" + BASE_1_1 + "']"))
            .has("capabilities are URIs without white space in them", talk ->
                Answer.of(talk.stranger().readHello()).hasNo("//nc:capability[contains(normalize-space(), ' ')]"))
            .has("sessions have different numbers", talk ->
                assertNotEquals(talk.one().number(), talk.two().number()))
            .has("a client's hello with a session-id ends the session", talk -> end(talk,
                hello(BASE_1_1).replace("</hello>", "<session-id>4</session-id></hello>")))
            .has("no base version in common ends the session", talk -> end(talk, hello("urn:example:no-base:1.0")))
            .has("a hello without capabilities ends the session", talk -> end(talk, hello()))
            .has("a hello in no namespace ends the session", talk -> end(talk,
                "<hello><capabilities><capability>" + BASE_1_1 + "</capability></capabilities></hello>"))
            .has("an rpc instead of hello ends the session", talk -> end(talk, Party.rpc("<get/>")))
            .has("what is no XML instead of hello ends the session", talk -> end(talk, "GET / HTTP/1.1"))
            .has("capabilities that the server does not know do no harm", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                party.message(hello(BASE_1_1, "urn:example:unknown:1.0", "http://example.net/x?module=x&amp;a=b"))
                    .useChunks().lives();
            })
            .has("white space around a capability does not count", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                party.message(hello("\n    " + BASE_1_1 + "\n  ")).useChunks().lives();
            })
            .has("the client's hello may come before the server's is read", talk ->
                talk.stranger().greet().lives())
            .has("a hello may have a prefix", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                party.message("<?xml version='1.0' encoding='UTF-8'?><x:hello xmlns:x='" + NETCONF
                    + "'><x:capabilities><x:capability>" + BASE_1_1 + "</x:capability></x:capabilities></x:hello>")
                    .useChunks().lives();
            })
            .has("a second hello is no request", talk -> {
                final Party party = talk.one();
                party.exchange(hello(BASE_1_1)).has("/nc:rpc-reply/nc:rpc-error");
                party.lives();
            });
        table.clause("RFC 6242 §4.1")
            .has("hellos end with the marker of 1.0, whatever is agreed on", talk ->
                assertTrue(talk.stranger().readHello().contains("hello")))
            .has("with base:1.0 alone on one side, markers stay", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                party.message(hello(BASE_1_0)).lives();
            })
            .has("with base:1.1 alone, chunks are used", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                party.message(hello(BASE_1_1)).useChunks().lives();
            })
            .has("with both, chunks are used", talk -> talk.stranger().greet().lives())
            .has("a request may follow the hello at once", talk -> {
                final Party party = talk.stranger();
                final String request = Party.rpc(Requests.get("running", ""));
                party.octets(hello(BASE_1_1) + END + "\n#" + request.length() + "\n" + request + "\n##\n");
                party.readHello();
                party.useChunks().next().has("/nc:rpc-reply/nc:data");
            });
    }

    private static void end(final Conversation talk, final String hello) throws Exception {
        final Party party = talk.stranger();
        party.readHello();
        party.octets(hello + END).ends();
    }
}
