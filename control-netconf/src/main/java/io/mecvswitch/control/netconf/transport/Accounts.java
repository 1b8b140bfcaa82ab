package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;

/**
 * Who may log in, and for whom access control is not: those who have a key in folder {@code recovery}. Passwords are
 * asked for only if somebody has one. Threads of the SSH server.
 */
final class Accounts implements PublickeyAuthenticator, PasswordAuthenticator, SessionListener {
    /** That a connection may try. */
    static final int PASSWORDS = 3;

    private static final AttributeKey<Boolean> RECOVERY = new AttributeKey<>();
    private static final AttributeKey<Integer> PASSWORDS_TRIED = new AttributeKey<>();
    private static final List<UserAuthFactory> WITH_PASSWORDS =
        List.of(UserAuthPublicKeyFactory.INSTANCE, UserAuthPasswordFactory.INSTANCE);

    private final Path recoveryFolder;
    private final UserKeys users;
    private final UserKeys recovery;
    private final Passwords passwords;

    /**
     * @param folder     of the server; what is missing in it is made
     * @param complaints gets sentences about keys and passwords that can't be used; any thread
     */
    Accounts(final Path folder, final Consumer<String> complaints) throws IOException {
        final Path usersFolder = make(folder.resolve("users"));
        this.recoveryFolder = make(folder.resolve("recovery"));
        final Path passwordsFolder = make(folder.resolve("passwords"));
        Ownership.require(folder);
        Ownership.require(usersFolder);
        Ownership.require(recoveryFolder);
        Ownership.require(passwordsFolder);
        this.users = new UserKeys(usersFolder, complaints);
        this.recovery = new UserKeys(recoveryFolder, complaints);
        this.passwords = new Passwords(passwordsFolder, complaints);
    }

    /** Makes a folder that nobody else may look into, if it is not there. */
    static Path make(final Path folder) throws IOException {
        return Files.createDirectories(folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Asked once or more of each key; the last time before it succeeds, of the one that signed. */
    @Override
    public boolean authenticate(final String user, final PublicKey key, final ServerSession session) {
        final boolean recovers = recovery.know(user, key);
        session.setAttribute(RECOVERY, recovers);
        return recovers || users.know(user, key);
    }

    @Override
    public void sessionCreated(final Session session) {
        if (!passwords.isEmpty()) {
            ((ServerSession) session).setUserAuthFactories(WITH_PASSWORDS);
        }
    }

    /** Answers later, because threads of the SSH server are everybody's. */
    @Override
    public boolean authenticate(final String user, final String password, final ServerSession session) {
        final int tried = tried(session);
        session.setAttribute(PASSWORDS_TRIED, tried + 1);
        if (tried >= PASSWORDS) {
            return false;
        }
        final AsyncAuthException answer = new AsyncAuthException();
        passwords.check(user, password, answer::setAuthed);
        throw answer;
    }

    private static int tried(final ServerSession session) {
        return Optional.ofNullable(session.getAttribute(PASSWORDS_TRIED)).orElse(0);
    }

    /**
     * Whether access control is not for the user of a connection. Not if it has tried a password: it could have shown
     * the key, and not signed with it, while the password was looked at.
     */
    static boolean isRecovery(final ServerSession session) {
        return Boolean.TRUE.equals(session.getAttribute(RECOVERY)) && tried(session) == 0;
    }

    /** What the operator should know: what can't be used, and how to let somebody in if nobody can log in. */
    List<String> advice() throws IOException {
        final List<String> advice = new ArrayList<>(users.complaints());
        advice.addAll(recovery.complaints());
        advice.addAll(passwords.complaints());
        if (users.isEmpty() && recovery.isEmpty() && passwords.isEmpty()) {
            advice.add("Nobody has an account yet. Give one to who shall configure the switch, here admin, by his"
                + " public key: cp ~/.ssh/id_ed25519.pub " + recoveryFolder.resolve("admin"));
        }
        return advice;
    }
}
