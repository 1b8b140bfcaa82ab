package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Who may log in: a file of public keys per user. It is read at each attempt, so that changes hold at once. */
final class UserKeys implements PublickeyAuthenticator {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

    private final Path folder;

    /** Of the users who have a file here. */
    UserKeys(final Path folder) {
        this.folder = folder;
    }

    /** Whether anyone may log in. */
    boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    @Override
    public boolean authenticate(final String user, final PublicKey key, final ServerSession session) {
        return NAME.matcher(user).matches()
            && keys(folder.resolve(user)).stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
    }

    private static List<PublicKey> keys(final Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            return AuthorizedKeyEntry.readAuthorizedKeys(file).stream().map(UserKeys::key).toList();
        } catch (final IOException | IllegalArgumentException e) {
            // A file with a mistake opens no door.
            return List.of();
        }
    }

    private static PublicKey key(final AuthorizedKeyEntry entry) {
        try {
            return entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (final IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
