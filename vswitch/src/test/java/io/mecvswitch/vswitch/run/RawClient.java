package io.mecvswitch.vswitch.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.xml.Element;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** OpenSSH's client with subsystem netconf, or another that leads octets to and from a switch. */
final class RawClient implements AutoCloseable {
    private static final int MOST = 64 << 20;

    private final Process client;
    private final MessageReader reader;
    private final MessageWriter writer;

    /** Logs in; the server's hello is read. */
    RawClient(final String user, final Path key, final String port) throws Exception {
        this(List.of("ssh", "-F", "none", "-i", key.toString(), "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes",
            "-o", "LogLevel=ERROR", "-p", port, user + "@127.0.0.1", "-s", "netconf"));
    }

    /** Another client's command; the server's hello is read. */
    RawClient(final List<String> command) throws Exception {
        client = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        reader = new MessageReader(client.getInputStream(), MOST);
        writer = new MessageWriter(client.getOutputStream());
        reader.read().orElseThrow(() -> new IOException("no hello"));
    }

    /** Says hello with base:1.1, and goes on in chunks. */
    RawClient greet() throws IOException {
        writer.write("<hello xmlns='" + Element.NETCONF + "'><capabilities><capability>"
            + "urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>");
        reader.useChunks();
        writer.useChunks();
        return this;
    }

    /** Sends octets as they are; they stay behind in buffers for a while. */
    OutputStream out() {
        return client.getOutputStream();
    }

    /** An operation in its envelope. */
    static String rpc(final String operation) {
        return "<rpc xmlns='" + Element.NETCONF + "' message-id='1'>" + operation + "</rpc>";
    }

    /** Sends a message. */
    void send(final String message) throws IOException {
        writer.write(message);
    }

    /** Sends a message, and gives the answer. */
    String exchange(final String message) throws Exception {
        send(message);
        return new String(reader.read().orElseThrow(() -> new IOException("the session has ended")),
            StandardCharsets.UTF_8);
    }

    /** Asks for something that has to be done. */
    void ok(final String operation) throws Exception {
        final String answer = exchange(rpc(operation));
        assertTrue(answer.contains("<ok"), answer);
    }

    @Override
    public void close() {
        client.destroyForcibly();
    }
}
