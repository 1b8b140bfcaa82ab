package io.mecvswitch.control.netconf.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that says whatever it is told to. */
final class TestClient implements AutoCloseable {
    static final String HELLO_1_1 = hello("urn:ietf:params:netconf:base:1.1");
    static final String HELLO_1_0 = hello("urn:ietf:params:netconf:base:1.0");

    private static final Pattern SESSION = Pattern.compile("<session-id>(\\d+)</session-id>");
    private static final long PATIENCE_MS = 10_000;

    private final MessageReader reader;
    private final MessageWriter writer;
    private final OutputStream out;
    private final InputStream in;
    private final Thread server;
    private int number;

    TestClient(final InputStream in, final OutputStream out, final Thread server) {
        this.in = in;
        this.out = out;
        this.reader = new MessageReader(in, 64 << 20);
        this.writer = new MessageWriter(out);
        this.server = server;
    }

    static String hello(final String capability) {
        return "<hello xmlns='" + Element.NETCONF + "'><capabilities><capability>" + capability
            + "</capability></capabilities></hello>";
    }

    /** Says hello, and goes on in chunks. */
    void greet() throws Exception {
        greet(HELLO_1_1);
        useChunks();
    }

    /** Says this, and reads the other hello. */
    String greet(final String hello) throws Exception {
        writer.write(hello);
        final String other = receive().orElseThrow();
        final Matcher session = SESSION.matcher(other);
        assertTrue(session.find(), other);
        number = Integer.parseInt(session.group(1));
        return other;
    }

    void useChunks() {
        reader.useChunks();
        writer.useChunks();
    }

    int number() {
        return number;
    }

    /** Sends an operation; gives the answer without its envelope. */
    String ask(final String operation) throws Exception {
        final String reply = exchange("<rpc xmlns='" + Element.NETCONF + "' xmlns:nc='" + Element.NETCONF
            + "' message-id='1'>" + operation + "</rpc>");
        return reply.replaceFirst("^<rpc-reply[^>]*>", "").replaceFirst("</rpc-reply>$", "")
            .replace(" xmlns=\"" + Element.NETCONF + "\"", "");
    }

    /** Sends a message; gives the answer. */
    String exchange(final String message) throws Exception {
        writer.write(message);
        return receive().orElseThrow(() -> new IOException("the server ended the session"));
    }

    /** A message in one chunk. */
    static String framed(final String message) {
        return "\n#" + message.getBytes(StandardCharsets.UTF_8).length + "\n" + message + "\n##\n";
    }

    /** Sends octets as they are. */
    void send(final byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    void send(final String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> receive() throws Exception {
        return reader.read().map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /** Waits until the session is over; gives what the server still said. */
    String awaitEnd() throws Exception {
        final String last = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        server.join(PATIENCE_MS);
        assertTrue(!server.isAlive(), "the session goes on");
        return last;
    }

    /** Goes without a word. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
