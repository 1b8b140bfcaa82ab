package io.mecvswitch.vswitch.cli;

import io.mecvswitch.status.StatusFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which switch of this machine a command is about; mixed into every command that is about one. */
final class InstanceOptions {
    @Option(names = "--name", paramLabel = "NAME", defaultValue = "default",
        description = "Name of the switch, where several run on one machine (default: ${DEFAULT-VALUE}).")
    private String name;

    @Option(names = "--status", paramLabel = "FILE",
        description = "Its status file, where it is not in the usual place.")
    private Path status;

    /** Name of the switch. */
    String name() {
        return name;
    }

    /** Where it keeps its status. */
    Path statusPath() {
        return status == null ? StatusFile.pathOf(name) : status;
    }
}
