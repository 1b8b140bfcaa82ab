package io.mecvswitch.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * DPDK's own two-rate meters, in the C loop of {@code src/main/native/meter.c}, which is built when it is needed.
 *
 * <p>Used from the folder of the project or of this module. One thread.
 */
@SuppressWarnings("restricted") // it calls native code, which is the point
final class DpdkMeters implements AutoCloseable {
    private static final Path SOURCE = Path.of("src", "main", "native", "meter.c");

    private final Arena arena = Arena.ofConfined();
    private final MethodHandle run;
    private final MethodHandle free;
    private final MemorySegment meters;
    private final MemorySegment indexes;

    /**
     * @param count   meters
     * @param cir     committed rate, octets per second
     * @param pir     peak rate, octets per second
     * @param burst   octets of both bursts
     * @param indexes which meters packets meet, a multiple of 32
     */
    DpdkMeters(final int count, final long cir, final long pir, final long burst, final int[] indexes) {
        final SymbolLookup library = SymbolLookup.libraryLookup(build(), arena);
        final MethodHandle make = handle(library, "meters_make", FunctionDescriptor.of(ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG));
        run = handle(library, "meters_run", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS,
            ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        free = handle(library, "meters_free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        this.indexes = arena.allocateFrom(ValueLayout.JAVA_INT, indexes);
        try {
            meters = (MemorySegment) make.invokeExact(count, cir, burst, pir, burst);
        } catch (final Throwable e) {
            throw new IllegalStateException("meters_make", e);
        }
        if (meters.equals(MemorySegment.NULL)) {
            throw new IllegalStateException("no memory for " + count + " meters");
        }
    }

    private static MethodHandle handle(final SymbolLookup library, final String name, final FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
    }

    private static Path build() {
        final Path source = Files.exists(SOURCE) ? SOURCE : Path.of("bench").resolve(SOURCE);
        try {
            final Path library = Files.createTempFile("meter", ".so");
            final ProcessBuilder compiler = new ProcessBuilder("sh", "-c",
                "cc -std=gnu11 -O3 -march=native -fPIC -shared -o '"
                + library + "' '" + source + "' $(pkg-config --cflags libdpdk)").inheritIO();
            if (compiler.start().waitFor() != 0) {
                throw new IllegalStateException(source + " does not compile; install gcc, pkg-config and libdpdk-dev");
            }
            library.toFile().deleteOnExit();
            return library;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Meters packets from one of the indexes on; returns how many were not red. */
    long run(final int from, final int packets, final int length) {
        try {
            return (long) run.invokeExact(meters, indexes.asSlice((long) from * Integer.BYTES), packets, length);
        } catch (final Throwable e) {
            throw new IllegalStateException("meters_run", e);
        }
    }

    @Override
    public void close() {
        try {
            free.invokeExact(meters);
        } catch (final Throwable e) {
            throw new IllegalStateException("meters_free", e);
        } finally {
            arena.close();
        }
    }
}
