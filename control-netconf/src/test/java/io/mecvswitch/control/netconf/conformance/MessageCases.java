package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Party.BASE_1_0;
import static io.mecvswitch.control.netconf.conformance.Party.NETCONF;
import static io.mecvswitch.control.netconf.conformance.Party.fault;
import static io.mecvswitch.control.netconf.conformance.Party.hello;
import static io.mecvswitch.control.netconf.conformance.Party.rpc;
import static io.mecvswitch.control.netconf.conformance.Requests.edit;
import static io.mecvswitch.control.netconf.conformance.Requests.get;
import static io.mecvswitch.control.netconf.conformance.Requests.rule;

import java.nio.charset.StandardCharsets;

/** Requests, replies and errors (RFC 6241 §3, §4). */
final class MessageCases {
    private static final String GET = get("running", "");
    private static final String DATA = "/nc:rpc-reply/nc:data";

    private MessageCases() { }

    static void add(final Table table) {
        xml(table.clause("RFC 6241 §3"));
        requests(table.clause("RFC 6241 §4.1"));
        table.clause("RFC 6241 §4.2")
            .has("a reply has the attributes of its request", talk -> talk.one().exchange(
                rpc(GET).replace("message-id", "xmlns:ex='http://example.net/1' ex:user-id='fred' x='y' message-id"))
                .has("/nc:rpc-reply[@message-id = '1']", "/nc:rpc-reply[@*[local-name() = 'user-id'] = 'fred']",
                    "/nc:rpc-reply[@x = 'y']"))
            .has("an error has the attributes of its request", talk -> talk.one().exchange(
                rpc("<nothing/>").replace("message-id", "x='y' message-id"))
                .has("/nc:rpc-reply[@message-id = '1'][@x = 'y']/nc:rpc-error"));
        table.clause("RFC 6241 §4.3")
            .has("error-message says its language", talk -> talk.one().ask("<frobnicate/>")
                .has("//nc:error-message[@*[local-name() = 'lang']]"))
            .has("no error has children that the standard does not know", talk -> talk.one()
                .ask("<frobnicate/>").hasNo("//nc:rpc-error/*[not(self::nc:error-type or "
                    + "self::nc:error-tag or self::nc:error-severity or self::nc:error-app-tag or self::nc:error-path "
                    + "or self::nc:error-message or self::nc:error-info)]"));
        table.clause("RFC 6241 §4.4").has("what is done is answered with ok alone", talk ->
            talk.one().ask("<discard-changes/>").has("count(/nc:rpc-reply/*) = 1", "/nc:rpc-reply/nc:ok"));
        table.clause("RFC 6241 §4.5").has("requests in one flight are answered in their order", talk -> {
            for (int i = 0; i < 20; i++) {
                talk.one().message(rpc(GET).replace("'1'", "'" + i + "'"));
            }
            for (int i = 0; i < 20; i++) {
                talk.one().next().has("/nc:rpc-reply[@message-id = '" + i + "']");
            }
        });
    }

