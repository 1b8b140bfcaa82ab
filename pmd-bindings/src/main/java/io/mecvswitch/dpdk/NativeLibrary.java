package io.mecvswitch.dpdk;

import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Finds and loads the C shim, which lies beside the classes for each processor it was built for. */
final class NativeLibrary {
    private static final String PROCESSOR = System.getProperty("os.arch");
    private static final String RESOURCE = "/native/linux-" + PROCESSOR + "/libmecvswitch.so";

    private static SymbolLookup loaded;

    private NativeLibrary() {
    }

    /** The functions of the shim, for as long as the process lives. Called by any thread. */
    static synchronized SymbolLookup load() {
        if (loaded == null) {
            loaded = loadCopy();
        }
        return loaded;
    }

    // A jar's entry can't be loaded where it is; a mapped file can be deleted at once.
    private static SymbolLookup loadCopy() {
        try (InputStream resource = NativeLibrary.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new PortException("MEC vSwitch was not built for " + PROCESSOR
                    + " on Linux: " + RESOURCE + " is missing. Build it on this machine with mvn package.");
            }
            final Path copy = Files.createTempFile("libmecvswitch", ".so");
            try {
                Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
                return load(copy);
            } finally {
                Files.delete(copy);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("The C library could not be unpacked; is " + RESOURCE
                + " readable and java.io.tmpdir writable?", e);
        }
    }

    @SuppressWarnings("restricted") // To load native code is what this class is for.
    private static SymbolLookup load(final Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (final IllegalArgumentException e) {
            throw new PortException("DPDK 22.11 can't be loaded (" + e.getMessage()
                + "). On Debian or Ubuntu: sudo apt-get install -y libdpdk-dev", e);
        }
    }
}
