package io.mecvswitch.control.netconf.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client, which says whatever it is told to. */
final class Party implements AutoCloseable {
    static final String NETCONF = "urn:ietf:params:xml:ns:netconf:base:1.0";
    static final String BASE_1_0 = "urn:ietf:params:netconf:base:1.0";
    static final String BASE_1_1 = "urn:ietf:params:netconf:base:1.1";

    private static final int MOST = 64 << 20;

    private final Wire wire;
    private final MessageReader reader;
    private final MessageWriter writer;
    private String hello = "";
    private boolean greeted;

    Party(final Wire wire) {
        this.wire = wire;
        this.reader = new MessageReader(wire.in(), MOST);
        this.writer = new MessageWriter(wire.out());
    }

    /** A client's hello with these capabilities. */
    static String hello(final String... capabilities) {
        final StringBuilder list = new StringBuilder();
        for (final String capability : capabilities) {
            list.append("<capability>").append(capability).append("</capability>");
        }
        return "<hello xmlns='" + NETCONF + "'><capabilities>" + list + "</capabilities></hello>";
    }

    /** Begins as clients do nowadays. */
    Party greet() throws Exception {
        readHello();
        message(hello(BASE_1_0, BASE_1_1));
        return useChunks();
    }

    /** Takes the server's hello. */
    String readHello() throws Exception {
        hello = receive().orElseThrow(() -> new AssertionError("the server says no hello"));
        return hello;
    }

    /** The server's hello, as far as it was read. */
    String serverHello() {
        return hello;
    }

    Party useChunks() {
        reader.useChunks();
        writer.useChunks();
        return this;
    }

    /** The number the server gave it. */
    String number() throws Exception {
        return Answer.of(hello).text("/nc:hello/nc:session-id");
    }

    /** Sends octets as they are. */
    Party octets(final byte[] octets) throws IOException {
        wire.out().write(octets);
        wire.out().flush();
        return this;
    }

    /** Sends characters as they are. */
    Party octets(final String text) throws IOException {
        return octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a message. */
    Party message(final String text) throws IOException, InterruptedException {
        writer.write(text);
        if (!greeted) {
            greeted = true;
            wire.settle();
        }
        return this;
    }

    /** The next message; none if the server has ended the session. */
    Optional<String> receive() throws Exception {
        return reader.read().map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /** The next message, which has to come. */
    Answer next() throws Exception {
        return Answer.of(receive().orElseThrow(() -> new AssertionError("the server has ended the session")));
    }

    /** Sends a message and takes the answer. */
    Answer exchange(final String message) throws Exception {
        return message(message).next();
    }

    /** An operation in its envelope. */
    static String rpc(final String operation) {
        return "<rpc xmlns='" + NETCONF + "' xmlns:nc='" + NETCONF + "' message-id='1'>" + operation + "</rpc>";
    }

    /** Asks for something. */
    Answer ask(final String operation) throws Exception {
        return exchange(rpc(operation));
    }

    /** Asks for something that has to be done. */
    Party ok(final String operation) throws Exception {
        ask(operation).has("/nc:rpc-reply/nc:ok").hasNo("/nc:rpc-reply/nc:rpc-error");
        return this;
    }

    /** Asks for something that has to be answered with data. */
    Answer data(final String operation) throws Exception {
        return ask(operation).has("/nc:rpc-reply/*[local-name() = 'data']").hasNo("/nc:rpc-reply/nc:rpc-error");
    }

    /** Asks for something that has to be refused, for one of these reasons at least. */
    Answer error(final String tag, final String operation) throws Exception {
        return fault(tag, ask(operation));
    }

    /** Demands that an answer is an error. */
    static Answer fault(final String tag, final Answer answer) throws Exception {
        return answer.has("/nc:rpc-reply/nc:rpc-error[nc:error-tag[normalize-space() = '" + tag + "']]",
            "/nc:rpc-reply/nc:rpc-error/nc:error-severity[normalize-space() = 'error']").hasNo("/nc:rpc-reply/nc:ok");
    }

    /** Demands that the server ends the session, whatever it still says. */
    void ends() throws Exception {
        final long count = wire.in().transferTo(java.io.OutputStream.nullOutputStream());
        assertTrue(count >= 0);
    }

    /** Demands that the session goes on. */
    void lives() throws Exception {
        data("<get-config><source><running/></source><filter/></get-config>");
    }

    /** Goes without a word. */
    @Override
    public void close() throws IOException {
        wire.close();
    }
}