    private static void xml(final Table.Clause clause) {
        clause
            .has("what is not well-formed is malformed-message", talk -> malformed(talk, "<rpc"))
            .has("elements that do not match are malformed-message", talk ->
                malformed(talk, "<rpc xmlns='" + NETCONF + "' message-id='1'><get></rpc></get>"))
            .has("a prefix that is not declared is malformed-message", talk ->
                malformed(talk, "<x:rpc message-id='1'><get/></x:rpc>"))
            .has("an attribute that is there twice is malformed-message", talk ->
                malformed(talk, "<rpc xmlns='" + NETCONF + "' message-id='1' message-id='1'><get/></rpc>"))
            .has("a document type is refused", talk ->
                talk.one().exchange("<!DOCTYPE rpc [<!ENTITY e 'x'>]>" + rpc(GET)).has("//nc:rpc-error"))
            .has("an external entity is not fetched", talk -> talk.one().exchange(
                "<!DOCTYPE rpc [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + rpc(edit(rule("a&e;"))))
                .has("//nc:rpc-error").hasNo("contains(., 'root:')"))
            .has("an entity that is not declared is malformed-message", talk ->
                malformed(talk, rpc(edit(rule("a&e;")))))
            .has("what is not UTF-8 is refused", talk -> {
                final byte[] octets = rpc(edit(rule("a?"))).replace("message-id='1'", "message-id='1' x='?'")
                    .getBytes(StandardCharsets.ISO_8859_1);
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = octets[i] == '?' ? (byte) 0xe4 : octets[i];
                }
                talk.one().octets("\n#" + octets.length + "\n").octets(octets).octets("\n##\n");
                talk.one().next().has("//nc:rpc-error");
            })
            .has("UTF-16 is refused", talk -> {
                final byte[] octets = rpc(GET).getBytes(StandardCharsets.UTF_16);
                talk.one().octets("\n#" + octets.length + "\n").octets(octets).octets("\n##\n");
                talk.one().next().has("//nc:rpc-error");
            })
            .has("overlong UTF-8 is refused", talk -> {
                final byte[] octets = rpc(GET).replace("message-id", "x='??' message-id")
                    .getBytes(StandardCharsets.ISO_8859_1);
                final int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("??");
                octets[at] = (byte) 0xc0;
                octets[at + 1] = (byte) 0xaf;
                talk.one().octets("\n#" + octets.length + "\n").octets(octets).octets("\n##\n");
                talk.one().next().has("//nc:rpc-error");
            })
            .has("a message in UTF-8 may say so", talk ->
                talk.one().exchange("<?xml version='1.0' encoding='UTF-8'?>\n" + rpc(GET)).has(DATA))
            .has("a message may begin with a byte order mark", talk ->
                talk.one().exchange("\ufeff" + rpc(GET)).has(DATA))
            .has("comments and instructions do not count", talk -> talk.one().exchange("<!-- a --><?b c?>"
                + rpc(GET.replace("<filter", "<!-- d --><?e f?><filter"))).has(DATA))
            .has("a CDATA section is text", talk -> {
                talk.one().ok(edit(rule("<![CDATA[a]]>")));
                talk.one().data(get("candidate")).has(Requests.RULE + "[r:name = 'a']");
            })
            .has("character references are characters", talk -> {
                talk.one().ok(edit(rule("&#97;&#x62;")));
                talk.one().data(get("candidate")).has(Requests.RULE + "[r:name = 'ab']");
            })
            .has("any prefix will do", talk -> talk.one().exchange("<x:rpc xmlns:x='" + NETCONF
                + "' message-id='1'><x:get-config><x:source><x:running/></x:source><x:filter/></x:get-config></x:rpc>")
                .has(DATA));
    }

    private static void malformed(final Conversation talk, final String message) throws Exception {
        fault("malformed-message", talk.one().exchange(message)).type("rpc");
        talk.one().lives();
    }

    private static void requests(final Table.Clause clause) {
        clause
            .has("a request without message-id is missing-attribute", talk -> fault("missing-attribute",
                talk.one().exchange("<rpc xmlns='" + NETCONF + "'>" + GET + "</rpc>")).type("rpc")
                .info("bad-attribute", "message-id").info("bad-element", "rpc"))
            .has("message-id is any string", talk -> talk.one().exchange(
                rpc(GET).replace("'1'", "'a &lt;&quot;&gt; &amp; b'")).has("/nc:rpc-reply[@message-id = 'a <\">\u0020&"
                    + " b']"))
            .has("an empty message-id is one", talk ->
                talk.one().exchange(rpc(GET).replace("'1'", "''")).has("/nc:rpc-reply[@message-id = '']/nc:data"))
            .has("a request in another namespace is refused", talk -> {
                talk.one().exchange("<rpc xmlns='urn:example' message-id='1'><get/></rpc>").has("//nc:rpc-error");
                talk.one().lives();
            })
            .has("what is no request is refused", talk -> {
                talk.one().exchange("<rpc-reply xmlns='" + NETCONF + "' message-id='1'/>").has("//nc:rpc-error");
                talk.one().lives();
            })
            .has("a request without operation is refused", talk ->
                talk.one().ask("").has("//nc:rpc-error"))
            .has("a request with two operations is refused", talk ->
                talk.one().ask(GET + GET).has("//nc:rpc-error"))
            .has("an operation that nobody knows is operation-not-supported or unknown-element", talk ->
                talk.one().ask("<frobnicate/>").has(
                    "//nc:error-tag[. = 'operation-not-supported' or . = 'unknown-element']").type("protocol", "rpc"))
            .has("an operation of another namespace is operation-not-supported or unknown-namespace", talk ->
                talk.one().ask("<get-config xmlns='urn:example'/>").has(
                    "//nc:error-tag[. = 'operation-not-supported' or . = 'unknown-namespace']").type("protocol", "rpc"))
            .has("a parameter that the operation does not have is unknown-element", talk ->
                talk.one().error("unknown-element", "<get><nothing/></get>").info("bad-element", "nothing"))
            .has("a client of 1.0 is told operation-failed instead of malformed-message", talk -> {
                final Party party = talk.stranger();
                party.readHello();
                fault("operation-failed", party.message(hello(BASE_1_0)).exchange("<rpc"));
            });
    }
}
