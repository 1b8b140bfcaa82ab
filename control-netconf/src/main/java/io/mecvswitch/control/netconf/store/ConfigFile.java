package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.codec.JsonWriter;
import io.mecvswitch.control.codec.XmlWriter;
import io.mecvswitch.control.data.InnerNode;
import io.mecvswitch.control.netconf.tree.Branch;
import io.mecvswitch.control.netconf.tree.View;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file from which the switch starts. It is replaced as a whole: at each moment its name leads to the former or to the
 * new configuration, and once {@link #publish} has returned, that is the new one even after a loss of power.
 *
 * <p>The format is that of the file: JSON if its name ends so, else XML. Comments are lost.
 */
public final class ConfigFile {
    private final Path file;
    private final Path prepared;
    private final Sync sync;
    private boolean replaced;

    /** Makes a file, or the names in a folder, last beyond a loss of power. */
    @FunctionalInterface
    interface Sync {
        /** Returns when they do. */
        void force(FileChannel channel) throws IOException;
    }

    /**
     * @param file that is replaced; where it is a link, what it leads to
     * @throws IOException if it can't be found
     */
    public ConfigFile(final Path file) throws IOException {
        this(file, channel -> channel.force(true));
    }

    /** One that is made durable by other means. */
    ConfigFile(final Path file, final Sync sync) throws IOException {
        this.sync = sync;
        this.file = file.toRealPath();
        this.prepared = this.file.resolveSibling("." + this.file.getFileName() + ".new");
    }

    /** Writes a configuration to the disk, beside the file. */
    void prepare(final Branch tree) throws IOException {
        replaced = false;
        Files.deleteIfExists(prepared);
        Files.createFile(prepared, PosixFilePermissions.asFileAttribute(
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)));
        try (FileChannel channel = FileChannel.open(prepared, StandardOpenOption.WRITE)) {
            final ByteBuffer octets = StandardCharsets.UTF_8.encode(text(tree));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            sync.force(channel);
        }
    }

    private String text(final Branch tree) throws IOException {
        final InnerNode root = View.of(tree);
        if (file.toString().endsWith(".json")) {
            final StringWriter json = new StringWriter();
            new JsonWriter(json).write(root);
            return json.toString();
        }
        final StringBuilder xml = new StringBuilder();
        new XmlWriter(xml).write(root);
        return xml.toString();
    }

    /** Puts what was prepared in the place of the file. If that fails, the file may have been replaced all the same. */
    void publish() throws IOException {
        Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
        replaced = true;
        try (FileChannel folder = FileChannel.open(file.getParent())) {
            sync.force(folder);
        }
    }

    /** Takes back a {@link #publish} that failed, given the configuration before it. */
    void restore(final Branch former) throws IOException {
        if (replaced) {
            prepare(former);
            Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Takes away what was prepared, if it can be; what is prepared next takes its place in any case. */
    void abandon() {
        try {
            Files.deleteIfExists(prepared);
        } catch (final IOException e) {
            // Whatever was to be told has been, and this is not worth hiding it.
        }
    }
}
