package io.mecvswitch.vswitch.replay;

import io.mecvswitch.capture.PcapWriter;
import io.mecvswitch.port.PortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Where captures of what left the ports are written, one file for each port.
 *
 * <p>A mark in the folder tells that its captures were made here, and may be replaced.
 */
public final class OutputFolder {
    private static final String MARK = ".mec-vswitch-replay";

    private final Path folder;

    private OutputFolder(final Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder, if it is not there.
     *
     * @param folder where
     * @param ports  that will be written
     * @param inputs captures that must not be written to
     * @param force  whether captures that were not made here may be replaced
     * @throws PortException if it can't be made, or holds something that must not be replaced
     */
    public static OutputFolder prepare(
        final Path folder, final List<String> ports, final Collection<Path> inputs, final boolean force) {
        final OutputFolder output = new OutputFolder(folder);
        try {
            Files.createDirectories(folder);
            for (final String port : ports) {
                output.requireNoInput(output.file(port), inputs);
                output.requireReplaceable(output.file(port), force);
            }
            Files.writeString(folder.resolve(MARK), "Captures in this folder were made by mec-vswitch replay.\n");
            return output;
        } catch (final IOException e) {
            throw new PortException("The folder " + folder + " can't be written to (" + e
                + "). Choose another one with --out.", e);
        }
    }

    private void requireNoInput(final Path file, final Collection<Path> inputs) throws IOException {
        for (final Path input : inputs) {
            if (Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input)) {
                throw new PortException("The capture " + input + " would be replaced by what leaves its port. Choose"
                    + " another folder with --out.");
            }
        }
    }

    private void requireReplaceable(final Path file, final boolean force) {
        if (!force && Files.exists(file) && Files.notExists(folder.resolve(MARK))) {
            throw new PortException(file + " is there already, and was not made by replay. Choose another folder with"
                + " --out, or replace it with --force.");
        }
    }

    /** The capture of what leaves a port; ports' names are sound names of files. */
    public Path file(final String port) {
        return folder.resolve(port + ".pcap");
    }

    /** Starts the capture of a port. */
    PcapWriter create(final String port) {
        try {
            return PcapWriter.create(file(port));
        } catch (final IOException e) {
            throw new PortException("The capture " + file(port) + " can't be written (" + e
                + "). Choose another folder with --out.", e);
        }
    }
}
