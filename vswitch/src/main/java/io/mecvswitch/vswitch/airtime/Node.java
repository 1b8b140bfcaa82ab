package io.mecvswitch.vswitch.airtime;

import io.mecvswitch.vswitch.airtime.GlobalShares.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A switch that a controller looks after, whether it can be reached or not.
 *
 * <pre>
 *   away ──connected──▶ there ──no answer in time, refused, ended──▶ away: connects again, in the background
 * </pre>
 *
 * <p>What it is asked is asked by a thread of its own, so that one that hangs holds up nobody. The controller's thread.
 */
final class Node implements AutoCloseable {
    private final String name;
    private final Callable<NodeSession> connector;
    private final Consumer<String> out;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Optional<NodeSession> session = Optional.empty();
    private Optional<Future<NodeSession>> coming = Optional.empty();
    private String complaint = "";

    /**
     * @param name      for people
     * @param connector opens a session
     * @param out       for people
     */
    Node(final String name, final Callable<NodeSession> connector, final Consumer<String> out) {
        this.name = name;
        this.connector = connector;
        this.out = out;
    }

    String name() {
        return name;
    }

    /** Has it connect, if it is away; waits for that as long as is said. */
    void reach(final long patienceMs) throws InterruptedException {
        if (session.isEmpty()) {
            final Future<NodeSession> future = coming.orElseGet(() -> threads.submit(connector));
            coming = Optional.of(future);
            try {
                session = Optional.of(future.get(patienceMs, TimeUnit.MILLISECONDS));
                coming = Optional.empty();
                if (!complaint.isEmpty()) {
                    out.accept(name + " is there again.");
                }
                complaint = "";
            } catch (final TimeoutException e) {
                complain("it does not answer");
            } catch (final ExecutionException e) {
                coming = Optional.empty();
                complain(said(e.getCause()));
            }
        }
    }

    private static String said(final Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Once, as long as nothing changes. */
    private void complain(final String why) {
        if (complaint.isEmpty()) {
            out.accept(name + " can't be looked after: " + why + ". Its ceilings end by themselves; it is tried"
                + " again.");
        }
        complaint = why;
    }

    /** What its virtual interfaces have used; empty if it is away. */
    Optional<List<NodeSession.Usage>> poll(final long patienceMs) throws InterruptedException {
        return session.isEmpty() ? Optional.empty() : ask(session.get()::poll, patienceMs);
    }

    /** Sets ceilings, if it is there. */
    void set(final Map<Place, Optional<Integer>> ceilings, final long holdMs, final long renewal,
        final long patienceMs) throws InterruptedException {
        if (session.isPresent()) {
            final NodeSession there = session.get();
            ask(() -> {
                there.set(ceilings, holdMs, renewal);
                return true;
            }, patienceMs);
        }
    }

    private <T> Optional<T> ask(final Callable<T> question, final long patienceMs) throws InterruptedException {
        try {
            return Optional.of(threads.submit(question).get(patienceMs, TimeUnit.MILLISECONDS));
        } catch (final TimeoutException e) {
            lose("it does not answer");
        } catch (final ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw new IllegalStateException(e.getCause());
            }
            lose(said(e.getCause()));
        }
        return Optional.empty();
    }

    private void lose(final String why) {
        session.ifPresent(NodeSession::close);
        session = Optional.empty();
        complain(why);
    }

    @Override
    public void close() {
        session.ifPresent(NodeSession::close);
        threads.shutdownNow();
    }
}
