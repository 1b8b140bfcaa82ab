package io.mecvswitch.vswitch;

import io.mecvswitch.vswitch.cli.MecVswitch;

/** Entry point; the launcher {@code ./mec-vswitch} brings the class path and the JVM's options. */
public final class Main {
    private Main() {
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(final String[] arguments) {
        System.exit(MecVswitch.commandLine(arguments).execute(arguments));
    }
}
