package io.mecvswitch.vswitch.run;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What other threads leave for the control thread to do. */
final class ControlQueue {
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
    private boolean closed;

    /** Leaves something and goes on. Any thread. */
    void leave(final Runnable task) {
        submit(new FutureTask<Void>(task, null));
    }

    /**
     * Has something done and waits for it. Any but the control thread.
     *
     * @throws IllegalStateException if the switch is stopping
     * @throws OutOfMemoryError      if the heap was too full to do it
     */
    <T> T call(final Callable<T> task) {
        final FutureTask<T> future = new FutureTask<>(task);
        if (!submit(future)) {
            throw stopping();
        }
        try {
            return future.get();
        } catch (final ExecutionException e) {
            throw unchecked(e.getCause());
        } catch (final CancellationException e) {
            throw stopping();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the switch was asked.", e);
        }
    }

    private static RuntimeException unchecked(final Throwable cause) {
        if (cause instanceof OutOfMemoryError full) {
            throw full;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("The switch is stopping.");
    }

    private synchronized boolean submit(final FutureTask<?> task) {
        return !closed && tasks.add(task);
    }

    /** Whether there is nothing to do. */
    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Does the next thing, if one comes in time. Control thread. */
    void runNext(final long timeoutMs) throws InterruptedException {
        final FutureTask<?> task = tasks.poll(timeoutMs, TimeUnit.MILLISECONDS);
        if (task != null) {
            task.run();
        }
    }

    /** Takes nothing more and tells who waits. Control thread. */
    synchronized void close() {
        closed = true;
        tasks.forEach(task -> task.cancel(false));
        tasks.clear();
    }
}
