package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Who may log in: a file of public keys per user. It is read at each attempt, so that changes hold at once.
 *
 * <p>A line that can't be used is skipped and told of; the others of the file hold. A file that others than its owner
 * may write opens no door at all.
 */
final class UserKeys {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final int MAX_LENGTH = 1 << 20;

    /** Options of OpenSSH that forbid what nobody can do here anyway. */
    private static final Set<String> HARMLESS = Set.of("restrict", "no-agent-forwarding", "no-port-forwarding",
        "no-pty", "no-user-rc", "no-x11-forwarding");

    private final Path folder;
    private final Consumer<String> complaints;

    /**
     * Of the users who have a file here.
     *
     * @param complaints gets sentences about what can't be used; any thread
     */
    UserKeys(final Path folder, final Consumer<String> complaints) {
        this.folder = folder;
        this.complaints = complaints;
    }

    /** Whether a user can be called so; it is a file's name, too. */
    static boolean isName(final String user) {
        return NAME.matcher(user).matches();
    }

    /** What a file has. */
    private record Keys(List<PublicKey> usable, List<String> complaints) { }

    /** Whether nobody may log in. */
    boolean isEmpty() throws IOException {
        return all().stream().allMatch(keys -> keys.usable.isEmpty());
    }

    /** What can't be used, in sentences. */
    List<String> complaints() throws IOException {
        return all().stream().flatMap(keys -> keys.complaints.stream()).toList();
    }

    private List<Keys> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(UserKeys::read).toList();
        }
    }

    /** Whether a user has a key. */
    boolean know(final String user, final PublicKey key) {
        return isName(user) && Files.isRegularFile(folder.resolve(user))
            && usable(folder.resolve(user)).stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
    }

    private List<PublicKey> usable(final Path file) {
        final Keys keys = read(file);
        keys.complaints.forEach(complaints);
        return keys.usable;
    }

    private static Keys read(final Path file) {
        final List<PublicKey> usable = new ArrayList<>();
        final List<String> wrong = new ArrayList<>();
        try {
            if (!isName(file.getFileName().toString())) {
                wrong.add(file + " is not used: its name is no user's name (letters, digits, '_', '.', '-').");
            } else if (Files.size(file) > MAX_LENGTH) {
                wrong.add(file + " is not used: it is longer than " + MAX_LENGTH + " octets.");
            } else {
                Ownership.require(file.getParent());
                Ownership.require(file);
                final List<String> lines =
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    read(lines.get(i).strip(), file + " line " + (i + 1), usable, wrong);
                }
            }
        } catch (final IOException e) {
            wrong.add(file + " is not used: " + e.getMessage());
        }
        return new Keys(usable, wrong);
    }

    private static void read(
        final String line, final String where, final List<PublicKey> usable, final List<String> wrong) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        try {
            final AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
            final List<String> unknown = entry.getLoginOptions().keySet().stream()
                .filter(option -> !HARMLESS.contains(option.toLowerCase(Locale.ROOT))).toList();
            if (unknown.isEmpty()) {
                usable.add(entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING));
            } else {
                // Whoever wrote it wanted to limit what the key is good for.
                wrong.add(where + " is skipped: option " + String.join(", ", unknown)
                    + " is not enforced here; write the key without options to let it in.");
            }
        } catch (final IOException | GeneralSecurityException | RuntimeException e) {
            wrong.add(where + " is skipped: it is no public key that can be used (" + e.getMessage() + ").");
        }
    }
}
