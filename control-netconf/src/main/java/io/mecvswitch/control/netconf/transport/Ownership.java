package io.mecvswitch.control.netconf.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Whether a file says what its owner wants it to say: whoever can write it could let himself in. */
final class Ownership {
    private static final Path PROCESS = Path.of("/proc/self");

    private Ownership() { }

    /**
     * Refuses what others than root and the user of this process can write.
     *
     * @throws IOException if they can, with a sentence about what to do
     */
    static void require(final Path path) throws IOException {
        final PosixFileAttributes file = Files.readAttributes(path, PosixFileAttributes.class);
        if (file.permissions().contains(PosixFilePermission.GROUP_WRITE)
            || file.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others than its owner can write " + path + "; chmod go-w " + path);
        }
        final String owner = file.owner().getName();
        if (!owner.equals("root") && !owner.equals(Files.getOwner(PROCESS, LinkOption.NOFOLLOW_LINKS).getName())) {
            throw new IOException(path + " belongs to " + owner + ", who is neither root nor the user that runs the"
                + " switch; change its owner");
        }
    }
}
