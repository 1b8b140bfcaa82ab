package io.mecvswitch.control.netconf.session;

import io.mecvswitch.control.netconf.access.Access;
import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.framing.FramingException;
import io.mecvswitch.control.netconf.framing.MessageReader;
import io.mecvswitch.control.netconf.framing.MessageWriter;
import io.mecvswitch.control.netconf.notification.Listener;
import io.mecvswitch.control.netconf.notification.ServerNews.Reason;
import io.mecvswitch.control.netconf.notification.Subscription;
import io.mecvswitch.control.netconf.notification.Who;
import io.mecvswitch.control.netconf.operation.Caller;
import io.mecvswitch.control.netconf.operation.Operations;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.ElementReader;
import io.mecvswitch.control.problem.ErrorTag;
import io.mecvswitch.control.netconf.tree.BranchBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One session. {@link #run} belongs to its own thread; whoever else ends it does so from any. */
public final class Session implements Runnable, Caller {
    private final int number;
    private final Connection connection;
    private final Operations operations;
    private final Limits limits;
    private final Sessions sessions;
    private final MessageReader reader;
    private final MessageWriter writer;
    private final LargeMessages.Share share;
    private final long beginNs = System.nanoTime();
    private final Instant begin = Instant.now();
    private final MessageCounters counters = new MessageCounters();
    // written by the session's thread
    private volatile boolean greeted;
    private boolean closing;
    private boolean knowsMalformed;
    private Optional<Subscription> asked = Optional.empty();
    private Optional<Thread> subscriber = Optional.empty();
    // written by anyone
    private volatile boolean ended;
    private volatile boolean subscribed;
    private volatile Reason reason = Reason.DROPPED;
    private final ReentrantLock writing = new ReentrantLock();
    /** When what is being written began to be; 0 while nothing is. */
    private volatile long writingSinceNs;

    Session(
        final int number,
        final Connection connection,
        final Operations operations,
        final Limits limits,
        final Sessions sessions) {
        this.number = number;
        this.connection = connection;
        this.operations = operations;
        this.limits = limits;
        this.sessions = sessions;
        this.reader = new MessageReader(connection.in(), limits.helloLength());
        this.writer = new MessageWriter(connection.out());
        this.share = sessions.share();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String user() {
        return connection.user();
    }

    @Override
    public boolean isRecovery() {
        return connection.recovery();
    }

    /** Talks until it is over. */
    @Override
    public void run() {
        try {
            greet();
            while (!closing && !ended) {
                final Once<byte[]> message = new Once<>(reader.read());
                if (message.isEmpty()) {
                    return;
                }
                final String answer = answer(message);
                share.giveBack();
                send(answer);
                subscribe();
            }
            reason = closing ? Reason.CLOSED : reason;
        } catch (final IOException | FramingException | RpcException e) {
            // The peer is gone, or can't be understood from here on: the session ends (RFC 6242 §4.2, RFC 6241 §8.1).
            end();
        } catch (final RuntimeException | StackOverflowError | OutOfMemoryError e) {
            sessions.defect(e);
        } finally {
            share.giveBack();
            subscriber.ifPresent(Thread::interrupt);
            sessions.ended(this, closing);
            connection.close().run();
        }
    }

    /** Sends a message; replies and notifications take turns. */
    private void send(final String message) throws IOException {
        writing.lock();
        try {
            writingSinceNs = System.nanoTime() | 1;
            writer.write(message);
        } finally {
            writingSinceNs = 0;
            writing.unlock();
        }
    }

    // Notifications (RFC 5277).

    @Override
    public boolean subscribe(final Subscription subscription) {
        if (subscribed) {
            return false;
        }
        subscribed = true;
        asked = Optional.of(subscription);
        return true;
    }

    /** After the answer, so that a client that reads it knows what the notifications behind it are. */
    private void subscribe() {
        asked.ifPresent(subscription -> subscriber =
            Optional.of(Thread.ofVirtual().name("netconf-" + number + "-events").start(subscription.to(new Told()))));
        asked = Optional.empty();
    }

    private final class Told implements Listener {
        @Override
        public Access access() {
            return operations.access(Session.this);
        }

        @Override
        public void send(final String notification) throws IOException {
            Session.this.send(notification);
            counters.notification();
        }

        @Override
        public void complete() {
            subscribed = false;
        }

        @Override
        public void fail(final Exception why) {
            if (!(why instanceof IOException)) {
                sessions.defect(why);
            }
            end(Reason.OTHER);
        }
    }

    private void greet() throws IOException, FramingException, RpcException {
        send(Hello.ofServer(number, operations.capabilities()));
        if (readHello()) {
            reader.useChunks();
            writer.useChunks();
            knowsMalformed = true;
        }
        reader.allow(limits.messageLength());
        reader.admit(LargeMessages.SMALL, share::take);
        greeted = true;
        sessions.began(this);
    }

    /** Whether both sides use chunks from now on. */
    private boolean readHello() throws IOException, FramingException, RpcException {
        try {
            return Hello.canChunk(ElementReader.read(
                reader.read().orElseThrow(() -> new IOException("gone before saying hello"))));
        } catch (final FramingException | RpcException e) {
            sessions.badHello();
            reason = Reason.BAD_HELLO;
            throw e;
        }
    }

    /**
     * Something that is given away once. While a request is refused for want of memory, nobody may have it any more,
     * or there would be no memory to say so.
     */
    private static final class Once<T> {
        private T what;

        Once(final Optional<T> what) {
            this.what = what.orElse(null);
        }

        boolean isEmpty() {
            return what == null;
        }

        T take() {
            final T taken = what;
            what = null;
            return taken;
        }
    }

    private String answer(final Once<byte[]> message) {
        final Once<Element> rpc;
        try {
            rpc = new Once<>(Optional.of(ElementReader.read(message.take())));
        } catch (final RpcException e) {
            counters.badRequest();
            return Reply.toNobody(e.errors().stream().map(this::forClient).toList(), operations.datastores().schema());
        } catch (final OutOfMemoryError e) {
            counters.badRequest();
            return Reply.toNobody(List.of(full()), operations.datastores().schema());
        }
        return perform(rpc);
    }

    /** The request is garbage from here on: there is room again for the next one. */
    private static RpcError full() {
        return RpcError.of(RpcError.Layer.APPLICATION, ErrorTag.RESOURCE_DENIED, "there is not enough memory for this"
            + " request beside others. Send it again when they are done, or in parts; or start the switch with a"
            + " larger heap (MEC_VSWITCH_OPTS=-Xmx2g)");
    }

    private String perform(final Once<Element> rpc) {
        final Element head = rpc.what.withoutContent();
        final Reply reply = new Reply(head, operations.datastores().schema());
        if (!head.is("rpc")) {
            counters.badRequest();
            return Reply.toNobody(List.of(forClient(RpcError.of(RpcError.Layer.RPC, ErrorTag.MALFORMED_MESSAGE,
                "a message is an rpc in namespace " + Element.NETCONF))), operations.datastores().schema());
        }
        if (head.attributes().stream().noneMatch(a -> a.namespace().isEmpty() && a.local().equals("message-id"))) {
            counters.badRequest();
            return reply.refused(List.of(RpcError.of(RpcError.Layer.RPC, ErrorTag.MISSING_ATTRIBUTE,
                "an rpc has a message-id").naming("rpc", "message-id")));
        }
        counters.request();
        try {
            return reply.done(operations.perform(rpc.take(), this));
        } catch (final RpcException e) {
            counters.error();
            return reply.refused(e.errors());
        } catch (final RuntimeException e) {
            sessions.defect(e);
            counters.error();
            return reply.refused(List.of(RpcError.of(RpcError.Layer.APPLICATION, ErrorTag.OPERATION_FAILED,
                "the switch failed to do this, which is its own fault: " + e)));
        } catch (final OutOfMemoryError e) {
            counters.error();
            return reply.refused(List.of(full()));
        }
    }

    /** Clients of base:1.0 do not know the tag (RFC 6241 appendix A). */
    private RpcError forClient(final RpcError error) {
        return error.tag() == ErrorTag.MALFORMED_MESSAGE && !knowsMalformed
            ? RpcError.of(error.layer(), ErrorTag.OPERATION_FAILED, error.message()) : error;
    }

    @Override
    public void closeAfterReply() {
        closing = true;
    }

    @Override
    public boolean kill(final int other) {
        return sessions.kill(other, number);
    }

    /** What it received and answered. Any thread. */
    MessageCounters counters() {
        return counters;
    }

    /** Tells who it is (RFC 6022 §2.1.4). Any thread. */
    void tell(final BranchBuilder there) {
        there.value("session-id", number).value("transport", "ietf-netconf-monitoring:" + connection.transport())
            .value("username", connection.user()).time("login-time", begin);
        if (!connection.host().isEmpty()) {
            there.value("source-host", connection.host());
        }
        MessageCounters.tell(List.of(counters), there);
    }

    /** Whether it got as far as a client's hello. Any thread. */
    boolean greeted() {
        return greeted;
    }

    /** Breaks it off. Any thread. */
    void end() {
        ended = true;
        connection.close().run();
    }

    /** Breaks it off for a reason. Any thread. */
    void end(final Reason why) {
        reason = why;
        end();
    }

    /** Why it ended. */
    Reason reason() {
        return reason;
    }

    /** Who it is. Any thread. */
    Who who() {
        return new Who(number, connection.user(), connection.host());
    }

    /** Whether it keeps the switch waiting for the rest of something. Any thread. */
    boolean isStalled(final long nowNs) {
        return !greeted ? nowNs - beginNs > limits.helloTime().toNanos()
            : nowNs - reader.begunNs().orElse(nowNs) > limits.messageTime().toNanos() || isStuck(nowNs);
    }

    /** Whether its client does not take what it is sent. */
    private boolean isStuck(final long nowNs) {
        final long since = writingSinceNs;
        return since != 0 && nowNs - since > limits.messageTime().toNanos();
    }
}
