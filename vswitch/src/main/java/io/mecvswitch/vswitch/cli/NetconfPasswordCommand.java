package io.mecvswitch.vswitch.cli;

import io.mecvswitch.control.netconf.transport.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code netconf-password}: gives a user of NETCONF a password. */
@Command(
    name = "netconf-password",
    description = "Ask for a password, or read a line of standard input, and write a hash of it to a file. User NAME"
        + " can log in with it where the file is passwords/NAME in the folder of run --netconf.",
    footer = {
        "",
        "Examples:",
        "  mec-vswitch netconf-password /etc/mec-vswitch/netconf/passwords/ann"
    })
final class NetconfPasswordCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "Where; one that is there is replaced.")
    private Path file;

    @Override
    public void run() {
        try {
            write(PasswordHash.of(password()));
        } catch (final IllegalArgumentException e) {
            throw new CommandFailedException(e.getMessage(), e);
        } catch (final IOException e) {
            throw new CommandFailedException(file + " can't be written (" + e + ").", e);
        }
    }

    /** Anew, so that it is its owner's alone whatever was there. */
    private void write(final PasswordHash hash) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, hash + "\n");
    }

    private static String password() throws IOException {
        final Console console = System.console();
        return console != null && console.isTerminal() ? asked(console) : read();
    }

    private static String asked(final Console console) {
        final char[] first = console.readPassword("Password: ");
        final char[] second = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new CommandFailedException("The two are not the same; nothing was made.");
        }
        return new String(first);
    }

    private static String read() throws IOException {
        final String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return line == null ? "" : line;
    }
}
