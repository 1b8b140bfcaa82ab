package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;

/** Who may log in, and for whom access control is not: those who have a key in folder {@code recovery}. */
final class Accounts implements PublickeyAuthenticator {
    private static final AttributeKey<Boolean> RECOVERY = new AttributeKey<>();

    private final Path recoveryFolder;
    private final UserKeys users;
    private final UserKeys recovery;

    /**
     * @param folder     of the server; what is missing in it is made
     * @param complaints gets sentences about keys that can't be used; any thread
     */
    Accounts(final Path folder, final Consumer<String> complaints) throws IOException {
        final Path usersFolder = made(folder.resolve("users"));
        this.recoveryFolder = made(folder.resolve("recovery"));
        Ownership.require(folder);
        Ownership.require(usersFolder);
        Ownership.require(recoveryFolder);
        this.users = new UserKeys(usersFolder, complaints);
        this.recovery = new UserKeys(recoveryFolder, complaints);
    }

    private static Path made(final Path folder) throws IOException {
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

    /** Whether access control is not for the user of a connection. */
    static boolean isRecovery(final ServerSession session) {
        return Boolean.TRUE.equals(session.getAttribute(RECOVERY));
    }

    /** What the operator should know: keys that can't be used, and how to let somebody in if nobody can log in. */
    List<String> advice() throws IOException {
        final List<String> advice = new ArrayList<>(users.complaints());
        advice.addAll(recovery.complaints());
        if (users.isEmpty() && recovery.isEmpty()) {
            advice.add("Nobody has an account yet. Give one to who shall configure the switch, here admin, by his public"
                + " key: cp ~/.ssh/id_ed25519.pub " + recoveryFolder.resolve("admin"));
        }
        return advice;
    }
}
