package io.mecvswitch.control.netconf.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What was committed since the whole configuration was written, one edit after the other: a file of text beside that of
 * the configuration.
 *
 * <pre>
 *   journal of SHA-256                 of the file on which it follows
 *   commit LENGTH CRC32C               of the octets of the next line, its end included
 *   &lt;config&gt;…&lt;/config&gt;                 what edit-config would merge
 *   commit …
 *   settled COUNT SHA-256 CRC32C       a file with this sum has what is above, as far as COUNT edits
 * </pre>
 *
 * <p>What is not whole is not read, nor what follows it: it was not answered. One thread.
 */
final class CommitJournal implements AutoCloseable {
    private static final Pattern HEAD = Pattern.compile("journal of ([0-9a-f]{64})\n");
    private static final Pattern COMMIT = Pattern.compile("commit ([0-9]{1,9}) ([0-9a-f]{1,8})\n");
    private static final Pattern SETTLED = Pattern.compile("(settled ([0-9]{1,9}) ([0-9a-f]{64})) ([0-9a-f]{1,8})\n");

    private final FileChannel channel;
    private final ConfigFile.Sync sync;
    private long length;
    private int count;

    private CommitJournal(final FileChannel channel, final ConfigFile.Sync sync) {
        this.channel = channel;
        this.sync = sync;
    }

    /**
     * A new one.
     *
     * @param file   that did not exist
     * @param digest of the file on which it follows
     */
    static CommitJournal create(final Path file, final String digest, final ConfigFile.Sync sync) throws IOException {
        final CommitJournal journal = new CommitJournal(
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), sync);
        journal.write("journal of " + digest + "\n");
        return journal;
    }

    /** One that is there, to go on with behind what is whole; nothing if there is none. */
    static Optional<CommitJournal> open(final Path file, final ConfigFile.Sync sync) throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        final Reader reader = new Reader(Files.readAllBytes(file));
        final Optional<Contents> contents = reader.contents();
        if (contents.isEmpty()) {
            return Optional.empty();
        }
        final CommitJournal journal = new CommitJournal(FileChannel.open(file, StandardOpenOption.WRITE), sync);
        journal.length = reader.at;
        journal.count = contents.get().edits().size();
        journal.channel.truncate(journal.length);
        return Optional.of(journal);
    }

    /** How many edits are in it. */
    int count() {
        return count;
    }

    /** Octets. */
    long length() {
        return length;
    }

    /**
     * Adds an edit, which is durable when this returns. If that fails, the edit is not in the file, as far as is known.
     */
    void commit(final String edit) throws IOException {
        final byte[] line = (edit + "\n").getBytes(StandardCharsets.UTF_8);
        write("commit " + line.length + " " + sum(line) + "\n" + edit + "\n");
        count++;
    }

    /** Notes that there is a file with what the first edits made. */
    void settled(final int edits, final String digest) throws IOException {
        final String mark = "settled " + edits + " " + digest;
        write(mark + " " + sum(mark.getBytes(StandardCharsets.UTF_8)) + "\n");
    }

    private void write(final String text) throws IOException {
        try {
            final ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
            final int size = octets.remaining();
            for (long at = length; octets.hasRemaining();) {
                at += channel.write(octets, at);
            }
            sync.force(channel);
            length += size;
        } catch (final IOException e) {
            takeBack(e);
            throw e;
        }
    }

    private void takeBack(final IOException cause) {
        try {
            channel.truncate(length);
        } catch (final IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String sum(final byte[] octets) {
        final CRC32C sum = new CRC32C();
        sum.update(octets);
        return Long.toHexString(sum.getValue());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * What is in a journal.
     *
     * @param base    sum of the file on which it follows
     * @param edits   the edits that are whole
     * @param settled the file that has the first of them, if there is one
     */
    record Contents(String base, List<String> edits, Optional<Settled> settled) {
        /** The edits that follow on a file with this sum; empty if the journal is another file's. */
        Optional<List<String>> after(final String digest) {
            if (digest.equals(base)) {
                return Optional.of(edits);
            }
            return settled.filter(mark -> mark.digest.equals(digest))
                .map(mark -> edits.subList(Math.min(mark.edits, edits.size()), edits.size()));
        }
    }

    private record Settled(int edits, String digest) { }

    /** Reads one; nothing if there is none, or not even its first line is whole. */
    static Optional<Contents> read(final Path file) throws IOException {
        return Files.exists(file) ? new Reader(Files.readAllBytes(file)).contents() : Optional.empty();
    }

    private static final class Reader {
        private final byte[] octets;
        private final List<String> edits = new ArrayList<>();
        private Optional<Settled> settled = Optional.empty();
        private int at;

        Reader(final byte[] octets) {
            this.octets = octets;
        }

        Optional<Contents> contents() {
            final Matcher head = HEAD.matcher(line());
            if (!head.matches()) {
                return Optional.empty();
            }
            while (readCommit() || readMark()) {
                // Each of them is noted.
            }
            return Optional.of(new Contents(head.group(1), edits, settled));
        }

        private boolean readCommit() {
            final int begin = at;
            final Matcher commit = COMMIT.matcher(line());
            if (commit.matches()) {
                final int size = Integer.parseInt(commit.group(1));
                final byte[] edit = Arrays.copyOfRange(octets, at, Math.min(at + size, octets.length));
                if (edit.length == size && sum(edit).equals(commit.group(2))) {
                    at += size;
                    edits.add(new String(edit, StandardCharsets.UTF_8));
                    return true;
                }
            }
            at = begin;
            return false;
        }

        private boolean readMark() {
            final int begin = at;
            final Matcher mark = SETTLED.matcher(line());
            if (!mark.matches() || !sum(mark.group(1).getBytes(StandardCharsets.UTF_8)).equals(mark.group(4))) {
                at = begin;
                return false;
            }
            settled = Optional.of(new Settled(Integer.parseInt(mark.group(2)), mark.group(3)));
            return true;
        }

        /** The line at hand with its end; without, if it has none. */
        private String line() {
            int end = at;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            final int next = Math.min(octets.length, end + 1);
            final String line = new String(octets, at, next - at, StandardCharsets.UTF_8);
            at = next;
            return line;
        }
    }
}
