package io.mecvswitch.vswitch.run;

import io.mecvswitch.port.PortProvider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The opening of the devices, beside what else a start has to do: DPDK sleeps for a tenth of a second to measure a
 * clock. Control thread; a thread of its own opens.
 */
final class Opening implements AutoCloseable {
    private final CompletableFuture<PortProvider> provider;

    /** Begins to open. */
    Opening(final Supplier<PortProvider> open) {
        provider = CompletableFuture.supplyAsync(open, Thread.ofPlatform().name("open-devices")::start);
    }

    /**
     * Waits until they are open.
     *
     * @throws RuntimeException what the opening has thrown
     */
    PortProvider await() {
        try {
            return provider.join();
        } catch (final CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** Closes them, if they could be opened. */
    @Override
    public void close() {
        provider.thenApply(Optional::of).exceptionally(_ -> Optional.empty()).join().ifPresent(PortProvider::close);
    }
}
