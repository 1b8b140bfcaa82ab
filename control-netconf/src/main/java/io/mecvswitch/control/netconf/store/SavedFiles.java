package io.mecvswitch.control.netconf.store;

import io.mecvswitch.control.netconf.error.RpcError;
import io.mecvswitch.control.netconf.error.RpcException;
import io.mecvswitch.control.netconf.xml.Element;
import io.mecvswitch.control.netconf.xml.ElementReader;
import io.mecvswitch.control.problem.ErrorTag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Configurations that users keep beside the datastores, under names {@code file:///NAME} (RFC 6241 §8.8).
 *
 * <p>A name is a name in the folder of its user and nothing else: there are no folders in it, links are not followed,
 * and nobody has another one's files. Each user has {@link #MAX_FILES} of {@link #MAX_LENGTH} octets at most. A file
 * appears whole or not at all. One at a time.
 *
 * @param folder has a folder for each user; made when it is needed
 */
public record SavedFiles(Path folder) {
    /** Files of a user. */
    static final int MAX_FILES = 16;
    /** Octets of a file. */
    static final int MAX_LENGTH = 32 << 20;

    private static final String URL = "url";
    private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,99}";
    private static final Pattern FORM = Pattern.compile("file:(?://(?:localhost)?)?/(" + NAME + ")");
    private static final FileAttribute<?> OWN_FOLDER =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> OWN_FILE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Reads a file.
     *
     * @return the element {@code <config>} that it contains
     */
    public synchronized Element read(final String user, final String url) throws RpcException {
        final Path file = file(user, url);
        try (InputStream in = Channels.newInputStream(
            Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            final byte[] octets = in.readNBytes(MAX_LENGTH + 1);
            if (octets.length > MAX_LENGTH) {
                throw refused(ErrorTag.TOO_BIG, "the file is longer than " + MAX_LENGTH + " octets");
            }
            return config(octets);
        } catch (final NoSuchFileException e) {
            throw absent(url);
        } catch (final IOException e) {
            throw refused(ErrorTag.OPERATION_FAILED, "the file can't be read");
        }
    }

    private static Element config(final byte[] octets) throws RpcException {
        final Element config;
        try {
            config = ElementReader.read(octets);
        } catch (final RpcException e) {
            throw refused(ErrorTag.INVALID_VALUE, "the file is no XML that can be read: " + e.getMessage());
        }
        if (!config.is("config")) {
            throw refused(ErrorTag.INVALID_VALUE, "the file contains <" + config.local()
                + "> rather than a <config> of " + Element.NETCONF);
        }
        return config;
    }

    /** Writes a file, in the place of the one that has its name. */
    public synchronized void write(final String user, final String url, final String text) throws RpcException {
        final Path file = file(user, url);
        try {
            Files.createDirectories(folder, OWN_FOLDER);
            if (!Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(file.getParent(), OWN_FOLDER);
            }
            requireRoom(file);
            replace(file, StandardCharsets.UTF_8.encode(text));
        } catch (final IOException e) {
            throw refused(ErrorTag.OPERATION_FAILED, "the file can't be written");
        }
    }

    private static void requireRoom(final Path file) throws IOException, RpcException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) && files.count() >= MAX_FILES) {
                throw refused(ErrorTag.RESOURCE_DENIED,
                    "you have " + MAX_FILES + " files; delete one with delete-config, or overwrite one");
            }
        }
    }

    private static void replace(final Path file, final ByteBuffer octets) throws IOException, RpcException {
        if (octets.remaining() > MAX_LENGTH) {
            throw refused(ErrorTag.TOO_BIG, "the configuration is longer than " + MAX_LENGTH + " octets");
        }
        final Path prepared = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(prepared);
        try (FileChannel channel = FileChannel.open(prepared,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OWN_FILE)) {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes a file. */
    public synchronized void delete(final String user, final String url) throws RpcException {
        final Path file = file(user, url);
        try {
            Files.delete(file);
        } catch (final NoSuchFileException e) {
            throw absent(url);
        } catch (final IOException e) {
            throw refused(ErrorTag.OPERATION_FAILED, "the file can't be deleted");
        }
    }

    /** Where a name leads; the folder of its user has to be one, and no link to one. */
    private Path file(final String user, final String url) throws RpcException {
        final Matcher name = FORM.matcher(url.strip());
        if (!name.matches()) {
            throw refused(ErrorTag.INVALID_VALUE, "a url is file:///NAME, a name of letters, digits, '.', '_' and '-'");
        }
        final Path own = folder.resolve(user);
        if (!user.matches(NAME) || Files.exists(own, LinkOption.NOFOLLOW_LINKS)
            && !Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(ErrorTag.OPERATION_FAILED, "you can't have files here");
        }
        return own.resolve(name.group(1));
    }

    private static RpcException absent(final String url) {
        return refused(ErrorTag.DATA_MISSING, "there is no file " + url.strip());
    }

    private static RpcException refused(final ErrorTag tag, final String message) {
        return new RpcException(RpcError.of(RpcError.Layer.PROTOCOL, tag, message).naming(URL));
    }
}
