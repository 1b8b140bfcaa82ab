package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Who has a password: a file with a {@link PasswordHash} per user, read at each attempt. What others than its owner may
 * write opens no door.
 *
 * <p>An attempt is checked on a virtual thread, one attempt at a time, so that strangers who try can't have more than
 * one processor. One that fails is answered after {@link #DELAY}, whether there is such a user or not.
 */
final class Passwords {
    /** From an attempt to the answer that it failed. */
    static final Duration DELAY = Duration.ofSeconds(1);

    private static final int MAX_LENGTH = 1_024;

    private final Path folder;
    private final Consumer<String> complaints;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    /**
     * Of the users who have a file here.
     *
     * @param complaints gets sentences about what can't be used; any thread
     */
    Passwords(final Path folder, final Consumer<String> complaints) {
        this.folder = folder;
        this.complaints = complaints;
    }

    /** Whether nobody has one, usable or not. */
    boolean isEmpty() {
        try {
            return files().isEmpty();
        } catch (final IOException e) {
            complaints.accept(folder + " is not used: " + e.getMessage());
            return true;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** What can't be used, in sentences. */
    List<String> complaints() throws IOException {
        final List<String> wrong = new ArrayList<>();
        for (final Path file : files()) {
            final String name = file.getFileName().toString();
            if (UserKeys.isName(name)) {
                hash(name, wrong::add);
            } else {
                wrong.add(file + " is not used: its name is no user's name (letters, digits, '_', '.', '-').");
            }
        }
        return wrong;
    }

    /** Finds out whether a user has this password, and tells. */
    void check(final String user, final String password, final Consumer<Boolean> outcome) {
        Thread.ofVirtual().name("netconf-password").start(() -> outcome.accept(has(user, password)));
    }

    private boolean has(final String user, final String password) {
        final long start = System.nanoTime();
        final boolean right = matches(user, password);
        if (!right) {
            sleep(DELAY.minusNanos(System.nanoTime() - start));
        }
        return right;
    }

    private static void sleep(final Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean matches(final String user, final String password) {
        oneAtATime.lock();
        try {
            return hash(user, complaints).matches(password);
        } finally {
            oneAtATime.unlock();
        }
    }

    private PasswordHash hash(final String user, final Consumer<String> wrong) {
        if (!UserKeys.isName(user)) {
            return PasswordHash.ofNobody();
        }
        final Path file = folder.resolve(user);
        try {
            return read(file);
        } catch (final NoSuchFileException e) {
            return PasswordHash.ofNobody();
        } catch (final IOException | IllegalArgumentException e) {
            wrong.accept(file + " is not used: " + e.getMessage() + ".");
            return PasswordHash.ofNobody();
        }
    }

    private PasswordHash read(final Path file) throws IOException {
        Ownership.require(folder);
        Ownership.require(file);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_LENGTH) {
            throw new IOException("it is no file of at most " + MAX_LENGTH + " octets");
        }
        return PasswordHash.parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    }
}
