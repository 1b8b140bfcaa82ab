package io.mecvswitch.control.netconf.conformance;

import static io.mecvswitch.control.netconf.conformance.Party.BASE_1_0;
import static io.mecvswitch.control.netconf.conformance.Party.hello;
import static io.mecvswitch.control.netconf.conformance.Party.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Messages in streams (RFC 6242 §4.2, §4.3). */
final class FramingCases {
    private static final String GET = rpc(Requests.get("running", ""));
    private static final String END = "]]>]]>";

    private FramingCases() { }

    static void add(final Table table) {
        chunks(table.clause("RFC 6242 §4.2"));
        wrong(table.clause("RFC 6242 §4.2"));
        markers(table.clause("RFC 6242 §4.3"));
    }

    private static String chunk(final String content) {
        return "\n#" + content.getBytes(StandardCharsets.UTF_8).length + "\n" + content;
    }

    /** A message in one chunk. */
    static String framed(final String message) {
        return chunk(message) + "\n##\n";
    }

    private static void chunks(final Table.Clause clause) {
        clause
            .has("a message in one chunk", talk -> answered(talk, framed(GET)))
            .has("a message in two chunks", talk ->
                answered(talk, chunk(GET.substring(0, 20)) + chunk(GET.substring(20)) + "\n##\n"))
            .has("a message in chunks of one octet", talk -> {
                final StringBuilder all = new StringBuilder();
                GET.chars().forEach(octet -> all.append(chunk(Character.toString(octet))));
                answered(talk, all + "\n##\n");
            })
            .has("a chunk may end within a character", talk -> {
                final byte[] octets = rpc(Requests.edit(Requests.rules("<!-- \u00e4 -->")))
                    .getBytes(StandardCharsets.UTF_8);
                int cut = 0;
                while (octets[cut] >= 0) {
                    cut++;
                }
                final Party party = talk.one().octets("\n#" + (cut + 1) + "\n");
                party.octets(java.util.Arrays.copyOf(octets, cut + 1)).octets("\n#" + (octets.length - cut - 1) + "\n");
                party.octets(java.util.Arrays.copyOfRange(octets, cut + 1, octets.length)).octets("\n##\n");
                party.next().has("/nc:rpc-reply/nc:ok");
            })
            .has("octets may come one at a time", talk -> {
                for (final byte octet : (chunk(GET) + "\n##\n").getBytes(StandardCharsets.UTF_8)) {
                    talk.one().octets(new byte[] {octet});
                }
                talk.one().next().has("/nc:rpc-reply/nc:data");
            })
            .has("the marker of 1.0 is data in chunks", talk ->
                answered(talk, chunk(GET + "<!-- " + END + " -->") + "\n##\n"))
            .has("the end of chunks is data within a chunk", talk ->
                answered(talk, chunk(GET + "<!--\n##\n-->") + "\n##\n"))
            .has("messages in one flight are answered in their order", talk -> {
                talk.one().octets(chunk(GET.replace("'1'", "'7'")) + "\n##\n" + chunk(GET.replace("'1'", "'8'"))
                    + "\n##\n");
                talk.one().next().has("/nc:rpc-reply[@message-id = '7']");
                talk.one().next().has("/nc:rpc-reply[@message-id = '8']");
            })
            .has("a message of a hundred thousand octets", talk ->
                answered(talk, chunk(GET + " ".repeat(100_000)) + "\n##\n"));
    }

    private static void wrong(final Table.Clause clause) {
        clause
            .has("a chunk of size 0 ends the session", talk -> ended(talk, "\n#0\n\n##\n"))
            .has("a size with a leading zero ends the session", talk -> ended(talk, "\n#0" + chunk(GET).substring(2)))
            .has("a negative size ends the session", talk -> ended(talk, "\n#-5\n"))
            .has("a size with a sign ends the session", talk -> ended(talk, "\n#+5\n12345\n##\n"))
            .has("a size that is no number ends the session", talk -> ended(talk, "\n#abc\n"))
            .has("a hexadecimal size ends the session", talk -> ended(talk, "\n#0x10\n"))
            .has("a size of more than 4294967295 ends the session", talk -> ended(talk, "\n#4294967296\n"))
            .has("a size of eleven digits ends the session", talk -> ended(talk, "\n#10000000000\n"))
            .has("a size of a million digits ends the session", talk -> ended(talk, "\n#" + "1".repeat(1_000_000)))
            .has("white space in a size ends the session", talk -> ended(talk, "\n# 5\n12345\n##\n"))
            .has("a carriage return after a size ends the session", talk -> ended(talk, "\n#5\r\n12345\n##\n"))
            .has("a message without chunks ends the session", talk -> ended(talk, "\n##\n"))
            .has("what is longer than its chunk ends the session", talk -> ended(talk, "\n#5\n123456789\n##\n"))
            .has("a second chunk without its line feed ends the session",
            talk -> ended(talk, "\n#5\n12345#5\n12345\n##\n"))
            .has("an end without its line feed ends the session", talk -> ended(talk, chunk(GET) + "\n##x"))
            .has("markers of 1.0 where chunks were agreed on end the session", talk -> ended(talk, GET + END))
            .has("garbage between messages ends the session", talk -> {
                answered(talk, framed(GET));
                ended(talk, "garbage" + chunk(GET) + "\n##\n");
            })
            .has("blank lines between messages end the session", talk -> ended(talk, "\n\n" + chunk(GET) + "\n##\n"));
    }

    private static void markers(final Table.Clause clause) {
        clause
            .has("messages end with the marker", talk -> {
                final Party party = old(talk);
                party.octets(GET + END + GET + END);
                party.next().has("/nc:rpc-reply/nc:data");
                party.next().has("/nc:rpc-reply/nc:data");
            })
            .has("a part of the marker is data", talk -> {
                final Party party = old(talk);
                party.octets(GET.replace("<filter", "<!-- ]]>]] ]]]> ]]>]>]]> --><filter") + END);
                party.next().has("/nc:rpc-reply/nc:data");
            })
            .has("a marker may come in pieces", talk -> {
                final Party party = old(talk);
                party.octets(GET + "]]>").octets("]").octets("]>");
                party.next().has("/nc:rpc-reply/nc:data");
            })
            .has("white space around a message does no harm", talk -> {
                final Party party = old(talk);
                party.octets("\n" + GET + "\n" + END + "\n" + GET + END);
                party.next().has("/nc:rpc-reply/nc:data");
                party.next().has("/nc:rpc-reply/nc:data");
            })
            .has("chunks are no XML where markers were agreed on", talk -> {
                final Party party = old(talk);
                party.octets(chunk(GET) + "\n##\n" + END);
                party.next().has("/nc:rpc-reply/nc:rpc-error");
            });
    }

    private static Party old(final Conversation talk) throws Exception {
        final Party party = talk.stranger();
        party.readHello();
        return party.message(hello(BASE_1_0));
    }

    private static void answered(final Conversation talk, final String octets) throws Exception {
        talk.one().octets(octets).next().has("/nc:rpc-reply/nc:data");
    }

    private static void ended(final Conversation talk, final String octets) throws Exception {
        final Party party = talk.one();
        try {
            party.octets(octets);
        } catch (final IOException e) {
            // It may have ended before all was said.
        }
        party.ends();
    }
}
