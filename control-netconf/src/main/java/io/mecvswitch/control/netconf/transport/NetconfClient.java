package io.mecvswitch.control.netconf.transport;

import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.framing.FramingException;
import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.ElementReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/**
 * A session with another switch, for tools that look after several: NETCONF 1.1 over SSH (RFC 6241, 6242), one request
 * after another. A thread's own.
 */
public final class NetconfClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_REPLY = 64 << 20;
    private static final String HELLO = "<hello xmlns=\"" + Element.NETCONF + "\"><capabilities>"
        + "<capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>";

    private final SshClient ssh;
    private final ChannelSubsystem channel;
    private final MessageReader reader;
    private final MessageWriter writer;
    private int requests;

    private NetconfClient(final SshClient ssh, final ChannelSubsystem channel) {
        this.ssh = ssh;
        this.channel = channel;
        this.reader = new MessageReader(channel.getInvertedOut(), MAX_REPLY);
        this.writer = new MessageWriter(channel.getInvertedIn());
    }

    /**
     * Opens a session.
     *
     * @param address    where the switch listens
     * @param user       name of the account
     * @param key        file of the user's private key
     * @param knownHosts file of host keys; that of a switch which is not in it is added, another one than there is
     *                   refused
     */
    public static NetconfClient connect(final InetSocketAddress address, final String user, final Path key,
        final Path knownHosts) throws IOException {
        JdkEd25519.register();
        final SshClient ssh = SshClient.setUpDefaultClient();
        ssh.setServerKeyVerifier(new KnownHostsServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE, knownHosts));
        ssh.setKeyIdentityProvider(new FileKeyPairProvider(key));
        ssh.start();
        try {
            final NetconfClient client = new NetconfClient(ssh, open(ssh, address, user));
            client.greet();
            return client;
        } catch (final IOException | RuntimeException e) {
            ssh.close();
            throw e;
        }
    }

    private static ChannelSubsystem open(final SshClient ssh, final InetSocketAddress address, final String user)
        throws IOException {
        final ClientSession session = ssh.connect(user, address).verify(PATIENCE).getSession();
        session.auth().verify(PATIENCE);
        final ChannelSubsystem channel = session.createSubsystemChannel("netconf");
        channel.open().verify(PATIENCE);
        return channel;
    }

    private void greet() throws IOException {
        writer.write(HELLO);
        receive();
        reader.useChunks();
        writer.useChunks();
    }

    /**
     * Sends a request and waits for the reply.
     *
     * @param operation in XML
     * @return the reply's {@code rpc-reply}
     * @throws IOException if the session is over, or the switch refuses; the message tells why
     */
    public Element ask(final String operation) throws IOException {
        requests++;
        writer.write("<rpc xmlns=\"" + Element.NETCONF + "\" message-id=\"" + requests + "\">" + operation
            + "</rpc>");
        final Element reply = receive();
        final String errors = String.join("; ", reply.children("rpc-error")
            .map(error -> error.children("error-message").map(Element::text).findFirst()
                .orElseGet(() -> error.children("error-tag").map(Element::text).findFirst().orElse("?"))).toList());
        if (!errors.isEmpty()) {
            throw new IOException(errors);
        }
        return reply;
    }

    private Element receive() throws IOException {
        try {
            return ElementReader.read(reader.read().orElseThrow(() -> new IOException("the switch ended the session")));
        } catch (final FramingException | RpcException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        channel.close(true);
        ssh.close(true);
    }
}
