package io.mecvswitch.vswitch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code completion}: teaches the user's bash the commands and options. */
@Command(
    name = "completion",
    description = "Install completion of commands and options for bash.",
    footer = {
        "",
        "Examples:",
        "  mec-vswitch completion            for this user, in every new shell",
        "  . <(mec-vswitch completion -p)    for this shell only"
    })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-p", "--print"}, description = "Write the script to standard output, install nothing.")
    private boolean print;

    @Override
    public void run() {
        final String script = AutoComplete.bash("mec-vswitch", spec.root().commandLine());
        if (print) {
            spec.commandLine().getOut().print(script);
        } else {
            install(script);
        }
        spec.commandLine().getOut().flush();
    }

    private void install(final String script) {
        final Path file = folder().resolve("mec-vswitch");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, script);
        } catch (final IOException e) {
            throw new CommandFailedException("The script can't be written to " + file + " (" + e + ").", e);
        }
        spec.commandLine().getOut().println("Installed " + file + "; new shells have it.");
    }

    /** Where bash-completion looks for a user's own. */
    private static Path folder() {
        return Optional.ofNullable(System.getenv("XDG_DATA_HOME")).filter(home -> !home.isEmpty()).map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".local", "share"))
            .resolve(Path.of("bash-completion", "completions"));
    }
}
