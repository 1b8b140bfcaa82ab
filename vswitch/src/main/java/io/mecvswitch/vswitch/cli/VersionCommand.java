package io.mecvswitch.vswitch.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: which release on which JVM, for a report of a defect. */
@Command(name = "version", description = "Tell the versions of the switch and of what it runs on.")
final class VersionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        final String release = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("(not packaged)");
        spec.commandLine().getOut().printf("MEC vSwitch %s%nJava %s (%s)%n%s %s, %s%n", release,
            Runtime.version(), System.getProperty("java.vendor"),
            System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
    }
}
